"""By voice or by text: verbs that take the other way, where it can be told which one was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from tropo_lab.support.document import Document, Entry, texts_in
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.verbs import TEXT_NETWORKS, VOICE_NETWORKS, is_text
from tropo_lab.trace import FROM_CATCHER

# what only a voice call can do
_VOICE_ONLY = frozenset({"record", "transfer", "conference", "startRecording", "ask", "answer", "reject"})


def channels(reading: Reading) -> Iterator[Finding]:
    """Networks that are missing, unknown, or not what was wanted."""
    for document in reading.documents:
        for entry in document.named("call", "message") if document.ok else ():
            network = str(entry.given.get("network") or "")
            if network and network.upper() not in TEXT_NETWORKS | VOICE_NETWORKS:
                yield _unknown(document, entry, network)
            elif is_text(entry.given):
                rung = bool(reading.from_tropo("call"))
                # a text after the call, or because of how it went, is one more thing to do
                late = rung or document.result is not None
                if reading.wanted == "call" and not late and not _token_may_be_wrong(reading, "messaging"):
                    yield _text_for_a_call(document, entry)
            elif not network and not _misplaced(entry):
                yield from _voice_by_default(reading, document, entry)
    yield from _in_a_script(reading)


def _unknown(document: Document, entry: Entry, network: str) -> Finding:
    near = get_close_matches(network.upper(), TEXT_NETWORKS | VOICE_NETWORKS, 1, 0.6)
    return Finding(
        "unknown-network",
        document.number,
        FROM_CATCHER,
        BROKEN,
        f"{entry.path}.network is {quoted(network)}.",
        "There is no such network, so it is placed as a voice call.",
        f'For a text write "network": "SMS"{f"; you may mean {near[0]}" if near and near[0] != "SMS" else ""}.',
    )


def _text_for_a_call(document: Document, entry: Entry) -> Finding:
    return Finding(
        "text-for-a-call",
        document.number,
        FROM_CATCHER,
        BROKEN,
        f"{entry.path} goes by {quoted(entry.given.get('network') or entry.given.get('channel'))}.",
        "That sends a text, and a call was wanted.",
        "Leave `network` and `channel` out: a call is placed by voice then.",
    )


def _misplaced(entry: Entry) -> bool:
    """True when a network is named, but under another name or in another place: rules/shapes.py tells that."""
    inside, others = entry.given.get("say"), set(entry.given) - {"network"}
    return bool(get_close_matches("network", others, 1, 0.7)) or (isinstance(inside, dict) and "network" in inside)


def _voice_by_default(reading: Reading, document: Document, entry: Entry) -> Iterator[Finding]:
    if not _text_was_meant(reading, document, entry):
        return
    said = next((text for text in texts_in(entry.given) if text), "")
    yield Finding(
        f"{entry.name}-names-no-network",
        document.number,
        FROM_CATCHER,
        BROKEN if reading.wanted == "text" else SUSPICIOUS,
        f"{entry.path} names no `network`{f', and says {quoted(said)}' if said else ''}.",
        "Voice is what stands for it, so a phone is rung and the words are spoken.",
        f'For a text add "network": "SMS" to `{entry.name}`.',
    )


def _text_was_meant(reading: Reading, document: Document, entry: Entry) -> bool:
    if reading.wanted:
        return reading.wanted == "text" and (entry.name == "message" or not _token_may_be_wrong(reading, "voice"))
    # who chooses a voice wants to be heard
    if reading.side != "messaging" or document.asked is None or entry.given.get("voice"):
        return False
    names = {one.name for one in document.entries}
    if entry.name == "message":
        # an app that calls somebody first, or takes other ways for other people, knows what it does
        others = [one for one in document.named("call", "message") if one is not entry]
        return not names & _VOICE_ONLY and not any(one.given.get("network") for one in others)
    # a call that does nothing but hand over what the launch brought
    said = [text for one in document.entries for text in texts_in({one.name: one.given})]
    return not names & _VOICE_ONLY and any(value in said for value in reading.parameters.values() if value)


def _token_may_be_wrong(reading: Reading, side: str) -> bool:
    """True when the token of that side was used and the other would have started something else: rules/tokens.py."""
    return reading.side == side and not reading.has_one_address


def _is_misspelt(reading: Reading) -> bool:
    """True when a script gave an option that looks like a network: rules/scripts.py tells that."""
    lines = [line.text for line in reading.remarks if line.rule == "unknown-option"]
    given = [name for text in lines for name in re.findall(r"knows no option ['\"](.{1,60}?)['\"]", text)]
    return bool(get_close_matches("network", given, 1, 0.7))


def _in_a_script(reading: Reading) -> Iterator[Finding]:
    if reading.documents or reading.wanted != "text" or reading.refused or _token_may_be_wrong(reading, "voice"):
        return
    rung = reading.from_tropo("call")
    if rung and not reading.from_tropo("text") and not _is_misspelt(reading):
        yield Finding(
            "call-names-no-network",
            reading.script.number if reading.script else rung[0].number,
            FROM_CATCHER,
            BROKEN,
            "The script placed a voice call, and its words were spoken.",
            "Voice is what stands for a network that is not named, and a text was wanted.",
            'Add {"network": "SMS"} to the options of call or message.',
        )
