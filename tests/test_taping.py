"""Recordings: what is recorded, where it goes, and what ends it."""

import io
import wave

import pytest
from flask import Flask, request

from tests.control import PHONE, inbound, play
from tropo_lab import Lab
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import VOICE
from tropo_lab.platform.control.choices import parse
from tropo_lab.platform.control.orders import Question, Tape, Taping
from tropo_lab.platform.control.uploads import tone

URL = "http://recordings.example/upload"
TAPING = Taping(("Leave a message.",), Tape(URL), terminator="#")


@pytest.fixture
def got(any_lab):
    """What the server for recordings got: method, content type, file name, bytes; or JSON."""
    got, app = [], Flask("recordings")

    @app.post("/upload")
    def post():
        given = request.files["filename"]
        got.append(("POST", given.mimetype, given.filename[-4:], given.read()))
        return "thank you"

    @app.put("/upload")
    def put():
        got.append(("PUT", request.mimetype, "", request.get_data()))
        return "", 204

    @app.post("/text")
    def text():
        got.append(request.get_json())
        return ""

    @app.post("/full")
    def full():
        return "no room", 507

    any_lab.host(app, "recordings.example")
    return got


def recorded(taping=TAPING, **call):
    async def work(control, keep):
        await control.call(PHONE, **call)
        keep(await control.record(taping))

    return work


def test_a_message_is_recorded_and_sent_as_a_form(any_lab, got):
    any_lab.phone(PHONE).behave(inputs=["please call me back #"])
    played = play(any_lab, recorded())
    assert played.last.ok and played.last.heard.value == "#" and played.last.lasted.milliseconds == 4 * 400
    assert got == [("POST", "audio/wav", ".wav", tone())]
    assert [hop.kind for hop in played.session.trace().hops][-3:] == ["upload", "upload-reply", "hangup"]


def test_what_stands_for_a_recording_is_a_sound_that_can_be_played():
    with wave.open(io.BytesIO(tone())) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (1, 8000, 2000)


def test_without_a_key_silence_ends_it(any_lab, got):
    any_lab.phone(PHONE).behave(inputs=["hello"])
    played = play(any_lab, recorded())
    assert played.last.ok and played.last.heard is None and played.last.lasted.milliseconds == 400


def test_a_message_is_not_longer_than_it_may_be(any_lab, got):
    any_lab.phone(PHONE).behave(inputs=["word " * 100])
    assert play(any_lab, recorded(TAPING._replace(longest=3))).last.lasted.milliseconds == 3000


def test_it_goes_by_put_when_asked_to(any_lab, got):
    any_lab.phone(PHONE).behave(inputs=["hello"])
    play(any_lab, recorded(TAPING._replace(tape=Tape(URL, "audio/mp3", "PUT"))))
    assert got == [("PUT", "audio/mp3", "", tone())]


def test_its_text_goes_where_the_transcription_has_to_go(any_lab, got):
    any_lab.phone(PHONE).behave(inputs=["call me é"])
    asked = {"id": "order-42", "url": "http://recordings.example/text"}
    played = play(any_lab, recorded(TAPING._replace(tape=Tape(URL, transcription=asked))))
    assert list(got[1]["result"]) == ["transcription", "guid", "identifier"]
    assert (got[1]["result"]["transcription"], got[1]["result"]["identifier"]) == ("call me é", "order-42")
    assert any(hop.endswith("(the transcription)") for hop in played.hops)


def test_nobody_speaks_so_nothing_is_recorded_and_the_attempts_are_used_up(any_lab, got):
    played = play(any_lab, recorded(TAPING._replace(attempts=2)))
    assert (played.last.how, played.last.attempt) == ("timeout", 2) and got == []


def test_a_hang_up_ends_the_recording_which_is_sent_all_the_same(any_lab, got):
    any_lab.phone(PHONE).behave(hangup_after=3)
    played = play(any_lab, recorded())
    assert played.last.how == "hangup" and played.last.lasted.url and len(got) == 1


@pytest.mark.parametrize(
    ("tape", "said"),
    [
        (Tape("ftp://recordings.example/x"), "would go to ftp://recordings.example/x"),
        (Tape(URL, method="s3"), "by s3"),
        (Tape("http://elsewhere.test/x"), "was not delivered"),
        (Tape("http://recordings.example/full"), "The server answered 507"),
        (Tape("http://[x"), "was not delivered"),
    ],
)
def test_what_cannot_be_sent_is_told_in_the_log_and_the_session_goes_on(any_lab, got, tape, said):
    any_lab.phone(PHONE).behave(inputs=["hello"])
    played = play(any_lab, recorded(TAPING._replace(tape=tape)))
    assert played.last.ok and any(said in line for line in played.log), played.log


def test_a_call_can_be_recorded_beside_what_it_does(any_lab, got):
    async def work(control, keep):
        await control.call(PHONE)
        await control.start_recording(Tape(URL))
        await control.start_recording(Tape(URL))
        await control.say("one two three")
        await control.stop_recording()
        await control.stop_recording()

    played = play(any_lab, work)
    assert len(got) == 1 and "The recording of the call ends after 1.2 seconds." in played.log
    assert "The call is being recorded already." in played.log


def test_a_recording_that_nobody_stops_ends_with_the_call(any_lab, got):
    async def work(control, keep):
        await control.start_recording(Tape(URL))
        await control.say("hello")

    played = play(any_lab, work, inbound(any_lab, VOICE))
    assert len(got) == 1 and played.hops[-1].startswith("catcher → tropo: 200")


def test_a_text_conversation_cannot_be_recorded(any_lab, got):
    played = play(any_lab, recorded(network="SMS"))
    assert isinstance(played.last, SessionFailed) and "record needs a voice call" in str(played.last)


def test_the_labs_copy_is_there_while_the_session_lasts(any_lab, got):
    phone = any_lab.phone(PHONE)
    phone.behave("human", held=True)

    async def work(control, keep):
        await control.call(PHONE)
        keep(await control.record(TAPING))
        await control.ask(Question(("More?",), parse("yes")))

    played = play(any_lab, work)
    phone.say("hello#")
    any_lab.engine.settle(played.session.id)
    url = played.last.lasted.url
    copy = any_lab.http.get(url)
    assert (copy.status_code, copy.headers["Content-Type"], copy.content) == (200, "audio/wav", tone())
    assert any_lab.http.post(url).status_code == 405
    phone.hang_up()
    any_lab.engine.settle(played.session.id)
    assert any_lab.http.get(url).status_code == 404


@pytest.mark.parametrize("sockets", [True, False])
def test_a_lab_that_closes_sends_no_recording(sockets):
    asked = []

    def recordings(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b""]

    with Lab(sockets=sockets) as lab:
        lab.host(recordings, "recordings.example")
        lab.phone(PHONE).behave("human", held=True)

        async def work(control, keep):
            await control.call(PHONE)
            await control.start_recording(Tape(URL))
            await control.ask(Question(("More?",), parse("yes")))

        played = play(lab, work)
        assert not played.over
    assert asked == [] and "The recording of the call was not sent: the lab was closed." in played.log
