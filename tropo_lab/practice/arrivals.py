"""What a learner's launch, script or document came to: the text that was wanted, or the first thing that went wrong."""

from __future__ import annotations

import json

from tropo_lab.escapes import visible
from tropo_lab.practice.checking import Wrong, expect, expect_a, fail, findings
from tropo_lab.trace import PHONE, Hop, Trace

SESSIONS = "http://api.tropo.com/1.0/sessions"
TOKEN = "MESSAGING-TOKEN"
# how long a learner's script may compute without a call
SCRIPT_SECONDS = 4.0


def expect_text(trace: Trace, number: str, wanted: str, note: str = "") -> None:
    """Pass when this trace ends in one text with these words at that number, and in no other.

    `note` is what else is known of the launch, such as what your server noted; it is told when no text came.
    """
    texts = [hop for hop in trace.of_kind("text") if hop.receiver == PHONE]
    for hop in texts:
        expect("The number that was texted", _texted(hop), number)
        expect(f"The text at {number}", hop.body.decode("utf-8", "replace"), wanted)
    if len(texts) > 1:
        fail(f"The text came {len(texts)} times. Once is enough.")
    if not texts:
        if trace.of_kind("call"):
            # whatever else is odd, this comes first
            told = findings(trace)
            fail(
                f"{number} got no text. The phone rang instead. "
                f"{told if 'network' in told else 'A text needs the network SMS.'}"
            )
        fail(f"{number} got no text. {findings(trace) or note or visible(trace.outcome.sentence)}")


def launched(lab) -> Trace:
    """The trace of the latest launch in this lab; Wrong when nothing was launched."""
    if not lab.traces() and not lab.refused():
        fail(f"Nothing was launched: no request has reached {SESSIONS}.")
    return lab.trace()


def came_to(trace: Trace) -> str:
    """What became of a launch, in a word: `text`, `call`, `refused` or `nothing`."""
    for kind in ("text", "call"):
        if trace.of_kind(kind):
            return kind
    return "nothing" if trace.app else "refused"


def run_script(given, script: str, /, **fields) -> Trace:
    """Launch the script that the learner keeps under that name, with these fields; its trace."""
    text = getattr(given, script)
    expect_a(f"`{script}`", text, str, "A hosted script is a text, in triple quotation marks for instance.")
    lab = given.lab(sockets=True, script_patience=SCRIPT_SECONDS)
    lab.app("trial", messaging=lab.script(text), messaging_token=TOKEN)
    lab.http.post(SESSIONS, json={"token": TOKEN, **fields})
    return lab.trace()


def answered_with(given, name: str) -> Trace:
    """Launch an app whose catcher gives the document of that name, a dictionary or JSON as text; its trace."""
    document = getattr(given, name)
    try:
        text = document if isinstance(document, str) else json.dumps(document)
    except (TypeError, ValueError):
        raise Wrong(f"`{name}` cannot be written as JSON: use dictionaries, lists and text.") from None
    lab = given.lab()
    lab.app(
        "trial",
        messaging=given.serve(lab, lambda: (text, {"Content-Type": "application/json; charset=utf-8"})),
        messaging_token=TOKEN,
    )
    lab.http.post(SESSIONS, json={"token": TOKEN})
    return lab.trace()


def _texted(hop: Hop) -> str:
    lines = hop.wire.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
    return next((line[4:] for line in lines if line.startswith("To: ")), "")
