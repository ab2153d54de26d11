"""The launcher: a button makes a real HTTP request, here to a platform of a few lines."""

from threading import Thread

import pytest
import requests
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from catcher_server import create_app

ID = "b81ad71bf6e7776c5c30a3084616e4fc"
TOKENS = {"MESSAGING_TOKEN": "fake-messaging-token", "VOICE_TOKEN": "fake-voice-token"}
STARTED = f"<session><success>true</success><token>T</token><id>{ID}</id></session>"
REFUSED = "<session><success>false</success><token></token><reason>FAILED TO ROUTE TOKEN</reason></session>"
FORM = {"to": "+1 (407) 555-0112", "msg": "hello", "send": "text"}


class Platform:
    """Records each request, and gives the reply it was told to give."""

    def __init__(self):
        self.requests = []
        self.reply, self.status = STARTED, 200
        self.before_reply = lambda: None

    def __call__(self, environ, start_response):
        self.requests.append(Request(environ))
        self.before_reply()
        return Response(self.reply, self.status, content_type="text/xml")(environ, start_response)


@pytest.fixture
def platform():
    platform = Platform()
    server = make_server("127.0.0.1", 0, platform, threaded=True)
    platform.url = f"http://127.0.0.1:{server.port}"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield platform
    server.shutdown()
    thread.join()


@pytest.fixture
def http():
    with requests.Session() as http:
        http.trust_env = False  # a proxy in the environment is no part of these tests
        yield http


@pytest.fixture
def client(platform, http):
    return create_app({"PLATFORM": platform.url, "HTTP": http, **TOKENS}).test_client()


def test_the_request_is_the_one_of_the_article(client, platform):
    client.post("/send", data=FORM)
    [request] = platform.requests
    assert (request.method, request.path) == ("GET", "/1.0/sessions")
    assert request.query_string == b"action=create&token=fake-messaging-token&numbertodial=14075550112&msg=hello"


def test_each_button_has_its_token(client, platform):
    client.post("/send", data=FORM | {"send": "call"})
    assert platform.requests[0].args["token"] == "fake-voice-token"


@pytest.mark.parametrize("msg", ["a b", "1 + 1 = 2 & more #%20", "Grüße 🎉", " edges ", "two\nlines"])
def test_any_message_arrives_unharmed(client, platform, msg):
    client.post("/send", data=FORM | {"msg": msg})
    assert platform.requests[0].args["msg"] == msg


def test_a_line_end_of_the_form_is_a_line_end_of_the_message(client, platform):
    client.post("/send", data=FORM | {"msg": "two\r\nlines"})
    assert platform.requests[0].args["msg"] == "two\nlines"


def test_a_launch_that_starts_is_remembered_and_leads_to_its_row(client):
    answer = client.post("/send", data=FORM)
    assert (answer.status_code, answer.location) == (303, "/#sent-1")
    [launch] = client.get("/status").get_json()
    assert launch["note"] == "Tropo has started a session. Your catcher has not been asked yet."
    assert (launch["to"], launch["msg"], launch["channel"]) == ("+14075550112", "hello", "text")
    assert (launch["session"], launch["state"]) == (ID, "asked")
    assert 'id="sent-1"' in client.get("/").text


def test_line_breaks_around_the_id_are_dropped(client, platform):
    platform.reply = STARTED.replace(ID, f"\n{ID}\r\n")
    client.post("/send", data=FORM)
    assert client.get("/status").get_json()[0]["session"] == ID


def test_a_catcher_that_is_asked_before_the_launcher_has_its_reply_is_the_same_launch(client, platform):
    session = {"session": {"id": ID, "parameters": {"numbertodial": "14075550112", "msg": "hello"}}}
    platform.before_reply = lambda: client.application.test_client().post("/messaging", json=session)
    assert client.post("/send", data=FORM).location == "/#sent-1"
    [launch] = client.get("/status").get_json()
    assert launch["state"] == "instructions given"


def test_a_refused_launch_names_the_token_to_check(client, platform):
    platform.reply = REFUSED
    answer = client.post("/send", data=FORM)
    assert answer.status_code == 502
    sentence = "Tropo refused the launch (FAILED TO ROUTE TOKEN): check MESSAGING_TOKEN."
    assert sentence in answer.text
    [launch] = client.get("/status").get_json()
    assert (launch["state"], launch["note"], launch["session"]) == ("failed", sentence, "")


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("", 200),
        ("<html><p>hello</html>", 200),
        ("<session></session>", 200),
        ('<?xml version="1.0" encoding="nowhere"?><session/>', 200),
        ('<?xml version="1.0" encoding="utf-32"?><session/>', 200),
        (STARTED, 500),
        ('{"error":"busy"}', 503),
    ],
)
def test_an_answer_that_is_no_session_reply_names_the_address_to_check(client, platform, reply, status):
    platform.reply, platform.status = reply, status
    answer = client.post("/send", data=FORM)
    assert answer.status_code == 502
    assert f"{platform.url} answered {status}, and no session reply: check PLATFORM." in answer.text


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "nonsense", "http://"])
def test_a_platform_that_cannot_be_reached_is_named(http, address):
    client = create_app({"PLATFORM": address, "HTTP": http, **TOKENS}).test_client()
    answer = client.post("/send", data=FORM)
    assert answer.status_code == 502
    assert "cannot be reached: check PLATFORM, and that it is running." in answer.text


def test_no_token_shows_anywhere(client, platform):
    pages = [client.post("/send", data=FORM).text]
    platform.reply = REFUSED
    pages += [client.post("/send", data=FORM).text, client.get("/").text, client.get("/status").text]
    platform.status = 500
    pages.append(client.post("/send", data=FORM | {"send": "call"}).text)
    assert not [page for page in pages if "fake-" in page]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": " "}, "Write the phone number to text or call."),
        ({"to": "call me"}, "Write the phone number in digits, with its country code first."),
        ({"to": "14075550112 ext. 5"}, "Write the phone number in digits, with its country code first."),
        ({"to": "+"}, "Write the phone number in digits, with its country code first."),
        ({"msg": " \n"}, "Write the message to send or to say."),
        ({"send": "fax"}, "Press one of the two buttons."),
    ],
)
def test_a_mistake_in_the_form_is_named_and_nothing_is_launched(client, platform, change, sentence):
    answer = client.post("/send", data=FORM | change)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert platform.requests == []
    assert client.get("/status").get_json() == []


def test_an_empty_form_is_told_of_both_fields(client):
    page = client.post("/send", data={"send": "text"}).text
    assert "Write the phone number" in page
    assert "Write the message" in page


def test_what_was_written_stays_in_the_form(client):
    page = client.post("/send", data={"to": '5550112 "x"', "msg": "\n</textarea>kept", "send": "text"}).text
    assert 'value="5550112 &#34;x&#34;"' in page
    assert "\n\n&lt;/textarea&gt;kept</textarea>" in page  # a browser drops the first line end


def test_everything_shown_is_escaped(client, platform):
    platform.reply = REFUSED.replace("FAILED TO ROUTE TOKEN", "&lt;script&gt;")
    page = client.post("/send", data=FORM | {"msg": "<script>alert(1)</script>"}).text
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 4  # message in form and table, reason above both and in the table


def test_a_form_on_a_page_elsewhere_launches_nothing(client, platform):
    answer = client.post("/send", data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert platform.requests == []
