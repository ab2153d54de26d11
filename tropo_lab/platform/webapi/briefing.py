"""From the values of a verb to what call control is asked to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tropo_lab.platform.control.orders import Bridge, Question, Room, Tape, Taping
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.webapi.parts import Prompt
from tropo_lab.platform.webapi.verbs import Verb

# what the others in a room hear where a prompt is asked for without words: ours
JOINED, LEFT = "Somebody has joined.", "Somebody has left."


def question(values: dict) -> Question:
    """What an `ask` asks."""
    return Question(
        prompts=_always(values["say"]),
        choices=values["choices"],
        attempts=values["attempts"],
        timeout=values["timeout"],
        interdigit=values["interdigitTimeout"],
        bargein=values["bargein"],
        min_confidence=values["minConfidence"],
        retry=_retry(values["say"]),
        hidden=_hidden(values),
    )


def taping(values: dict) -> Taping:
    """What a `record` records."""
    choices = values["choices"]
    return Taping(
        prompts=_always(values["say"]),
        tape=tape(values, values["url"][0], values["transcription"]),
        attempts=values["attempts"],
        timeout=values["timeout"],
        silence=values["maxSilence"],
        longest=values["maxTime"],
        bargein=values["bargein"],
        terminator=choices.terminator if choices else "",
        choices=None if choices is None or choices.is_empty else choices,
        retry=_retry(values["say"]),
    )


def tape(values: dict, link: str | dict, transcription: dict | None = None) -> Tape:
    """Where a recording goes; an address with its own access comes before that of the verb."""
    own = {"url": link} if isinstance(link, str) else link
    return Tape(
        own["url"],
        own.get("format") or values.get("format", "audio/wav"),
        own.get("method") or values.get("method", "POST"),
        own.get("username") or values.get("username", ""),
        own.get("password") or values.get("password", ""),
        transcription,
    )


def running_tape(values: dict) -> Tape:
    """What a `startRecording` records."""
    transcription = {"id": values["transcriptionID"], "url": values["transcriptionOutURI"]}
    return tape(values, values["url"][0], transcription if transcription["url"] else None)


def bridge(values: dict, connect: Callable[[Leg], Awaitable[bool]] | None) -> Bridge:
    """Whom a `transfer` reaches, and what is heard meanwhile."""
    choices = values["choices"]
    return Bridge(
        to=list(values["to"]),
        from_number=values["from"],
        timeout=values["timeout"],
        ring=tuple(text for step in steps(values, "ring") if step.name == "say" for text in step.values),
        repeat=values["ringRepeat"],
        terminator=values["terminator"] or (choices.terminator if choices else ""),
        headers=values["headers"],
        connect=connect,
    )


def steps(values: dict, event: str) -> list[Verb]:
    """What the handlers of a `transfer` do on an event, in the order of the document."""
    return [step for name, listed in values["on"] if name == event for step in listed]


def room(values: dict) -> Room:
    """The room that a `conference` joins."""
    return Room(
        id=values["id"],
        mute=values["mute"],
        terminator=values["terminator"],
        join=_said(values["joinPrompt"], JOINED),
        leave=_said(values["leavePrompt"], LEFT),
    )


def _always(says: tuple[Prompt, ...]) -> tuple[str, ...]:
    return tuple(say.text for say in says if not say.events)


def _retry(says: tuple[Prompt, ...]) -> Callable[[str, int], tuple[str, ...]] | None:
    """What is said after an attempt that failed: what is meant for that attempt, or else for every one."""
    special = [say for say in says if say.events]

    def retry(how: str, attempt: int) -> tuple[str, ...]:
        exact = tuple(say.text for say in special if f"{how}:{attempt}" in say.events)
        return exact or tuple(say.text for say in special if how in say.events)

    return retry if special else None


def _hidden(values: dict) -> str:
    """How the answer is kept out of the log: a mask that shows nothing hides it all."""
    how = values["asrLogSecurity"]
    return "" if how == "none" else (values["maskTemplate"] or "suppress") if how == "mask" else how


def _said(prompt: bool | str | dict, usual: str) -> str:
    if isinstance(prompt, bool):
        return usual if prompt else ""
    return prompt if isinstance(prompt, str) else prompt["value"]
