"""The rules about catchers that fail, cannot be reached, or reach nobody; and their neighbours."""

import json
import socket

import pytest

from tests.catchers import MESSAGE, run
from tests.diagnosing import ASK, CALL, NEXT, PHONE, TEXT, exchange, only, rules
from tropo_lab import Lab
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.rules.who_asked import is_private
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, RESULT, TO_CATCHER, TO_PHONE, Outcome

TWO = [CALL, ASK, {"ask": {**ASK["ask"], "name": "again"}}, NEXT]

# what the page of a failed first reply says, in many languages → rule, and words
PAGES = [
    ("KeyError: 'numberToDial'", "name-in-other-case", ["'numberToDial'", "'numbertodial'"]),
    ("NameError: name 'Msg' is not defined", "name-in-other-case", ["'Msg'", "`msg`"]),
    ("ReferenceError: numberToDial is not defined", "name-in-other-case", ["`numbertodial`"]),
    ("Cannot read properties of undefined (reading 'numberToDial')", "name-in-other-case", ["`numbertodial`"]),
    ("Notice: Undefined index: numberToDial in catcher.php", "name-in-other-case", ["`numbertodial`"]),
    ("Warning: Undefined array key &quot;numberToDial&quot;", "name-in-other-case", ["`numbertodial`"]),
    ("Undefined property: stdClass::$numberToDial", "name-in-other-case", ["`numbertodial`"]),
    ('key not found: "numberToDial" (KeyError)', "name-in-other-case", ["`numbertodial`"]),
    ("undefined local variable or method `numberToDial' for main", "name-in-other-case", ["`numbertodial`"]),
    ("groovy.lang.MissingPropertyException: No such property: numberToDial for class", "name-in-other-case", []),
    ('org.json.JSONException: JSONObject["numberToDial"] not found', "name-in-other-case", ["`numbertodial`"]),
    ("jinja2.exceptions.UndefinedError: 'numberToDial' is undefined", "name-in-other-case", ["`numbertodial`"]),
    ("KeyError: 'from'", "no-caller-in-a-launched-session", ["'from'", "numbertodial, msg"]),
    ("Cannot read properties of undefined (reading 'callId')", "no-caller-in-a-launched-session", ["'callId'"]),
    ("Undefined property: stdClass::$headers", "no-caller-in-a-launched-session", ["'headers'"]),
    ("n = s['from']['id']\nTypeError: 'NoneType' object is not subscriptable", "no-caller-in-a-launched-session", []),
    ("session.get(\"from\").get(\"id\")\njava.lang.NullPointerException", "no-caller-in-a-launched-session", []),
    ("KeyError: 'msg'", "value-read-at-wrong-level", ["session.parameters"]),
    ("KeyError: 'number_to_dial'", "name-misspelt", ["`numbertodial`"]),
    ("KeyError: 'database'", "catcher-failed", ["KeyError: 'database'"]),
    ("<h1>Internal Server Error</h1>", "catcher-failed", ["500", "Internal Server Error"]),
    ("", "catcher-failed", ["said nothing more"]),
]  # fmt: skip


@pytest.mark.parametrize("page, rule, words", PAGES)
def test_an_error_page_is_read_in_any_language(page, rule, words):
    found = only(exchange((500, page)))
    assert (found.rule, found.hop, found.where, found.severity) == (rule, 4, TO_CATCHER, "broken")
    assert [word for word in words if word not in f"{found.message} {found.fix}"] == []


@pytest.mark.parametrize("status, words", [
    (404, ["404", "nothing at that address"]),
    (405, ["405", "POST"]),
    (401, ["401", "login"]),
    (403, ["403"]),
    (503, ["503"]),
])  # fmt: skip
def test_a_status_says_what_to_do(status, words):
    found = only(exchange((status, "Not today")))
    assert found.rule == "catcher-failed"
    assert [word for word in words if word not in f"{found.message} {found.fix}"] == []


def test_a_redirect_is_not_followed():
    found = only(exchange((302, "")))
    assert (found.rule, found.where) == ("redirect", FROM_CATCHER)


def test_a_caller_that_is_missing_in_an_inbound_session_is_no_matter_of_launching():
    with Lab(sockets=False) as lab:
        url = lab.host(failing("KeyError: 'from'"))
        app = lab.app("app", voice=url, number="+13215550100")
        lab.phone(PHONE).call(app.number)
        assert [one.rule for one in diagnose_trace(lab.trace())] == ["catcher-failed"]


def failing(page):
    def catcher(environ, start_response):
        start_response("500 Oops", [("Content-Type", "text/plain")])
        return [page.encode()]

    return catcher


# actions


@pytest.mark.parametrize("page", [
    "KeyError: 0",
    "TypeError: string indices must be integers, not 'str'",
    "Cannot use object of type stdClass as array",
    "TypeError: actions.map is not a function",
    "Cannot read properties of undefined (reading 'value')",
    "undefined method `[]' for nil:NilClass",
])  # fmt: skip
def test_one_action_is_an_object(page):
    found = only(exchange([CALL, ASK, NEXT], (500, page), inputs=["1"], side="voice"))
    assert (found.rule, found.hop, found.where) == ("actions-is-an-object", 10, RESULT)
    assert "ONE action" in found.why


