"""The steps of the article: which part of a session a hop belongs to, and what each part is called."""

from tropo_lab.trace import BROWSER, CATCHER, LAUNCHER, PHONE, TROPO, Hop, Trace

Part = tuple[str, str]

# The parts of a session: (phase, who acts). Each result but the last ones begins a further round; what follows the
# last of them is afterwards.
CLICK, LAUNCH = ("click", BROWSER), ("launch", LAUNCHER)
ASK, REPLY = ("instructions", TROPO), ("instructions", CATCHER)
FETCH, DELIVER, AFTERWARDS = ("fetch", TROPO), ("deliver", TROPO), ("afterwards", TROPO)
_PLANS = {
    "webapi": (CLICK, LAUNCH, ASK, REPLY, DELIVER),
    "scripting": (CLICK, LAUNCH, FETCH, DELIVER),
    "": (CLICK, LAUNCH),
}

# The launcher's page comes after Tropo's reply and because of it: readers look for it in the launch.
_PART_OF = {"click": CLICK, "launch": LAUNCH, "launch-reply": LAUNCH, "page": LAUNCH, "session": ASK, "document": REPLY}
_PART_OF |= {"fetch": FETCH, "fetch-reply": FETCH}
_PART_OF |= dict.fromkeys(("text", "call", "answer", "refusal", "speech", "input", "hangup"), DELIVER)
# these come in the midst of something, whatever that is
_MEANWHILE = ("signal", "signal-reply", "upload", "upload-reply")
_TITLES = {
    CLICK: "The reader clicks",
    LAUNCH: "Your launcher sends the REST request",
    FETCH: "Tropo fetches your script",
    ASK: "Tropo sends session JSON to your catcher",
    REPLY: "Your catcher replies with JSON",
    AFTERWARDS: "Tropo reports how it went",
}


def begun_by_phone(trace: Trace) -> bool:
    """True when no launcher took part: the first hop is a text or call from a phone."""
    return bool(trace.hops) and trace.hops[0].sender == PHONE


def is_round(part: Part) -> bool:
    """True for a further round of a conversation."""
    return part[0].startswith("round ")


def parts(trace: Trace) -> list[Part]:
    """The part of the session that each hop belongs to."""
    found, rounds, round, last = [], [], 1, 1
    for hop in trace.hops:
        round += hop.kind == "result" and trace.flow == "webapi"
        part, own = _PART_OF.get(hop.kind, AFTERWARDS), 0
        if not found and hop.sender == PHONE:
            part = LAUNCH
        elif hop.kind in _MEANWHILE:
            part, own = (found[-1], rounds[-1]) if found else (AFTERWARDS, 0)
        elif round > 1 and (hop.kind == "result" or part in (ASK, REPLY, DELIVER)):
            part, own = (f"round {round}", TROPO), round
            if PHONE in (hop.sender, hop.receiver) and hop.kind != "hangup":
                last = round
        elif part not in _PLANS[trace.flow]:
            part = AFTERWARDS
        found.append(part)
        rounds.append(own)
    # nothing but reports: that is no round of a conversation
    return [AFTERWARDS if own > last else part for part, own in zip(found, rounds, strict=True)]


def plan(trace: Trace, belongs: list[Part]) -> list[Part]:
    """The parts that this session has or should have, in order: the steps of the article, rounds, afterwards."""
    there = dict.fromkeys(belongs)
    more = [part for part in there if is_round(part)] + [AFTERWARDS]
    return [part for part in (*_PLANS[trace.flow], *more) if part in there or part not in (FETCH, AFTERWARDS)]


def title(trace: Trace, part: Part, hops: tuple[Hop, ...]) -> str:
    """What happens in this part, given the hops that belong to it."""
    kinds = {hop.kind for hop in hops}
    if part == LAUNCH and begun_by_phone(trace):
        return f"A phone {'calls' if 'call' in kinds else 'texts'} your app"
    if part == AFTERWARDS and "result" not in kinds:
        return "What followed"
    if is_round(part):
        return "Tropo reports, and your catcher says how to go on"
    if part != DELIVER:
        return _TITLES[part]
    return f"{'Tropo’s script' if trace.flow == 'scripting' else 'Tropo'} {_delivers(trace, hops)}"


def _delivers(trace: Trace, hops: tuple[Hop, ...]) -> str:
    """What Tropo does in the step that reaches the phone."""
    sent = {hop.kind for hop in hops if hop.sender == TROPO}
    listens = any(hop.kind in ("input", "text") and hop.sender == PHONE for hop in hops)
    if "call" in sent and "text" in sent:
        return "calls and texts"
    if begun_by_phone(trace) and trace.hops[0].kind == "call":
        does = "turns the call away" if "refusal" in sent else "takes the call"
    elif "call" in sent:
        does = "places the call"
    else:
        return f"sends the text{', and waits' if listens else ''}"
    return f"{does}{', and listens' if listens else ''}"


def absence(trace: Trace, part: tuple[str, str]) -> str:
    """Why this part has no hop."""
    if trace.hops and part == CLICK:
        if begun_by_phone(trace):
            return "Nobody clicked: a phone started this session."
        return "Nobody clicked: the launcher was started without a page."
    if trace.outcome is None:
        return "Not yet: the session is still running."
    if trace.outcome.where:
        return "Not reached: the session broke before this."
    return (
        f"Nothing crossed: {trouble(trace)}" if part == DELIVER and trouble(trace) else "Nothing crossed in this step."
    )


def trouble(trace: Trace) -> str:
    """What went wrong in a session that ran to its end all the same; empty when nothing did."""
    return next((line.text for line in trace.log if line.level == "error"), "")
