"""Every function of hosted scripts, on a call and in a conversation by text, and what each gives back."""

import pytest

from tests.catchers import Scripted
from tests.hosting import OTHER, PHONE, error, heard, logged, play, received, ring, rules, text
from tropo_lab.platform.scripting.functions import PROPERTIES

CALL = f'call("{PHONE}")\n'
TEXT = f'call("{PHONE}", {{"network": "SMS"}})\n'
WAYS = {"voice": CALL, "text": TEXT}
CHOICES = "{'choices': 'tea(tea, 1), coffee(coffee, 2)'"


@pytest.fixture(params=WAYS)
def reach(request):
    return WAYS[request.param]


def told(lab, reach):
    """What the phone was told, on the call or by text."""
    return heard(lab) if reach is CALL else received(lab)


# say, ask, prompt


def test_say_reaches_the_phone_and_gives_an_event_that_is_true(lab, reach):
    trace = play(lab, reach + "e = say('hello there', {'voice': 'kate'})\nlog(e.name + ' ' + e.value + str(bool(e)))")
    assert told(lab, reach) == ["hello there"] and logged(trace) == ["choice noChoiceTrue"]


def test_ask_gives_the_concept_and_all_that_is_known_of_the_answer(lab, reach):
    lab.phone(PHONE).behave(inputs=["2"])
    script = f"""
e = ask("Tea or coffee?", {CHOICES}}})
c = e.choice
log(" ".join([e.name, e.value, c.concept, c.interpretation, c.utterance, c.confidence, str(c.tag), str(e.attempt)]))
log(c.xml.splitlines()[4].strip())
log(str(e.recordURI))
"""
    answer, xml, recording = logged(play(lab, reach + script))
    assert answer == "choice coffee coffee 2 2 1.0 None 1" and recording == "None"
    assert xml == ('<input mode="dtmf">dtmf-2</input>' if reach is CALL else '<input mode="text">2</input>')
    assert told(lab, reach) == ["Tea or coffee?"]


@pytest.mark.parametrize("answers, event", [
    (["", "1"], "choice tea 2"), (["9", "x", "1"], "badChoice NO_MATCH 2"), ([], "timeout NO_SPEECH 2"),
])  # fmt: skip
def test_ask_has_several_attempts_and_returns_the_last_event(lab, reach, answers, event):
    lab.phone(PHONE).behave(inputs=answers)
    script = f"e = ask('Tea?', {CHOICES}, 'attempts': 2}})\nlog(' '.join([e.name, e.value, str(e.attempt)]))"
    assert logged(play(lab, reach + script)) == [event]
    assert told(lab, reach) == ["Tea?", "Tea?"]


def test_ask_without_choices_says_its_text_and_returns_at_once(lab, reach):
    assert logged(play(lab, reach + "e = ask('Hm.')\nlog(e.name + e.value)")) == ["choicenoChoice"]
    assert told(lab, reach) == ["Hm."]


def test_repeat_counts_the_prompts_after_the_first(lab, reach):
    play(lab, reach + f"prompt('Tea?', {CHOICES}, 'repeat': '2'}})")
    assert told(lab, reach) == ["Tea?"] * 3


def test_times_and_counts_may_be_texts_and_fractions(lab):
    trace = play(lab, CALL + f"ask('Tea?', {CHOICES}, 'attempts': '1', 'timeout': '2.5s'}})\nlog('silent')")
    silent = next(line.at for line in trace.log if line.text == "log: silent")
    assert silent - trace.of_kind("speech")[0].at == 400 + 2500


def test_digits_are_texts_and_end_with_the_pound_key_that_ended_them_in_2009(lab):
    lab.phone(PHONE).behave(inputs=["1234#", "#"])
    script = "log(ask('PIN?', {'choices': '[4 DIGITS]'}).value)\nlog(ask('Pound?', {'choices': 'go(#)'}).value)"
    assert logged(play(lab, CALL + script)) == ["1234", "go"]


def test_older_names_of_options_mean_what_the_newer_do(lab):
    lab.phone(PHONE).behave(inputs=["tea", "1", "tea"])
    script = f"""
log(ask("Tea?", {CHOICES}, "choiceMode": "keypad"}}).name)
log(ask("Tea?", {CHOICES}, "choiceMode": "keypad", "mode": "dtmf"}}).name)
log(ask("Tea?", {CHOICES}, "choiceConfidence": "0.95"}}).name)
"""
    assert logged(play(lab, CALL + script)) == ["badChoice", "choice", "badChoice"]


def test_the_text_that_began_a_conversation_answers_the_first_question(lab):
    trace = text(lab, "log(ask('Which city?', {'choices': '[ANY]'}).value)\nsay('done')", "Orlando")
    assert logged(trace) == ["Orlando"] and received(lab) == ["done"]


