"""Two traces compared: which hops belong together, and what differs in order, bytes, time and outcome."""

from __future__ import annotations

from difflib import SequenceMatcher

from tropo_lab.escapes import decoded
from tropo_lab.trace import Hop, Trace
from tropo_lab.views.difference.alignment import Item, Pair, align
from tropo_lab.views.difference.consequences import Consequences, is_counter
from tropo_lab.views.difference.found import Found
from tropo_lab.views.difference.hop_changes import hop_changes
from tropo_lab.views.difference.tree_changes import Change
from tropo_lab.views.difference.varying import Varying, masked

ALIKE, SEEN = 0.6, 1000  # how much of how many characters two hops share that are one hop, moved and changed
TRIES = 100


def trace_changes(one: Trace, other: Trace) -> tuple[list[Found], list[tuple[str, str]]]:
    """Each real difference once, in the order of the hops; and the differing ids.

    Ways to lay two traces side by side may be equally good. Always taking the traces in one order, whichever was given
    first, makes both directions tell the same.
    """
    if one.hops <= other.hops:
        return _Comparison(one, other).made()
    found, ids = _Comparison(other, one).made()
    return [its.mirrored() for its in found], [(b, a) for a, b in ids]


class _Comparison:
    def __init__(self, one: Trace, other: Trace):
        self.one, self.other = one, other
        self.pairs = _paired(one.hops, other.hops)
        self.paces = _paces(self.pairs, one.hops, other.hops)
        self.varying = Varying(one, other)
        for pair in [pair for pair in self.pairs if pair.whole][:1]:
            self.varying.look_at(*self._hops(pair))
        self.found: list[Found] = []
        self.counters: list[tuple[str, str]] = []
        self.consequences = Consequences()

    def made(self) -> tuple[list[Found], list[tuple[str, str]]]:
        ended = self._outcome()
        for pair in self._without_tail(ended):
            a, b = self._hops(pair)
            if a is None or b is None:
                what = "extra" if a is None else "missing"
                shown = a and a.summary, b and b.summary
                self.found.append(Found(a, b, Change(what, (a or b).kind, *shown, bare=True)))
                self.consequences.answers.remember_alone(self.found[-1], a or b)
                continue
            self.varying.look_at(a, b)
            if pair.moved:
                self.found.append(Found(a, b, Change("order", a.kind, f"hop {a.number}", f"hop {b.number}", bare=True)))
            if pair in self.paces:
                self.found.append(Found(a, b, self.paces[pair]))
            for change in hop_changes(a, b, self.varying):
                self._add(Found(a, b, change))
        ended = ended or self._last_words()
        return self.found + ([ended] if ended else []), self.varying.renamed + self.counters

    def _hops(self, pair: Pair) -> tuple[Hop | None, Hop | None]:
        one, other, _ = pair
        return (None if one is None else self.one.hops[one]), (None if other is None else self.other.hops[other])

    def _add(self, found: Found) -> None:
        cause = self.consequences.cause(found.one, found.change)
        if cause is None:
            self.consequences.remember(found)
            if is_counter(found.change):
                self.counters.append((found.change.one, found.change.other))
            else:
                self.found.append(found)
        elif found.one is not cause.one and cause.again[-1:] != [(found.one, found.other)]:
            cause.again.append((found.one, found.other))

    def _outcome(self) -> Found | None:
        one, other = self.one.outcome, self.other.outcome
        if one == other or (one and other and one[:2] == other[:2]):
            return None
        told = (str(outcome) if outcome else "still running" for outcome in (one, other))
        place = next((outcome.where for outcome in (one, other) if outcome and outcome.where), "")
        return Found(None, None, Change("outcome", place, *told, bare=True))

    def _last_words(self) -> Found | None:
        """The sentences of two outcomes of one name, where they differ in more than what was seen to differ."""
        one, other = (trace.outcome.sentence if trace.outcome else "" for trace in (self.one, self.other))
        if self.varying.same(one, other) or self.consequences.explain(one, other):
            return None
        return Found(None, None, Change("outcome", self.one.outcome.where, one, other))

    def _without_tail(self, ended: Found | None) -> list[Pair]:
        """The pairs without the last hops of one side, where the other side ended early: these follow from its end."""
        pairs = list(self.pairs)
        while ended and pairs and None in pairs[-1]:
            side = 0 if pairs[-1].other is None else 1
            stopped = (self.other, self.one)[side].outcome
            if stopped is not None and stopped.ok:
                break
            ended.tail[side].insert(0, self._hops(pairs.pop())[side])
        return pairs


def _paired(ones: tuple[Hop, ...], others: tuple[Hop, ...]) -> list[Pair]:
    """The hops that belong together; two that lack a partner are one that moved, when they are alike."""
    pairs = align([_item(hop) for hop in ones], [_item(hop) for hop in others])
    gone, new = ([pair for pair in pairs if pair[side] is None] for side in (1, 0))
    joined = {}
    if len(gone) * len(new) <= TRIES:
        for pair in gone:
            partner = next((its for its in new if _alike(ones[pair.one], others[its.other])), None)
            if partner:
                new.remove(partner)
                joined[pair], joined[partner] = Pair(pair.one, partner.other, True), None
    return [pair for pair in (joined.get(pair, pair) for pair in pairs) if pair]


def _item(hop: Hop) -> Item:
    return Item((hop.sender, hop.receiver, hop.kind), masked(decoded(hop.wire)))


def _alike(one: Hop, other: Hop) -> bool:
    texts = (masked(decoded(hop.wire[: 2 * SEEN]))[:SEEN] for hop in (one, other))
    return one[2:5] == other[2:5] and SequenceMatcher(None, *texts, autojunk=False).ratio() >= ALIKE


def _paces(pairs: list[Pair], ones: tuple[Hop, ...], others: tuple[Hop, ...]) -> dict[Pair, Change]:
    """The pairs of hops before which another time passed than in the other session, counted from the pair before.

    Where a hop between two pairs moved or is missing, that explains it. A hop that alone is late makes one difference,
    not a second one when the next hop is on time again; and other words take another time.
    """
    found, shifts, before = {}, [], None
    for pair in (pair for pair in pairs if pair.whole):
        a, b = ones[pair.one], others[pair.other]
        shift = b.at - a.at
        follows = before is not None and (pair.one, pair.other) == (before.one + 1, before.other + 1)
        late = follows and shift != shifts[-1] and not (before in found and shift == shifts[-2])
        if late and not _other_words(then := ones[before.one], its := others[before.other]):
            gaps = (f"{(late - early) / 1000:g} s" for late, early in ((a.at, then.at), (b.at, its.at)))
            places = (f"since hop {hop.number}" for hop in (then, its))
            found[pair] = Change("time", next(places), *gaps, bare=True, there=next(places))
        shifts.append(shift)
        before = pair
    return found


def _other_words(one: Hop, other: Hop) -> bool:
    """True where something else was said: it takes as long as it takes."""
    return one.kind in ("speech", "input") and one.wire != other.wire
