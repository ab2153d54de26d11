"""Every key of every verb: what can stand there, and one sentence for what cannot."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catchers import app_with, launch
from tests.webapi_keys import PLACES, kind_of, shape_of
from tropo_lab.errors import BadDocument
from tropo_lab.platform.webapi.documents import parse
from tropo_lab.platform.webapi.verbs import VERBS

SENTENCE = re.compile(r"\S+ is ((the (text|number)|a list of|an? (empty list|object)) ?.*|true|false); it must be .+\.")
REQUIRED = [place for place in PLACES if place.key.required]
CLOSED = [place for place in PLACES if kind_of(place.key.kind) and kind_of(place.key.kind).words]


def read(document):
    return parse(json.dumps({"tropo": document}).encode())


def test_the_seventeen_verbs_are_in_the_table():
    assert sorted(VERBS) == [
        "answer", "ask", "call", "choices", "conference", "generalLogSecurity", "hangup", "message", "on", "record",
        "redirect", "reject", "say", "startRecording", "stopRecording", "transfer", "wait",
    ]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_value_of_its_kind_is_taken(place):
    assert read(place.document(place.good)).broken is None


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_value_of_another_kind_is_named_with_its_path_and_with_what_is_expected(place):
    broken = read(place.document(place.bad)).broken
    assert broken.path == place.path and str(broken).startswith(f"{place.path} is ")
    assert SENTENCE.fullmatch(str(broken)) and broken.rule in ("wrong-type", "unknown-value")


@pytest.mark.parametrize("place", CLOSED, ids=str)
def test_a_text_that_is_not_on_the_list_is_an_unknown_value(place):
    broken = read(place.document("pigeon")).broken
    assert (broken.path, broken.rule) == (place.path, "unknown-value") and '"pigeon"' in str(broken)


@pytest.mark.parametrize("place", REQUIRED, ids=str)
def test_a_key_that_is_needed_is_missed_when_it_is_null_or_left_out(place):
    document = place.document(None)
    broken = read(document).broken
    assert (broken.path, broken.rule) == (place.path, "missing-key")
    assert str(broken) == f"{place.path} is missing: {place.names[-2]} cannot do without it."


@pytest.mark.parametrize("place", [place for place in PLACES if not place.key.required], ids=str)
def test_any_other_key_may_be_null_or_empty_and_then_counts_as_left_out(place):
    given = read(place.document(None))
    assert given.broken is None
    if not place.key.blank and place.names[0] != "generalLogSecurity":
        assert read(place.document("")) == given


@pytest.mark.parametrize("place", [place for place in PLACES if shape_of(place.key.kind)], ids=str)
def test_an_unknown_key_is_ignored_and_named_in_the_log(place):
    document = read(place.document(place.good | {"volume": 11}))
    assert document.broken is None and document.notes[-1][2] == "unknown-key" and '"volume"' in document.notes[-1][0]
    assert document.notes[-1][0].startswith(f"{place.path} has no key ")


@pytest.mark.parametrize("place", [place for place in PLACES if place.key.idle], ids=str)
def test_a_key_that_changes_nothing_here_is_named_in_the_log_unless_it_says_the_usual(place):
    notes = read(place.document(place.good)).notes
    assert [note[2] for note in notes] == ["not-carried-out"] or place.good == place.key.default
    assert place.key.default is None or place.key.default == () or read(place.document(place.key.default)).notes == ()


def test_each_bad_value_costs_its_own_session_alone(sealed):
    documents = [place.document(place.bad) for place in PLACES]
    app, _ = app_with(sealed, *documents, b"")
    for place in PLACES:
        trace = launch(sealed, app)
        assert (trace.outcome.where, place.path in trace.outcome.sentence) == ("catcher → platform", True), place
        assert [line.text for line in trace.log if line.level == "error"] == [trace.outcome.sentence]


_leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    _leaf, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=3)
)


@given(st.sampled_from(PLACES), VALUES)
def test_whatever_stands_at_a_key_is_read_or_refused_in_one_sentence(place, value):
    broken = read(place.document(value)).broken
    if broken is not None:
        assert isinstance(broken, BadDocument) and broken.path.startswith("tropo[0]") and str(broken).endswith(".")
        assert len(str(broken)) < 500


@given(VALUES)
def test_whatever_is_sent_as_a_document_is_read_or_refused(value):
    for sent in (value, {"tropo": value}, {"tropo": [value]}):
        document = parse(json.dumps(sent).encode())
        assert document.broken is None or str(document.broken).endswith(".")
