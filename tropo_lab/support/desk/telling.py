"""From pieces to a story: what was pasted takes its place, and what is missing is made up as little as possible."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tropo_lab.errors import BadSetup
from tropo_lab.exports.http_text import read_http
from tropo_lab.platform.applications import MESSAGING, VOICE, checked_token
from tropo_lab.support.desk.answering import inputs_for, phone_in
from tropo_lab.support.desk.menders.documents import meant
from tropo_lab.support.desk.named import own_number, receivers
from tropo_lab.support.desk.parts import answer_of, answered, asking, failed, hosted, launch_of, launched, parameters_of
from tropo_lab.support.desk.roles import NUMBER, TOKENS, WORDS, expected, roles
from tropo_lab.support.desk.story import Answer, Hosted, Inbound, Launch, Story
from tropo_lab.support.pastes import Piece
from tropo_lab.trace import Trace

_TEXTS = re.compile(
    rb"""(?:network|channel)\\?["']?\s*(?::|=>|=|,|\()\s*\\?["']?(?:Network\.|Channel\.)?:?(?:SMS|TEXT)\b""",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"[\s+]*(?!1)[2-9][\s().-]*(?:[0-9][\s().-]*){10,13}")


def tell(pieces: tuple[Piece, ...], wanted: str = "") -> Story | None:
    """The story of these pieces; None where none of them can be run."""
    first = {piece.kind: piece for piece in reversed(pieces)}
    launch = launched(first["launch"]) if "launch" in first else None
    answers = tuple(answered(piece) for piece in pieces if piece.kind == "document")
    script = hosted(first["script"]) if "script" in first and not answers else None
    if "trace" in first and launch is None and not answers and script is None:
        return retold(first["trace"].data, wanted)
    session = _session(first.get("session"))
    result = first["result"].data if "result" in first and not answers and script is None else None
    if launch is None and not answers and script is None and session is None and not isinstance(result, dict):
        return None
    if isinstance(result, dict):
        answers = (asking(result),)
    error = _error_of_catcher(first, pieces, bool(answers))
    answers += (error,) if error else ()
    return _filled(launch, answers, script, session, wanted)._replace(failed=error is not None)


def _error_of_catcher(first: dict[str, Piece], pieces: tuple[Piece, ...], answered: bool) -> Answer | None:
    """What a catcher answers that failed at the session or the result pasted with its error."""
    error = next((piece for piece in pieces if piece.details.get("what") == "traceback"), None)
    if error is None or not ("result" in first or ("session" in first and not answered)):
        return None
    return failed(error)


def retold(trace: Trace | None, wanted: str = "") -> Story | None:
    """The story of a recorded session: its launch, and what its catcher answered."""
    if trace is None or trace.flow == "scripting":
        return None
    launches = [launch_of(hop) for hop in trace.of_kind("launch")]
    answers = tuple(answer_of(hop) for hop in trace.of_kind("document") if read_http(hop.wire))
    if not any(launches) and not answers:
        return None
    return _filled(next(filter(None, launches), None), answers, None, None, wanted)


def _filled(
    launch: Launch | None,
    answers: tuple[Answer, ...],
    script: Hosted | None,
    session: tuple[dict[str, str], Inbound | None] | None,
    wanted: str,
) -> Story:
    """The story with what was not pasted: parameters, a token, the side of the app, a phone and what it says."""
    given = parameters_of(launch) if launch else {}
    spoken = b" ".join(
        [*(answer.body for answer in answers), script.text.encode("utf-8", "replace") if script else b""]
    )
    # what is told of quotes has to hold for curly ones, too
    spoken = re.sub("[“”„]", '"', spoken.decode("utf-8", "replace")).encode()
    passed = {name: value for name, value in given.items() if name not in ("token", "action")}
    inbound = None
    if session is not None:
        passed, inbound = session
    elif launch is None and script and _waits_for_somebody(script):
        passed, inbound = {}, Inbound("TEXT" if "initialText" in script.text else "VOICE", NUMBER, "hello")
    elif launch is None and answers and _waits_for_a_call(answers[0]):
        passed, inbound = {}, Inbound("VOICE", NUMBER, "hello")
    elif launch is None:
        passed = expected(script.text, script.language) if script else {"numbertodial": NUMBER[1:], "msg": WORDS}
    channel = _channel(spoken, inbound, wanted)
    phone = phone_in(spoken) or phone_in(" ".join(passed.values()).encode()) or NUMBER
    return Story(
        token=_token(given.get("token", ""), channel),
        channel=channel,
        parameters=tuple(passed.items()),
        launch=launch,
        answers=answers,
        script=script,
        inbound=inbound,
        inputs=inputs_for(spoken),
        phone=phone,
        number=own_number(spoken, phone),
        receivers=receivers(spoken),
        international=any(_ABROAD.fullmatch(text) for text in [passed.get(roles(passed)[0], ""), *_numbers(spoken)]),
        wanted=wanted,
        from_session=session is not None,
    )


def _waits_for_somebody(script: Hosted) -> bool:
    """True for a script that answers whoever calls or texts, and needs nothing of a launch."""
    calls = re.search(r"(?<![\w.])(?:call|message)\s*[(\"'$]", script.text)
    meets = re.search(r"(?<![\w.])answer\b|currentCall\W+(?:callerID|callerName|calledID|initialText)\b", script.text)
    return bool(meets) and not calls and not expected(script.text, script.language)


def _waits_for_a_call(answer: Answer) -> bool:
    """True for an answer that makes sense only where somebody calls: nothing else can be taken, or sent away."""
    verbs = (meant(answer.body) or {}).get("tropo", ())
    names = {name for one in verbs if isinstance(one, dict) for name in one}
    return bool(names & {"answer", "reject", "redirect"}) and not names & {"call", "message"}


def _channel(spoken: bytes, inbound: Inbound | None, wanted: str) -> str:
    """The side whose token launches: of texts, unless a call is wanted, or nothing but calls is done."""
    if wanted:
        return MESSAGING if wanted == "text" else VOICE
    if inbound is not None:
        return MESSAGING if inbound.channel == "TEXT" else VOICE
    calls = re.search(rb"\b(?:call|transfer|ask|record|conference|say)\b", spoken)
    messages = re.search(rb"\bmessage\b", spoken)
    named = re.search(rb"\b(?:network|channel)\b", spoken)
    # a message is meant as a text, unless it says otherwise
    return MESSAGING if _TEXTS.search(spoken) or not calls or (messages and not named) else VOICE


def _session(piece: Piece | None) -> tuple[dict[str, str], Inbound | None] | None:
    """What a session document passes on, or who came in."""
    session = piece.data.get("session") if piece is not None and isinstance(piece.data, dict) else None
    if not isinstance(session, dict):
        return None
    given = session.get("parameters")
    given = given if isinstance(given, dict) else {}
    passed = {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    passed = {name: value for name, value in passed.items() if name not in ("token", "action", "format")}
    caller = session.get("from")
    if given or not isinstance(caller, dict):
        return passed, None
    number = next((str(caller[key]) for key in ("e164Id", "id", "name") if caller.get(key)), "")
    number = number if re.fullmatch(r"\+?1?[2-9][0-9]{9}", number) else NUMBER
    channel = "TEXT" if str(caller.get("channel", "")).upper() == "TEXT" else "VOICE"
    return {}, Inbound(channel, number, str(session.get("initialText") or "hello"))


def _token(given: str, channel: str) -> str:
    """The pasted token where an app can have it; otherwise one that it has not, so that the launch is refused."""
    try:
        return checked_token(given) or TOKENS[channel]
    except BadSetup:
        return TOKENS[channel]


def _numbers(spoken: bytes) -> Iterator[str]:
    for found in re.finditer(rb"""(?:\bto|call)\\?["']?\s*(?::|=>|=|\()\s*\\?["']([^"'\n]{7,30})["']""", spoken):
        yield found[1].decode("utf-8", "replace")
