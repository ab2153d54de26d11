"""Widgets without a browser: they stand where their calls put them, and their three faces come from one view."""

import gc
import json
import sys
import threading
import weakref
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tropo_lab
from tests import traces
from tropo_lab import Breakpoints, Bytes, Diff, EncodingBench, Follow, Handset, Lab, SideBySide, Stepper, walk, widgets
from tropo_lab.errors import LabClosed
from tropo_lab.views import diff, follow, side_by_side, wire

WALKERS = {
    "stepper": lambda: Stepper(traces.webapi()),
    "side by side": lambda: SideBySide(traces.scripting(), traces.webapi()),
    "follow": lambda: Follow(traces.webapi()),
    "bytes": lambda: Bytes(traces.webapi().hop(2)),
}
STEPS = ("next", "back", "first", "last")


@pytest.fixture(params=WALKERS)
def walker(request):
    return WALKERS[request.param]()


def opened(widget):
    """What the browser unpacks."""
    return json.loads(zlib.decompress(widget.book))


def test_a_walker_shows_in_three_faces_of_one_view(walker):
    data, _ = walker._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == walker.model_id
    assert data["text/html"] == walker.face.html and data["text/plain"] == walker.face.plain == repr(walker)


@pytest.mark.parametrize("name", [name for name in WALKERS if name != "bytes"])
def test_forward_then_back_is_where_one_was(name):
    walker = WALKERS[name]()
    seen = [walker.plain]
    while walker.next().plain != seen[-1]:
        seen.append(walker.plain)
    back = [walker.plain, *[walker.back().plain for _ in seen[1:]]]
    assert len(seen) == walker.face.length > 2 and back == seen[::-1]


@given(st.lists(st.sampled_from(STEPS), max_size=12))
@settings(max_examples=40)
def test_a_widget_and_its_pure_view_agree_after_any_steps(taken):
    widget, view = WALKERS["stepper"](), walk(traces.webapi())
    for step in taken:
        getattr(widget, step)()
        view = getattr(view, step)()
    assert (widget.at, widget.html, widget.plain) == (view.at, view.html, view.plain)


def test_a_step_gives_the_widget_so_that_a_cell_shows_it():
    stepper = WALKERS["stepper"]()
    assert stepper.next() is stepper


def test_going_nowhere_says_which_places_there_are():
    with pytest.raises(IndexError, match="hops 1 to 9"):
        Stepper(traces.webapi()).go(12)


def test_the_book_holds_a_frame_for_every_hop_and_marks_each_once():
    (track,) = opened(Stepper(traces.webapi()))["tracks"]
    assert [marks for _, _, marks, _ in track["frames"]] == [[str(number)] for number in range(1, 10)]


def test_the_frames_of_the_book_are_those_of_the_faces():
    book = opened(Stepper(traces.webapi()))["tracks"][0]["frames"]
    for number, (label, says, _, inner) in enumerate(book, 1):
        view = walk(traces.webapi(), number)
        assert label == view.place and says.startswith(view.says) and inner in view.html


def test_every_mark_of_a_book_is_in_its_picture(walker):
    book = opened(walker)
    for track in book["tracks"]:
        for _, _, marks, _ in track["frames"]:
            assert all(f'data-hop="{mark}"' in book["stage"] for mark in marks)


def test_the_browser_decides_as_well_as_python_does():
    stepper = Stepper(traces.webapi())
    stepper.set_state({"at": 4})
    assert stepper.face.at == 4 and "▶ 4." in stepper.plain


def test_follow_chooses_another_value_and_starts_at_its_first_place():
    widget = Follow(traces.webapi(), "msg").last().choose("numbertodial")
    assert widget.face == follow(traces.webapi(), "numbertodial")


def test_bytes_are_raw_when_asked():
    widget = Bytes(traces.webapi().hop(2))
    widget.raw = True
    assert widget.plain == wire(traces.webapi().hop(2), pretty=False).plain


def test_a_diff_shows_its_entries():
    one, other = traces.webapi(), traces.broken()
    widget = Diff(one, other)
    assert widget.plain == diff(one, other).plain and diff(one, other).inner in widget.state["html"]


def test_side_by_side_refuses_traces_in_the_wrong_order():
    with pytest.raises(ValueError, match="scripting trace, then a webapi trace"):
        SideBySide(traces.webapi(), traces.scripting())
    assert SideBySide(traces.scripting(), traces.webapi()).face == side_by_side(traces.scripting(), traces.webapi())


# live ones


def test_the_bench_types_and_switches():
    bench = EncodingBench("a & b").switch("not encoded")
    assert "cut at the &" in bench.plain and "cut at the &" in bench.state["html"]
    assert "a%26b" in bench.switch("").type("a&b").plain


def test_a_mistake_that_nobody_makes_is_told_beside_the_form():
    bench = EncodingBench("a")
    bench._on_form(bench, {"text": "a", "mistake": "shouted"}, [])
    assert "There is no mistake" in bench.state["html"] and bench.state["heard"] == 1
    bench._on_form(bench, {"text": "b", "mistake": ""}, [])
    assert "There is no mistake" not in bench.state["html"] and bench.state["heard"] == 2


MESSAGE = 'message("hi", {"to": "+14075550112", "network": "SMS"})'


@pytest.fixture
def launched(lab):
    """Launch a script that texts one phone."""
    app = lab.app("texts", messaging=lab.script(MESSAGE))

    def launch():
        params = {"action": "create", "token": app.messaging_token}
        return lab.http.get("http://api.tropo.com/1.0/sessions", params=params)

    return launch


def press(widget, do, **fields):
    """What the browser sends when somebody presses a button."""
    widget._on_form(widget, {"do": do, **fields}, [])


