"""Questions: prompts, answers, silence, wrong answers, and people who take their time."""

import pytest

from tests.control import PHONE, begun, inbound, play
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import MESSAGING, VOICE
from tropo_lab.platform.control.asking import covered
from tropo_lab.platform.control.choices import parse
from tropo_lab.platform.control.orders import Question

YES_NO = Question(("Yes or no?",), parse("yes(yes, y, 1), no(no, n, 2)"), attempts=3, timeout=10)


def asked(question=YES_NO, times=1, **call):
    """Call the phone, and ask so many times."""

    async def work(control, keep):
        await control.call(PHONE, **call)
        for _ in range(times):
            keep(await control.ask(question))

    return work


def test_a_key_is_an_answer_and_comes_back_as_the_choice(any_lab):
    any_lab.phone(PHONE).behave(inputs=["1"])
    played = play(any_lab, asked())
    assert played.last.ok and played.last.attempt == 1
    assert played.last.heard[:4] == ("yes", "yes", "1", "1") and played.last.heard.mode == "dtmf"
    assert "phone → tropo: keys 1" in played.hops


def test_words_are_an_answer_on_a_call(any_lab):
    any_lab.phone(PHONE).behave(inputs=["no"])
    played = play(any_lab, asked())
    assert played.last.heard.value == "no" and played.last.heard.mode == "speech"
    assert "phone → tropo: says no" in played.hops


def test_a_text_is_an_answer_in_a_conversation(any_lab):
    any_lab.phone(PHONE).behave(inputs=["Yes"])
    played = play(any_lab, asked(network="SMS"))
    assert played.last.heard.value == "yes" and played.last.heard.mode == "text"
    assert [text.text for text in any_lab.phone(PHONE).texts] == ["Yes or no?", "Yes"]


@pytest.mark.parametrize("network", ["SIP", "SMS"])
def test_silence_uses_up_an_attempt_and_the_prompt_is_said_again(any_lab, network):
    any_lab.phone(PHONE).behave(inputs=["", "2"])
    played = play(any_lab, asked(network=network))
    assert played.last.ok and played.last.attempt == 2 and played.last.heard.value == "no"
    assert sum("Yes or no?" in hop for hop in played.hops) == 2


@pytest.mark.parametrize("network", ["SIP", "SMS"])
def test_a_question_that_nobody_answers_times_out_after_all_attempts(any_lab, network):
    played = play(any_lab, asked(network=network))
    assert (played.last.how, played.last.attempt) == ("timeout", 3)
    assert played.session.clock.seconds >= 30


def test_wrong_answers_are_no_match_and_each_has_its_own_words(any_lab):
    any_lab.phone(PHONE).behave(inputs=["7", "8", "9"])
    said = {1: ("Not on the list.",), 2: ("Still not.",), 3: ("never said",)}
    question = YES_NO._replace(retry=lambda how, attempt: said[attempt] if how == "nomatch" else ("silence",))
    played = play(any_lab, asked(question))
    assert (played.last.how, played.last.attempt) == ("nomatch", 3)
    spoken = [hop.split("say: ")[1] for hop in played.hops if "say: " in hop]
    assert spoken == ["Yes or no?", "Not on the list.", "Yes or no?", "Still not.", "Yes or no?"]


def test_each_failed_attempt_is_told(any_lab):
    any_lab.phone(PHONE).behave(inputs=["7", "", "1"])
    told = []

    async def work(control, keep):
        async def tell(result):
            told.append((result.how, result.attempt))
            await control.say(f"told {result.attempt}")

        await control.call(PHONE)
        keep(await control.ask(YES_NO, tell=tell))

    played = play(any_lab, work)
    assert told == [("nomatch", 1), ("timeout", 2)] and played.last.attempt == 3
    assert "tropo → phone: say: told 1" in played.hops


def test_the_text_that_began_a_conversation_answers_the_first_question_unasked(any_lab):
    async def work(control, keep):
        keep(await control.ask(YES_NO))
        keep(await control.ask(YES_NO._replace(attempts=1)))

    played = play(any_lab, work, inbound(any_lab, MESSAGING, text="y"))
    assert played.got[0].heard.value == "yes" and played.got[1].how == "timeout"
    assert [text.text for text in any_lab.phone(PHONE).texts if text.direction == "in"] == ["Yes or no?"]


def test_a_first_text_that_is_none_of_the_choices_uses_up_an_attempt(any_lab):
    any_lab.phone(PHONE).behave(inputs=["no"])
    played = play(any_lab, asked_only(), inbound(any_lab, MESSAGING, text="HELLO"))
    assert played.last.attempt == 2 and played.last.heard.value == "no"


def asked_only(question=YES_NO):
    async def work(control, keep):
        keep(await control.ask(question))

    return work