def test_an_empty_question_swallows_the_text_that_began_the_conversation(lab):
    lab.phone(PHONE).behave(inputs=["Orlando"])
    trace = text(lab, "ask('', {'choices': '[ANY]'})\nlog(ask('Which city?', {'choices': '[ANY]'}).value)")
    assert logged(trace) == ["Orlando"] and received(lab) == ["Which city?"]


# recording


@pytest.fixture
def recordings(lab):
    server = Scripted("taken")
    lab.host(server)
    return server


def test_record_sends_what_was_said_and_gives_the_address_of_a_copy(lab, recordings):
    lab.phone(PHONE).behave(inputs=["call me back #"])
    script = (
        "e = record('Speak.', {'recordURI': 'http://catcher.example/in', 'recordMethod': 'PUT', 'terminator': '#'})\n"
    )
    trace = play(lab, CALL + script + "log(e.name)\nlog(e.value)\nlog(str(e.recordURI == e.value))\nlog(str(e.choice))")
    name, value, same, choice = logged(trace)
    assert (name, same, choice) == ("record", "True", "None") and value.endswith("/1.wav")
    assert [path for path, _, _ in recordings.asked] == ["/in"]


def test_record_with_choices_gives_the_choice_and_the_recording(lab):
    lab.phone(PHONE).behave(inputs=["1"])
    trace = play(lab, CALL + f"e = record('Speak.', {CHOICES}}})\nlog(e.name + e.value)\nlog(e.recordURI[-6:])")
    assert logged(trace) == ["choicetea", "/1.wav"]


def test_prompt_records_where_it_is_told_to(lab):
    lab.phone(PHONE).behave(inputs=["call me back"])
    assert logged(play(lab, CALL + "log(prompt('Speak.', {'record': True}).name)")) == ["record"]


def test_a_transcription_goes_where_it_was_asked_to(lab, recordings):
    lab.phone(PHONE).behave(inputs=["call me back"])
    where = "'transcriptionOutURI': 'http://catcher.example/words', 'transcriptionID': 7"
    play(lab, CALL + f"record('Speak.', {{{where}}})")
    assert recordings.json(0)["result"]["identifier"] == "7"


def test_a_call_is_recorded_while_it_goes_on(lab, recordings):
    script = """
startCallRecording("http://catcher.example/call", {"format": "audio/mp3"})
say("one two")
stopCallRecording()
startCallRecording("http://catcher.example/again", "audio/au", "key", "keyURI")
"""
    play(lab, CALL + script)
    assert [path for path, _, _ in recordings.asked] == ["/call", "/again"]
    assert b"audio/mp3" in recordings.asked[0][1] and b"audio/au" in recordings.asked[1][1]


def test_a_call_can_be_recorded_from_its_answer_on(lab, recordings):
    play(lab, f"call('{PHONE}', {{'recordURI': 'http://catcher.example/call'}})\nsay('hello')")
    assert [path for path, _, _ in recordings.asked] == ["/call"]


def test_the_recording_of_no_call_is_nothing(lab):
    assert play(lab, "startCallRecording('http://catcher.example/x')\nstopCallRecording()").outcome.ok


@pytest.mark.parametrize("function", ["record('Speak.')", "transfer('+14075550113')", "conference('room')",
                                      "startCallRecording('http://catcher.example/x')"])  # fmt: skip
def test_what_needs_a_voice_is_refused_in_a_conversation_by_text(lab, function):
    trace = play(lab, TEXT + function)
    assert trace.outcome.name == "script error" and "needs a voice call" in trace.outcome.sentence


# transfer, conference


def test_transfer_joins_two_phones_and_gives_the_far_one(lab):
    lab.phone(OTHER).behave(hangup_after=20)
    script = f"""
e = transfer("{OTHER}", {{"playvalue": "One moment.", "playrepeat": "2", "headers": {{"x-colour": "red"}}}})
log(e.name)
log(e.value.calledID + " " + e.value.callerID + " " + e.value.state() + " " + e.value.getHeader("X-Colour"))
log(str(e.value is currentCall))
say("Still here?")
"""
    trace = ring(lab, script)
    # the far phone sees who called
    assert logged(trace) == ["transfer", "4075550113 4075550112 DISCONNECTED red", "False"]
    assert heard(lab) == ["One moment.", "One moment.", "Still here?"]


@pytest.mark.parametrize("answer, event", [("busy", "callFailure"), ("never", "timeout")])
def test_transfer_to_a_phone_that_does_not_answer_does_not_raise(lab, answer, event):
    lab.phone(OTHER).behave(answer)
    assert logged(play(lab, CALL + f"log(transfer('{OTHER}', {{'timeout': 5}}).name)\nsay('sorry')")) == [event]


