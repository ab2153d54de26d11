"""A phone in the hand: what its holder sees, hears and can do."""

import re

import pytest

from tests.catchers import app_with, launch
from tests.html_elements import check_controls, parsed
from tropo_lab.views.phone.controls import KEYS
from tropo_lab.views.phone.handset import handset
from tropo_lab.views.phone.state import HEARD, LONGEST, SHOWN

PHONE, OTHER, APP = "+14075550112", "+14075550113", "+13215550100"
LAB = "http://api.tropo.com/lab/phones"
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
NASTY = '<script>alert(1)</script></textarea>"\x1b[2J\u202e\x00\nend'
HELD = {"held": True}


def text(words, to=PHONE):
    return {"message": {"say": {"value": words}, "to": to, "channel": "TEXT", "network": "SMS"}}


def say(words):
    return {"say": {"value": words}}


CALL = {"call": {"to": PHONE}}


def state(lab, apps=True, **behaviour):
    """What the lab's HTTP interface says of the phone, with its behaviour set."""
    shown = lab.http.get(f"{LAB}/{PHONE}").json()
    does = lab.http.put(f"{LAB}/{PHONE}/behaviour", json=behaviour).json()
    return {**shown, "behaviour": does, "apps": [{"name": "tables", "number": APP}] if apps else []}


def after(lab, *documents, behave=None):
    """The phone's state once an app has been launched whose catcher answers with these documents."""
    lab.phone(PHONE).behave(**behave or {})
    app, _ = app_with(lab, *documents, name="tables")
    lab.app("tables", voice=app.voice, messaging=app.messaging, number=APP)
    launch(lab, app)
    return state(lab, **behave or {})


def active(lab):
    """The phone is in a call, while Tropo waits for another phone to answer."""
    lab.phone(OTHER).behave(held=True)
    ring = {"message": {"say": {"value": "x"}, "to": OTHER, "channel": "VOICE"}}
    return after(lab, [CALL, say("Good evening."), say("Press 1 or 2."), ring])


def asked(lab):
    """The same with a question that waits for the phone."""
    shown = active(lab)
    shown["calls"][-1]["waiting"] = True
    return shown


def words(face):
    return parsed(str(face.inner))[1]


def buttons(face):
    return [one.attributes["value"] for one in parsed(face.html)[0] if one.tag == "button"]


# what is shown


def test_a_phone_that_nothing_reached_says_so(sealed):
    face = handset(state(sealed))
    assert face.plain.startswith(f"Phone {PHONE}\n") and face.plain.endswith("Nothing has reached this phone yet.")
    assert PHONE in words(face) and "No texts and no calls so far." in words(face)


def test_a_text_stands_with_its_sender_its_lab_time_and_its_segments(sealed):
    face = handset(after(sealed, [text("z" * 161)]))
    assert "16:00:02  text from tables, 2 segments\n          zzz" in face.plain
    assert "from tables · 16:00:02 · 2 segments" in words(face)


def test_an_app_without_a_known_name_is_shown_by_its_number(sealed):
    shown = {**after(sealed, [text("hi")]), "apps": []}
    assert f"text from {APP}, 1 segment" in handset(shown).plain
    assert f"from {APP} · 16:00:02" in words(handset(shown))


def test_what_the_phone_sent_and_what_it_received_stand_on_two_sides(sealed):
    after(sealed, [text("hello")], [text("you are welcome")])
    sealed.phone(PHONE).text(APP, "thanks")
    html = handset(state(sealed)).html
    assert html.count('class="tl-in tl-tropo"') == 2 and html.count('class="tl-out tl-phone"') == 1
    assert "to tables · 16:00:02" in html


def test_texts_keep_their_lines(sealed):
    face = handset(after(sealed, [text("one\ntwo")]))
    assert "          one\n          two" in face.plain and "one\ntwo</span>" in face.html


def test_a_ringing_call_is_announced(sealed):
    face = handset(after(sealed, [CALL], behave=HELD))
    assert face.says == f"Incoming call from tables {APP}."
    assert "Incoming call from tables" in words(face) and "Incoming call from tables" in face.plain


