"""Whatever is decided at breakpoints: both drivers record the same, and what goes on as it is leaves no mark."""

from contextlib import nullcontext, suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.catchers import MESSAGE, Scripted
from tests.holding import API, OTHER, PHONE, recorded
from tests.test_gate_http import FORM, page
from tropo_lab import Lab
from tropo_lab.errors import BadSetup, Held


def on(event):
    return {"on": {"event": event, "next": "/next"}}


def say(words):
    return {"say": {"value": words}}


CALL = {"call": {"to": PHONE}}
BOTH = {"call": {"to": [PHONE, OTHER], "timeout": 8}}
# name → what the catcher answers, and how the phones behave
SESSIONS = {
    "a text": ([[MESSAGE]], {}),
    "a call": ([[CALL, say("hello there"), on("continue")], [say("bye now"), {"hangup": None}]], {}),
    "a busy phone": ([[CALL, say("hello there"), on("incomplete")], b""], {"answer": "busy"}),
    "two phones": ([[BOTH, say("hello there"), on("continue"), on("hangup")], []], {"answer": "machine"}),
    "nobody there": ([[BOTH, on("incomplete")], [MESSAGE]], {"answer": "never"}),
    "cut short": ([[CALL, say("one two three four"), on("hangup")], [say("too late")]], {"hangup_after": 1}),
    "a conversation": ([[{"call": {"to": PHONE, "network": "SMS"}}, say("yes?"), on("continue")], [say("ok")]], {}),
}
SCRIPTS = {
    "a script that texts": "message('hi ' + msg, {'to': '+14075550112', 'network': 'SMS'})",
    "a script that calls": "call('+14075550112')\nsay('hello there')\nwait(3000)\nsay('more')\nhangup()",
}
BEGINNINGS = ["launch", "refused launch", "text", "call"]


def begin(lab, what, how):
    """Set an app up, and let something happen to it."""
    if what == "a page":
        url = page(lab)
        return lambda: lab.http.post(f"{url}/send", data=FORM, allow_redirects=False)
    if what in SCRIPTS:
        address, behaviour = lab.script(SCRIPTS[what]), {}
    else:
        replies, behaviour = SESSIONS[what]
        address = lab.host(Scripted(*replies))
    app = lab.app("app", voice=address, messaging=address)
    for number in (PHONE, OTHER):
        lab.phone(number).behave(**behaviour)
    if how == "text":
        return lambda: lab.phone(OTHER).text(app.number, "hi")
    if how == "call":
        return lambda: lab.phone(OTHER).call(app.number)
    token = app.messaging_token if how == "launch" else "nope"
    return lambda: lab.http.get(API, params={"action": "create", "token": token, "msg": "é & +"})


def without_held(record):
    """A trace without the lines of its log that say that it was held."""
    if isinstance(record, tuple) and not hasattr(record, "log"):
        return record
    return record._replace(log=tuple(line for line in record.log if not line.text.startswith(("Held", "Not held"))))


# a page is begun by a click alone
PLAYS = [*((what, how) for how in BEGINNINGS for what in (*SESSIONS, *SCRIPTS)), ("a page", "launch")]


@pytest.mark.parametrize(("what", "how"), PLAYS)
def test_held_at_every_hop_and_let_go_one_by_one_a_session_is_what_it_would_have_been(what, how):
    def unheld(lab):
        begin(lab, what, how)()

    def held(lab):
        start = begin(lab, what, how)
        lab.breakpoints.set("every")
        with pytest.raises(Held) if how.endswith("launch") else nullcontext():
            start()
        count = 0
        while lab.breakpoints.held:
            lab.breakpoints.go_on()
            count += 1
        counts.append(count)

    counts = []
    for sockets in [True] if what in SCRIPTS else [True, False]:
        plain = recorded(unheld, sockets=sockets)
        assert [*map(without_held, recorded(held, sockets=sockets))] == plain
        hops = sum(len(record.hops) for record in plain if hasattr(record, "hops"))
        # without sockets, the launch of a page and its reply are not held
        assert counts.pop() == (hops if sockets or what != "a page" else hops - 2)


def edited(held, how):
    """Its bytes in another form: more in the body, less, or another heading."""
    heading, _, body = held.wire.partition(b"\r\n\r\n")
    return [
        held.wire + " ü".encode(),
        heading + b"\r\n\r\n",
        heading + b"\r\nX-More: 1\r\n\r\n" + body,
        b"HTTP/1.1 500 Oops\r\n\r\n" + body,
        held.wire.replace(b"token=", b"token=x").replace(b"/next", b"/other"),
    ][how]


def decide(lab, decisions):
    """Do to what is held whatever was decided, the last decision for ever; gives what was refused."""
    refused = []
    for do, which, how in decisions:
        held = lab.breakpoints.held
        if not held:
            break
        chosen = held[which % len(held)]
        if do == "edit":
            try:
                lab.breakpoints.go_on(chosen, edited(chosen, how))
            except BadSetup as bad:
                refused.append(str(bad))
        elif do == "hang_up":
            lab.phone(PHONE).hang_up()
        elif do == "signal":
            if chosen.session:
                with suppress(Held):
                    lab.signal(chosen.session, "x")
        else:
            getattr(lab.breakpoints, do)(chosen)
    lab.breakpoints.set()
    while lab.breakpoints.held:
        lab.breakpoints.go_on()
    return refused


DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["go_on", "go_on", "edit", "drop", "send_twice", "hang_up", "signal"]),
        st.integers(0, 3),
        st.integers(0, 4),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*SESSIONS]), st.sampled_from(BEGINNINGS), DECISIONS)
@example("two phones", "launch", [("go_on", 0, 0)] * 6 + [("drop", 0, 0)] * 2)
def test_whatever_is_decided_every_session_ends_and_both_drivers_record_the_same(what, how, decisions):
    def play(lab):
        start = begin(lab, what, how)
        lab.breakpoints.set("every")
        with suppress(Held):
            start()
        refused.append(decide(lab, decisions))

    refused = []
    with_sockets = recorded(play, sockets=True)
    assert with_sockets == recorded(play, sockets=False) and refused[0] == refused[1]
    outcomes = [record.outcome for record in with_sockets if hasattr(record, "outcome")]
    assert outcomes and all(outcome is not None and outcome.name != "platform error" for outcome in outcomes)


def test_a_lab_that_is_let_go_while_all_is_held_closes_at_once():
    for sockets in (True, False):
        with Lab(sockets=sockets) as lab:
            lab.breakpoints.set("every")
            for what in SESSIONS:
                begin(lab, what, "text")()
            assert len(lab.breakpoints.held) == len(SESSIONS)
            sessions = lab.engine.cloud.sessions
        assert sessions.running == {}