@pytest.mark.parametrize("page", [
    "TypeError: list indices must be integers or slices, not str",
    "AttributeError: 'list' object has no attribute 'get'",
    "Trying to get property 'value' of non-object",
    "no implicit conversion of String into Integer",
])  # fmt: skip
def test_two_actions_are_a_list(page):
    found = only(exchange(TWO, (500, page), inputs=["1", "2"], side="voice"))
    assert (found.rule, found.where) == ("actions-is-a-list", RESULT) and "2 actions" in found.why


def test_a_result_without_actions_is_told_so():
    document = [CALL, {"say": {"value": "Good day"}}, NEXT]
    found = only(exchange(document, (500, "KeyError: 'actions'"), side="voice"))
    assert (found.rule, found.where) == ("no-actions", RESULT)


def test_another_failure_of_a_result_is_not_blamed_on_the_actions():
    found = only(exchange([CALL, ASK, NEXT], (500, "the disk is full"), inputs=["1"], side="voice"))
    assert (found.rule, found.hop, found.where) == ("catcher-failed", 10, RESULT)


def test_what_was_keyed_is_not_what_was_chosen():
    found = only(exchange([CALL, ASK, NEXT], (500, "KeyError: '1'"), inputs=["1"], side="voice"))
    assert (found.rule, found.severity) == ("wrong-field-of-answer", "broken")
    assert "value=yes" in found.found and "utterance=1" in found.found


# addresses


@pytest.mark.parametrize("name, private", [
    ("localhost", True), ("127.0.0.1", True), ("10.0.0.7", True), ("192.168.1.5", True), ("172.16.0.1", True),
    ("::1", True), ("box.local", True), ("catcher.localhost", True), ("catcher.example", False), ("8.8.8.8", False),
    ("172.32.0.1", False), ("localhost.example", False), ("", False),
])  # fmt: skip
def test_private_addresses_are_told_from_public_ones(name, private):
    assert is_private(name) is private


def test_a_catcher_that_is_down_on_localhost_is_told_of_the_real_service():
    with Lab() as lab, socket.socket() as taken:
        # bound, and not listening
        taken.bind(("127.0.0.1", 0))
        app = lab.app("app", messaging=f"http://localhost:{taken.getsockname()[1]}/")
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        found = only(lab.trace())
    assert (found.rule, found.hop, found.where) == ("connection-refused", 3, TO_CATCHER)
    assert "nothing listens there" in found.found and "real service" in found.why and "tunnel" in found.fix


def test_a_catcher_that_answers_on_localhost_is_sound():
    trace = exchange()
    hops = [
        hop._replace(wire=hop.wire.replace(b"Host: catcher.example", b"Host: localhost:8000")) for hop in trace.hops
    ]
    assert rules(trace._replace(hops=tuple(hops))) == []


def test_a_private_address_out_of_reach_is_told_apart_from_a_wrong_name():
    private = only(exchange(url="http://192.168.1.5:5999/"))
    public = only(exchange(url="http://somewhere.example/"))
    assert private.rule == public.rule == "host-not-allowed"
    assert "real service" in private.why and "real service" not in public.why


# the end


def test_success_is_not_delivery_where_nothing_else_explains_it():
    found = only(exchange([{"wait": {"milliseconds": 10}}]))
    assert (found.rule, found.where, found.severity) == ("started-is-not-sent", AT_LAUNCH, "suspicious")
    assert "hop 2" in found.found and "hop 4" in found.found


def test_success_is_not_spoken_of_where_something_explains_the_silence():
    for reply in ("", [], (500, "x"), [{"message": {**TEXT["message"], "to": "+None"}}]):
        assert "started-is-not-sent" not in rules(exchange(reply))


def test_a_phone_that_is_busy_was_rung_all_the_same():
    assert rules(exchange([CALL, {"say": {"value": "x"}}], answer="busy", side="voice")) == []


def test_a_session_that_runs_still_or_was_recorded_elsewhere_is_not_over():
    trace = exchange([{"wait": {"milliseconds": 10}}])
    assert rules(trace._replace(outcome=None)) == []
    assert rules(trace._replace(outcome=Outcome("recorded", "", "A recording."))) == []


def test_an_empty_document_after_a_result_is_a_good_last_word():
    assert rules(exchange([CALL, ASK, NEXT], [], inputs=["1"], side="voice")) == []


def test_an_account_that_may_not_send_is_not_the_fault_of_the_code():
    found = only(exchange(rules={"outbound_off": True}))
    assert (found.rule, found.hop, found.where) == ("outbound-off", 4, TO_PHONE)
    assert "the code is fine" in found.why


def test_texts_that_wait_for_each_other_are_told_once():
    with Lab(sockets=False) as lab:
        lab.rules.set(one_text_a_second=True)
        first, _ = run(lab, [MESSAGE] * 3)
        last, _ = run(lab, [MESSAGE])
    found = only(last)
    assert (found.rule, found.hop, found.where, found.severity) == ("texts-too-fast", 5, TO_PHONE, "suspicious")
    assert "1 text had to wait" in found.found
    assert rules(first) == []


def test_no_message_of_a_parser_is_passed_on():
    for text in ("{'a': 1}", "{,}", '{"tropo": [}', "nope", '{"tropo": [{"say": "x}', json.dumps({"tropo": 1}) + ","):
        found = only(exchange(text))
        assert not {"Expecting", "delimiter", "char "} & {
            *found.message.split(),
            "char " if "(char " in found.message else "",
        }
