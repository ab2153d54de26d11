"""Front end 2, Scripting: a hosted script calls functions, and each call is a verb of the call control.

The script runs elsewhere (see `processes`). It sends one request at a time and waits for the reply, so the front end
is a plain loop: receive, carry out, answer. What a script sends is not trusted.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import NamedTuple, Protocol

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import Script
from tropo_lab.platform.behaviour import DAY
from tropo_lab.platform.calls import CallControl, allowed_signals
from tropo_lab.platform.numbers import caller_id
from tropo_lab.platform.phones import Leg
from tropo_lab.platform.result import Result
from tropo_lab.platform.session import Session
from tropo_lab.platform.session_json import sip_headers
from tropo_lab.trace import FROM_CATCHER, TO_CATCHER

MAX_REQUESTS = 10_000
NOT_BUILT = frozenset({
    "ask", "prompt", "record", "transfer", "conference", "redirect", "startCallRecording", "stopCallRecording",
})  # fmt: skip


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
        self.legs: dict[str, Leg] = {}

    async def run(self) -> None:
        """Run the script to its end; SessionFailed says on which of its lines it broke."""
        session = self.session
        for name in session.parameters:
            if not name.isidentifier() or iskeyword(name):
                session.warn(
                    f"The parameter {name!r} is no name that a script can use; it is in globals() only.",
                    "odd-name",
                    "Use letters, digits and underscores, and no word of the language.",
                )
            elif name in FUNCTIONS:
                session.warn(
                    f"The parameter {name!r} has the name of a function; the script sees the function.",
                    "name-taken",
                    "Give the parameter another name.",
                )
        hello = {
            "script": self.script.script,
            "name": self.script.name,
            "parameters": session.parameters,
            "currentCall": await self._shown(session.inbound) if session.inbound else None,
        }
        running = await session.port.open_script(session, self.script, hello)
        session.log(f"The hosted script starts with the variables {', '.join(session.parameters) or '(none)'}.")
        try:
            await self._serve(running)
        finally:
            self._show_prints(running)
            await running.close()
        if not self.control.legs:
            session.warn(
                "The script ended, and has called or texted nobody.",
                "no-verbs",
                "Use message, or call and say.",
            )

    async def _serve(self, running: Running) -> None:
        for _ in range(MAX_REQUESTS):
            request = await running.receive()
            self._show_prints(running)
            if isinstance(request, Ended):
                raise SessionFailed(request.name, FROM_CATCHER, request.sentence, fix=request.fix)
            op = request.get("op")
            if op == "end":
                return
            if op == "failed":
                raise self._failure(request)
            running.send(await self._answer(str(op), request))
        raise SessionFailed(
            "too many requests",
            FROM_CATCHER,
            f"The script made {MAX_REQUESTS} calls and was stopped.",
            fix="Let it end.",
        )

    async def _answer(self, op: str, request: dict) -> dict:
        line = request.get("line")
        where = f"Line {line}: " if isinstance(line, int) else ""
        if op in NOT_BUILT:
            raise SessionFailed(
                "verb not built yet",
                FROM_CATCHER,
                f"{where}Tropo knows the function {op}, but this lab does not carry it out yet.",
                fix="Use call, say, message, wait, log or hangup.",
            )
        handler = getattr(self, f"_{op}", None) if op in OPS else None
        if handler is None:
            raise SessionFailed(
                "unknown request", FROM_CATCHER, f"{where}The script asked for {op!r}, which is nothing."
            )
        if op != "log":
            self.session.log(f"{where}{op}({_brief(request.get('args'))})")
        options = request.get("options")
        try:
            args = request.get("args")
            return await handler(args if isinstance(args, list) else [], options if isinstance(options, dict) else {})
        except SessionFailed as failed:
            # the script may catch it, as it could on Tropo; if it does not, its own line is named
            return {"error": str(failed)}

    # functions

    async def _call(self, args: list, options: dict) -> dict:
        result = await self.control.call(
            args[0] if args and args[0] is not None else "", **_placing(options), allow_signals=allowed_signals(options)
        )
        return await self._event(result, {"done": "answer", "failed": "callFailure"})

    async def _say(self, args: list, options: dict) -> dict:
        result = await self.control.say(_text(args), self._leg(options), allowed_signals(options))
        return await self._event(result, {"done": "choice"}, value="noChoice")

    async def _message(self, args: list, options: dict) -> dict:
        if not options.get("to"):
            raise SessionFailed("missing to", FROM_CATCHER, "message has nobody to go to: give it a `to`.")
        result = await self.control.message(_text(args), options["to"], **_placing(options))
        if not result.ok:
            self.session.warn(
                f"The message did not get through: {result.how}.",
                "message-failed",
                "Look at the phone's behaviour and at the number.",
            )
        return {}

    async def _wait(self, args: list, options: dict) -> dict:
        result = await self.control.wait(_seconds(args[0] if args else None, 0), allowed_signals(options))
        return await self._event(result, {}) if result.how == "signal" else {}

    async def _answer_call(self, args: list, options: dict) -> dict:
        leg = self._leg(options) or self.control.current
        if leg is not None:
            await self.control.answer(leg)
        return {}

    async def _reject(self, args: list, options: dict) -> dict:
        leg = self._leg(options) or self.control.current
        if leg is None or not leg.inbound or leg.state != "ringing":
            raise SessionFailed(
                "too late to reject", FROM_CATCHER, "reject is only for a call that comes in and still rings."
            )
        return await self._hangup(args, options)

    async def _hangup(self, args: list, options: dict) -> dict:
        await self.control.hang_up(self._leg(options))
        return {}

    async def _log(self, args: list, options: dict) -> dict:
        self.session.log(f"log: {_text(args)}")
        return {}

    async def _state(self, args: list, options: dict) -> dict:
        leg = self._leg(options)
        return {"value": await self._shown(leg) if leg else None}

    # shapes

    async def _event(self, result: Result, names: dict[str, str], value: str | None = None) -> dict:
        event = {"name": names.get(result.how, result.how), "value": result.detail or value}
        if result.how == "done" and result.leg is not None and "done" in names and value is None:
            event["call"] = await self._shown(result.leg)
        current = self.control.current
        return {"event": event, "currentCall": await self._shown(current) if current else None}

    async def _shown(self, leg: Leg) -> dict:
        self.legs[leg.id] = leg
        up = await self.control.still_up(leg)
        inbound = leg.inbound
        caller, called = leg.from_number, leg.to_number
        return {
            "id": leg.id,
            "sessionId": self.session.id,
            "callerID": caller_id(caller, leg.channel),
            "calledID": caller_id(called, leg.channel),
            "e164CallerID": caller.lstrip("+"),
            "e164CalledID": called.lstrip("+"),
            "callerName": "unknown",
            "calledName": "unknown",
            "channel": leg.channel,
            "network": leg.network,
            "initialText": self.session.initial_text if inbound else None,
            "headers": sip_headers(leg) if inbound else {},
            "incoming": inbound,
            "state": {"ringing": "RINGING", "active": "ANSWERED", "ended": "DISCONNECTED"}[
                leg.state if up else "ended"
            ],
        }

    def _leg(self, options: dict) -> Leg | None:
        """The leg a method of a call object was called on; None for the global functions."""
        return self.legs.get(str(options.get("leg")))

    def _show_prints(self, running: Running) -> None:
        for line in running.printed():
            self.session.log(f"printed: {line}")

    def _failure(self, request: dict) -> SessionFailed:
        """The script's own error, with its own line."""
        line = request.get("line")
        error = str(request.get("error"))[:1000]
        where = f"Line {line}: " if isinstance(line, int) else ""
        name = "script does not compile" if request.get("stage") == "compile" else "script error"
        fix = str(request.get("fix") or f"Mend {self.script.name}{f', line {line}' if where else ''}.")
        if request.get("stage") == "compile":
            return SessionFailed(name, TO_CATCHER, f"{where}{error}", fix=fix)
        missing = request.get("missing")
        known = self.session.parameters
        if isinstance(missing, str) and known:
            near = next((given for given in known if given.lower() == missing.lower()), None)
            passed = (
                f"The launch passed {near}; names are case-sensitive."
                if near
                else (f"The launch passed {', '.join(known)}.")
            )
            error = f"{error}. {passed}"
        return SessionFailed(name, FROM_CATCHER, f"{where}{error}", fix=fix)


FUNCTIONS = NOT_BUILT | {
    "answer",
    "call",
    "currentCall",
    "getHeader",
    "hangup",
    "log",
    "message",
    "reject",
    "say",
    "wait",
}
OPS = {"answer_call", "call", "hangup", "log", "message", "reject", "say", "state", "wait"}


def _placing(options: dict) -> dict:
    """What call and message have in common: how to reach somebody."""
    return {
        "network": str(options.get("network") or ""),
        "channel": str(options.get("channel") or ""),
        "from_number": options.get("callerID") or options.get("callerId"),
        "timeout": _seconds(options.get("timeout"), 30),
    }


def _text(args: list) -> str:
    return str(args[0]) if args else ""


def _brief(args) -> str:
    shown = ", ".join(repr(arg) for arg in args) if isinstance(args, list) else ""
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


def _seconds(value, default: float) -> float:
    """A time as scripts write it: a number, or text with an `s` behind it."""
    try:
        return min(1000.0 * DAY, max(0.0, float(str(value).rstrip("s "))))
    except ValueError:
        return default
