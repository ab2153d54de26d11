"""The trace of another platform: it names that platform's lane and its own steps, and all views can show it."""

from __future__ import annotations

from itertools import groupby

from tropo_lab.trace import (
    AT_LAUNCH,
    CATCHER,
    FROM_CATCHER,
    LAUNCHER,
    PARTIES,
    PHONE,
    TO_CATCHER,
    TO_PHONE,
    TROPO,
    Hop,
    Trace,
)
from tropo_lab.views.figure import OWNERS
from tropo_lab.views.model import NAMES, Band, Reading, Row, Step
from tropo_lab.views.strokes import ICONS

PLATFORMS = {"twilio": "Twilio", "vonage": "Vonage", "jambonz": "jambonz", "webex": "Webex Connect"}
# a platform that is not Tropo has a lane of its own, which looks like Tropo's and stands in its place
for _party, _name in PLATFORMS.items():
    NAMES[_party], OWNERS[_party], ICONS[_party] = _name.split()[0], OWNERS[TROPO], ICONS[TROPO]

_PHASES = {"request": "launch", "request-reply": "launch", "webhook": "ask", "webhook-reply": "ask"}
_PHASES |= {"report": "report", "report-reply": "report"}
_TITLES = {
    "launch": "Your launcher sends the REST request",
    "ask": "{} asks your catcher, and gets a document",
    "call": "{} rings the phone",
    "speak": "{} does what the document says",
    "text": "{} sends the text",
    "report": "{} reports how it went",
}
# where it broke → the kind of hop of which the last one is the place to point at
_LAST_OF = {AT_LAUNCH: "request-reply", TO_CATCHER: "webhook", FROM_CATCHER: "webhook-reply", TO_PHONE: "request-reply"}
_REPLIES = ("request-reply", "webhook-reply", "report-reply", "answer", "refusal")


class ForeignTrace(Trace):
    """What one request to another platform caused; `app` is the name of that platform."""

    __slots__ = ()

    def reading(self) -> Reading:
        """What every view of this trace shows."""
        at = _LAST_OF.get(self.outcome.where, "")
        broke = max((hop.number for hop in self.hops if hop.kind == at), default=len(self.hops)) if at else 0
        start = self.hops[0].at
        rows = tuple(Row(hop, hop.kind in _REPLIES, hop.at - start, hop.number == broke) for hop in self.hops)
        used = {party for hop in self.hops for party in (hop.sender, hop.receiver)}
        lanes = tuple(sorted(used, key=lambda party: PARTIES.index(TROPO if party in PLATFORMS else party)))
        bands = []
        for phase, its in groupby(rows, lambda row: _phase(row.hop)):
            own = tuple(its)
            actor = LAUNCHER if phase == "launch" else own[0].hop.sender
            ends = {row.hop.kind for row in own} == {"hangup"}
            title = "The call ends" if ends else _TITLES[phase].format(self.app)
            bands.append(Band(Step(len(bands) + 1, phase, title, actor, tuple(row.hop for row in own), ""), own, False))
        return Reading(self, lanes, rows, tuple(band.step for band in bands), tuple(bands))


def _phase(hop: Hop) -> str:
    if CATCHER in (hop.sender, hop.receiver) or PHONE not in (hop.sender, hop.receiver):
        return _PHASES[hop.kind]
    return {"text": "text", "call": "call", "answer": "call", "refusal": "call"}.get(hop.kind, "speak")