def test_a_key_ends_a_transfer_and_a_conference(lab):
    lab.phone(PHONE).behave(inputs=["*", "#"])
    script = f"""
for event in (transfer("{OTHER}", {{"terminator": "*"}}), conference("room", {{"terminator": "#"}})):
    log(event.name + event.value)
"""
    assert logged(play(lab, CALL + script)) == ["choice*", "choice#"]


def test_a_conference_lasts_until_the_phone_leaves(lab):
    lab.phone(PHONE).behave(hangup_after=9)
    assert logged(play(lab, CALL + "log(conference(1234, {'mute': True, 'playTones': 'true'}).name)")) == ["hangup"]


# call and message


def test_several_numbers_ring_at_once_and_the_first_to_answer_wins(lab):
    lab.phone(PHONE).behave("never")
    script = f"log(call(['{PHONE}', '{OTHER}']).value.calledID)"
    assert logged(play(lab, script)) == ["4075550113"]


def test_a_text_to_several_goes_to_the_first_and_the_log_says_so(lab):
    trace = play(lab, f"message('hi', {{'to': ['{OTHER}', '{PHONE}'], 'network': 'SMS'}})")
    assert received(lab, OTHER) == ["hi"] and received(lab) == [] and "sms-first-only" in rules(trace)


def test_message_leaves_the_current_call_alone(lab):
    script = f"message('note', {{'to': '{OTHER}', 'channel': 'TEXT', 'network': 'SMS'}})\nsay('sent')"
    play(lab, CALL + script)
    assert heard(lab) == ["sent"] and received(lab, OTHER) == ["note"]


def test_message_by_voice_speaks_and_hangs_up(lab):
    trace = play(lab, f"e = message('hello', {{'to': '{PHONE}', 'network': 'PSTN'}})\nlog(str(e) + str(currentCall))")
    assert heard(lab) == ["hello"] and logged(trace) == ["NoneNone"]


def test_a_message_that_reaches_nobody_is_a_warning_and_no_error(lab):
    lab.phone(PHONE).behave("busy")
    trace = play(lab, f"message('hello', {{'to': '{PHONE}', 'network': 'PSTN'}})")
    assert trace.outcome.ok and rules(trace) == ["message-failed"]


@pytest.mark.parametrize("spelling", ["callerID", "callerId"])
def test_the_number_that_a_call_comes_from_has_two_spellings(lab, spelling):
    trace = play(lab, f"log(call('{PHONE}', {{'{spelling}': '{OTHER}'}}).value.e164CallerID)")
    assert logged(trace) == [OTHER[1:]]


def test_headers_of_a_call_cross_with_it(lab):
    trace = play(lab, f"e = call('{PHONE}', {{'headers': {{'x-colour': 'red'}}}})\nlog(e.value.getHeader('x-COLOUR'))")
    assert logged(trace) == ["red"] and b"x-colour: red" in trace.of_kind("call")[0].wire


def test_a_second_call_does_not_take_the_place_of_the_first(lab):
    script = f"""
other = call("{OTHER}").value
say("first")
other.say("second")
other.hangup()
log(str(other.isActive()) + str(currentCall.isActive()))
event = call("{OTHER}")
event.hangup()
"""
    trace = play(lab, CALL + script)
    assert heard(lab) == ["first"] and lab.phone(OTHER).calls[0]["heard"] == ["second"]
    assert logged(trace) == ["FalseTrue"] and lab.phone(OTHER).calls[1]["state"] == "ended"


# what comes in


FIRST = {
    "say": ("say('hi')", "speech"),
    "ask": ("ask('hi?', {'choices': '1'})", "speech"),
    "record": ("record('hi')", "speech"),
    "transfer": (f"transfer('{OTHER}')", "call"),
    "conference": ("conference('room')", "hangup"),
    "startCallRecording": ("startCallRecording('ftp://catcher.example/')", "hangup"),
    "answer": ("answer(10.5)\nanswer()", "hangup"),
}


@pytest.mark.parametrize("name", FIRST)
def test_a_ringing_call_is_answered_by_the_first_function_that_needs_it(lab, name):
    script, then = FIRST[name]
    trace = ring(lab, f"log(currentCall.state())\n{script}")
    assert logged(trace) == ["RINGING"] and [hop.kind for hop in trace.hops[1:3]] == ["answer", then]


def test_hangup_declines_a_call_that_rings(lab):
    trace = ring(lab, "hangup()\nlog(currentCall.state())")
    assert logged(trace) == ["DISCONNECTED"] and not trace.of_kind("answer")


