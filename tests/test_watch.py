"""Watching a lab: whoever asked is told soon after a change, once for many, and never does harm."""

import gc
import threading
import weakref

import pytest

from tests.catchers import MESSAGE, app_with, launch
from tests.holding import API, PHONE, held_at, send
from tropo_lab import Lab
from tropo_lab.errors import Held, LabClosed


class Watcher:
    """Counts how often it was told, and in which thread; `wait` ends when it was told since the last time."""

    def __init__(self, lab):
        self.count, self.threads, self.told = 0, set(), threading.Event()
        self.stop = lab.engine.watch(self.look)

    def look(self):
        self.count += 1
        self.threads.add(threading.current_thread().name)
        self.told.set()

    def wait(self):
        assert self.told.wait(20), "it was not told"
        self.told.clear()
        return True


@pytest.fixture
def watcher(any_lab):
    return Watcher(any_lab)


def settled(lab, watcher):
    """Let all that has changed until now be told."""
    lab.trace()
    while watcher.told.is_set() or lab.engine.cloud.watchers._pending:
        watcher.wait()


def running_app(lab):
    app, _ = app_with(lab, [{"call": {"to": PHONE}}])
    lab.phone(PHONE).behave(held=True)
    launch(lab, app)
    return app


CHANGES = {
    "an app is made": lambda lab, app: lab.app("another"),
    "an app is changed": lambda lab, app: lab.app("app", voice="http://catcher.example/other"),
    "a launch": lambda lab, app: send(lab, app),
    "a launch is refused": lambda lab, app: lab.http.get(f"{API}?action=create&token=nope"),
    "a signal": lambda lab, app: lab.signal(lab.traces()[0].id, "x"),
    "a phone is set up": lambda lab, app: lab.phone(PHONE).behave(answer="busy"),
    "all phones are set up": lambda lab, app: lab.engine.call(
        lab.engine.cloud.network.set_up, "default", lab.engine.cloud.network.default
    ),
    "a call is picked up": lambda lab, app: lab.phone(PHONE).pick_up(),
    "a call is hung up": lambda lab, app: lab.phone(PHONE).hang_up(),
    "a phone texts": lambda lab, app: lab.phone(PHONE).text(app.number, "x"),
    "a phone calls": lambda lab, app: lab.phone(PHONE).call(app.number),
    "breakpoints are set": lambda lab, app: lab.breakpoints.set("text"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_told(any_lab, change):
    app = running_app(any_lab)
    watcher = Watcher(any_lab)
    CHANGES[change](any_lab, app)
    assert watcher.wait()


def test_a_message_that_is_held_and_that_goes_on_is_told(any_lab):
    any_lab.breakpoints.set("launch")
    app, _ = app_with(any_lab, [MESSAGE])
    watcher = Watcher(any_lab)
    with pytest.raises(Held):
        send(any_lab, app)
    watcher.wait()
    any_lab.breakpoints.drop()
    assert watcher.wait()


def test_whoever_looks_when_told_sees_the_end(any_lab):
    sessions, told, seen = any_lab.engine.cloud.sessions, threading.Event(), []

    def look():
        seen.append(sessions.latest().state)
        told.set()

    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.trace(launch(any_lab, app).id)
    any_lab.engine.watch(look)
    send(any_lab, app)
    while seen[-1:] != ["ended"]:
        assert told.wait(20), "the end was not told"
        told.clear()


def test_many_changes_are_told_once(any_lab):
    network, watcher = any_lab.engine.cloud.network, Watcher(any_lab)

    def change():
        for _ in range(1000):
            network.set_up(PHONE, network.default)

    any_lab.engine.call(change)
    watcher.wait()
    assert watcher.count == 1


def test_what_is_only_looked_at_is_no_change(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    launch(any_lab, app)
    watcher = Watcher(any_lab)
    settled(any_lab, watcher)
    count = watcher.count
    assert any_lab.traces() and any_lab.phone(PHONE).texts and any_lab.breakpoints.held == []
    assert not any_lab.engine.cloud.watchers._pending and watcher.count == count


def test_it_is_told_where_the_platform_runs():
    for sockets, name in ((True, "tropo lab"), (False, threading.current_thread().name)):
        with Lab(sockets=sockets) as lab:
            watcher = Watcher(lab)
            lab.app("x")
            watcher.wait()
        assert watcher.threads == {name}


def test_who_has_stopped_is_told_no_more(any_lab, watcher):
    other = Watcher(any_lab)
    watcher.stop()
    watcher.stop()
    any_lab.app("x")
    other.wait()
    assert watcher.count == 0


def test_who_stops_while_being_told_is_told_no_more(any_lab):
    told, other = [], Watcher(any_lab)
    stop = any_lab.engine.watch(lambda: (told.append(1), stop()))
    any_lab.app("x")
    other.wait()
    any_lab.app("y")
    other.wait()
    assert told == [1]


def test_a_watcher_that_fails_is_logged_removed_and_harms_nothing(any_lab, caplog):
    failures = []

    def fail():
        failures.append(1)
        raise ValueError("a broken view")

    any_lab.engine.watch(fail)
    other = Watcher(any_lab)
    app, _ = app_with(any_lab, [MESSAGE])
    other.wait()
    assert launch(any_lab, app).outcome.ok
    other.wait()
    assert failures == [1]
    assert "A watcher of the lab failed, and is told no more." in caplog.text and "a broken view" in caplog.text


def test_a_watcher_that_changes_something_ends_no_stack(any_lab):
    other = Watcher(any_lab)
    any_lab.engine.watch(any_lab.engine.cloud.watchers.changed)
    any_lab.app("x")
    assert other.wait()
    any_lab.app("y")
    assert other.wait()


def test_a_weak_method_is_followed_and_keeps_nobody_alive(any_lab):
    class View:
        def look(self):
            told.set()

    told, view = threading.Event(), View()
    any_lab.engine.watch(weakref.WeakMethod(view.look))
    any_lab.app("x")
    assert told.wait(20)
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None
    other = Watcher(any_lab)
    any_lab.app("y")
    other.wait()
    assert len(any_lab.engine.cloud.watchers.callbacks) == 1


@pytest.mark.parametrize("sockets", [True, False])
def test_at_closing_all_are_told_once_and_then_no_more(sockets):
    lab = Lab(sockets=sockets)
    held_at(lab, "text", [MESSAGE])
    watcher = Watcher(lab)
    settled(lab, watcher)
    seen, engine = [], lab.engine
    lab.engine.watch(lambda: seen.append((
        engine.closed, [t.state for t in engine.cloud.sessions.page(9, None)[0]], engine.cloud.gate.held,
    )))  # fmt: skip
    lab.close()
    assert seen[-1] == (True, ["ended"], []) and all(closed for closed, *_ in seen)
    count = watcher.count
    engine.cloud.watchers.changed()
    assert watcher.count == count >= 1 and engine.cloud.watchers.callbacks == {}
    with pytest.raises(LabClosed):
        engine.watch(watcher.look)


def test_where_nobody_watches_nothing_is_put_off(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    launch(any_lab, app)
    assert not any_lab.engine.cloud.watchers._pending
