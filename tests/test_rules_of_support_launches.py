"""The rules about launches: encodings, tokens, labels; each found where it is needed, and silent on its neighbours."""

import pytest

from tests.diagnosing import CALL, TEXT, elsewhere, exchange, launched, only, rules, session_json
from tests.traces import FORM, message, trace
from tropo_lab import Lab
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.trace import AT_LAUNCH, CATCHER, LAUNCHER, TROPO, Outcome

TOKEN = "abcdefghijklmnopqrstuvwxyz"
NUMBER = "numbertodial=14075550112"

# query after the token, rule, words that the finding has to have
ENCODINGS = [
    (f"{NUMBER}&msg=Fish+&+chips", "value-cut-at-ampersand", ["`msg`", "'+chips'", "%26"]),
    (f"{NUMBER}&msg=Tom&Jerry", "value-cut-at-ampersand", ["'Jerry'"]),
    (f"{NUMBER}&msg=a+&+b+=+c", "value-cut-at-ampersand", ["blank"]),
    (f"msg=hi&amp;{NUMBER}", "ampersand-from-html", ["'amp;numbertodial'", "&amp;"]),
    (f"{NUMBER}&msg=hi%2520there", "encoded-twice", ["'hi%20there'", "%25"]),
    (f"{NUMBER}&msg=caf%25C3%25A9", "encoded-twice", ["'caf%C3%A9'"]),
    ("msg=hi&numbertodial=%252B14075550112", "encoded-twice", ["'%2B14075550112'"]),
    (f"{NUMBER}&msg=caf%E9", "launch-encoding", ["E9", "'é'", "UTF-8"]),
    (f"{NUMBER}&msg=caf%C3%83%C2%A9", "read-as-latin-1", ["'cafÃ©'", "'café'"]),
    (f"{NUMBER}&msg=it%C3%A2%E2%82%AC%E2%84%A2s", "read-as-latin-1", ["’"]),
]  # fmt: skip


@pytest.mark.parametrize("query, rule, words", ENCODINGS)
def test_what_the_encoding_spoilt_is_the_one_thing_found(query, rule, words):
    found = only(exchange(query=query))
    assert (found.rule, found.hop, found.where, found.severity) == (rule, 1, AT_LAUNCH, "broken")
    assert [word for word in words if word not in f"{found.message} {found.fix}"] == []


@pytest.mark.parametrize("value", [
    "hi+there", "hi%20there", "Fish+%26+chips", "100%25+sure", "50%25", "caf%C3%A9", "%F0%9F%98%80", "1%2B1%3D2",
    "a%3Db%26c", "+", "", "hello_world", "http%3A%2F%2Fexample.com%2F%3Fa%3Db%2520c", "A%C3%82ngel", "C%2B%2B",
    "x%3Ay%3D%3D", "+hello", "%24name", "%7Bx%7D", "null+and+void",
])  # fmt: skip
def test_a_value_that_arrives_as_it_was_meant_gives_no_finding(value):
    assert rules(exchange(query=f"{NUMBER}&msg={value}")) == []


@pytest.mark.parametrize(
    "query", ["&&msg=hi", "msg=hi&", "msg=hi&&numbertodial=14075550112", "msg=", "http.useragent=x&a.b=c"]
)
def test_odd_and_harmless_queries_give_no_finding(query):
    assert rules(exchange(query=query)) == []


def test_a_plus_that_became_a_blank_is_broken_only_where_it_did_harm():
    query = "numbertodial=+14075550112&msg=hi"
    found = only(exchange(query=query))
    assert (found.rule, found.hop, found.severity) == ("plus-became-blank", 1, "suspicious")
    assert "' 14075550112'" in found.found and "%2B14075550112" in found.fix
    spoilt = [{"message": {**TEXT["message"], "to": "+1 14075550112"}}]
    assert only(exchange(spoilt, query=query)).severity == "broken"
    assert rules(exchange(query="numbertodial=%2B14075550112&msg=hi")) == []


def test_a_plus_that_became_a_blank_shows_in_the_session_alone():
    told = elsewhere([TEXT], session=session_json(to=" 14075550112", msg="hi there"))
    assert rules(told) == ["plus-became-blank"]
    assert rules(elsewhere([TEXT], session=session_json(to="14075550112", msg=" hi there"))) == []


