"""Walking: each step is a new view, the ends hold, and forth and back is where you were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import traces
from tropo_lab.trace import KINDS, Hop
from tropo_lab.views import diagram, walk, wire
from tropo_lab.views.meaning import meaning

PLACES = st.integers(1, 9)


@given(PLACES)
def test_forward_then_back_is_where_you_were(at):
    here = walk(traces.webapi(), at)
    assert here.next().back() == (here if at < 9 else here.back())
    assert here.back().next() == (here if at > 1 else here.next())


@given(PLACES, st.lists(st.sampled_from(["next", "back", "first", "last"])))
def test_no_move_changes_the_view_it_starts_from_or_leaves_the_trace(at, moves):
    start = here = walk(traces.webapi(), at)
    for move in moves:
        here = getattr(here, move)()
        assert 1 <= here.at <= 9
    assert start == walk(traces.webapi(), at)


def test_the_ends_hold():
    assert walk(traces.webapi()).back().at == 1
    assert walk(traces.webapi()).last().next().at == 9
    assert walk(traces.webapi(), 5).first().at == 1


def test_going_nowhere_says_which_hops_there_are():
    with pytest.raises(IndexError, match="hops 1 to 9"):
        walk(traces.webapi()).go(12)
    assert walk(traces.webapi()).go(4).at == 4


def test_a_step_shows_the_drawing_the_meaning_and_the_bytes():
    here = walk(traces.webapi(), 6)
    assert diagram(traces.webapi(), 6).drawing in here.html
    assert wire(traces.webapi().hop(6)).inner in here.html
    assert "Hop 6 of 9 · Step 4: Your catcher replies with JSON" in here.html
    assert "▶ 6. catcher → Tropo: 200, message" in str(here)
    assert here.says in str(here)


def test_the_hop_where_it_broke_says_so():
    assert str(walk(traces.broken(), 6)).count("✕ Broke at hop 6") == 2
    assert str(walk(traces.broken(), 5)).count("✕ Broke at hop 6") == 1


def test_a_trace_without_hops_can_be_walked_without_going_anywhere():
    here = walk(traces.trace("webapi", outcome=None))
    assert here.next() == here.back() == here.first() == here.last() == here
    assert "Not yet: the session is still running." in str(here) and "Not yet" in here.html


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_hop_has_one_sentence_for_each_way_it_goes(kind):
    for sender, receiver in (("tropo", "phone"), ("phone", "tropo")):
        sentence = meaning(Hop(1, 0, sender, receiver, kind, "", b""))
        assert sentence.endswith(".") and sentence.count(". ") == 0


def test_a_text_from_a_phone_means_something_else_than_one_to_it():
    assert meaning(traces.texted().hop(1)) != meaning(traces.texted().hop(4))
