"""The ledger is complete and well formed, agrees with the code it speaks of, and is shown without harm."""

import re
from itertools import groupby
from pathlib import Path

import pytest
from markupsafe import escape

import tropo_lab.platform
from tests import ledger_names
from tests.refusals import names_in, refusals
from tests.test_views_harmless import words
from tropo_lab.errors import NotFound
from tropo_lab.fidelity import LEGEND, MARKS, Entry, Ledger, entry, ledger
from tropo_lab.platform import messages, session, sessions
from tropo_lab.platform.control import grammar, legs, rooms
from tropo_lab.platform.crossing import faults, gate
from tropo_lab.platform.drivers import catcher_client
from tropo_lab.platform.drivers.server import Server
from tropo_lab.platform.launching import request as launch_request
from tropo_lab.platform.launching import signals
from tropo_lab.platform.network import behaviour
from tropo_lab.platform.scripting import bounds, fetching, running
from tropo_lab.platform.webapi import dialogue as webapi
from tropo_lab.platform.webapi import documents, kinds, parts, verbs

PLATFORM = Path(tropo_lab.platform.__file__).parent
REFUSALS = refusals()
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


def told(kind):
    """The names of that kind that entries cover."""
    return {name.partition(" ")[2] for one in ledger() for name in one.covers if name.startswith(f"{kind} ")}


@pytest.mark.parametrize("kind", ledger_names.KINDS)
def test_everything_that_the_code_knows_by_name_has_an_entry(kind):
    assert sorted(ledger_names.KINDS[kind]() - told(kind)) == []


@pytest.mark.parametrize("kind", ledger_names.KINDS)
def test_no_entry_is_about_something_that_the_code_does_not_know(kind):
    assert sorted(told(kind) - ledger_names.KINDS[kind]()) == []


def test_everything_that_is_refused_or_warned_of_has_an_entry():
    assert sorted(REFUSALS.missing_in(told("refusal"))) == []


def test_no_entry_is_about_a_refusal_that_there_is_not():
    assert sorted(REFUSALS.unknown(told("refusal"))) == []


def test_every_place_that_refuses_could_be_read():
    assert REFUSALS.unread == set()


def test_entries_cover_nothing_but_names_of_the_known_kinds_and_each_but_once():
    kinds = {name.partition(" ")[0] for one in ledger() for name in one.covers}
    assert kinds == {*ledger_names.KINDS, "refusal"}
    assert those_where(lambda one: len(set(one.covers)) < len(one.covers)) == []


def test_every_entry_stands_in_a_section():
    assert those_where(lambda one: not one.section) == []
    sections = [title for title, _ in groupby(one.section for one in ledger())]
    assert len(sections) == len(set(sections))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('session.warn("x", "a-rule", "fix")', {"a-rule"}),
        ('raise SessionFailed("no such Call", WHERE, "x")', {"no-such-call"}),
        ('raise BadLaunch("x", status=400, rule="bad-thing")', {"bad-thing"}),
        ('def over(name, said):\n  raise SessionFailed(name, X, said)\nover("far too much", "x")', {"far-too-much"}),
        ('T = {1: ("x", "of-a-table", "y")}\ndef f(n):\n  row = T.get(n)\n  log.warn(*row)', {"of-a-table"}),
        ("from c import far\nfar('x', 'from afar')", {"from-afar"}),
        ('NOTES = [("x", "warning", "in-a-line", "")]', {"in-a-line"}),
        ('def f(x):\n  name = "one" if x else "two"\n  raise SessionFailed(name, X, "y")', {"one", "two"}),
    ],
)
def test_the_names_of_refusals_are_found_wherever_they_are_written(source, found):
    takers = "class Session:\n  def warn(self, text, rule, fix=''): ...\n"
    afar = "def far(said, name):\n  raise SessionFailed(name, X, said)"
    assert names_in({"a.py": takers, "b.py": source, "c.py": afar}).whole == found


def test_a_name_that_is_put_together_is_a_pattern_and_one_that_cannot_be_read_is_told():
    names = names_in({"a.py": 'SessionFailed(f"no {side} address", X)', "b.py": "SessionFailed(names[0], X)"})
    assert names.missing_in({"no-voice-address"}) == set() != names.missing_in({"no-voice"})
    assert names.unknown({"no-text-address", "no-text"}) == {"no-text"}
    assert names.unread == {"b.py:1"}


def seconds(milliseconds):
    return f"{milliseconds // 1000} second"


PATIENCE = Server.__init__.__kwdefaults__

# entry → what its sentence must say, read from the code
FIGURES = {
    "launch-bounds": (f"{launch_request.MAX_BODY >> 20} MiB", f"{launch_request.MAX_PARAMETERS} parameters"),
    "answer-size": (f"{catcher_client.MAX_REPLY >> 20} MiB", f"{documents.MAX_BYTES >> 20} MiB"),
    "document-bounds": (
        *(f"{documents.MAX_VERBS} verbs", f"{webapi.MAX_DOCUMENTS} documents"),
        *(f"{parts.MOST_PHONES} numbers", f"{verbs.MOST_STEPS} handlers"),
    ),
    "choices-bounds": (f"{grammar.MOST_ENTRIES:,} words", f"{grammar.MOST_CHARACTERS:,} characters"),
    "four-hours-at-most": (f"{kinds.LONGEST // 3600} hours",),
    "signal-bounds": (f"{signals.MAX_SIGNAL} characters", f"{signals.MAX_SIGNALS} signals"),
    "session-bounds": (
        *(f"{legs.MAX_CALLS} times", f"{session.MAX_HOPS} messages"),
        f"{session.MAX_CARRIED >> 20} MiB",
    ),
    "conference-size": (f"{rooms.MOST} people",),
    "breakpoint-bounds": (f"{gate.MAX_HELD} messages", f"{gate.MAX_WIRE >> 20} MiB"),
    "fault-bounds": (f"{faults.MAX_FAULTS} fault switches",),
    "phones-stay": (seconds(behaviour.STAY),),
    "catcher-patience": (f"{PATIENCE['patience']:g} seconds",),
    "refused-connections-are-tried-again": (f"{catcher_client.CONNECT_TRIES} times",),
    "user-agent": (messages.USER_AGENT,),
    "ring-times": tuple(
        map(seconds, (behaviour.RINGS_BEFORE_HUMAN, behaviour.RINGS_BEFORE_MACHINE, behaviour.BUSY_AFTER)),
    ),
    "speech-time": (f"{behaviour.WORD} milliseconds", f"{behaviour.KEY} milliseconds"),
    "transit-time": (seconds(behaviour.TEXT_TRANSIT), f"{session.TRANSIT} milliseconds"),
    "sessions-at-once": (f"{sessions.MAX_RUNNING} sessions",),
    "script-limits": (f"{PATIENCE['script_patience']:g} seconds", f"{bounds.MAX_REQUESTS} calls"),
    "script-too-many-requests": (f"{bounds.MAX_REQUESTS} calls",),
    "script-ignored-errors": (f"{bounds.MAX_REFUSED} of its calls",),
    "script-callbacks-nest": (f"{bounds.MAX_NESTED} deep",),
    "script-traffic": (f"{running.MAX_LINE >> 20} MiB in one call", f"{running.MAX_SAID >> 20} MiB in all"),
    "script-by-url-failures": (f"{fetching.MAX_SCRIPT >> 20} MiB",),
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
