"""What rules ask of a trace: its launch, its session JSON, its documents and results, each read once and leniently."""

from __future__ import annotations

import re
from functools import cached_property

from tropo_lab.support.document import Document
from tropo_lab.support.launch import OWN_NAMES, Launch, LaunchReply, read_launch, read_launch_reply
from tropo_lab.support.wire import Message, read_json, read_message
from tropo_lab.trace import CATCHER, PHONE, TROPO, Hop, LogLine, Trace

# of more than these the first tell enough
MOST_READ = 200
MOST_BYTES = 300_000
_SIDE = re.compile(r"[Tt]he (voice|messaging) (?:side|token) of the app")


class Reading:
    """A trace, read for the rules. `wanted` is what the person expected: `text`, `call`, or empty."""

    def __init__(self, trace: Trace, wanted: str = ""):
        self.trace, self.wanted = trace, wanted
        self.hops = trace.hops
        self._kinds: dict[str, list[Hop]] = {}
        for hop in trace.hops:
            self._kinds.setdefault(hop.kind, []).append(hop)

    def of_kind(self, *kinds: str) -> list[Hop]:
        """The hops of these kinds, the first of them when they are very many."""
        found = [hop for kind in kinds for hop in self._kinds.get(kind, ())[:MOST_READ]]
        return sorted(found, key=lambda hop: hop.number) if len(kinds) > 1 else found

    def from_tropo(self, kind: str) -> list[Hop]:
        """The hops of one kind that Tropo sent."""
        return [hop for hop in self.of_kind(kind) if hop.sender == TROPO]

    # the launch

    @cached_property
    def launch(self) -> Launch | None:
        hops = self.of_kind("launch")
        return read_launch(hops[0]) if hops else None

    @cached_property
    def launch_reply(self) -> LaunchReply | None:
        hops = self.of_kind("launch-reply")
        return read_launch_reply(hops[0]) if hops else None

    @property
    def refused(self) -> bool:
        """True when the launch started nothing, as far as can be seen."""
        reply = self.launch_reply
        return reply is not None and (reply.success is False or reply.status >= 400)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What the launch passed to the app, without Tropo's own names: from the session JSON, else from the launch."""
        given = self.session.get("parameters") if self.session else None
        if not isinstance(given, dict):
            given = self.launch.values if self.launch else {}
        return {name: value for name, value in given.items() if name not in OWN_NAMES and isinstance(value, str)}

    @property
    def side(self) -> str:
        """`voice` or `messaging`, whichever side of the app was started; empty where nobody says."""
        found = next(filter(None, (_SIDE.search(line.text) for line in self.trace.log[:20])), None)
        return found[1] if found else ""

    @property
    def has_one_address(self) -> bool:
        """True when it is told that both sides of the app have the same address."""
        return any("both sides have the same address" in line.text for line in self.trace.log[:20])

    # the session

    @cached_property
    def session_message(self) -> Message | None:
        hops = self.of_kind("session")
        return read_message(hops[0].wire) if hops else None

    @cached_property
    def session(self) -> dict:
        """The session JSON; empty where there is none."""
        data = read_json(self.session_message.text) if self.session_message else None
        told = data.get("session") if isinstance(data, dict) else None
        return told if isinstance(told, dict) else {}

    @property
    def is_launched(self) -> bool:
        """True when a token began the session, and no call or text."""
        if self.session:
            return self.session.get("from") is None and bool(self.session.get("parameters") or self.launch)
        return self.launch is not None

    @property
    def is_inbound(self) -> bool:
        """True when somebody called or texted the app."""
        return bool(self.hops) and self.hops[0].sender == PHONE and not self.is_launched

    @property
    def is_texted(self) -> bool:
        """True when a text from a phone began it."""
        return self.is_inbound and self.hops[0].kind == "text"

    # the dialogue

    @cached_property
    def documents(self) -> list[Document]:
        """The catcher's replies, each with what it answers; of very many, or very long ones, the first and the last."""
        found, asked = [], None
        for hop in self.hops:
            if hop.kind in ("session", "result"):
                asked = hop
            elif hop.kind == "document" and hop.sender == CATCHER:
                found.append((hop, asked))
        # from both ends: the first begin it all, and the last may be what broke
        chosen, left = [], MOST_BYTES
        for place in range(min(len(found), MOST_READ)):
            one = found[place // 2] if place % 2 == 0 else found[-1 - place // 2]
            left -= len(one[0].wire)
            if left < 0 and place > 1:
                break
            chosen.append(one)
        return [Document(*one) for one in sorted(chosen, key=lambda one: one[0].number)]

    def document_at(self, hop: int) -> Document | None:
        """The document that was being carried out at that hop."""
        return next((one for one in reversed(self.documents) if one.number <= hop), None)

    @cached_property
    def script(self) -> Hop | None:
        """The hop that brought the hosted script, where it was fetched."""
        return next(iter(self.of_kind("fetch-reply")), None)

    # the log

    @cached_property
    def remarks(self) -> list[LogLine]:
        """What the platform warned of or refused, up to a bound, each beside a hop that is there."""
        last = len(self.hops)
        found = [line for line in self.trace.log if line.rule][:MOST_READ]
        return [line._replace(hop=min(max(line.hop, 0), last)) for line in found]

    def has_remark(self, *rules: str) -> bool:
        """True when the platform remarked on one of these."""
        return any(line.rule in rules for line in self.remarks)

    # what came of it

    @property
    def is_over(self) -> bool:
        """True when the trace shows the whole session, to its end; a recording of another platform does not."""
        outcome = self.trace.outcome
        return outcome is not None and outcome.name != "recorded"

    @cached_property
    def reached(self) -> bool:
        """True when Tropo texted or rang somebody, or spoke to somebody."""
        return any(self.from_tropo(kind) for kind in ("text", "call", "speech"))
