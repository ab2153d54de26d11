"""How a session ended: with nothing asked for, or with nobody reached and nothing that would explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding
from tropo_lab.support.reading import Reading
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, TO_PHONE

_DELAY = re.compile(r"waited (\d{1,9}) milliseconds")


def no_verbs(reading: Reading) -> Iterator[Finding]:
    """A first reply that asks for nothing."""
    for document in reading.documents:
        # who gets a text need not answer it
        if document.is_first and document.ok and document.listed == [] and not reading.is_texted:
            yield Finding(
                "no-verbs",
                document.number,
                FROM_CATCHER,
                SUSPICIOUS if reading.is_inbound else BROKEN,
                "The catcher answered the session JSON with a document without verbs.",
                "Tropo had nothing to do and ended the session; verbs that are made elsewhere, as in the launcher, "
                "never reach it.",
                "Return the verbs from the handler that answers Tropo; keep only the launch in the launcher.",
            )


def pace(reading: Reading) -> Iterator[Finding]:
    """Texts that had to wait for their turn."""
    waited = [line for line in reading.remarks if line.rule == "text-waited"]
    if not waited:
        return
    delay = _DELAY.search(waited[-1].text)
    texts = reading.from_tropo("text")
    yield Finding(
        "texts-too-fast",
        next((hop.number for hop in texts if hop.number > waited[0].hop), waited[0].hop),
        TO_PHONE,
        SUSPICIOUS,
        f"{len(waited)} text{'' if len(waited) == 1 else 's'} had to wait"
        f"{f', the last for {delay[1]} milliseconds' if delay else ''}.",
        "One number sent one text a second, so the last of many leaves late.",
        "Slow the launcher down, or spread the texts over several sender numbers.",
    )


def started_is_not_sent(reading: Reading) -> Iterator[Finding]:
    """A launch that was answered with success, and a session that reached nobody."""
    reply = reading.launch_reply
    if reply is None or reply.success is not True or not reading.is_over or reading.reached:
        return
    last = reading.hops[-1]
    yield Finding(
        "started-is-not-sent",
        last.number,
        AT_LAUNCH,
        SUSPICIOUS if reading.trace.outcome.ok and _does_something(reading) else BROKEN,
        f"The launch was answered with success at hop {reply.number}; the session ended at hop {last.number}, and "
        "nobody was called or texted.",
        "Success means that a session was started: what is delivered shows afterwards, in the session's later hops.",
        "Answer the session JSON with a message, or a call and a say; never take the launch's reply as proof.",
    )


def _does_something(reading: Reading) -> bool:
    """True when the catcher asked for something that reaches nobody by its nature, or a script ran to its end."""
    return any(document.entries for document in reading.documents) or not reading.documents
