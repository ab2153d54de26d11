"""Front end 2, Scripting: a hosted script calls functions, and each call is a verb of the call control.

The script runs elsewhere (see `host`). It sends one request at a time and waits for the reply, so the front end is a
plain loop: receive, carry out, answer. While a request is carried out, the script may be asked to run a callback, which
may send requests of its own. What a script sends is not trusted.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from tropo_lab.errors import LabError, SessionFailed
from tropo_lab.platform.applications import Script
from tropo_lab.platform.control.calls import CallControl
from tropo_lab.platform.control.result import Result
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.scripting.bounds import Bounds, Over, over
from tropo_lab.platform.scripting.events import Event, event_of
from tropo_lab.platform.scripting.failures import failure, line_of, warn_of_idle, warn_of_unknown, warn_of_version
from tropo_lab.platform.scripting.fetching import fetched
from tropo_lab.platform.scripting.functions import FUNCTIONS
from tropo_lab.platform.scripting.hello import hello
from tropo_lab.platform.scripting.order import Order
from tropo_lab.platform.scripting.reading import read
from tropo_lab.platform.scripting.shown import Calls
from tropo_lab.platform.scripting.values import said, shown
from tropo_lab.platform.scripting.verbs import CARRIED_OUT
from tropo_lab.platform.session import Session
from tropo_lab.trace import FROM_CATCHER

# why a request was refused → what the script's language raises
KINDS = {"nobody to speak to": "no-call", "call is over": "call-over"}


class Ended(NamedTuple):
    """How a script's process ended, when it said nothing itself: a short name and a sentence."""

    name: str
    sentence: str
    fix: str = ""


class Running(Protocol):
    """A script that runs: what the drivers' `open_script` gives."""

    async def receive(self) -> dict | Ended:
        """The script's next request, or how it ended."""

    def send(self, reply: dict) -> None:
        """Answer the request received last."""

    def printed(self) -> list[str]:
        """The lines that the script has printed since the last call."""

    async def close(self) -> None:
        """End the script, if it still runs, and clear away what it left."""


