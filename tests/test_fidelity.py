"""The ledger is complete and well formed, agrees with the code it speaks of, and is shown without harm."""

import re
from pathlib import Path

import pytest
from markupsafe import escape

import tropo_lab.platform
from tests.test_views_harmless import words
from tropo_lab.errors import NotFound
from tropo_lab.fidelity import LEGEND, MARKS, Entry, Ledger, entry, ledger
from tropo_lab.platform import (
    behaviour,
    catcher_client,
    catcher_line,
    documents,
    launch_request,
    session,
    sessions,
    webapi,
)
from tropo_lab.platform.scripting import front_end
from tropo_lab.platform.scripting.python import guest
from tropo_lab.platform.server import Server

PLATFORM = Path(tropo_lab.platform.__file__).parent
SOURCE = re.compile(r"https?://\S+|[\w.-]+/[\w.-]+:\S*|public launchers and catchers, 2010 to 2018")


SENTENCE = re.compile(r"[A-Z`].*\.")


def those_where(wrong):
    return [one.id for one in ledger() if wrong(one)]


def test_every_id_is_made_of_small_words_and_dashes():
    assert those_where(lambda one: not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.id)) == []


def test_every_behaviour_is_one_sentence_and_every_note_whole_sentences():
    assert those_where(lambda one: not SENTENCE.fullmatch(one.behaviour) or ". " in one.behaviour) == []
    assert those_where(lambda one: one.note and not SENTENCE.fullmatch(one.note)) == []


def test_every_entry_has_one_of_the_four_marks():
    assert those_where(lambda one: one.how not in MARKS) == []
    assert {one.mark for one in ledger()} == {"D", "C", "I", "choice"}


def test_every_fact_names_its_sources_and_every_choice_says_why():
    facts = [source for one in ledger() if one.how != "choice" for source in one.source.split("; ")]
    assert [source for source in facts if not SOURCE.fullmatch(source)] == []
    assert those_where(lambda one: one.how == "choice" and not SENTENCE.fullmatch(one.source)) == []


def test_every_entry_names_a_module_of_the_platform():
    assert those_where(lambda one: not PLATFORM.joinpath(*one.where.split(".")).with_suffix(".py").is_file()) == []


def test_no_behaviour_is_told_twice():
    assert len({one.behaviour for one in ledger()}) == len(ledger()) == len({one.id for one in ledger()})


@pytest.mark.parametrize("verb", sorted(documents.BUILT))
def test_every_verb_that_is_built_has_an_entry(verb):
    assert any(f"`{verb}`" in one.behaviour and not one.id.startswith("script-") for one in ledger())


@pytest.mark.parametrize("name", sorted(guest.FUNCTIONS))
def test_every_function_of_scripts_has_an_entry(name):
    if name in ("startCallRecording", "stopCallRecording"):
        assert "call recording" in entry("script-functions-not-built").behaviour
    elif name in guest.NOT_BUILT:
        assert f"`{name}()`" in entry("script-functions-not-built").behaviour
    else:
        assert any(f"`{name}()`" in one.behaviour and one.id.startswith("script-") for one in ledger())


def seconds(milliseconds):
    return f"{milliseconds // 1000} second"


PATIENCE = Server.__init__.__kwdefaults__

# entry → what its sentence must say, read from the code
FIGURES = {
    "launch-bounds": (f"{launch_request.MAX_BODY >> 20} MiB", f"{launch_request.MAX_PARAMETERS} parameters"),
    "answer-size": (f"{catcher_client.MAX_REPLY >> 20} MiB", f"{documents.MAX_BYTES >> 20} MiB"),
    "document-bounds": (f"{documents.MAX_VERBS} verbs", f"{webapi.MAX_DOCUMENTS} documents"),
    "catcher-patience": (f"{PATIENCE['patience']:g} seconds",),
    "refused-connections-are-tried-again": (f"{catcher_client.CONNECT_TRIES} times",),
    "user-agent": (catcher_line.USER_AGENT,),
    "ring-times": tuple(
        map(seconds, (behaviour.RINGS_BEFORE_HUMAN, behaviour.RINGS_BEFORE_MACHINE, behaviour.BUSY_AFTER)),
    ),
    "speech-time": (f"{behaviour.WORD} milliseconds",),
    "transit-time": (seconds(behaviour.TEXT_TRANSIT), f"{session.TRANSIT} milliseconds"),
    "sessions-at-once": (f"{sessions.MAX_RUNNING} sessions",),
    "script-limits": (f"{PATIENCE['script_patience']:g} seconds", f"{front_end.MAX_REQUESTS} calls"),
}


@pytest.mark.parametrize("id", FIGURES)
def test_the_figures_of_an_entry_are_those_of_the_code(id):
    assert all(figure in entry(id).behaviour for figure in FIGURES[id])


def test_an_unknown_id_is_answered_with_those_that_are_near():
    with pytest.raises(NotFound, match="no entry 'catcher-patiense'; did you mean catcher-patience"):
        entry("catcher-patiense")
    with pytest.raises(NotFound, match=r"no entry 'xyzzy'; ledger\(\) shows them all"):
        ledger("xyzzy")


def test_a_lesson_may_ask_for_some_entries_in_its_own_order():
    assert [one.id for one in ledger("verb-say", "user-agent")] == ["verb-say", "user-agent"]


def test_a_shown_entry_has_its_mark_its_source_and_its_note():
    one = entry("get-is-answered-in-xml")
    assert str(one).startswith("I: A GET is answered in XML") and "Source: tropo/tropo-webapi-php" in str(one)
    assert "Why: " in str(entry("user-agent")) and "Note: " in str(entry("verb-say"))
    assert one._repr_mimebundle_()["text/html"].count("<tr>") == 2


def test_the_whole_ledger_is_a_table_with_a_legend_and_a_row_for_each_entry():
    html = ledger()._repr_mimebundle_()["text/html"]
    assert html.count("<tr>") == len(ledger()) + 1 and escape(LEGEND) in html
    assert repr(ledger()).startswith(LEGEND) and all(one.plain in repr(ledger()) for one in ledger())


def test_what_an_entry_holds_does_no_harm_in_any_face():
    bad = "<script>alert(1)</script>\x1b[2J\u202e `<b>`"
    for face in (Entry(bad, bad, "choice", bad, bad, bad), Ledger([Entry(bad, bad, "captured", bad, bad, bad)])):
        assert words(face.html).count("<script>") == 4
        assert "<script" not in face.html and "<code>&lt;b&gt;</code>" in face.html
        assert not re.search("[\x1b\u202e]", face.html + face.plain)
