"""Launch requests in every form, and what comes back."""

import json
from xml.etree import ElementTree

import pytest

from tests.catchers import MESSAGE, app_with
from tropo_lab.platform.messages import Request

FORM, JSON, XML = "application/x-www-form-urlencoded", "application/json", "text/xml"


@pytest.fixture
def app(sealed):
    return app_with(sealed, [MESSAGE])[0]


@pytest.fixture
def ask(sealed):
    """Hand a request to the platform, as bytes would reach it."""

    def ask(method, target, body=b"", content_type="", host="api.tropo.com"):
        headers = [("Host", host)]
        if content_type:
            headers.append(("Content-Type", content_type))
        body = body.encode() if isinstance(body, str) else body
        return sealed._engine.exchange(host, Request(method, target, tuple(headers), body))

    return ask


def parameters(lab):
    return json.loads(lab.trace().of_kind("session")[0].body)["session"]["parameters"]


def test_a_get_is_answered_in_xml_on_one_line(ask, app):
    said = ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}&msg=hi")
    root = ElementTree.fromstring(said.body)
    assert (said.status, root.findtext("success"), root.findtext("token")) == (200, "true", app.messaging_token)
    assert len(root.findtext("id")) == 32 and b"\n" not in said.body


def test_a_get_is_answered_in_xml_whatever_its_content_type_says(ask, app):
    said = ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}", content_type=FORM)
    assert said.header("Content-Type").startswith(XML) and b"true" in said.body


def test_a_form_post_is_answered_as_a_form(ask, app):
    said = ask("POST", "/1.0/sessions", f"token={app.messaging_token}&msg=hi", FORM)
    assert said.body.decode().startswith(f"success=true&token={app.messaging_token}&id=")


def test_a_json_post_is_answered_in_json_with_a_boolean(ask, app):
    said = ask("POST", "/1.0/sessions", json.dumps({"token": app.messaging_token, "msg": "hi"}), JSON)
    assert json.loads(said.body)["success"] is True


def test_an_xml_post_is_answered_in_xml(ask, app, sealed):
    body = f'<session><token>{app.messaging_token}</token><var name="msg" value="a &lt; b"></var></session>'
    said = ask("POST", "/1.0/sessions", body, XML)
    assert b"<success>true</success>" in said.body
    assert parameters(sealed)["msg"] == "a < b"


def test_a_post_may_carry_everything_in_its_query(ask, app, sealed):
    said = ask("POST", f"/1.0/sessions?action=create&token={app.messaging_token}&msg=hi")
    assert b"<success>true</success>" in said.body and parameters(sealed)["msg"] == "hi"


def test_a_post_may_have_its_action_in_the_query_and_the_rest_in_its_body(ask, app, sealed):
    ask("POST", "/v1/sessions?action=create", f"token={app.messaging_token}&msg=hi", FORM)
    assert parameters(sealed)["msg"] == "hi"


@pytest.mark.parametrize("path", ["/1.0/sessions", "/1.0/sessions/", "/v1/sessions", "/v1/sessions/"])
def test_both_versions_are_served_with_and_without_a_slash(ask, app, path):
    assert b"true" in ask("GET", f"{path}?action=create&token={app.messaging_token}").body


def test_a_query_with_doubled_and_trailing_ampersands_is_read_and_empty_values_are_kept(ask, app, sealed):
    ask("GET", f"/1.0/sessions?&&token={app.messaging_token}&&empty=&msg=hi&action=create&")
    assert parameters(sealed)["empty"] == "" and parameters(sealed)["msg"] == "hi"


def test_values_are_decoded_once_and_only_once(ask, app, sealed):
    ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}&a=x%2525y&b=1+2&c=1%2B2&d=k%3D%3Av")
    got = parameters(sealed)
    assert (got["a"], got["b"], got["c"], got["d"]) == ("x%25y", "1 2", "1+2", "k=:v")


def test_odd_names_of_parameters_pass_through(ask, app, sealed):
    ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}&http.useragent=x&my-var=y&from=z&1=one")
    assert {"http.useragent": "x", "my-var": "y", "from": "z", "1": "one"}.items() <= parameters(sealed).items()


