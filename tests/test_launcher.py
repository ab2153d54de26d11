import shlex
import subprocess
import sys

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.launch_capture import decoded
from tropo_lab.errors import BadSetup
from tropo_lab.launcher import FORMS, LaunchRequest, Parts

SIMPLE = LaunchRequest("TOKEN", {"numbertodial": "14075550112", "msg": "test Tropo message"})
BODY_HEADERS = {
    "get": (),
    "form": (("Content-Type", "application/x-www-form-urlencoded"),),
    "json": (("Accept", "application/json"), ("Content-Type", "application/json")),
    "xml": (("Accept", "text/xml"), ("Content-Type", "text/xml")),
    "query": (("Content-Type", "application/x-www-form-urlencoded"),),
}

# XML 1.0 has no way to write these
no_control = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
xml_text = st.text(no_control | st.sampled_from("\n\r\t"))
names = st.text(no_control | st.sampled_from("\n\r\t"), min_size=1).filter(lambda name: name not in ("token", "action"))
launches = st.builds(LaunchRequest, token=xml_text, parameters=st.dictionaries(names, xml_text, max_size=4))


def carried(request, form):
    action = {} if form in ("json", "xml") else {"action": "create"}
    return action | {"token": request.token} | dict(request.parameters)


def decoded_parts(parts):
    fields = decoded(parts.url, dict(parts.headers).get("Content-Type", ""), parts.body)
    # ElementTree reads an empty element as no text at all
    return fields | {"token": fields["token"] or ""}


def test_the_url_has_action_first_then_token_then_parameters_with_plus_for_a_space():
    assert SIMPLE.url() == (
        "http://api.tropo.com/1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=test+Tropo+message"
    )


def test_a_get_carries_everything_in_its_url():
    assert SIMPLE.parts("get") == Parts("GET", SIMPLE.url(), (), b"")


def test_a_query_post_has_the_same_url_and_no_body():
    assert SIMPLE.parts("query") == Parts("POST", SIMPLE.url(), BODY_HEADERS["query"], b"")


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("form", "action=create&token=TOKEN&numbertodial=14075550112&msg=test+Tropo+message"),
        ("json", '{"token": "TOKEN", "numbertodial": "14075550112", "msg": "test Tropo message"}'),
        (
            "xml",
            '<session><token>TOKEN</token><var name="numbertodial" value="14075550112"></var>'
            '<var name="msg" value="test Tropo message"></var></session>',
        ),
    ],
)
def test_a_post_carries_everything_in_its_body(form, body):
    assert SIMPLE.parts(form) == Parts("POST", SIMPLE.base, BODY_HEADERS[form], body.encode())


def test_json_is_utf_8_and_not_escaped():
    assert '"msg": "Zoë 🎉"'.encode() in LaunchRequest("T", {"msg": "Zoë 🎉"}).parts("json").body


def test_a_line_break_in_xml_is_written_as_a_number():
    assert b'value="a&#10;b&#13;&#9;&quot;"' in LaunchRequest("T", {"msg": 'a\nb\r\t"'}).parts("xml").body


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(request=launches)
def test_every_text_comes_back_from_every_form(form, request):
    assert decoded_parts(request.parts(form)) == carried(request, form)


@settings(deadline=None)
@given(text=st.text())
def test_every_text_without_exception_survives_a_url(text):
    request = LaunchRequest("T", {"msg": text})
    assert decoded(request.url(), "", b"")["msg"] == text


def test_the_wire_of_a_get_ends_after_its_heading():
    assert SIMPLE.wire("get") == (
        b"GET /1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=test+Tropo+message HTTP/1.1\r\n"
        b"Host: api.tropo.com\r\n\r\n"
    )


