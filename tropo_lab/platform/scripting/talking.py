"""The functions that speak, ask and record."""

from __future__ import annotations

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.choices import parse
from tropo_lab.platform.control.orders import Question, Tape, Taping, Tell
from tropo_lab.platform.control.result import Result
from tropo_lab.platform.scripting.events import Event, event_of
from tropo_lab.platform.scripting.order import Order
from tropo_lab.trace import FROM_CATCHER

# what `say`, and `ask` without choices, give
NO_CHOICE = "noChoice"


async def say(order: Order) -> Event:
    given = order.given
    return event_of(await order.control.say(given["text"], order.leg, given["allowSignals"]), "choice", NO_CHOICE)


async def ask(order: Order) -> Event:
    given = order.given
    if given["choices"] is None:
        return await say(order)
    terminator = given["terminator"]
    if terminator is None:
        # what ended keys in 2009, where it is no answer itself
        terminator = "" if isinstance(given["choices"], str) and "#" in given["choices"] else "#"
    question = Question(
        prompts=(given["text"],),
        choices=parse(given["choices"], _mode(given), terminator),
        attempts=_attempts(given),
        timeout=given["timeout"],
        interdigit=given["interdigitTimeout"],
        bargein=given["bargein"],
        min_confidence=_first(given["minConfidence"], given["choiceConfidence"]),
    )
    result = await order.control.ask(question, order.leg, given["allowSignals"], _telling(order))
    return _last(event_of(result, "choice", asked=True))


async def prompt(order: Order) -> Event:
    return await (record if order.given["record"] else ask)(order)


async def record(order: Order) -> Event:
    given = order.given
    terminator = given["terminator"] or ""
    choices = None
    if given["choices"] is not None:
        choices = parse(given["choices"], _mode(given), terminator)
    taping = Taping(
        prompts=(given["text"],),
        tape=_tape(given, given["recordURI"], given["recordFormat"], given["recordMethod"]),
        attempts=_attempts(given),
        timeout=given["timeout"],
        silence=given["silenceTimeout"],
        longest=given["maxTime"],
        bargein=given["bargein"],
        terminator=terminator,
        choices=choices,
    )
    result = await order.control.record(taping, order.leg, given["allowSignals"], _telling(order))
    if choices is None:
        # the key that ended it is no answer
        result = result._replace(heard=None)
    event = event_of(result, "record", asked=True)
    if event.name == "choice":
        return event._replace(more=("onRecord",))
    return event._replace(value=event.recording) if event.name == "record" else _last(event)


async def start_call_recording(order: Order) -> None:
    given = order.given
    if order.leg is None:
        return
    if not await order.control.still_up(order.leg):
        raise SessionFailed(
            "call is over",
            FROM_CATCHER,
            "startCallRecording came too late: the call is DISCONNECTED.",
            fix="Start the recording while the call is active.",
        )
    tape = _tape(given, given["uri"], given["format"], given["method"])
    await order.control.start_recording(tape, order.leg)


async def stop_call_recording(order: Order) -> None:
    if order.leg is not None:
        await order.control.stop_recording(order.leg)


def _tape(given: dict, url: str, format: str, method: str) -> Tape:
    transcription = {"id": given["transcriptionID"], "url": given["transcriptionOutURI"]}
    wanted = transcription if given["transcriptionOutURI"] else None
    return Tape(url, format, method, given["recordUser"], given["recordPassword"], wanted)


def _telling(order: Order) -> Tell:
    async def tell(result: Result) -> None:
        event = event_of(result, "", asked=True)
        await order.tell(_silent(event) if order.op in ("record", "prompt") else event)

    return tell


def _last(event: Event) -> Event:
    """The event that is returned: of an attempt that failed, the script was told already."""
    return event._replace(told=event.name in ("timeout", "badChoice"))


def _silent(event: Event) -> Event:
    # what samples call the callback for a recording in which nobody spoke
    return event._replace(more=("onSilenceTimeout",)) if event.name == "timeout" else event


def _attempts(given: dict) -> int:
    if given["attempts"] is not None:
        return given["attempts"]
    return 1 + (given["repeat"] or 0)


def _mode(given: dict) -> str:
    return _first(given["mode"], given["choiceMode"])


def _first(newer, older):
    return older if newer is None else newer