@pytest.mark.parametrize(
    "value", ["{{msg}}", "undefined", "None", "null", "$msg", "%(msg)s", "[object Object]", "${msg}"]
)
def test_a_value_that_nobody_filled_in_is_suspicious(value):
    from urllib.parse import quote

    found = only(exchange(query=f"{NUMBER}&msg={quote(value)}"))
    assert (found.rule, found.hop, found.severity) == ("value-not-filled-in", 1, "suspicious")


# the request


def test_a_blank_in_the_request_line_is_told_with_what_it_cut():
    found = only(elsewhere(None, launched(f"action=create&token={TOKEN}&{NUMBER}&msg=hello world")))
    assert (found.rule, found.hop, found.severity) == ("blank-in-request-line", 1, "broken")
    assert "4 parts" in found.found and "'world'" in found.found and "msg=hello+world" in found.fix


def test_the_refusal_of_such_a_line_is_no_second_cause():
    asked = (1, LAUNCHER, TROPO, "launch", "launch", launched("action=create&token=x&msg=a b"))
    said = (1, TROPO, LAUNCHER, "launch-reply", "400", message("HTTP/1.1 400 Bad Request", "Bad request", "text/plain"))
    outcome = Outcome("launch refused", AT_LAUNCH, "The launch was answered 400.")
    assert rules(trace("", asked, said, outcome=outcome)) == ["blank-in-request-line"]


def test_a_hash_cuts_what_follows_it():
    assert rules(elsewhere(None, launched(f"action=create&token={TOKEN}&msg=call #1".replace(" ", "+")))) == [
        "hash-in-address"
    ]


@pytest.mark.parametrize("query, rule, words", [
    ("?token=TOKEN&msg=hi", "no-action", ["no `action`", "action=create"]),
    ("?acton=create&token=TOKEN", "no-action", ["'acton'"]),
    ("?action=Create&token=TOKEN", "no-action", ["'Create'"]),
    ("?action=create&msg=hi", "no-token", ["no `token`"]),
    ("?action=create&Token=TOKEN", "no-token", ["'Token'"]),
    ("?action=create&token=&msg=hi", "no-token", ["an empty `token`"]),
    ("?action=create&token=TOKENx", "unknown-token", ["closest", "reminders", "messaging"]),
    ("?action=create&token=YOUR_TOKEN_HERE", "unknown-token", ["placeholder"]),
    ("?action=create&token=%22abcdefghijklmno%22", "unknown-token", ["quotes"]),
    ("?action=create&token=abc", "unknown-token", ["3 characters"]),
    ("?action=create&token=abcdefghij+klmnop", "unknown-token", ["blank"]),
])  # fmt: skip
def test_a_launch_that_starts_nothing_is_told_why(query, rule, words):
    found = only(exchange(query=query))
    assert (found.rule, found.hop, found.where, found.severity) == (rule, 1, AT_LAUNCH, "broken")
    assert [word for word in words if word not in f"{found.message} {found.fix}"] == []


def test_a_whole_token_is_never_shown():
    token = "0123456789abcdef" * 5
    (found,) = diagnose_trace(exchange(query=f"?action=create&token={token}"))
    assert token not in str(found) and token[-4:] in str(found)


def test_a_good_token_that_cannot_be_placed_is_told_apart():
    found = only(exchange(rules={"unroutable": True}))
    assert found.rule == "not-placed" and "not the cause" in found.why
    assert only(exchange(query="?action=create&token=nobody-has-this-one")).rule == "unknown-token"


def test_a_refusal_elsewhere_speaks_of_both():
    said = "<session><success>false</success><token></token><reason>FAILED TO ROUTE TOKEN</reason></session>"
    hops = [
        (1, LAUNCHER, TROPO, "launch", "launch", launched(f"action=create&token={TOKEN}")),
        (1, TROPO, LAUNCHER, "launch-reply", "200", message("HTTP/1.1 200 OK", said, "text/xml")),
    ]
    found = only(trace("", *hops, outcome=Outcome("recorded", "", "A recording.")))
    assert found.rule == "unknown-token" and "FAILED TO ROUTE TOKEN" in found.found and "later" in found.fix


# the body


def posted(body, label, path="/1.0/sessions"):
    with Lab(sockets=False) as lab:
        url = lab.host(
            lambda environ, start: (start("200 OK", [("Content-Type", "application/json")]), [b'{"tropo":[]}'])[1]
        )
        app = lab.app("app", messaging=url, messaging_token="a-token-that-is-long-enough")
        headers = {"Content-Type": label} if label else {}
        lab.http.post(f"http://api.tropo.com{path}", data=body.replace("TOKEN", app.messaging_token), headers=headers)
        return [found for found in diagnose_trace(lab.trace()) if found.rule != "no-verbs"]


