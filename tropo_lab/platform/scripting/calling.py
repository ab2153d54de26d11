"""The functions that begin, join, leave and end calls, and the one that waits."""

from __future__ import annotations

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.orders import Bridge, Room, Tape
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.scripting.events import Event, event_of
from tropo_lab.platform.scripting.order import Order
from tropo_lab.trace import FROM_CATCHER


async def call(order: Order) -> Event:
    given = order.given
    result = await order.control.call(
        given["destination"], **_reaching(given), headers=given["headers"], allow_signals=given["allowSignals"]
    )
    if result.ok and given["recordURI"] and not result.leg.is_text:
        tape = Tape(given["recordURI"], given["recordFormat"], given["recordMethod"])
        await order.control.start_recording(tape, result.leg)
    return event_of(result, "answer")._replace(leg=result.leg if result.ok else None)


async def message(order: Order) -> None:
    given = order.given
    if not given["to"]:
        raise SessionFailed(
            "missing to", FROM_CATCHER, "message has nobody to go to: give it a `to`.", fix="Add `to`, with a number."
        )
    result = await order.control.message(given["text"], given["to"], **_reaching(given))
    if not result.ok:
        why = f"{result.how} ({result.detail})" if result.detail else result.how
        order.control.session.warn(
            f"The message did not get through: {why}.",
            "message-failed",
            "Look at the phone's behaviour and at the number.",
        )


async def transfer(order: Order) -> Event:
    given, leg, reached = order.given, order.leg, []

    async def connect(far: Leg) -> bool:
        reached.append(far)
        return True

    bridge = Bridge(
        given["destination"],
        from_number=given["callerID"] or given["callerId"] or leg.from_number,
        timeout=given["timeout"],
        ring=(given["playvalue"],) if given["playvalue"] else (),
        repeat=given["playrepeat"],
        terminator=given["terminator"] or given["choices"],
        headers=given["headers"],
        connect=connect,
    )
    event = event_of(await order.control.transfer(bridge, leg, given["allowSignals"]), "transfer")
    return event._replace(leg=reached[-1]) if event.name == "transfer" else event


async def conference(order: Order) -> Event:
    given = order.given
    room = Room(
        given["conferenceId"],
        mute=given["mute"],
        terminator=given["terminator"],
        join=given["joinPrompt"],
        leave=given["leavePrompt"],
    )
    result = await order.control.conference(room, order.leg, given["allowSignals"])
    if result.how == "failed":
        raise SessionFailed(
            "no place in the room",
            FROM_CATCHER,
            f"conference could not join: {result.detail}.",
            fix="Use another room.",
        )
    return event_of(result, "choice")


async def answer(order: Order) -> None:
    if order.leg is not None:
        await order.control.answer(order.leg)


async def hangup(order: Order) -> None:
    await order.control.hang_up(order.leg)


async def reject(order: Order) -> None:
    await order.control.reject(order.leg)


async def redirect(order: Order) -> None:
    await order.control.redirect(order.given["destination"], order.leg)


async def wait(order: Order) -> Event | None:
    result = await order.control.wait(order.given["milliseconds"], order.given["allowSignals"])
    if result.how == "hangup":
        # it gives nothing back, so the script is told by the next function that needs the call
        result.leg.told = False
    return event_of(result, "") if result.how == "signal" else None


def _reaching(given: dict) -> dict:
    """What call and message have in common: how to reach somebody."""
    return {
        "network": given["network"],
        "channel": given["channel"],
        "from_number": given["callerID"] or given["callerId"],
        "timeout": given["timeout"],
    }
