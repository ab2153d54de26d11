"""A person who leaves is told of once, by `on hangup`, whatever the session was doing meanwhile."""

import pytest

from tests.catchers import app_with, launch
from tests.dialogues import CALL, GONE, OTHER, PHONE, SAY, ask, caught, rules
from tests.holding import says as told

MESSAGE = {"message": {"to": OTHER, "network": "SIP", "say": {"value": "hello"}}}
LONG = {"value": "one two three four five six seven"}
GREET = {"on": {"event": "continue", "say": LONG}}


@pytest.mark.parametrize(
    ("documents", "after"),
    [
        ([[CALL, MESSAGE, GONE]], 1),
        ([[CALL, GREET, GONE]], 1),
        ([[CALL, {"on": {"event": "continue", "say": LONG, "next": "/n"}}, GONE], [SAY, GONE]], 1),
        ([[CALL, SAY, GONE]], 100),
        ([[CALL, ask(), GONE]], 1),
    ],
    ids=[
        "during a message",
        "during last words",
        "during words before a next",
        "hung up by Tropo",
        "during a question",
    ],
)
def test_the_hang_up_is_told_once(any_lab, documents, after):
    any_lab.phone(PHONE).behave(hangup_after=after)
    app, catcher = app_with(any_lab, *documents, b"", b"")
    assert launch(any_lab, app).outcome.ok
    assert [path for path, _, _ in catcher.asked].count("/gone") == 1


def test_a_question_whose_answer_goes_nowhere_is_pointed_out(any_lab):
    trace, _ = caught(any_lab, [ask(), GONE], inputs=["1"])
    assert "answer-goes-nowhere" in rules(trace) and told(trace, "no `on` with a `next` for it")


def test_a_question_with_an_address_for_its_answer_is_not(any_lab):
    trace, _ = caught(any_lab, [ask(), {"on": {"event": "continue", "next": "/next"}}], inputs=["1"])
    assert "answer-goes-nowhere" not in rules(trace)


def test_a_server_that_names_no_length_is_recorded_alike_by_both_drivers():
    from tropo_lab import Lab

    def catcher(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"tropo": []}']

    hops = []
    for sockets in (True, False):
        with Lab(sockets=sockets) as lab:
            app = lab.app("app", voice=lab.host(catcher))
            hops.append(lab.trace(lab.phone(PHONE).call(app.number)).hops)
    assert hops[0] == hops[1] and b"Transfer-Encoding: chunked" in hops[0][2].wire
