"""Breakpoints, and the messages that wait at them: what is held, byte by byte, and what can be done with it."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass

from markupsafe import Markup, escape

from tropo_lab.errors import half_a_character
from tropo_lab.escapes import all_seen, clipped, decoded, lines, visible, visible_html
from tropo_lab.trace import EVERY, KINDS
from tropo_lab.views.face import Face
from tropo_lab.views.model import NAMES
from tropo_lab.views.octets.spans import LIMIT

# the messages that are shown: who has stopped a storm needs the first few, and a browser must not choke
SHOWN = 20
# the characters that are shown of what is no text: how it begins says what it is
OF_BYTES = 600
# as a browser understands them
_LINE_END = re.compile("\r\n?")
_BUTTONS = (
    '<div class="tl-row"><button name="do" value="go" class="tl-button tl-main">Go on</button>'
    '<button name="do" value="drop" class="tl-button">Drop it</button>'
    '<button name="do" value="twice" class="tl-button">Send it twice</button></div>'
)


@dataclass(frozen=True, repr=False)
class Pause(Face):
    """What `GET /lab/breakpoints` and `GET /lab/held` say, for people."""

    sheets = ("controls",)

    breakpoints: tuple[dict, ...]
    held: tuple[dict, ...]
    controls: bool = False

    @property
    def says(self) -> str:
        """The sentence that is announced: what waits now."""
        if not self.held:
            return "No message is held."
        first, more = _title(self.held[0]), len(self.held) - 1
        return f"{first}." + (f" {more} more {'waits' if more == 1 else 'wait'}." if more else "")

    @property
    def _stops(self) -> str:
        if not self.breakpoints:
            return "There are no breakpoints: nothing is stopped."
        names, more = [_stop(one) for one in self.breakpoints[:SHOWN]], len(self.breakpoints) - SHOWN
        return f"Stops before: {', '.join(names)}{f' and {more} more' if more > 0 else ''}."

    @property
    def _left_out(self) -> str:
        more = len(self.held) - SHOWN
        return f"{more:,} more {'waits' if more == 1 else 'wait'} behind these; the lab lists them." if more > 0 else ""

    @property
    def plain(self) -> str:
        out = [self._stops, self.says]
        for held in self.held[:SHOWN]:
            out += ["", f"{_title(held)}:"]
            out += [f"    {visible(line)}" for line in _lines(held)]
        return "\n".join([*out, *["", self._left_out] * bool(self._left_out)])

    @property
    def inner(self) -> Markup:
        stops = self._choice() if self.controls else Markup('<p class="tl-note">{}</p>').format(self._stops)
        held = Markup("").join(self._card(one) for one in self.held[:SHOWN])
        if self._left_out:
            held += Markup('<p class="tl-note">{}</p>').format(self._left_out)
        return stops + (held or Markup('<p class="tl-none">No message is held.</p>'))

    def _choice(self) -> Markup:
        chosen = {one["kind"] for one in self.breakpoints}
        box = '<label class="tl-field"><input type="checkbox" name="stop-{}"{}> <span>{}</span></label>'
        boxes = [
            box.format(kind, " checked" if kind in chosen else "", f"<b>{kind}</b>: {escape(words)}")
            for kind, words in {EVERY: "every message", **KINDS}.items()
        ]
        return Markup(
            '<form method="post" class="tl-form" data-tl-form data-tl-live="stop"><fieldset class="tl-stops">'
            f"<legend>Stop before a message of the kind</legend>{''.join(boxes)}<noscript>"
            '<button name="do" value="stop" class="tl-button">Set</button></noscript></fieldset></form>'
        )

    def _card(self, held: dict) -> Markup:
        head = Markup('<h2>{}</h2><p class="tl-note">{}</p>').format(
            Markup(escape(_title(held))),
            Markup(visible_html(clipped(f"{held['app'] or 'no app'} · {held['summary']}"))),
        )
        key = escape(str(held["id"]))
        shown = "<pre>\n" + "\n".join(visible_html(line) for line in _lines(held)) + "</pre>"
        if not self.controls:
            return Markup(f'<div class="tl-held">{head}{shown}</div>')
        why = _uneditable(held)
        if not why:
            text = held["wire"].replace("\r\n", "\n")
            why = f"Edit what you like{'; Content-Length follows the body' * ('content-length:' in text.lower())}."
            shown = (
                '<label class="tl-field">The message <textarea name="wire" rows="10" spellcheck="false" '
                f'autocomplete="off">\n{escape(text)}</textarea></label>'
            )
        return Markup(
            f'<div class="tl-held" data-tl-key="held-{key}">{head}<form method="post" class="tl-form" data-tl-form>'
            f'<input type="hidden" name="held" value="{key}">{shown}<p class="tl-note">{why}</p>{_BUTTONS}</form></div>'
        )


def _uneditable(held: dict) -> str:
    """Why this message cannot be edited in a browser; empty when it can."""
    if not held["editable"]:
        return "This message can go on, be lost or be sent twice; it holds nothing to edit."
    if "wire_base64" in held or not all_seen(held["wire"].replace("\r\n", "\n")):
        return "It holds what a page cannot show as it is, so edit it by lab.breakpoints.go_on(wire=…)."
    if len(held["wire"]) > LIMIT:
        return "It is too long to be edited in a page; edit it by lab.breakpoints.go_on(wire=…)."
    return ""


def _lines(held: dict) -> list[str]:
    if "wire_base64" in held:
        return lines(clipped(decoded(b64decode(held["wire_base64"])), OF_BYTES))
    return lines(clipped(held["wire"], LIMIT))


def _stop(one: dict) -> str:
    return visible(one["kind"]) + (f" of {visible(clipped(one['app'], 40))}" if one.get("app") else "")


def _title(held: dict) -> str:
    route = f"{NAMES[held['sender']]} → {NAMES[held['receiver']]}"
    return f"Held before hop {held['number']}: {route}, {held['kind']}"


def pause(breakpoints, held, controls: bool = False) -> Pause:
    """The breakpoints and what is held at them, as `GET /lab/breakpoints` and `GET /lab/held` list them."""
    return Pause(tuple(breakpoints), tuple(held), controls)


def chosen(fields: dict[str, str]) -> list[str]:
    """The kinds that the form of breakpoints asks for."""
    return [name.removeprefix("stop-") for name in fields if name.startswith("stop-")]


def rewritten(original: bytes, text: str) -> bytes:
    """The bytes of a message whose text was edited in a browser, which writes every line end in its own way.

    A heading ends its lines in CR LF; the body keeps the line ends that the original used. What was not edited stays
    as it was, byte by byte. BadSetup when it holds half a character.
    """
    text = _LINE_END.sub("\n", text)
    if text == _LINE_END.sub("\n", decoded(original)):
        return original
    heading, blank, body = text.partition("\n\n")
    before = decoded(original).partition("\r\n\r\n")[2]
    if "\r\n" in before:
        body = body.replace("\n", "\r\n")
    text = heading.replace("\n", "\r\n") + ("\r\n\r\n" if blank else "") + body
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise half_a_character("The text") from None
