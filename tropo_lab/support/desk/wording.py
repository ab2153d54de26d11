"""What a paste was taken for, what is said of it, and what to paste besides: sentences for people."""

from __future__ import annotations

import re

from tropo_lab.escapes import clipped, visible
from tropo_lab.support.desk.delivery import delivers
from tropo_lab.support.desk.launching import which_was_run
from tropo_lab.support.desk.story import Story
from tropo_lab.support.finding import Finding
from tropo_lab.support.pastes import Piece
from tropo_lab.trace import Trace

ALONE = "This launch was run without what the catcher answers; paste that alone to have it run."
NOT_FROM_ELSEWHERE = (
    "A script is run only at the machine itself, by `python -m tropo_lab diagnose` or in a notebook, so this one was "
    "not run."
)
_LAUNCHES = {
    "url": "a launch URL",
    "query": "the query of a launch",
    "http": "a launch as raw HTTP",
    "curl": "a curl command that launches",
    "program": "the launch of a program",
}
_NAMES = {
    "catcher-request": "a request that goes to a catcher directly",
    "launch-reply": "Tropo’s reply to a launch",
    "session": "the session JSON that Tropo posts",
    "document": "what a catcher answers",
    "result": "the result JSON that Tropo posts",
    "log": "a log",
    "trace": "a recorded session",
    "unknown": "something that the desk cannot use",
}
_LANGUAGES = {"python": "Python", "javascript": "JavaScript", "php": "PHP", "ruby": "Ruby", "groovy": "Groovy",
              "java": "Java", "csharp": "C#", "perl": "Perl", "shell": "shell"}  # fmt: skip
_PASTE = (
    "Paste a launch URL or request, the reply to it, the session JSON, what your catcher answers, a hosted script, a "
    "log, or a HAR recording; several of them together are best."
)
_NEXT = {
    "catcher-code": "Code of a catcher is read, and never run here. Post the session JSON to your catcher "
    "yourself, with curl for example, and paste what it answers; or paste the session’s log.",
    "foreign": "None of it was checked: Tropo neither sends nor takes this. Paste the Tropo side of it, if any.",
    "launch": "The launch itself is sound: a catcher of the lab’s own got what it carries. If nothing arrives with "
    "yours, paste what your catcher answers, or your hosted script, together with this.",
    "document": "A session that gets this answer runs as it should. If yours does not, paste the launch or the log.",
    "script": "In the lab this script runs as it should. If yours does not, paste the launch with it: it decides which "
    "variables there are.",
    "session": "There is nothing wrong with this session. Paste what your catcher answered to it.",
    "result": "There is nothing wrong with this result. Paste what your catcher answered before it.",
    "launch-reply": "It says that a session was started, and no more. Paste what your catcher answered, or the log.",
    "catcher-request": "Paste the launch, and what your catcher answers to the session.",
    "log": "Nothing in it is wrong. Paste the launch and what your catcher answered, if you have them.",
    "trace": "Nothing in it is wrong, as far as it tells.",
    "unknown": _PASTE,
}
# what tells most, first
_ORDER = ("document", "script", "launch", "result", "session", "log", "trace", "launch-reply", "catcher-request",
          "catcher-code", "foreign", "unknown")  # fmt: skip


def taken_for(pieces: tuple[Piece, ...]) -> str:
    """What the paste was taken for, in one sentence."""
    if not pieces:
        return "A trace was given."
    names = list(dict.fromkeys(map(_name, pieces)))
    if names == [_NAMES["unknown"]]:
        return "There is nothing in this that the desk can use."
    together = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"Taken for {together}."