def test_asking_answers_a_call_that_comes_in(any_lab):
    any_lab.phone(PHONE).behave(inputs=["1"])
    played = play(any_lab, asked_only(), inbound(any_lab, VOICE))
    assert played.hops[0] == "tropo → phone: answered by Tropo" and played.last.ok


def test_a_hang_up_ends_the_question_and_speaking_on_fails(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=2)
    played = play(any_lab, asked(times=2))
    assert played.got[0].how == "hangup"
    assert isinstance(played.got[1], SessionFailed) and "ask came too late" in str(played.got[1])


def test_a_machine_says_nothing(any_lab):
    any_lab.phone(PHONE).behave("machine", inputs=["1"])
    assert play(any_lab, asked()).last.how == "timeout"


def test_who_holds_the_phone_is_waited_for(any_lab):
    phone = any_lab.phone(PHONE)
    phone.behave("human", held=True)
    played = play(any_lab, asked())
    assert not played.over and phone.calls[0]["waiting"]
    assert phone.say("1")
    any_lab.engine.settle(played.session.id)
    assert played.over and played.last.heard.value == "yes"


def test_keys_that_a_person_presses_one_by_one_are_put_together(any_lab):
    phone = any_lab.phone(PHONE)
    phone.behave("human", held=True)
    played = play(any_lab, asked(Question(("Code?",), parse("[4 DIGITS]"))))
    for key in "123":
        phone.say(key)
        assert not played.over
    phone.say("4")
    any_lab.engine.settle(played.session.id)
    assert played.last.heard.value == "1234"


def test_silence_of_a_person_is_a_pause_after_keys_and_otherwise_a_time_out(any_lab):
    phone = any_lab.phone(PHONE)
    phone.behave("human", held=True)
    played = play(any_lab, asked(Question(("Code?",), parse("[2-4 DIGITS]")), times=2))
    for said in ("1", "2", "", ""):
        phone.say(said)
    any_lab.engine.settle(played.session.id)
    assert played.got[0].heard.value == "12" and played.got[1].how == "timeout"


def test_a_person_who_texts_is_waited_for_and_answers_by_a_text(any_lab):
    phone = any_lab.phone(PHONE)
    phone.behave(held=True)
    session = begun(any_lab)
    played = play(any_lab, asked(network="SMS"), session)
    assert not played.over
    assert phone.text(session.app.number, "no") == session.id
    any_lab.engine.settle(session.id)
    assert played.over and played.last.heard.value == "no"


def test_a_signal_interrupts_a_question_only_where_it_may(any_lab):
    session = begun(any_lab)
    session.signals += ["other", "exit", "kept"]

    async def work(control, keep):
        await control.call(PHONE, allow_signals="")
        keep(await control.ask(YES_NO, allow_signals=["exit"]))

    played = play(any_lab, work, session)
    assert (played.last.how, played.last.detail) == ("signal", "exit") and session.signals == ["kept"]


def test_a_spoken_answer_below_the_wanted_confidence_is_no_match(any_lab):
    any_lab.phone(PHONE).behave(inputs=["yes", "yes", "1"])
    played = play(any_lab, asked(YES_NO._replace(min_confidence=95)))
    assert played.last.attempt == 3 and played.last.heard.mode == "dtmf"


def test_answers_that_must_stay_secret_are_covered_in_the_log(any_lab):
    any_lab.phone(PHONE).behave(inputs=["1234"])
    played = play(any_lab, asked(Question(("Pin?",), parse("[4 DIGITS]"), hidden="XXDD")))
    assert "The answer '**34'." in played.log and not any("1234" in line for line in played.log)


@pytest.mark.parametrize(
    ("mask", "shown"),
    [("", "12345"), ("suppress", "(suppressed)"), ("XXD", "**3**"), ("XD-", "*2345"), ("D", "1****"), ("X-", "*****")],
)
def test_a_mask_shows_only_what_it_lets_through(mask, shown):
    assert covered("12345", mask) == shown


@pytest.mark.parametrize("behaviour", [{"hangup_after": 5, "inputs": ["", "1"]}, {"answer": "human", "held": True}])
def test_a_phone_whose_hang_up_was_lost_says_nothing_more(any_lab, behaviour):
    any_lab.phone(PHONE).behave(**behaviour)
    any_lab.faults.add("lost", "hangup")
    played = play(any_lab, asked())
    any_lab.phone(PHONE).hang_up()
    any_lab.engine.settle(played.session.id)
    assert (played.last.how, played.last.attempt) == ("timeout", 3)
    assert sum("hung up by the phone" in hop for hop in played.hops) == 1


def test_a_caller_who_still_hears_it_ring_answers_nothing(any_lab):
    any_lab.phone(PHONE).behave(inputs=["1"])
    any_lab.faults.add("lost", "answer")

    async def work(control, keep):
        keep(await control.ask(YES_NO))

    played = play(any_lab, work, inbound(any_lab, VOICE))
    assert (played.last.how, played.last.attempt) == ("timeout", 3)