def test_json_values_that_are_no_texts_arrive_as_their_json(ask, app, sealed):
    body = {"token": app.messaging_token, "n": 5, "yes": True, "list": [1, "a"], "none": None, "id": "007"}
    ask("POST", "/1.0/sessions", json.dumps(body), JSON)
    got = parameters(sealed)
    assert (got["n"], got["yes"], got["list"], got["none"], got["id"]) == ("5", "true", '[1, "a"]', "null", "007")


def test_of_a_name_given_twice_the_last_value_counts(ask, app, sealed):
    ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}&msg=one&msg=two")
    assert parameters(sealed)["msg"] == "two"


def test_the_session_sees_token_and_action_first_and_format_after_a_form_post(ask, app, sealed):
    ask("POST", "/1.0/sessions", f"msg=hi&token={app.messaging_token}", FORM)
    assert list(parameters(sealed).items())[:3] == [
        ("token", app.messaging_token), ("action", "create"), ("format", "form"),
    ]  # fmt: skip


def test_xml_under_a_form_label_is_read_as_one_client_family_sends_it(ask, app, sealed):
    body = f'<sessions><token>{app.messaging_token}</token><var name="msg" value="hi"/></sessions>'
    said = ask("POST", "/1.0/sessions", body, FORM)
    assert said.body.startswith(b"success=true") and parameters(sealed)["msg"] == "hi"
    assert any("labelled as a form" in line.text for line in sealed.trace().log)


# refusals: the reply, and the sentence in the log