def test_the_wire_of_a_post_counts_bytes_and_not_characters():
    request = LaunchRequest("T", {"msg": "Zoë"}, base="http://127.0.0.1:8080/1.0/sessions")
    assert request.wire("json").decode() == (
        "POST /1.0/sessions HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: application/json\r\n"
        'Content-Type: application/json\r\nContent-Length: 29\r\n\r\n{"token": "T", "msg": "Zoë"}'
    )


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(request=launches)
def test_a_shell_reads_from_the_curl_command_what_the_request_holds(form, request):
    method, url, headers, body = request.parts(form)
    # the one thing that shlex reads otherwise than a shell: a backslash at the end of a line goes on
    words = shlex.split(request.curl(form).replace(" \\\n", " "))
    expected = ["curl", "-sS"]
    for name, value in headers:
        expected += ["-H", f"{name}: {value}"]
    expected += ["--data", body.decode()] if method == "POST" else []
    assert words == [*expected, url]


def test_a_request_cannot_be_changed_from_outside():
    given_parameters = {"msg": "one"}
    request = LaunchRequest("T", given_parameters)
    given_parameters["msg"] = "two"
    with pytest.raises(TypeError):
        request.parameters["msg"] = "three"
    assert request.parameters["msg"] == "one"


def test_equal_requests_are_one_member_of_a_set():
    assert len({LaunchRequest("T", {"msg": "a"}), LaunchRequest("T", {"msg": "a"}), LaunchRequest("T")}) == 2


def test_a_request_shows_how_to_write_it():
    elsewhere = LaunchRequest("T", {"msg": "a"}, base="http://127.0.0.1:8080/1.0/sessions")
    assert [eval(repr(request)) for request in (SIMPLE, elsewhere)] == [SIMPLE, elsewhere]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("T", {"n": 5}), "Tropo passes text alone; for 'n' write '5' in place of 5."),
        ((None,), "Tropo passes text alone; for 'token' write 'None' in place of None."),
        (("T", {"token": "x"}), "Tropo keeps the name 'token' for itself; give your parameter another name."),
        (("T", {"action": "x"}), "Tropo keeps the name 'action' for itself; give your parameter another name."),
        (("T", {"msg": "\ud83c"}), "The text of 'msg' holds half of a character and cannot be sent; leave it out."),
        (
            ("T", {}, "http://api.tropo.com/1.0/sessions?a=b"),
            "The address 'http://api.tropo.com/1.0/sessions?a=b' cannot be used; "
            "write one like http://api.tropo.com/1.0/sessions, without a query.",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(arguments, sentence):
    with pytest.raises(BadSetup) as refusal:
        LaunchRequest(*arguments)
    assert str(refusal.value) == sentence


def test_a_character_that_xml_lacks_is_refused_by_its_number():
    with pytest.raises(BadSetup, match=r"^XML cannot carry the character U\+0000 in 'msg'; send it"):
        LaunchRequest("T", {"msg": "\0"}).parts("xml")


def test_an_unknown_form_is_refused_with_the_known_ones():
    with pytest.raises(BadSetup, match=r"^There is no launch form 'put'; choose one of get, form, json, xml, query\.$"):
        SIMPLE.parts("put")


class Wire(requests.adapters.BaseAdapter):
    """Answers a requests session itself and keeps the prepared request."""

    def send(self, request, **settings):
        self.request = request
        reply = requests.Response()
        reply.status_code, reply.headers["Content-Type"] = 200, "application/json"
        reply._content = b'{"success": true, "token": "T", "id": "5e55"}'
        return reply

    def close(self):
        """Nothing is open."""


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(request=launches)
def test_sending_hands_these_very_parts_to_the_session(form, request):
    http, wire = requests.Session(), Wire()
    http.mount("http://", wire)
    reply = request.send(http, form)
    method, url, headers, body = request.parts(form)
    assert (wire.request.method, wire.request.url, wire.request.body or b"") == (method, url, body)
    assert headers == tuple((name, wire.request.headers[name]) for name, _ in headers)
    assert (reply.success, reply.id) == (True, "5e55")


def test_the_module_loads_neither_requests_nor_jinja():
    check = "import sys, tropo_lab.launcher; print({'requests', 'jinja2', 'aiohttp'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", check], text=True) == "set()\n"
