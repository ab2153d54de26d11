"""The steps of the article: which part of a session a hop belongs to, and what each part is called."""

from tropo_lab.trace import BROWSER, CATCHER, LAUNCHER, PHONE, TROPO, Hop, Trace

# The parts of a session: (phase, who acts). Afterwards is everything from the first result on.
CLICK, LAUNCH = ("click", BROWSER), ("launch", LAUNCHER)
ASK, REPLY = ("instructions", TROPO), ("instructions", CATCHER)
DELIVER, AFTERWARDS = ("deliver", TROPO), ("afterwards", TROPO)
PLANS = {"webapi": (CLICK, LAUNCH, ASK, REPLY, DELIVER), "scripting": (CLICK, LAUNCH, DELIVER), "": (CLICK, LAUNCH)}

# The launcher's page comes after Tropo's reply and because of it: readers look for it in the launch.
_PART_OF = {"click": CLICK, "launch": LAUNCH, "launch-reply": LAUNCH, "page": LAUNCH, "session": ASK, "document": REPLY}
_PART_OF |= dict.fromkeys(("text", "call", "answer", "refusal", "speech", "hangup"), DELIVER)
_TITLES = {
    CLICK: "The reader clicks",
    LAUNCH: "Your launcher sends the REST request",
    ASK: "Tropo sends session JSON to your catcher",
    REPLY: "Your catcher replies with JSON",
    AFTERWARDS: "Tropo reports how it went",
}


def begun_by_phone(trace: Trace) -> bool:
    """True when no launcher took part: the first hop is a text or call from a phone."""
    return bool(trace.hops) and trace.hops[0].sender == PHONE


def parts(trace: Trace) -> list[tuple[str, str]]:
    """The part of the session that each hop belongs to."""
    found, reported = [], False
    for hop in trace.hops:
        part = _PART_OF.get(hop.kind, AFTERWARDS)
        reported = reported or part == AFTERWARDS
        if not found and hop.sender == PHONE:
            part = LAUNCH
        elif part not in PLANS[trace.flow] or (reported and part in (ASK, REPLY, DELIVER)):
            part = AFTERWARDS
        found.append(part)
    return found


def title(trace: Trace, part: tuple[str, str], hops: tuple[Hop, ...]) -> str:
    """What happens in this part, given the hops that belong to it."""
    kinds = {hop.kind for hop in hops}
    if part == LAUNCH and begun_by_phone(trace):
        return f"A phone {'calls' if 'call' in kinds else 'texts'} your app"
    if part == AFTERWARDS and "result" not in kinds:
        return "What followed"
    if part != DELIVER:
        return _TITLES[part]
    who = "Tropo’s script" if trace.flow == "scripting" else "Tropo"
    return f"{who} places the call" if "call" in kinds and "text" not in kinds else f"{who} sends the text"


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
