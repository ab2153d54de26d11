"""One phone as its holder sees it: what reached it, what it is asked just now, and the controls to act upon that."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from tropo_lab.escapes import visible, visible_html
from tropo_lab.views.face import Face
from tropo_lab.views.phone.controls import answer_form, compose_form, settings, talk_forms
from tropo_lab.views.phone.state import PhoneState, doing, in_words, kind_of_waiting, segments, time, told, words
from tropo_lab.views.phone.transcript import Line


@dataclass(frozen=True, repr=False)
class Handset(Face):
    """A phone in a state (see `PhoneState`); with `controls`, to be held in the hand."""

    sheets = ("controls", "handset")

    state: dict
    controls: bool = False

    @property
    def read(self) -> PhoneState:
        """The state, read."""
        return PhoneState(self.state)

    @property
    def says(self) -> str:
        """The sentence that is announced: what the phone's holder would notice now."""
        return self.read.says

    # as text

    @property
    def plain(self) -> str:
        phone = self.read
        out = [f"Phone {phone.number}", phone.holder, ""]
        out += [f"({phone.left_out})"] * bool(phone.left_out)
        for one in [*phone.history, *phone.live]:
            out += _text_lines(phone, one) if "text" in one else _call_lines(phone, one)
        out += [phone.texts_wanted] * bool(phone.texts_wanted)
        return "\n".join(out if out[3:] else [*out, phone.says])

    # as HTML

    @property
    def inner(self) -> Markup:
        phone = self.read
        items = "".join(_bubble(phone, one) if "text" in one else _past_call(phone, one) for one in phone.history)
        thread = f"<ol>{items}</ol>" if items else '<p class="tl-quiet">No texts and no calls so far.</p>'
        older = f'<p class="tl-quiet">{phone.left_out}</p>' if phone.left_out else ""
        # of several calls, the last is the one that hears what the holder does
        cards = "".join(_card(phone, call, self.controls and call is phone.live[-1]) for call in phone.live)
        if phone.texts_wanted:
            cards += f'<p class="tl-wait tl-ask">{escape(phone.texts_wanted)}</p>'
        compose, beside = (compose_form(self.state), settings(self.state)) if self.controls else ("", "")
        number = escape(phone.number)
        # what comes and goes stands in a part that stays: then nobody loses the field they are typing in
        return Markup(
            f'<div class="tl-handset"><div class="tl-body tl-phone"><div class="tl-top"><b>{number}</b>'
            f'<span>{escape(phone.holder)}</span></div><div class="tl-thread" role="group" tabindex="0" '
            f'aria-label="Texts and calls of {number}"><div>{older}{thread}</div></div>'
            f'<div class="tl-live-calls">{cards}</div>{compose}</div>{beside}</div>'
        )


def handset(state: dict, controls: bool = False) -> Handset:
    """The phone of that state; with `controls`, to be held in the hand."""
    return Handset(state, controls)


def _text_lines(phone: PhoneState, text: dict) -> list[str]:
    way = "to" if phone.outgoing(text) else "from"
    head = f"{time(text):8}  text {way} {phone.other(text, short=True)}, {segments(text)}"
    return [head, *(f"          {visible(line)}" for line in words(text))]


def _call_lines(phone: PhoneState, call: dict) -> list[str]:
    said, left_out = told(call)
    lines = [f"({left_out})"] * bool(left_out) + [in_words(one) for one in said] + [doing(call)] * bool(doing(call))
    return [f"{time(call):8}  {phone.title(call)}", *(f"          {line}" for line in lines)]


def _bubble(phone: PhoneState, text: dict) -> str:
    way, kind = ("to", "out tl-phone") if phone.outgoing(text) else ("from", "in tl-tropo")
    about = f"{way} {phone.other(text, short=True)} · {time(text)} · {segments(text)}"
    said = "\n".join(map(visible_html, words(text)))
    return (
        f'<li class="tl-{kind}"><span class="tl-about">{escape(about)}</span><span class="tl-words">{said}</span></li>'
    )


def _past_call(phone: PhoneState, call: dict) -> str:
    return f'<li class="tl-past"><b>{escape(phone.title(call))}</b> {escape(time(call))}{_transcript(call)}</li>'


def _card(phone: PhoneState, call: dict, controls: bool) -> str:
    rings = call["state"] == "ringing"
    forms = (
        ""
        if not controls
        else answer_form()
        if rings and call["waiting"]
        else talk_forms(not rings, kind_of_waiting(call))
    )
    kind = kind_of_waiting(call)
    question = f'<p class="tl-wait tl-{kind}">{escape(doing(call))}</p>' if kind else ""
    return (
        f'<div class="tl-card tl-tropo" data-tl-key="{escape(call["id"])}"><b>{escape(phone.title(call))}</b>'
        f"{_transcript(call)}{question}{forms}</div>"
    )


def _transcript(call: dict) -> str:
    said, left_out = told(call)
    note = f'<p class="tl-quiet">{left_out}</p>' if left_out else ""
    items = "".join(f"<li{_side(one)}>{escape(in_words(one))}</li>" for one in said)
    return f'{note}<ol class="tl-heard">{items}</ol>' if items else note


def _side(line: Line) -> str:
    if line.by_phone:
        return ' class="tl-mine tl-phone"'
    return ' class="tl-aside"' if line.how == "recorded" else ""
