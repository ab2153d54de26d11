"""`diagnose`: from whatever a person has to what is wrong with it, and what to do."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import BadSetup, LabError
from tropo_lab.source import Source
from tropo_lab.support.desk.changes import changes
from tropo_lab.support.desk.diagnosed import Diagnosis
from tropo_lab.support.desk.holes import not_encoded
from tropo_lab.support.desk.launching import one_launch_each
from tropo_lab.support.desk.mending import mended
from tropo_lab.support.desk.posting import answer
from tropo_lab.support.desk.program import needs_sockets, program
from tropo_lab.support.desk.refused import refused
from tropo_lab.support.desk.story import Story
from tropo_lab.support.desk.telling import retold, tell
from tropo_lab.support.desk.told import as_it_stands
from tropo_lab.support.desk.unquoted import unquoted
from tropo_lab.support.desk.wording import ALONE, NOT_FROM_ELSEWHERE, assumed, next_step, remarks, taken_for
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.finding import BROKEN, Finding
from tropo_lab.support.pastes import Piece, read_paste
from tropo_lab.support.reproduction import Repro
from tropo_lab.trace import Trace

WANTED = ("", "text", "call")
# what was pasted tells by itself what happened: a run of our own would know less
_TELLS = {"trace", "log", "launch-reply", "catcher-request", "result"}


def diagnose(what: Trace | str | bytes, wanted: str = "") -> Diagnosis:
    """What is wrong with a trace or a paste, shown in a lab where it can be run, and mended where that is possible.

    `wanted` is what was meant to happen, `text` or `call`; empty when nobody knows. BadSetup when it is something else.
    """
    if wanted not in WANTED:
        raise BadSetup(f"`wanted` is text, call, or empty; this is {wanted!r:.40}.")
    if isinstance(what, Trace):
        return Diagnosis(
            taken_for=taken_for(()), findings=diagnose_trace(what, wanted), trace=what, usable=True, wanted=wanted
        )
    if not isinstance(what, str | bytes | bytearray):
        raise BadSetup(f"Give a trace, or what was pasted as text or bytes; {type(what).__name__} is neither.")
    return _pasted(read_paste(bytes(what) if isinstance(what, bytearray) else what), wanted)


def diagnose_from_elsewhere(text: str, wanted: str = "") -> Diagnosis:
    """The same for a text that came over a network: nothing of it runs that could do more than a launch can."""
    if wanted not in WANTED:
        raise BadSetup(f"`wanted` is text, call, or empty; this is {wanted!r:.40}.")
    return _pasted(read_paste(text), wanted, from_elsewhere=True)


def _pasted(pasted: tuple[Piece, ...], wanted: str, from_elsewhere: bool = False) -> Diagnosis:
    # a script is a program, and would have the rights of the server
    pieces = tuple(piece for piece in pasted if piece.kind != "script") if from_elsewhere else pasted
    left_out = (NOT_FROM_ELSEWHERE,) if pieces != pasted else ()
    first, *others = one_launch_each(pieces)
    told = _told(first, wanted, from_elsewhere)
    for some in others:
        if told.findings:
            break
        another = _told(some, wanted, from_elsewhere)
        told = another if another.findings else told
    return _diagnosis(pasted, told, wanted, left_out)


class _Told(NamedTuple):
    """What became of pieces: what was run, and what is wrong."""

    pieces: tuple[Piece, ...]
    story: Story | None
    code: Source | None
    run: Trace | None
    trace: Trace | None
    findings: tuple[Finding, ...]
    trouble: tuple[str, ...]


def _told(pieces: tuple[Piece, ...], wanted: str, from_elsewhere: bool) -> _Told:
    story, trouble = _story(pieces, wanted), ()
    trace = as_it_stands(pieces) if _TELLS & {piece.kind for piece in pieces} else None
    findings = (refused(pieces) or diagnose_trace(trace, wanted)) if trace is not None else ()
    code, run, unheard = None, None, ()
    if story is not None and from_elsewhere and story.answers and needs_sockets(story):
        # with sockets, an answer could have other servers of this machine asked
        story, unheard = story._replace(answers=()), (ALONE,)
    if story is not None:
        code, run, trouble = _run(story)
        if run is not None:
            found = unquoted(story) or diagnose_trace(run, wanted)
            if _tells_as_much(found, findings):
                trace, findings = run, found
        findings += not_encoded(pieces)
    return _Told(pieces, story, code, run, trace, findings, (*unheard, *trouble))


def _diagnosis(pasted: tuple[Piece, ...], told: _Told, wanted: str, left_out: tuple[str, ...]) -> Diagnosis:
    pieces, story, code, run, trace, findings, trouble = told
    better = mended(story, findings, wanted) if run is not None and trace is run and findings else None
    shown = changes(story, better.story) if better else ()
    return Diagnosis(
        taken_for=taken_for(pasted),
        remarks=(*remarks(pasted, pieces, not findings), *left_out, *assumed(story, findings), *trouble),
        findings=findings,
        trace=trace,
        code=code,
        mended=Repro(better.code) if better else None,
        mended_trace=better.trace if better else None,
        changes=shown,
        answer=answer(findings, shown, story),
        next_step="" if findings or trouble or (left_out and not pieces) else next_step(pieces, run),
        usable=trace is not None,
        wanted=wanted,
    )


def _story(pieces: tuple[Piece, ...], wanted: str) -> Story | None:
    story = tell(pieces, wanted)
    if story is None and any(piece.kind == "log" for piece in pieces):
        story = retold(as_it_stands(pieces), wanted)
    return story


def _run(story: Story) -> tuple[Source | None, Trace | None, tuple[str, ...]]:
    """The program of a story, its trace, and what to say where it could not be run."""
    code = program(story)
    try:
        return code, Repro(code).run(), ()
    except LabError as error:
        return None, None, (f"It could not be run in a lab: {error}",)


def _tells_as_much(found: tuple[Finding, ...], pasted: tuple[Finding, ...]) -> bool:
    """True when a run shows what is broken in the paste, and can be mended besides."""
    broken = {finding.rule for finding in pasted if finding.severity == BROKEN}
    return broken <= {finding.rule for finding in found} and bool(found or not pasted)