def test_an_open_call_shows_what_was_heard(sealed):
    face = handset(active(sealed))
    assert face.says == f"tables {APP} says: Press 1 or 2."
    for shown in (words(face), face.plain):
        assert "In a call with tables" in shown and "“Good evening.”" in shown and "question" not in shown


def test_a_question_that_waits_is_told_and_announced(sealed):
    face = handset(asked(sealed))
    assert face.says == f"tables {APP} says: Press 1 or 2. A question waits for your answer."
    for shown in (words(face), face.plain):
        assert shown.count("A question waits for your answer.") == 1


def test_a_call_that_has_ended_stays_with_its_words(sealed):
    face = handset(after(sealed, [CALL, say("Good evening.")]))
    assert face.says == f"Call from tables {APP} has ended."
    for shown in (words(face), face.plain):
        assert f"Call from tables {APP} has ended" in shown and "“Good evening.”" in shown


def test_a_call_that_the_phone_makes_is_told_the_other_way_round(sealed):
    shown = after(sealed, [{"wait": {"milliseconds": 1}}])
    sealed.phone(PHONE).call(APP)
    assert f"Call to tables {APP} has ended" in handset(state(sealed)).plain
    call = {"id": "1", "session": "2", "from": PHONE, "to": APP, "state": "ringing", "heard": [], "waiting": False}
    ringing = handset({**shown, "calls": [call]}, controls=True)
    assert (
        ringing.says == f"Calling tables {APP}."
        and buttons(ringing)[0] == "hangup"
        and "answer" not in buttons(ringing)
    )


def test_texts_and_ended_calls_stand_in_the_order_of_lab_time(sealed):
    shown = after(sealed, [CALL, say("spoken"), text("first")], [text("second")])
    sealed.phone(PHONE).text(APP, "third")
    shown = state(sealed)
    shown["calls"][0]["at"] = "2016-05-23T16:00:07.500Z"
    shown["texts"].reverse()
    times = re.findall(r"^\d\d:\d\d:\d\d", handset(shown).plain, re.M)
    assert len(times) == 4 and times == sorted(times) and "16:00:07  Call from" in handset(shown).plain


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        (HELD, "You hold this phone: questions wait for your answer."),
        ({}, "Nobody holds this phone: it answers as a person."),
        ({"answer": "busy"}, "Nobody holds this phone: it is always busy."),
        (
            {"answer": "machine", "inputs": ["1", "yes"], "hangup_after": 2.5},
            "Nobody holds this phone: it lets a machine answer; to questions it says ‘1’, ‘yes’; "
            "it hangs up after 2.5 seconds.",
        ),
        (
            {"inputs": list("1234567")},
            "it answers as a person; to questions it says ‘1’, ‘2’, ‘3’, ‘4’, ‘5’ and 2 more.",
        ),
    ],
)
def test_who_holds_the_phone_is_said(sealed, behaviour, sentence):
    face = handset(state(sealed, **behaviour))
    assert sentence in face.plain and sentence in words(face)


# what can be done


def test_without_controls_there_is_nothing_to_press(sealed):
    for shown in (after(sealed, [text("hi"), CALL], behave=HELD), asked(sealed)):
        assert not {one.tag for one in parsed(handset(shown).html)[0]} & {
            "form",
            "button",
            "input",
            "select",
            "textarea",
        }


def test_a_ringing_call_can_be_answered_and_declined(sealed):
    face = handset(after(sealed, [CALL], behave=HELD), controls=True)
    assert buttons(face)[:2] == ["answer", "hangup"] and "Decline" in words(face)


def test_an_open_call_has_a_field_to_speak_into_twelve_keys_and_a_way_to_end_it(sealed):
    face = handset(asked(sealed), controls=True)
    assert buttons(face)[:15] == ["input", *(f"key {key}" for key in KEYS), "silence", "hangup"]
    assert sorted(KEYS) == sorted("0123456789*#")
    assert next(one.attributes["name"] for one in parsed(face.html)[0] if one.tag == "input") == "input"