def test_a_breakpoint_is_set_and_a_held_message_goes_on_by_the_widget(lab, launched):
    board = Breakpoints(lab)
    press(board, "stop", **{"stop-text": "on"})
    launched()
    assert "Held before hop 3" in board.plain
    (held,) = lab.breakpoints.held
    press(board, "go", held=held.id, wire=held.wire.decode().replace("hi", "hello").replace("\r\n", "\n"))
    assert [text.text for text in lab.phone("+14075550112").texts] == ["hello"]
    assert "No message is held" in board.plain


def test_what_is_no_longer_held_is_told_in_a_sentence(lab):
    board = Breakpoints(lab)
    press(board, "go", held="7", wire="x")
    assert "No message &#39;7&#39; is held" in board.state["html"]


def test_a_handset_holds_answers_and_hangs_up(lab):
    phone = lab.phone("+14075550112")
    handset = Handset(phone)
    press(handset, "hold")
    app = lab.app("calls", voice=lab.script('call("+14075550112"); say("hello"); wait(1000)'))
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": app.voice_token})
    assert "Incoming call" in handset.plain
    press(handset, "answer")
    assert "hello" in handset.plain
    press(handset, "hangup")
    assert "in no call" in handset.state["html"]


def test_a_handset_texts_and_is_scripted(lab, launched):
    handset = Handset(lab.phone("+14075550112"))
    number = lab.app("texts").number
    press(handset, "text", to=number, text="hello")
    assert "hello" in handset.plain
    press(handset, "script", answer="busy", inputs="1\r\n2", hangup_after="")
    assert lab.engine.cloud.network.phone("+14075550112").behaviour.inputs == ("1", "2")
    press(handset, "script", answer="busy", inputs="", hangup_after="soon")
    assert "number of seconds" in handset.state["html"]


def test_a_board_of_a_closed_lab_shows_what_was_last(lab, launched):
    handset = Handset(lab.phone("+14075550112"))
    launched()
    lab.trace()
    lab.close()
    press(handset, "hold")
    assert "hi" in handset.plain and "This lab is closed" in handset.state["html"]


def test_a_change_that_is_told_twice_while_a_lab_closes_harms_nothing(lab, caplog):
    board = Breakpoints(lab)
    engine = lab.engine
    lab.close()
    engine.cloud.watchers.add(board._renew)
    engine.cloud.watchers.close()
    assert caplog.records == [] and "This lab is closed" in board.state["html"]


@pytest.mark.parametrize("place", ["README.md", "notebooks/gallery.ipynb"])
def test_every_widget_is_shown_in_the_readme_and_in_the_gallery(place):
    text = (Path(__file__).parent.parent / place).read_text()
    assert [name for name in widgets.__all__ if f"{name}(" not in text] == []


@pytest.mark.parametrize("name", widgets.__all__)
def test_a_widget_is_offered_by_the_package_and_says_what_it_shows(name):
    assert getattr(tropo_lab, name) is getattr(widgets, name) and getattr(widgets, name).__doc__


def test_a_closed_widget_hears_no_more_of_the_lab(lab):
    board = Breakpoints(lab)
    board.close()
    assert not lab.engine.cloud.watchers.callbacks


def test_a_widget_keeps_nothing_of_a_closed_lab():
    lab = Lab(sockets=False)
    handset = Handset(lab.phone("+14075550112"))
    cloud = weakref.ref(lab.engine.cloud)
    lab.close()
    del lab
    gc.collect()
    assert cloud() is None and "This lab is closed" in handset.state["html"]
    press(handset, "hold")
    assert "This lab is closed" in handset.state["html"] and "Phone +14075550112" in handset.plain


def test_a_widget_of_a_closed_lab_says_so(lab):
    phone = lab.phone("+14075550112")
    lab.close()
    with pytest.raises(LabClosed):
        Handset(phone)


def test_a_cell_that_runs_again_replaces_its_boards(lab, monkeypatch):
    class Shell:
        def get_parent(self):
            return self.parent

    shell = Shell()
    monkeypatch.setattr(sys.modules["__main__"], "get_ipython", lambda: shell, raising=False)

    def run(cell, message):
        shell.parent = {"metadata": {"cellId": cell}, "header": {"msg_id": message}}
        return [Breakpoints(lab), Handset(lab.phone("+14075550112"))]

    first, other, again = run("one", "1"), run("two", "2"), run("one", "3")
    assert [board.comm is None for board in (*first, *other, *again)] == [True] * 2 + [False] * 4
    assert len(lab.engine.cloud.watchers.callbacks) == 4


def test_half_a_character_is_told_beside_the_form(lab, launched):
    board = Breakpoints(lab)
    press(board, "stop", **{"stop-text": "on"})
    launched()
    press(board, "go", held=lab.breakpoints.held[0].id, wire="\ud800")
    assert "half a character" in board.state["html"] and len(lab.breakpoints.held) == 1


def test_a_storm_is_told_a_few_times_and_not_for_each_message(lab):
    handset, told = Handset(lab.phone("+14075550112")), []
    handset.observe(told.append, "state")
    script = 'for i in range(500): message("t%d" % i, {"to": "+14075550112", "network": "SMS"})'
    app = lab.app("storm", messaging=lab.script(script))
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": app.messaging_token})
    assert len(lab.trace().hops) == 502
    assert len(told) < 100 and len(handset.state["html"]) < 50_000


def test_forms_and_changes_at_once_are_all_heard(lab, launched):
    handset = Handset(lab.phone("+14075550112"))
    threads = [threading.Thread(target=lambda: [press(handset, "hold") for _ in range(20)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        launched()
    for thread in threads:
        thread.join()
    assert len(lab.phone("+14075550112").texts) == 10 and handset.state["heard"] == 40
