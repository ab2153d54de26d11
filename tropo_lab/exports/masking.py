"""A trace that can be shown to anyone: tokens shortened, phone numbers outside the reserved range replaced.

Everything is sought in every layer of its encoding, in every text that a trace holds, and a Content-Length stays as
true as it was. What is masked already stays as it is.
"""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import quote

from tropo_lab.exports.disclosing import Disclosed
from tropo_lab.exports.http_text import read_http, unpacked, with_length, without_coding
from tropo_lab.exports.phone_numbers import Pseudonyms, is_reserved, met_again, spellings
from tropo_lab.exports.secret_values import Masks
from tropo_lab.trace import Hop, Trace

# what was hidden by something that is masked itself shows in the next round
ROUNDS = 4
_TO_URLS = str.maketrans("+/", "-_")

Edit = tuple[int, int, str]


def masked(trace: Trace) -> Trace:
    """The trace with its tokens shortened, and with reserved numbers in the place of all others."""
    trace = trace._replace(hops=tuple(_searchable(hop) for hop in trace.hops))
    for _ in range(ROUNDS):
        before, trace = trace, _masked_once(trace)
        if trace == before:
            break
    return trace


def _masked_once(trace: Trace) -> Trace:
    wires = [hop.wire.decode("utf-8", "surrogateescape") for hop in trace.hops]
    others = [hop.summary for hop in trace.hops] + [trace.id, trace.app]
    others += [part for line in trace.log for part in (line.text, line.rule, line.fix)] + list(trace.outcome or ())
    mask = _Mask(wires + others)
    outcome = trace.outcome and trace.outcome._make(mask(part) for part in trace.outcome)
    return trace._replace(
        id=mask(trace.id),
        app=mask(trace.app),
        hops=tuple(_hop(hop, mask(wire), mask(hop.summary)) for hop, wire in zip(trace.hops, wires, strict=True)),
        log=tuple(line._replace(text=mask(line.text), rule=mask(line.rule), fix=mask(line.fix)) for line in trace.log),
        outcome=outcome,
    )


def _hop(hop: Hop, text: str, summary: str) -> Hop:
    wire = text.encode("utf-8", "surrogateescape")
    return hop._replace(wire=hop.wire if wire == hop.wire else with_length(wire, len(hop.body)), summary=summary)


def _searchable(hop: Hop) -> Hop:
    """The hop with a packed body unpacked; where that cannot be done, a sentence stands for the body."""
    heading = read_http(hop.wire)
    if heading is None or not hop.body or heading.header("Content-Encoding").lower() in ("", "identity"):
        return hop
    body = unpacked(heading, hop.body)
    if body is None:
        body = f"({len(hop.body):,} bytes are left out here: they are packed, so nothing could be masked.)".encode()
    wire = without_coding(hop.wire[: len(hop.wire) - len(hop.body)]) + body
    return hop._replace(wire=with_length(wire, len(hop.body)))


class _Mask:
    """Rewrites texts that belong together, so that the same secret has the same mask in all of them."""

    def __init__(self, texts: list[str]):
        self.disclosed = {text: Disclosed(text) for text in dict.fromkeys(texts)}
        every = [one for disclosed in self.disclosed.values() for one in disclosed.everything()]
        self.masks = Masks([value for one in every for _, _, value in one.places])
        numbers = dict.fromkeys(found.number for one in every for layer in one.numbers for found in layer)
        self.numbers = Pseudonyms({number for number in numbers if is_reserved(number)})
        strange = [number for number in numbers if not is_reserved(number) and len(number) >= 9]
        self.known = {spelling: number for number in strange for spelling in spellings(number)}

    def __call__(self, text: str) -> str:
        """The text with everything masked that is in it."""
        return self._rewritten(self.disclosed[text])

    def _rewritten(self, one: Disclosed) -> str:
        edits = _joined(self._secrets(one) + self._base64(one))
        hidden = _covered(one.text, edits)
        edits += [edit for edit in self._numbers(one) if hidden.find(1, edit[0], edit[1]) < 0]
        return _edited(one.text, edits) if edits else one.text

    def _secrets(self, one: Disclosed) -> list[Edit]:
        edits = [(start, end, self.masks.of(value)) for start, end, value in one.places]
        for depth, layer in enumerate(one.unfolded.layers):
            for start, end, mask in self.masks.met_again(layer):
                edits.append((*one.unfolded.span(start, end, depth), mask))
        return edits

    def _base64(self, one: Disclosed) -> list[Edit]:
        edits = []
        for start, end, inner in one.inner:
            new, raw = self._rewritten(inner), one.text[start:end]
            if new != inner.text:
                written = b64encode(new.encode("utf-8", "surrogateescape")).decode()
                if re.search("[-_]", raw):
                    written = written.translate(_TO_URLS)
                edits.append((start, end, quote(written, safe="") if "%" in raw else written))
        return edits

    def _numbers(self, one: Disclosed) -> list[Edit]:
        edits, taken = [], bytearray(len(one.text))
        # the innermost first: what is one number there may look like pieces of another outside
        for depth in reversed(range(len(one.readable))):
            layer = one.readable[depth]
            for found in [*one.numbers[depth], *met_again(layer, self.known)]:
                places = [place for place in range(found.start, found.end) if layer[place].isdecimal()]
                spans = [one.unfolded.span(place, place + 1, depth) for place in places]
                if any(taken.find(1, *span) >= 0 for span in spans):
                    continue
                for start, end in spans:
                    taken[start:end] = b"\1" * (end - start)
                if is_reserved(found.number):
                    continue
                digits = self.numbers.digits(found.number, len(places))
                if len(digits) == len(spans):
                    edits += [(*span, digit) for span, digit in zip(spans, digits, strict=True)]
                else:
                    edits.append((spans[0][0], spans[-1][1], digits))
        return edits


def _joined(edits: list[Edit]) -> list[Edit]:
    """The edits, with those that overlap made into one, so that nothing between them stays."""
    out: list[Edit] = []
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]), out[-1][2])
        else:
            out.append((start, end, new))
    return out


def _covered(text: str, edits: list[Edit]) -> bytearray:
    """A 1 for each character that an edit replaces."""
    covered = bytearray(len(text))
    for start, end, _ in edits:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _edited(text: str, edits: list[Edit]) -> str:
    out, done = [], 0
    for start, end, new in sorted(edits):
        out += [text[done:start], new]
        done = end
    return "".join([*out, text[done:]])