@pytest.mark.parametrize("body, label, rule", [
    ('{"token": "TOKEN"}', FORM, "body-is-mislabelled"),
    ('{"token": "TOKEN"}', "text/plain", "body-of-unknown-type"),
    ("{'token': 'TOKEN'}", "application/json", "body-is-not-json"),
    ("token=TOKEN", "application/json", "body-is-not-json"),
    ("token=TOKEN", "text/xml", "body-is-not-xml"),
    ('{"token": "TOKEN", "msg": "hi%20there"}', "application/json", "encoded-for-a-form"),
    ('{"token": "TOKEN", "msg": "hi+there+you"}', "application/json", "encoded-for-a-form"),
])  # fmt: skip
def test_a_body_under_a_wrong_label_is_the_one_cause(body, label, rule):
    found = posted(body, label)
    assert [one.rule for one in found] == [rule]
    assert "Expecting" not in found[0].message and "line 1 column" not in found[0].message


@pytest.mark.parametrize("body, label", [
    ("token=TOKEN&msg=hi", FORM),
    ('{"token": "TOKEN", "msg": "a+b is c, 100% sure"}', "application/json"),
    ("<session><token>TOKEN</token><var name='msg' value='hi'/></session>", "text/xml"),
    ('{"token": "TOKEN", "next": "http://example.com/?a=%20"}', "application/json"),
])  # fmt: skip
def test_a_body_that_is_what_it_says_gives_no_finding(body, label):
    assert posted(body, label) == []


# sides


SPOKEN = [CALL, {"say": {"value": "x"}}]


def test_the_token_of_the_wrong_side_shows_in_what_was_done():
    assert only(exchange(SPOKEN, side="voice", apart=True), "text").rule == "wrong-token"
    assert only(exchange(apart=True), "call").rule == "wrong-token"
    found = only(exchange(side="voice", apart=True))
    assert (found.rule, found.severity, found.hop) == ("wrong-token", "suspicious", 1)


def test_the_token_of_the_right_side_gives_no_finding():
    assert rules(exchange(apart=True), "text") == rules(exchange(apart=True)) == []
    assert rules(exchange(SPOKEN, side="voice", apart=True), "call") == []
    assert rules(exchange(SPOKEN, side="voice", apart=True)) == []


def test_either_token_is_right_where_both_sides_have_one_address():
    assert rules(exchange(side="voice")) == []
    assert only(exchange(SPOKEN, side="voice"), "text").rule == "call-names-no-network"
    assert only(exchange(), "call").rule == "text-for-a-call"


def test_an_app_without_an_address_on_that_side_has_the_wrong_token():
    with Lab(sockets=False) as lab:
        app = lab.app("app", messaging="http://catcher.example/")
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.voice_token}")
        found = only(lab.trace())
    assert (found.rule, found.hop, found.severity) == ("wrong-token", 1, "broken")


# who asked


def test_a_catcher_that_a_page_asks_has_nobody_who_acts_on_it():
    asked = (1, LAUNCHER, CATCHER, "click", "GET /", b"GET /?to=1 HTTP/1.1\r\nHost: catcher.example\r\n\r\n")
    said = (1, CATCHER, LAUNCHER, "document", "200", message("HTTP/1.1 200 OK", {"tropo": [TEXT]}))
    found = only(trace("", asked, said, outcome=Outcome("recorded", "", "A recording.")))
    assert (found.rule, found.hop, found.severity) == ("catcher-asked-directly", 1, "broken")
    assert "GET /?to=1" in found.found and "/1.0/sessions" in found.fix


def test_a_page_that_answers_its_browser_is_sound():
    asked = (1, "browser", LAUNCHER, "click", "GET /", b"GET / HTTP/1.1\r\n\r\n")
    for body in ("<p>sent</p>", '{"ok": true}', '{"tropo": 1}'):
        said = (1, LAUNCHER, "browser", "page", "200", message("HTTP/1.1 200 OK", body, "text/html"))
        assert rules(trace("", asked, said, outcome=Outcome("recorded", "", "A recording."))) == []


def test_session_json_that_is_none_is_told():
    empty = message("POST /start HTTP/1.1", "")
    assert rules(elsewhere([TEXT], session=empty)) == ["no-session-json"]
    assert rules(elsewhere([TEXT], session=message("POST / HTTP/1.1", {"session": {"id": "1"}}))) == []