@pytest.mark.parametrize("turn_away, state", [("reject()", "REJECTED"), ("redirect('sip:a@b.example')", "REDIRECTED")])
def test_a_call_is_turned_away_before_it_is_answered_and_not_later(lab, turn_away, state):
    trace = ring(lab, f"{turn_away}\nlog(currentCall.state())")
    assert logged(trace) == [state] and not trace.of_kind("answer")
    trace = ring(lab, f"answer()\n{turn_away}")
    assert "is only for a call that comes in and still rings" in trace.outcome.sentence


def test_a_text_is_refused_by_being_left_without_an_answer(lab):
    trace = text(lab, "reject()\nlog(currentCall.state() + str(currentCall.isActive()))")
    assert logged(trace) == ["REJECTEDFalse"] and received(lab) == []


def test_a_call_object_shows_all_its_properties(lab):
    script = f"log(' '.join(str(getattr(currentCall, name)) for name in {PROPERTIES!r}))"
    (shown,) = logged(text(lab, script, "hi"))
    app = lab.app("script", messaging=lab.script("")).number[1:]
    assert shown == f"14075550112 {app} 14075550112 {app} unknown unknown TEXT SMS hi {lab.trace().id}"
    assert logged(ring(lab, "log(str(currentCall.initialText) + str(currentCall.isIncoming()))")) == ["NoneTrue"]
    assert logged(play(lab, CALL + "log(str(currentCall.isIncoming()))")) == ["False"]


def test_every_function_is_a_method_of_a_call_too(lab):
    lab.phone(PHONE).behave(inputs=["1", "words", "1", "#"])
    script = f"""
c = currentCall
c.answer(3)
c.say("a")
log(c.ask("b", {CHOICES}}}).value)
log(c.record("c").name)
log(c.prompt("d", {CHOICES}}}).value)
c.wait(5)
c.startCallRecording("ftp://catcher.example/")
c.stopCallRecording()
log(c.conference("room", {{"terminator": "#"}}).name)
log(c.transfer("{OTHER}").name)
c.log("a line")
for refused in (lambda: c.reject(), lambda: c.redirect("sip:a@b.example")):
    try:
        refused()
    except Exception as error:
        log(str(error)[:7])
c.hangup()
log(c.state())
log(str("say" in c.methods))
"""
    assert logged(play(lab, CALL + script)) == [
        *("tea", "record", "tea", "choice", "transfer", "a line", "reject ", "redirec", "DISCONNECTED", "True"),
    ]  # fmt: skip


# what is there besides


def test_tropos_own_objects_have_their_names(lab):
    script = "log(str(callFactory))\nlog(str(appInstance))\nlog(currentApp.baseDir)\nlog(incomingCall)"
    assert logged(play(lab, script)) == ["callFactory", "appInstance", "/tropo_app_home/12345", "nullCall"]
    assert logged(ring(lab, "log(str(incomingCall is currentCall))")) == ["True"]
    trace = play(lab, "callFactory.call('x')")
    assert "belongs to Tropo's Java side" in trace.outcome.sentence


def test_a_signal_ends_what_it_may_end(lab):
    lab.phone(PHONE).behave(held=True, answer="human")
    options = "{'choices': '1', 'allowSignals': ['stop', 'leave'], 'onSignal': lambda e: log('back: ' + e.value)}"
    app = lab.app("script", voice=lab.script(f"e = ask('Tea?', {options})\nlog(e.name + ' ' + e.value)"))
    lab.phone(PHONE).call(app.number)
    for name in ("nothing for it", "leave"):
        lab.http.get(f"http://api.tropo.com/1.0/sessions/{lab.trace().id}/signals?value={name}")
    assert logged(lab.trace()) == ["back: leave", "signal leave"]


def test_an_option_that_no_function_knows_is_named_in_the_log(lab):
    trace = play(lab, CALL + "say('hi', {'onChoices': lambda: 1, 'timeout': 3})\nsay('ho', {'onChoices': 1})")
    (warning,) = [line for line in trace.log if line.rule == "unknown-option"]
    assert warning.text == "Line 2: say knows no option 'onChoices'; it was ignored." and "onSignal" in warning.fix


def test_what_a_script_logs_is_made_a_text(lab):
    assert logged(play(lab, "log(5)\nlog(None)\nlog([1, 'a'])\nlog()\nlog(u'é')")) == ["5", "None", "[1, 'a']", "", "é"]


def test_a_misspelt_property_is_answered_with_those_there_are(lab):
    trace = play(lab, CALL + "log(currentCall.callerId)")
    assert "a call has no 'callerId'; it has answer, ask" in error(trace).text
