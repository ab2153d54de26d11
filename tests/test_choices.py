"""Choices: the grammar of answers, and what counts as one on voice and in a text."""

import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tropo_lab.platform.control.choices import SPOKEN_CONFIDENCE, Choices, is_keys, parse
from tropo_lab.platform.control.grammar import Anything, BadChoices, Digits, Option

YES_NO = "yes(yes, y, 1), no(no, n, 2)"


def value(grammar, said, channel="VOICE", **how):
    heard = parse(grammar, **how).match(said, channel)
    return heard and heard.value


# what a grammar names


@pytest.mark.parametrize(
    "grammar, digits",
    [
        ("[5 DIGITS]", Digits(5, 5)),
        ("[1 DIGIT]", Digits(1, 1)),
        ("[4-5 DIGITS]", Digits(4, 5)),
        ("[DIGITS]", Digits(1, None)),
        (" [ 4 - 5\n digits ] ", Digits(4, 5)),
        ("[05 Digits]", Digits(5, 5)),
        ("[any]", Anything()),
    ],
)
def test_a_grammar_in_brackets_may_be_written_in_any_case_and_spacing(grammar, digits):
    assert parse(grammar).options == (Option("", (digits,)),)


@pytest.mark.parametrize(
    "grammar, options",
    [
        ("red, dark\n  blue ,", (("red", ("red",)), ("dark blue", ("dark blue",)))),
        ("dept(support,\n engineering), ann", (("dept", ("support", "engineering")), ("ann", ("ann",)))),
        ("zip([5 DIGITS])", (("zip", (Digits(5, 5),)),)),
        ("0(operator, 0), [4 DIGITS]", (("0", ("operator", "0")), ("", (Digits(4, 4),)))),
        ("code([4 DIGITS], lost it)", (("code", (Digits(4, 4), "lost it")),)),
        ("'yes, please', 'a (b)'(c)", (("yes, please", ("yes, please",)), ("a (b)", ("c",)))),
        ("'don't know', o'clock", (("don't know", ("don't know",)), ("o'clock", ("o'clock",)))),
        ("star(*), pound(#)", (("star", ("*",)), ("pound", ("#",)))),
        (7, (("7", ("7",)),)),
    ],
)
def test_lists_name_concepts_and_what_may_be_said_for_them(grammar, options):
    assert parse(grammar).options == options


@pytest.mark.parametrize("nothing", [None, "", "  \n"])
def test_without_a_value_there_are_no_choices_but_still_a_terminator(nothing):
    choices = parse(nothing, terminator="#")
    assert choices.is_empty and (choices.options, choices.terminator) == ((), "#")
    assert choices.match("yes", "TEXT") is None and choices.match("1", "VOICE") is None
    assert not parse("a").is_empty


