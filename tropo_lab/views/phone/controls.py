"""What the holder of a phone can do, as plain forms: answer, talk, key, text, call, and hand the phone to a script."""

from __future__ import annotations

from markupsafe import escape

from tropo_lab.escapes import clipped, visible

KEYS = "123456789*0#"
ANSWERS = {"human": "a person answers", "machine": "a machine answers", "busy": "busy", "never": "nobody answers"}
ANSWERS |= {"unreachable": "it is out of reach"}
# the characters of a script's answers that a page shows
LONGEST = 16 * 1024
_TOO_LONG = "It has answers that are too long to be shown here; those that you write take their place."
_FORM = '<form method="post" class="tl-form{}" data-tl-form>{}</form>'


def _button(do: str, words: str, kind: str = "") -> str:
    return f'<button name="do" value="{do}" class="tl-button{kind}">{words}</button>'


def answer_form() -> str:
    """For a phone that rings."""
    return _FORM.format(" tl-row", _button("answer", "Answer", " tl-yes") + _button("hangup", "Decline", " tl-no"))


def talk_forms(open: bool, waits: str = "") -> str:
    """For a call: hanging up and, once it is open, words and keys; where a question `waits`, silence, too."""
    silent = _button("silence", "Stay silent") if waits in ("ask", "record") else ""
    hang_up = _FORM.format(" tl-row", silent + _button("hangup", "Hang up", " tl-no"))
    if not open:
        return hang_up
    words = (
        '<label class="tl-field"><span>Say</span> <input name="input" required autocomplete="off" data-tl-once '
        f"data-tl-keep></label>{_button('input', 'Say it')}"
    )
    keys = "".join(_button(f"key {key}", key) for key in KEYS)
    keypad = f'<div class="tl-keypad" role="group" aria-label="Keypad">{keys}</div>'
    return _FORM.format(" tl-say", words) + _FORM.format("", keypad) + hang_up


def compose_form(state: dict) -> str:
    """A text to an app, or a call to it; the number that texted or called last is suggested."""
    text = (
        '<label class="tl-field"><span>Text</span> <input name="text" required maxlength="1600" autocomplete="off" '
        "data-tl-once data-tl-keep></label>"
    )
    call = '<button name="do" value="call" class="tl-button" formnovalidate>Call</button>'
    return _FORM.format(" tl-compose", f"{_to(state)}{text}{_button('text', 'Send text', ' tl-main')}{call}")


def _to(state: dict) -> str:
    others = [other for one in [*state["calls"], *state["texts"]] for other in (one["from"], one["to"])]
    latest = next((other for other in reversed(others) if other != state["number"]), "")
    names = {app["number"]: app["name"] for app in state.get("apps", ())}
    if not names:
        field = f'<input name="to" inputmode="tel" required autocomplete="off" value="{escape(latest)}" data-tl-keep>'
        return f'<label class="tl-field"><span>To</span> {field}</label>'
    options = "".join(
        f'<option value="{escape(number)}"{" selected" if number == latest else ""}>'
        f"{escape(visible(clipped(name, 40)))} {escape(visible(number))}</option>"
        for number, name in names.items()
    )
    return f'<label class="tl-field"><span>To</span> <select name="to">{options}</select></label>'


def settings(state: dict) -> str:
    """Who holds the phone: the reader, or a script with its answers."""
    does = state["behaviour"]
    options = "".join(
        f'<option value="{name}"{" selected" if name == does["answer"] else ""}>{words}</option>'
        for name, words in ANSWERS.items()
    )
    inputs = "\n".join(does["inputs"]).encode("utf-8", "replace").decode()
    long = f'<p class="tl-quiet">{_TOO_LONG}</p>' if len(inputs) > LONGEST else ""
    after = "" if does["hangup_after"] is None else f"{does['hangup_after']:g}"
    script = (
        f'<label class="tl-field"><span>When it rings</span> <select name="answer">{options}</select></label>'
        '<label class="tl-field"><span>Answers to questions, one in each line; an empty line is silence</span> '
        f'<textarea name="inputs" rows="3">\n{"" if long else escape(inputs)}</textarea></label>{long}'
        '<label class="tl-field"><span>Hangs up after so many seconds, if at all</span> <input type="number" min="0" '
        f'max="86400" step="any" name="hangup_after" value="{after}" data-tl-keep></label>'
        f"{_button('script', 'Let it act by itself')}"
    )
    hold = f"<p>Held by you, it rings until you answer, and questions wait.</p>{_button('hold', 'Hold it yourself')}"
    offered = "" if does["held"] else _FORM.format(" tl-stack", hold)
    return (
        f'<div class="tl-holding">{offered}<details><summary class="tl-heading">What it does by itself'
        f"</summary>{_FORM.format(' tl-stack', script)}</details></div>"
    )