def test_of_two_calls_the_one_that_hears_the_holder_has_the_controls(sealed):
    shown = asked(sealed)
    waiting = shown["calls"][0]
    shown["calls"].append({**waiting, "id": "later", "waiting": False, "heard": ["music"]})
    face = handset(shown, controls=True)
    assert buttons(face).count("hangup") == 1 and face.says.startswith(f"tables {APP} says: Press 1")


def test_an_app_to_text_or_call_is_chosen_from_the_apps_with_the_latest_suggested(sealed):
    shown = after(sealed, [text("hi")])
    shown["apps"].insert(0, {"name": "weather", "number": "+13215550101"})
    face = handset(shown, controls=True)
    options = [one.attributes for one in parsed(face.html)[0] if one.tag == "option" and "+" in one.attributes["value"]]
    assert [(one["value"], "selected" in one) for one in options] == [("+13215550101", False), (APP, True)]
    assert {"text", "call"} < set(buttons(face))


def test_without_known_apps_the_number_is_typed(sealed):
    face = handset({**after(sealed, [text("hi")]), "apps": []}, controls=True)
    [field] = [one.attributes for one in parsed(face.html)[0] if one.attributes.get("name") == "to"]
    assert (field["value"], field["inputmode"]) == (APP, "tel")


def test_the_settings_show_what_the_script_does(sealed):
    face = handset(state(sealed, answer="never", inputs=["1", "yes"], hangup_after=3), controls=True)
    assert (
        '<option value="never" selected>' in face.html
        and "<textarea" in face.html
        and "\n1\nyes</textarea>" in face.html
    )
    assert 'name="hangup_after" value="3"' in face.html and buttons(face)[-2:] == ["hold", "script"]


# how it is made


@pytest.mark.parametrize("make", [state, active, asked])
def test_every_field_has_a_label_and_nothing_has_an_id(sealed, make):
    check_controls(handset(make(sealed), controls=True).html)


@pytest.mark.parametrize("controls", [False, True])
def test_what_strangers_wrote_is_harmless(sealed, controls):
    shown = after(sealed, [text(NASTY)])
    call = {"id": NASTY, "session": NASTY, "from": NASTY, "to": PHONE, "heard": [NASTY], "waiting": True}
    shown["calls"] = [{**call, "state": one} for one in ("ended", "active")]
    shown["apps"] = [{"name": NASTY, "number": APP}]
    face = handset(shown, controls)
    check_controls(face.html)
    assert not UNSEEN.search(face.plain) and not UNSEEN.search(words(face)) and not UNSEEN.search(face.says)
    assert "\\x1b[2J\\u202e\\x00" in face.plain and "\\x1b" in words(face)


def test_half_a_character_in_a_scripts_answer_can_still_be_sent_to_a_browser(sealed):
    shown = state(sealed)
    shown["behaviour"]["inputs"] = ["\ud83c"]
    assert handset(shown, controls=True).html.encode()


def test_only_the_latest_are_shown_each_of_bearable_length(sealed):
    shown = after(sealed, [text("z" * 2 * LONGEST)])
    [one] = shown["texts"]
    shown["texts"] = [{**one, "text": f"{number} {one['text']}"} for number in range(SHOWN + 7)]
    face = handset(shown)
    assert len(face.html) < 250_000 and len(face.plain) < 150_000
    for told in (face.plain, words(face)):
        assert "7 earlier texts and calls are left out here; the lab lists them." in told
        assert told.count("z" * (LONGEST - 10)) == SHOWN and "z" * LONGEST not in told
    assert "          7 zz" in face.plain and "          6 zz" not in face.plain


def test_of_a_long_call_the_latest_words_are_shown(sealed):
    shown = active(sealed)
    shown["calls"][0]["heard"] = [f"word {number}" for number in range(HEARD + 3)]
    for told in (handset(shown).plain, words(handset(shown))):
        assert "3 earlier sentences are left out here." in told
        assert "“word 3”" in told and "“word 2”" not in told


def test_made_again_it_is_the_same_and_what_print_shows_is_plain(sealed):
    shown = active(sealed)
    assert handset(shown)._repr_mimebundle_() == handset(shown)._repr_mimebundle_()
    assert repr(handset(shown)) == handset(shown).plain
