import json
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tropo_lab.launch_reply import LaunchReply, read_reply

XML, JSON, FORM = "text/xml", "application/json", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (XML, b"<session><success>true</success><token>T</token><id>5e55</id></session>"),
        (XML, b"<session><success>true</success><token>T</token><id>5e55\r\n</id></session>"),
        (JSON, b'{"success": true, "token": "T", "id": "5e55"}'),
        (JSON, b'{"success":true,"token":"T","id":"5e55\\r\\n"}'),
        (FORM, b"success=true&token=T&id=5e55"),
        (FORM, b"success=true&token=T&id=5e55%0D%0A"),
        (FORM, b"success=true&token=T&id=5e55\r\n"),
        # a wrong Content-Type does not hide a reply
        ("text/plain", b'{"success": true, "token": "T", "id": "5e55"}'),
    ],
)
def test_a_success_reads_alike_in_every_format(content_type, body):
    assert read_reply(200, content_type, body) == LaunchReply(True, "T", "5e55", "", 200, content_type, body.decode())


@pytest.mark.parametrize(
    ("body", "token", "reason"),
    [
        (
            b"<session><success>false</success><token></token><reason>FAILED TO ROUTE TOKEN</reason></session>",
            "",
            "FAILED TO ROUTE TOKEN",
        ),
        (b'{"success": false, "token": "T", "reason": "Invalid token", "error": "other"}', "T", "Invalid token"),
        (b'{"success": false, "error": "Invalid token", "id": null}', "", "Invalid token"),
        (b"success=false&token=T&reason=Invalid+token", "T", "Invalid token"),
    ],
)
def test_a_refusal_has_a_reason_in_every_format(body, token, reason):
    reply = read_reply(200, "", body)
    assert (reply.success, reply.token, reply.id, reply.reason) == (False, token, "", reason)


@pytest.mark.parametrize("body", [b'{"error": "Bad JSON"}', b"<error>Bad JSON</error>", b"error=Bad+JSON"])
def test_an_error_body_gives_its_text_as_the_reason(body):
    reply = read_reply(400, "", body)
    assert (reply.success, reply.reason, reply.status) == (False, "Bad JSON", 400)


def test_a_reply_is_no_success_when_its_status_is_an_error():
    assert not read_reply(503, JSON, b'{"success": true}').success


@pytest.mark.parametrize("body", [b"", b"<html>Not here</html>", b"<br>", b"{oops", b"[1]", b"hello", b"\xff\xfe"])
def test_what_is_no_reply_is_a_failure_that_says_so(body):
    reply = read_reply(502, "text/html", body)
    assert reply.reason == "This is no reply of the session API (HTTP status 502); read its body."
    assert (reply.success, reply.body) == (False, body.decode(errors="replace"))


@settings(deadline=None)
@given(st.binary())
def test_no_body_makes_reading_fail(body):
    assert read_reply(200, "", body).status == 200


@settings(deadline=None)
@given(token=st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1))
def test_any_token_comes_back_from_json_and_form(token):
    fields = {"success": "true", "token": token, "id": "5e55"}
    assert {read_reply(200, "", body).token for body in (json.dumps(fields), urlencode(fields))} == {token}


def test_a_reply_shows_its_fields():
    assert repr(read_reply(200, FORM, "success=true&token=T&id=5e55")) == (
        "LaunchReply(success=True, token='T', id='5e55', reason='', status=200, "
        "content_type='application/x-www-form-urlencoded', body='success=true&token=T&id=5e55')"
    )