def remarks(pieces: tuple[Piece, ...], run: tuple[Piece, ...], sound: bool) -> tuple[str, ...]:
    """What was cleaned or left out, in words, each once; `run` are the pieces that were run.

    `sound` is True where nothing was found in them.
    """
    # what to paste instead is told by `next_step`, and what nothing encodes by a finding
    told_elsewhere = ("Paste ", "Nothing encodes ")
    said = [remark for piece in pieces for remark in piece.remarks if not remark.startswith(told_elsewhere)]
    if which := which_was_run(pieces, run, sound):
        said.append(which)
    if (count := sum(piece.kind == "script" for piece in run)) > 1:
        said.append(f"Of {count} scripts the first was run; paste another one alone.")
    launch = next((piece for piece in run if piece.kind == "launch"), None)
    if launch and (host := _strange_host(launch)):
        said.append(f"This goes to {host}; it was sent to api.tropo.com, where Tropo took launches.")
    if launch and launch.details.get("holes"):
        said.append("For what the program fills in, the lab took values of its own.")
    kinds = {piece.kind for piece in pieces}
    if {"script", "document"} <= {piece.kind for piece in run}:
        said.append("A script and a catcher’s answer belong to two kinds of apps; the answer was run.")
    for kind in ("catcher-code", "foreign"):
        if kind in kinds and len(kinds) > 1:
            said.append(_NEXT[kind])
    return tuple(dict.fromkeys(visible(clipped(remark, 600)) for remark in said))


def _strange_host(launch: Piece) -> str:
    found = re.match(r"https?://(?:[^/?#@]*@)?([^/?#:]+)", launch.details.get("url") or "")
    return "" if not found or found[1].lower() == "api.tropo.com" else found[1]


def assumed(story: Story | None, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """What was made up of a session, where the finding would be another one if it was not so."""
    if story is None:
        return ()
    said = []
    if story.failed:
        said.append("The error was taken for the page with status 500 that your catcher answered.")
    if story.inbound and story.answers and not story.from_session:
        said.append("It was run in a session that a call begins: answer, reject and redirect make sense only there.")
    if story.launch or story.inbound or "nobody-to-speak-to" not in {finding.rule for finding in findings}:
        return tuple(said)
    return (
        *said,
        "It was run in a session that a launch begins. If somebody calls you, paste the session JSON with it.",
    )


def next_step(pieces: tuple[Piece, ...], run: Trace | None) -> str:
    """What to do where nothing was found; `run` is what came of it in a lab, if it was run."""
    kinds = {piece.kind for piece in pieces}
    # whoever calls may be sent away, and nobody else has to be reached
    sent_away = run is not None and not run.of_kind("launch") and bool(run.outcome and run.outcome.ok)
    if run is not None and not sent_away and not delivers(run):
        ended = visible(clipped(run.outcome.sentence or str(run.outcome), 300)) if run.outcome else "It still runs."
        return f"No rule of the desk fits, and in the lab no phone was reached. {ended}"
    if "launch" in kinds and kinds & {"document", "script"}:
        return "Together they work: in the lab the phone was reached. If yours is not, paste the log of a session."
    return next((_NEXT[kind] for kind in _ORDER if kind in kinds), "Nothing is wrong in it, as far as it tells.")


def _name(piece: Piece) -> str:
    told = piece.details
    language = _LANGUAGES.get(str(told.get("language", "")).lower(), str(told.get("language") or ""))
    if piece.kind == "launch":
        name = _LAUNCHES.get(told.get("source", ""), "a launch")
        return f"{name} in {language}" if told.get("source") == "program" and language else name
    if piece.kind == "script":
        return f"a hosted script in {language}" if language else "a hosted script"
    if piece.kind == "catcher-code":
        made = ", ".join(filter(None, (str(told.get("library") or ""), language)))
        return f"the code of a catcher ({visible(clipped(made, 60))})" if made else "the code of a catcher"
    if told.get("what") == "traceback":
        return "the error of a program"
    if piece.kind == "foreign":
        what = " ".join(filter(None, (str(told.get("vendor") or "another vendor"), str(told.get("what") or "payload"))))
        return f"something of another service: {visible(clipped(what, 60))}"
    return _NAMES[piece.kind]
