"""The table of today's words: complete, honest about what is shown, and the claims that lesson 10 makes."""

import pytest

from tropo_lab import today
from tropo_lab.errors import NotFound
from tropo_lab.platform.webapi.verbs import VERBS
from tropo_lab.today import jambonz, ncco, twiml
from tropo_lab.today.foreign_trace import PLATFORMS

WORDS = ["launcher", "catcher", "token", "session", "signal", "result", "hosted script"]
FOLLOWED = {"twilio": twiml.FOLLOWED, "vonage": ncco.FOLLOWED, "jambonz": jambonz.FOLLOWED, "webex": ()}
SITES = {
    "twilio": ("https://www.twilio.com/docs/",),
    "vonage": ("https://developer.vonage.com/en/",),
    "jambonz": ("https://docs.jambonz.org/", "https://api.jambonz.org/"),
    "webex": ("https://developers.webexconnect.io/",),
}
CELLS = [(word.name, party, term) for word in today.table() for party, term in word.terms.items()]


def test_every_verb_of_tropo_is_in_the_table_and_every_word_around_them():
    assert [word.name for word in today.table()] == [*sorted(VERBS), *WORDS]


def test_every_word_has_a_cell_for_every_platform():
    assert all(list(word.terms) == list(PLATFORMS) for word in today.table())


@pytest.mark.parametrize("party", PLATFORMS)
def test_what_the_table_marks_as_shown_is_what_the_stand_in_follows(party):
    shown = {term.shown for _, one, term in CELLS if one == party and term.shown}
    assert shown == set(FOLLOWED[party])


def test_a_cell_is_unknown_or_names_the_vendors_own_page():
    for name, party, term in CELLS:
        if term.says == "not known here":
            assert not term.url and not term.note and not term.shown, (name, party)
        else:
            assert term.url.startswith(SITES[party]), (name, party)


def test_where_there_is_no_equivalent_a_note_says_what_is_done_instead():
    for name, party, term in CELLS:
        assert term.says != "no equivalent" or term.note, (name, party)
    assert {name for name, party, term in CELLS if term.says == "no equivalent" and party == "vonage"} == {
        "answer", "choices", "generalLogSecurity", "hangup", "redirect", "stopRecording", "token"
    }  # fmt: skip


def test_both_faces_show_every_word_and_term():
    table = today.table()
    for name, party, term in CELLS:
        assert f"\n{name}: " in table.plain and f"{PLATFORMS[party]}: " in table.plain
        assert f">{name}</b>" in table.html
        if term.url:
            assert f'href="{term.url}"' in table.html
    assert table.html.count("no equivalent") == sum(term.says == "no equivalent" for *_, term in CELLS)
    assert table.html.count('title="followed by the stand-in"') == sum(bool(term.shown) for *_, term in CELLS)
    assert "&lt;Say&gt;" in table.html and "<Say>" not in table.html


def test_some_words_can_be_asked_for_and_others_are_refused_by_name():
    assert [word.name for word in today.table("say", "ask")] == ["say", "ask"]
    with pytest.raises(NotFound, match="did you mean 'transfer'"):
        today.table("transfers")