class Play:
    """One run of a hosted script."""

    def __init__(self, session: Session, control: CallControl, script: Script):
        self.session, self.control, self.script = session, control, script
        self.calls, self.bounds = Calls(session, control), Bounds()
        # options that the log has named already
        self.unknown: set[str] = set()
        self.idle: set[str] = set()
        self.running: Running | None = None

    async def run(self) -> None:
        """Run the script to its end; SessionFailed says on which of its lines it broke."""
        session = self.session
        if self.script.url:
            self.script = await fetched(session, self.script)
        first = hello(session, self.script, await self.calls.shown(session.inbound))
        self.running = await session.port.open_script(session, self.script, first)
        session.log(f"The hosted script starts with the variables {', '.join(session.parameters) or '(none)'}.")
        try:
            await self._serve()
        except Over as end:
            if end.failed is not None:
                raise end.failed from None
        finally:
            self._show_prints()
            await self.running.close()
        if not self.control.legs:
            session.warn(
                "The script ended, and has called or texted nobody.", "no-verbs", "Use message, or call and say."
            )

    async def _serve(self) -> dict:
        """Answer requests until the script goes on after a callback; gives what it said then. Over at its end."""
        while True:
            request = await self.running.receive()
            self._show_prints()
            if isinstance(request, Ended):
                raise over(request.name, request.sentence, request.fix)
            op = request.get("op")
            if op == "end":
                raise Over
            if op == "failed":
                raise Over(failure(request, self.session.parameters, self.script.name, self.bounds.refusal))
            self.bounds.count_request()
            if op == "resume" and self.bounds.nested:
                return request
            self.running.send(await self._answer(op, request))

    async def _answer(self, op, request: dict) -> dict:
        """The reply to one request."""
        args, options = request.get("args"), request.get("options")
        args, options = args if isinstance(args, list) else [], options if isinstance(options, dict) else {}
        event = value = None
        if op == "state":
            leg = self.calls.find(request.get("leg"))
            value = await self.calls.state(leg) if leg is not None else None
        elif op == "log":
            self.session.log(f"log: {read('log', args[:1], {})['text']}")
        elif op == "note":
            warn_of_version(self.session, args)
        elif isinstance(op, str) and op in CARRIED_OUT:
            where = line_of(request)
            self.session.log(f"{where}{op}({', '.join(map(shown, args[:3]))})")
            warn_of_unknown(self.session, where, op, options, self.unknown)
            try:
                event = await self._carry_out(op, args, options, request)
            except LabError as refused:
                return await self._refused(refused, options)
            if event is not None and not event.told:
                await self._fire(event, options)
        else:
            raise over(
                "unknown request", f"The script asked for {shown(op)}, which is nothing.", "Leave its line alone."
            )
        told = None if event is None else event.as_dict(await self.calls.shown(event.leg))
        return {"event": told, "value": value, "currentCall": await self.calls.current()}

    async def _carry_out(self, op: str, args: list, options: dict, request: dict) -> Event | None:
        leg = self._leg(op, request)
        given = read(op, args, options)
        warn_of_idle(self.session, line_of(request), op, given, self.idle)
        was_up = leg is not None and leg.state != "ended"

        async def tell(event: Event) -> None:
            await self._fire(event, options)

        try:
            return await CARRIED_OUT[op](Order(self.control, op, given, leg, tell))
        except SessionFailed as failed:
            if failed.name == "call is over" and was_up:
                # it ended while a callback ran, which knows of it already
                return event_of(Result("hangup", leg), "")
            raise

    def _leg(self, op: str, request: dict) -> Leg | None:
        """The call that a function is for: the one it was called on, or the current one."""
        id = request.get("leg")
        leg = self.calls.find(id)
        if id is not None and leg is None:
            raise SessionFailed(
                "unknown call",
                FROM_CATCHER,
                f"{op} was called on {shown(id)}, which is no call of this session.",
                fix="Use the call objects that the functions give.",
            )
        if leg is None and not request.get("null_call"):
            leg = self.control.current
        if leg is None and FUNCTIONS[op].needs_call:
            raise SessionFailed(
                "nobody to speak to",
                FROM_CATCHER,
                f"{op} has nobody to speak to: this session was launched by token and no call is open.",
                fix="Call somebody first, or use message, which calls, speaks and hangs up.",
            )
        return leg

    async def _fire(self, event: Event, options: dict) -> None:
        """Let the script run those callbacks that it gave for this event, one after the other."""
        for name in event.callbacks:
            if options.get(name) is not True:
                continue
            with self.bounds:
                told = event.as_dict(await self.calls.shown(event.leg))
                self.running.send({"callback": name, "event": told, "currentCall": await self.calls.current()})
                resumed = await self._serve()
            if resumed.get("error") is not None:
                self.session.warn(
                    f"{line_of(resumed)}The callback {name} failed, and the script goes on: {said(resumed['error'])}",
                    "callback-failed",
                    f"Mend {self.script.name}.",
                )

    async def _refused(self, refused: LabError, options: dict) -> dict:
        """The reply to a request that could not be carried out: the script may catch it, as it could on Tropo."""
        named = isinstance(refused, SessionFailed)
        failed = refused if named else SessionFailed("bad option", FROM_CATCHER, str(refused))
        self.bounds.count_refusal(failed)
        kind = KINDS.get(failed.name, "error")
        if kind != "no-call":
            # without a call there was nothing on Tropo that could have called back
            await self._fire(Event("error", str(failed)), options)
        return {"error": str(failed), "kind": kind, "currentCall": await self.calls.current()}

    def _show_prints(self) -> None:
        for line in self.running.printed():
            self.session.log(f"printed: {line}")