REFUSED = {
    "unknown token": ("GET", "/1.0/sessions?action=create&token=nope", b"", "", 200, b"FAILED TO ROUTE TOKEN",
                      "belongs to no app here"),
    "unknown token by form": ("POST", "/1.0/sessions", b"token=nope", FORM, 200,
                              b"success=false&token=nope&reason=Invalid+token", "belongs to no app here"),
    "missing token": ("GET", "/1.0/sessions?action=create", b"", "", 200, b"Invalid token", "has no token"),
    "missing token by form": ("POST", "/1.0/sessions", b"msg=hi", FORM, 200, b"success=false&reason=Invalid+token",
                              "has no token"),
    "no action": ("GET", "/1.0/sessions?token=nope", b"", "", 200, b"Invalid action", "needs action=create"),
    "nothing after the mark": ("GET", "/1.0/sessions?", b"", "", 200, b"Invalid action", "needs action=create"),
    "another action": ("GET", "/1.0/sessions?action=make&token=nope", b"", "", 200, b"Invalid action", "be create"),
    "malformed JSON": ("POST", "/1.0/sessions", b'{"token": ', JSON, 400, b'"error"', "cannot be read as JSON"),
    "JSON that is a list": ("POST", "/1.0/sessions", b'["token"]', JSON, 400, b'"error"', "one flat object"),
    "endless JSON": ("POST", "/1.0/sessions", b"[" * 100_000, JSON, 400, b'"error"', "JSON"),
    "malformed XML": ("POST", "/1.0/sessions", b"<session><token>", XML, 400, b"<error>", "cannot be read as XML"),
    "XML with entities": ("POST", "/1.0/sessions", b'<!DOCTYPE s [<!ENTITY a "b">]><session>&a;</session>', XML, 400,
                          b"<error>", "cannot be read as XML"),
    "another XML": ("POST", "/1.0/sessions", b"<html></html>", XML, 400, b"<error>", "must begin with <session>"),
    "form labelled JSON": ("POST", "/1.0/sessions", b"token=nope", JSON, 400, b'"error"', "labelled JSON"),
    "XML labelled JSON": ("POST", "/1.0/sessions", b"<session/>", JSON, 400, b'"error"', "labelled JSON"),
    "JSON labelled XML": ("POST", "/1.0/sessions", b'{"token":"nope"}', XML, 400, b"<error>", "labelled XML"),
    "JSON labelled form": ("POST", "/1.0/sessions", b'{"token":"nope"}', FORM, 200, b"success=false",
                           "looks like JSON but is labelled"),
    "another type": ("POST", "/1.0/sessions", b"token=nope", "text/csv", 415, b'"error"', "cannot be text/csv"),
    "10,000 parameters": ("POST", "/1.0/sessions", b"&".join(b"p%d=1" % n for n in range(10_000)), FORM, 400,
                          b"<error>", "1000 is the most"),
    "more than 1 MiB": ("POST", "/1.0/sessions", b"msg=" + b"x" * (1 << 20), FORM, 413, b"larger than", "larger than"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_launch_gets_the_documented_failure_and_a_log_line_that_says_what_to_change(name, ask, app, sealed):
    method, target, body, content_type, status, in_reply, in_log = REFUSED[name]
    said = ask(method, target, body, content_type)
    assert said.status == status and in_reply in said.body
    trace = sealed.trace()
    assert trace.id.startswith("refused-") and in_log in trace.log[-1].text
    assert [hop.kind for hop in trace.hops] == ["launch", "launch-reply"]
    assert trace.hops[1].wire == said.wire and trace.outcome.where == "launcher → platform"


def test_a_json_failure_says_its_reason_under_both_names_that_clients_read(ask, app):
    said = json.loads(ask("POST", "/1.0/sessions", '{"token":"nope"}', JSON).body)
    assert said == {"success": False, "token": "nope", "reason": "Invalid token", "error": "Invalid token"}


def test_an_unknown_token_is_shortened_in_the_log(ask, app, sealed):
    ask("GET", f"/1.0/sessions?action=create&token={'ab' * 44}")
    assert "ab" * 44 not in sealed.trace().log[-1].text and "ababab…abab" in sealed.trace().log[-1].text


def test_other_methods_are_told_which_ones_are_served(ask, app):
    said = ask("DELETE", "/1.0/sessions")
    assert (said.status, said.header("Allow")) == (405, "GET, POST")


CARRIED = {
    "control characters": ("msg=a%00b%07c%1Bd", "a\x00b\x07c\x1bd"),
    "line breaks": ("msg=a%0D%0Ab", "a\r\nb"),
    "an emoji": ("msg=%F0%9F%98%80", "😀"),
}


@pytest.mark.parametrize("name", CARRIED)
def test_odd_characters_are_carried_to_the_catcher(name, ask, app, sealed):
    query, value = CARRIED[name]
    ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}&{query}")
    assert parameters(sealed)["msg"] == value


def test_broken_utf8_is_carried_as_far_as_it_can_be_read_and_the_log_says_so(ask, app, sealed):
    ask("GET", f"/1.0/sessions?action=create&token={app.messaging_token}&msg=caf%E9")
    assert parameters(sealed)["msg"] == "caf\ufffd"
    assert any("not UTF-8 (byte 0xe9)" in line.text for line in sealed.trace().log)


def test_half_a_surrogate_in_json_never_reaches_the_catcher(ask, app, sealed):
    ask("POST", "/1.0/sessions", f'{{"token":"{app.messaging_token}","msg":"a\\ud800b"}}', JSON)
    assert parameters(sealed)["msg"] == "a\ufffdb"
    assert any("half a character" in line.text for line in sealed.trace().log)


def test_each_token_starts_its_own_side_and_with_equal_addresses_either_does(ask, sealed):
    from tests.catchers import Scripted

    catcher = Scripted([MESSAGE])
    url = sealed.host(catcher)
    apart = sealed.app("apart", voice=f"{url}/voice", messaging=f"{url}/messaging")
    same = sealed.app("same", voice=f"{url}/both", messaging=f"{url}/both")
    for token in (apart.messaging_token, apart.voice_token, same.messaging_token, same.voice_token):
        ask("GET", f"/1.0/sessions?action=create&token={token}")
    assert [path for path, _, _ in catcher.asked] == ["/messaging", "/voice", "/both", "/both"]


def test_the_wrong_one_of_two_tokens_is_named_by_its_channel_in_the_log(ask, sealed):
    app, _ = app_with(sealed, [MESSAGE])
    ask("GET", f"/1.0/sessions?action=create&token={app.voice_token}")
    assert any("the voice token of the app 'app'" in line.text for line in sealed.trace().log)
