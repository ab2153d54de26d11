"""The body of a launch: one that is not read, not read as what it is, or deeper than Tropo looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.launch import FORM, JSON, XML
from tropo_lab.support.reading import Reading
from tropo_lab.support.wire import read_json
from tropo_lab.trace import AT_LAUNCH

LABELS = {
    FORM: "application/x-www-form-urlencoded",
    JSON: "application/json",
    XML: "text/xml",
}
# names under which people put all their values
_WRAPPERS = ("parameters", "params", "session", "vars", "variables", "data", "values")


def body(reading: Reading) -> Iterator[Finding]:
    """A body that is not read, or not read as what it is."""
    launch = reading.launch
    if launch is None or not launch.message.body.strip():
        return
    start = launch.message.text.lstrip()[:40]
    looks = JSON if start.startswith("{") else XML if start.startswith("<") else FORM
    if launch.method == "GET":
        if not launch.values.get("token"):
            yield Finding(
                "body-of-a-get",
                launch.number,
                AT_LAUNCH,
                BROKEN,
                f"This GET carries a body, {quoted(start)}.",
                "Of a GET only the query is read, so the body is lost.",
                "Send it by POST, or put the values into the query.",
            )
    elif launch.format not in LABELS:
        yield Finding(
            "body-of-unknown-type",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The body is labelled {quoted(launch.format)}.",
            f"A launch is read as {', '.join(LABELS.values())} and as nothing else.",
            f"This one looks like {looks.upper() if looks != FORM else 'a form'}: label it {LABELS[looks]}.",
        )
    elif launch.format == JSON and not isinstance(read_json(launch.message.text), dict):
        yield Finding(
            "body-is-not-json",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The body is labelled JSON and begins {quoted(start)}, which is no JSON object.",
            "Tropo reads one flat object of names and values there, so it found no token.",
            'Let a JSON encoder write it: {"token": "…", "msg": "…"}, with double quotes.'
            if looks == JSON
            else f"Label it {LABELS[looks]}, or send JSON.",
        )
    elif launch.format == XML and not start.startswith("<session"):
        yield Finding(
            "body-is-not-xml",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The body is labelled XML and begins {quoted(start)}.",
            "Tropo reads <session> there, so it found no token.",
            "Send <session><token>…</token><var name=… value=…/></session>, or correct the label.",
        )
    elif launch.format == XML and not launch.values.get("token") and "<token>" in launch.message.text:
        raw = re.search(r"&(?!#?\w+;).{0,20}", launch.message.text)
        yield Finding(
            "body-is-not-xml",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The XML of the body holds a bare &, in {quoted(raw[0])}." if raw else "The XML of the body is not whole.",
            "XML that cannot be read is thrown away whole, so Tropo found no token.",
            "Write & as &amp; in XML, or let an XML library write the body."
            if raw
            else "Let an XML library write the body: every element has to be closed.",
        )
    elif launch.format == FORM and looks != FORM:
        yield Finding(
            "body-is-mislabelled",
            launch.number,
            AT_LAUNCH,
            SUSPICIOUS if looks == XML or launch.values.get("token") else BROKEN,
            f"The body begins {quoted(start)} and is labelled "
            f"{quoted(launch.message.content_type) if launch.message.content_type else 'with no type'}.",
            f"It looks like {looks.upper()}, and Tropo goes by the label: its values may not be found.",
            f"Send Content-Type: {LABELS[looks]}.",
        )


def nesting(reading: Reading) -> Iterator[Finding]:
    """A JSON launch with an object in it where a text should be."""
    launch = reading.launch
    data = read_json(launch.message.text) if launch is not None and launch.format == JSON else None
    for name, value in data.items() if isinstance(data, dict) else ():
        if not isinstance(value, dict) or not value:
            continue
        inside = ", ".join(quoted(one)[1:-1] for one in list(value)[:4])
        yield Finding(
            "values-lie-too-deep",
            launch.number,
            AT_LAUNCH,
            BROKEN if name.lower() in _WRAPPERS else SUSPICIOUS,
            f"The launch has an object under {quoted(name)}, with {inside} in it.",
            "The body of a launch is flat: what lies deeper arrives as one text of JSON.",
            f"Put {inside} beside `token`, each with its value.",
        )
        return
