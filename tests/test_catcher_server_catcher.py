"""The catcher: session JSON in, Tropo JSON out."""

import json

import pytest

from catcher_server import create_app

ID = "b81ad71bf6e7776c5c30a3084616e4fc"


@pytest.fixture
def client():
    return create_app().test_client()


@pytest.fixture
def reporting():
    return create_app({"REPORT": True}).test_client()


def session(**parameters):
    return {"session": {"id": ID, "userType": "NONE", "parameters": {"action": "create", **parameters}}}


def result(**values):
    return {"result": {"sessionId": ID, "state": "ANSWERED", "complete": True, "error": None, **values}}


def state(client):
    return client.get("/status").get_json()[0]["state"]


HELLO = session(numbertodial="14075550112", msg="hello")


def test_a_text_is_one_message_verb(client):
    assert client.post("/messaging", json=HELLO).get_json() == {
        "tropo": [{"message": {"say": {"value": "hello"}, "to": "+14075550112", "channel": "TEXT", "network": "SMS"}}]
    }


def test_a_text_that_is_reported_on_names_the_handler(reporting):
    verbs = reporting.post("/messaging", json=HELLO).get_json()["tropo"]
    assert [list(verb) for verb in verbs] == [["message"], ["on"], ["on"]]
    assert verbs[1:] == [
        {"on": {"event": "continue", "next": "/result"}},
        {"on": {"event": "incomplete", "next": "/result"}},
    ]


def test_a_call_rings_speaks_and_asks_for_a_report(client):
    assert client.post("/voice", json=HELLO).get_json() == {
        "tropo": [
            {"call": {"to": "+14075550112"}},
            {"say": {"value": "hello"}},
            {"on": {"event": "continue", "next": "/result"}},
            {"on": {"event": "incomplete", "next": "/result"}},
            {"on": {"event": "hangup", "next": "/result"}},
        ]
    }


def test_letters_cross_as_utf8_on_one_line(client):
    answer = client.post("/messaging", json=session(numbertodial="14075550112", msg="Grüße\nan 🎉"))
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert 'Grüße\\nan 🎉"'.encode() in answer.data
    assert b"\n" not in answer.data


def test_the_same_session_gets_the_same_bytes(client):
    assert client.post("/voice", json=HELLO).data == client.post("/voice", json=HELLO).data


@pytest.mark.parametrize("written", ["14075550112", "+14075550112", " 14075550112", 14075550112])
def test_a_number_gets_exactly_one_plus(client, written):
    [verb] = client.post("/messaging", json=session(numbertodial=written, msg="hello")).get_json()["tropo"]
    assert verb["message"]["to"] == "+14075550112"


@pytest.mark.parametrize("path", ["/messaging", "/voice"])
def test_somebody_who_phones_or_texts_in_is_spoken_to_and_nobody_is_dialled(client, path):
    inbound = {"session": {"id": ID, "initialText": "hi", "from": {"id": "14075550112"}, "headers": {}}}
    [verb] = client.post(path, json=inbound).get_json()["tropo"]
    assert list(verb) == ["say"]
    assert verb["say"]["value"].startswith("Thank you.")


@pytest.mark.parametrize(
    ("parameters", "missing"),
    [
        ({"msg": "hello"}, "numbertodial"),
        ({"numbertodial": " ", "msg": "hello"}, "numbertodial"),
        ({"numbertodial": "14075550112"}, "msg"),
        ({"numbertodial": "14075550112", "msg": ""}, "msg"),
        ({"numbertodial": "14075550112", "msg": None}, "msg"),
    ],
)
@pytest.mark.parametrize("path", ["/messaging", "/voice"])
def test_a_missing_parameter_ends_the_session_and_is_named(client, path, parameters, missing):
    assert client.post(path, json=session(**parameters)).data == b'{"tropo":[{"hangup":null}]}'
    [launch] = client.get("/status").get_json()
    assert launch["state"] == "failed"
    assert launch["note"] == f"The launch brought no {missing}: add {missing}=… to the launch request."


BAD_BODIES = [
    b"", b"hello", b"[]", b'"session"', b"null", b"{}",
    b'{"session": 1}', b'{"result": {}}', b"\xff\xfe\xfa", b"[" * 9999,
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
@pytest.mark.parametrize("path", ["/messaging", "/voice"])
def test_an_unreadable_body_is_answered_with_a_sentence(client, path, body):
    answer = client.post(path, data=body)
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert answer.text == 'This is no session JSON: post an object with the key "session", as Tropo does.\n'
    assert client.get("/status").get_json() == []


@pytest.mark.parametrize("content_type", ["text/html", "", "application/json; charset=utf-8"])
def test_the_content_type_does_not_matter(client, content_type):
    body = json.dumps(HELLO)
    assert client.post("/messaging", data=body, content_type=content_type).status_code == 200


def test_half_an_emoji_harms_neither_the_answer_nor_the_page(client):
    body = json.dumps(session(numbertodial="14075550112", msg="half \ud83d"))
    assert b'"half ?"' in client.post("/messaging", data=body).data
    assert "half ?" in client.get("/").text


def test_sessions_of_another_launcher_are_listed(client):
    client.post("/messaging", json=HELLO)
    assert client.get("/status").get_json() == [
        {
            "number": 1,
            "to": "+14075550112",
            "msg": "hello",
            "channel": "text",
            "session": ID,
            "state": "instructions given",
            "note": "Your catcher has answered. Nobody reports back whether it arrived.",
        }
    ]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({}, "answered"),
        ({"state": "DISCONNECTED"}, "answered"),
        ({"state": "FAILED", "complete": False}, "not answered"),
        ({"complete": False}, "failed"),
    ],
)
def test_a_result_says_what_became_of_a_call(client, report, expected):
    client.post("/voice", json=HELLO)
    client.post("/result", json=result(**report))
    assert state(client) == expected


@pytest.mark.parametrize(("complete", "expected"), [(True, "sent"), (False, "not sent")])
def test_a_result_says_what_became_of_a_text(reporting, complete, expected):
    reporting.post("/messaging", json=HELLO)
    reporting.post("/result", json=result(callId=None, state="DISCONNECTED", complete=complete))
    assert state(reporting) == expected


def test_a_call_that_is_still_up_is_hung_up(client):
    assert client.post("/result", json=result()).data == b'{"tropo":[{"hangup":null}]}'


@pytest.mark.parametrize("ended", ["DISCONNECTED", "FAILED", None])
def test_a_call_that_is_gone_needs_no_more_instructions(client, ended):
    answer = client.post("/result", json=result(state=ended))
    assert (answer.status_code, answer.data) == (200, b"")


def test_a_result_of_an_unknown_session_is_fine_and_changes_nothing(client):
    client.post("/voice", json=HELLO)
    assert client.post("/result", json=result(sessionId="f" * 32)).status_code == 200
    assert state(client) == "instructions given"


def test_a_body_that_is_no_result_is_answered_with_a_sentence(client):
    answer = client.post("/result", json=HELLO)
    assert answer.status_code == 400
    assert answer.text == 'This is no result JSON: post an object with the key "result", as Tropo does.\n'