@pytest.mark.parametrize(
    "grammar, says",
    [
        ("http://catcher.example/menu.grxml", "address of a grammar file"),
        ("HTTPS://catcher.example/menu", "address of a grammar file"),
        ("<?xml version='1.0'?><grammar/>", "GRXML"),
        ("#JSGF V1.0; grammar a;", "JSGF"),
        ("[5 LETTERS]", r"\[5 LETTERS\].*\[4-5 DIGITS\]"),
        ("[0 DIGITS]", "counts no digits"),
        ("[5-4 DIGITS]", "counts no digits"),
        ("[1000 DIGITS]", "1 to 999"),
        ("[" + "9" * 5000 + " DIGITS]", "1 to 999"),
        ("yes(y", "never closed"),
        ("yes)", "list before it"),
        ("yes()", "list before it"),
        ("(y)", "name before it"),
        ("yes(y)(1)", "one list for each name"),
        ("a(b(c))", "one list for each name"),
        ("yes(y) no", "comma before it"),
        ("a([ANY] b)", "comma before it"),
        ("[ANY](y)", "name before it"),
        ("'yes", "quote that is never closed"),
        ("yes, ''", "empty quote"),
        ("a]", "cannot be read at"),
        (",,", "name no answer"),
        (["yes", "no"], "no text"),
        (True, "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(grammar, says):
    with pytest.raises(BadChoices, match=says) as bad:
        parse(grammar)
    assert str(bad.value).endswith(".") and len(str(bad.value)) < 250


def test_a_number_of_thousands_of_digits_is_refused_whatever_the_interpreter_makes_of_it():
    with pytest.raises(BadChoices):
        parse(10**100_000)


def test_a_mode_or_terminator_that_is_none_is_refused():
    with pytest.raises(BadChoices, match="no mode 'pulse'"):
        parse("1", mode="pulse")
    for wrong in ("##", "x"):
        with pytest.raises(BadChoices, match="one key as terminator"):
            parse("1", terminator=wrong)


@pytest.mark.parametrize(
    "grammar",
    [
        ",".join(map(str, range(100_000))),
        "a(" + ",".join(map(str, range(1_001))) + ")",
        "x" * 5_000_000,
        "(" * 5_000_000,
        "'" * 60_000 + "x",
        "' " * 30_000 + "x",
        "[" * 60_000,
        "[5 DIGITS" + " " * 60_000,
        "a" + " " * 50_000 + "]",
    ],
    ids=["entries", "synonyms", "letters", "parentheses", "quotes", "spaced", "brackets", "spaces", "tail"],
)
def test_a_grammar_that_is_too_much_is_refused_at_once(grammar):
    began = time.process_time()
    with pytest.raises(BadChoices) as bad:
        parse(grammar)
    assert time.process_time() - began < 0.5 and len(str(bad.value)) < 250


def test_a_thousand_answers_are_still_read():
    assert value(",".join(map(str, range(1_000))), "999") == "999"


# what counts as an answer


@pytest.mark.parametrize("said, means", [("1", "yes"), ("y", "yes"), ("N", "no"), ("2", "no"), ("3", None)])
def test_a_key_or_a_synonym_gives_the_concept(said, means):
    assert value(YES_NO, said) == means


def test_the_words_as_given_stand_beside_the_concept():
    heard = parse("department(support, engineering)").match(" Support", "VOICE")
    assert heard[:4] == ("department", "department", "Support", "Support")


def test_words_match_whatever_their_case_spacing_and_full_stop():
    assert value("'New York'(ny, big  apple)", "  BIG\tapple!! ", "TEXT") == "New York"


def test_the_concept_itself_answers_where_it_is_not_listed():
    assert value("person(ann)", "person") == "person"
    assert value("one(two), two(one)", "one") == "two"


def test_the_name_of_a_digit_grammar_is_no_answer_and_the_digits_stand_beside_it():
    zip_code = parse("zip([5 DIGITS])")
    assert zip_code.match("zip", "TEXT") is None
    assert zip_code.match("32801", "VOICE")[:4] == ("zip", "zip", "32801", "32801")


def test_digits_of_a_text_may_be_written_with_spaces_and_dashes():
    heard = parse("[5 DIGITS]").match("32 8-01.", "TEXT")
    assert heard[:4] == ("32801", "32801", "32801", "32 8-01.")


def test_digits_may_be_said():
    assert value("[5 DIGITS]", "three two eight oh one") == "32801"
    assert value("[5 DIGITS]", "three two eight") is None


def test_a_listed_answer_goes_before_a_grammar_and_any_text_comes_last():
    mixed = "[ANY], [1-4 DIGITS], operator(0, help)"
    assert [value(mixed, said, "TEXT") for said in ("0", "12", "12345")] == ["operator", "12", "12345"]


def test_any_takes_a_text_as_it_was_written_and_nothing_spoken_or_keyed():
    assert value("[ANY]", " Hello,  you! ", "TEXT") == " Hello,  you! "
    assert value("note([ANY])", "milk", "TEXT") == "note"
    assert value("[ANY]", "  ", "TEXT") is None
    assert value("[ANY]", "hello") is None and value("[ANY]", "1") is None


@pytest.mark.parametrize(
    "mode, keyed, said",
    [("dtmf", "yes", None), ("keypad", "yes", None), ("speech", None, "yes"), ("any", "yes", "yes")],
)
def test_the_mode_decides_what_counts_on_voice_but_not_in_a_text(mode, keyed, said):
    assert (value(YES_NO, "1", mode=mode), value(YES_NO, "yes", mode=mode.upper())) == (keyed, said)
    assert value(YES_NO, "yes", "TEXT", mode=mode) == value(YES_NO, "1", "TEXT", mode=mode) == "yes"


def test_a_terminator_ends_what_is_keyed_and_is_no_part_of_it():
    assert value("[4-5 DIGITS]", "3280#", terminator="#") == "3280"
    assert value("[4-5 DIGITS]", "3280#", "TEXT", terminator="#") == "3280"
    assert value("yes(1), pound(#)", "#", terminator="#") is None
    assert value("[4-5 DIGITS]", "3280#") is None


def test_speech_is_less_sure_than_keys_and_texts():
    heard = [parse(YES_NO).match(*said) for said in (("yes", "VOICE"), ("1", "VOICE"), ("yes", "TEXT"))]
    assert [one.mode for one in heard] == ["speech", "dtmf", "text"]
    assert [one.confidence for one in heard] == [SPOKEN_CONFIDENCE, 100, 100]


def test_more_digits_are_waited_for_from_the_least_to_the_most():
    choices = parse("[3-5 DIGITS], 0(0)", terminator="#")
    assert [keys for keys in ("", "12", "123", "1234", "12345", "123#", "12*") if choices.waits_for_more(keys)] == [
        "123",
        "1234",
    ]
    assert parse("[DIGITS]").waits_for_more("123456789")
    assert not parse("[3-5 DIGITS]", mode="speech").waits_for_more("123")


def test_keys_pressed_one_by_one_are_gathered_while_they_can_become_an_answer():
    choices = parse("[2 DIGITS], star(*12), go(go)", terminator="#")
    pressed = ["1", "12", "*", "*1", "*12", "1#", "**"]
    assert [keys for keys in pressed if choices.expects_more(keys)] == ["1", "*", "*1"]


def test_keys_are_the_twelve_of_a_phone():
    assert is_keys("0123456789*#")
    assert not any(is_keys(other) for other in ("", "1 2", "1a", "٣", "²"))


# whatever is written or said

words = st.text("abcdefg '*#0123456789-ÄßİŒ.!?[](),", min_size=1, max_size=8).map(lambda w: " ".join(w.split()))
utterances = st.one_of(
    words.filter(lambda w: w and "'," not in w and "')" not in w and "' " not in w),
    st.integers(1, 999).map(lambda n: Digits(n, n)),
    st.tuples(st.integers(1, 500), st.integers(501, 999)).map(lambda pair: Digits(*pair)),
    st.just(Digits(1, None)),
    st.just(Anything()),
)
plain = words.filter(lambda w: w and "'" not in w)
options = st.one_of(
    plain.map(lambda word: Option(word, (word,))),
    utterances.filter(lambda u: not isinstance(u, str)).map(lambda grammar: Option("", (grammar,))),
    st.builds(Option, plain, st.lists(utterances, min_size=1, max_size=4).map(tuple)),
)


@given(st.lists(options, max_size=5).map(tuple))
def test_what_is_written_out_reads_back_the_same(listed):
    choices = Choices(listed)
    assert parse(str(choices)).options == listed


@given(st.lists(options, min_size=1, max_size=5).map(tuple), st.data())
def test_every_listed_answer_means_its_own_concept(listed, data):
    choices = Choices(listed)
    said = [(o.concept, u) for o in listed for u in o.utterances if isinstance(u, str)]
    assume(said)
    concept, utterance = data.draw(st.sampled_from(said))
    found = choices.match(utterance, "TEXT")
    first = next(name for name, other in said if parse_plain(other) == parse_plain(utterance))
    assert found.value == first
    if first == concept:
        assert choices.match(utterance, "VOICE").value == concept


def parse_plain(said):
    bare = " ".join(said.casefold().split())
    return bare.rstrip(" .!?") or bare


@given(st.one_of(st.text(), st.text("ab1'*#,()[] \n-DIGTSany")), st.text(), st.sampled_from(["VOICE", "TEXT"]))
@example("'" * 50, "'", "TEXT")
@example("\ud800", "\ud800", "TEXT")
def test_any_text_is_read_or_refused_and_then_reads_back_the_same(grammar, said, channel):
    try:
        choices = parse(grammar)
    except BadChoices:
        return
    choices.match(said, channel)
    assert parse(str(choices)).options == choices.options


@given(st.integers(1, 20), st.integers(0, 20), st.text("0123456789", max_size=45), st.sampled_from(["VOICE", "TEXT"]))
def test_as_many_digits_as_asked_for_match_and_no_others(least, more, keyed, channel):
    heard = parse(f"[{least}-{least + more} DIGITS]").match(keyed, channel)
    assert (heard is not None) == (least <= len(keyed) <= least + more)
    assert heard is None or heard.value == keyed
