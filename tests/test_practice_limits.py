"""A learner's code can do what it likes: the check says so in one sentence, and nothing of it goes on."""

import gc
import signal
import sys
import threading
import time

import pytest

from tropo_lab.practice import checks, limits
from tropo_lab.practice.checks import verdict
from tropo_lab.practice.task_book import Task

CHECK = """
from tropo_lab.practice.checking import expect

def check(given):
    if given._task.title == "called":
        return expect("`f()`", given.call(given.f), 1)
    lab = given.lab(sockets="sockets" in given._task.title)
    lab.app("a", messaging=given.serve(lab, given.f), messaging_token="T")
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"token": "T", "action": "create"})
    lab.trace()
"""
HANG = "did not end within 0.1 seconds: look for a loop that never ends, or a long sleep."
MISDEEDS = {
    "while True: pass": HANG,
    "while True:\n  try: x = 1\n  except Exception: pass": HANG,
    "while True:\n  try: time.sleep(1)\n  except: pass": HANG,
    "while True:\n  try: 1 / 0\n  except BaseException: continue": HANG,
    "time.sleep(10 ** 9)": HANG,
    "try: time.sleep(10 ** 9)\nexcept: return 1": HANG,
    "[x for x in iter(int, 1)]": HANG,
    "print('x' * 10 ** 6)": "printed more than 20,000 characters, and was stopped: look for a loop that prints.",
    "while True: print('x')": "printed more than 20,000 characters, and was stopped: look for a loop that prints.",
    "sys.exit(3)": "raised SystemExit: 3 in its line 2.",
    "raise KeyboardInterrupt": "raised KeyboardInterrupt in its line 2.",
    "return f()": "raised RecursionError: it calls itself without end.",
    "return {}['msg']": "raised KeyError: 'msg' in its line 2.",
    "raise ValueError('x' * 10 ** 6)": f"raised ValueError: {'x' * 119}… in its line 2.",
    "class Odd(Exception):\n  def __str__(self): raise ValueError\nraise Odd": "raised Odd in its line 4.",
    "return [][0] if (lambda: 1)() else 0": "raised IndexError: list index out of range in its line 2.",
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.1)
    monkeypatch.setattr(limits, "_GRACE", 0.2)


@pytest.fixture(params=["called", "served"])
def way(request):
    return request.param


@pytest.fixture
def checked(tmp_path):
    """The verdict on a function `f` with this body."""
    path = tmp_path / "check.py"
    path.write_text(CHECK)

    def verdict_on(body, title="called"):
        code = "def f():\n" + "\n".join(f"    {line}" for line in body.splitlines())
        namespace = {"time": time, "sys": sys}
        exec(compile(code, "<cell>", "exec"), namespace)
        return verdict(Task("99-x", title, "answer", ("f",), (), "", "", (), (), "", path), namespace)

    return verdict_on


@pytest.mark.parametrize("body", MISDEEDS)
def test_each_misdeed_is_one_sentence_and_leaves_nothing_behind(checked, body, way, capsys):
    threads, handler, tracing = threading.enumerate(), signal.getsignal(signal.SIGALRM), sys.gettrace()
    assert str(checked(body, way)) == f"Not yet: Your function `f` {MISDEEDS[body]}"
    assert threading.enumerate() == threads and capsys.readouterr() == ("", "")
    assert signal.getsignal(signal.SIGALRM) is handler and sys.gettrace() is tracing
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize("body", ["while True: pass", "while True:\n  try: x = 1\n  except Exception: pass"])
def test_where_there_is_no_alarm_a_loop_is_stopped_too(checked, body, monkeypatch):
    monkeypatch.setattr(limits, "_has_alarm", lambda: False)
    threads = threading.enumerate()
    assert str(checked(body)) == f"Not yet: Your function `f` {HANG}"
    assert threading.enumerate() == threads


def test_a_catcher_that_is_stopped_in_its_servers_thread_leaves_the_streams_as_they_were(checked):
    before = sys.stdout, sys.stderr
    assert checked("while True: pass", "served by sockets").sentence == f"Your function `f` {HANG}"
    assert (sys.stdout, sys.stderr) == before


def test_a_check_that_ends_before_its_catcher_leaves_the_streams_as_they_were(checked, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.4)
    monkeypatch.setattr(checks, "SECONDS", 0.2)
    before = sys.stdout, sys.stderr
    assert checked("while True: pass", "served by sockets").sentence.startswith("Your code did not end within 0.2")
    assert (sys.stdout, sys.stderr) == before


def test_where_there_is_no_alarm_what_is_left_is_told(checked, monkeypatch):
    monkeypatch.setattr(limits, "_has_alarm", lambda: False)
    said = checked("time.sleep(0.6)").sentence
    left = "Something that your code started still runs: restart the kernel to be rid of it."
    assert said == f"Your function `f` {HANG} {left}"
    (left,) = [one for one in threading.enumerate() if one.name == "your code"]
    left.join()


def test_a_thread_that_the_code_starts_is_stopped_without_a_word(checked, monkeypatch, capsys):
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    threads = threading.enumerate()
    body = "import threading\ndef spin():\n  while True: pass\nthreading.Thread(target=spin).start()\nreturn 1"
    assert str(checked(body)) == "Done: that is right."
    assert threading.enumerate() == threads and capsys.readouterr() == ("", "")


def test_what_is_returned_may_explode_when_it_is_looked_at(checked):
    raises = "class Odd:\n  def __repr__(self): raise ValueError\nreturn Odd()"
    equal = "class Odd:\n  def __eq__(self, other): raise ValueError\n  __hash__ = None\nreturn Odd()"
    long = "class Odd:\n  def __repr__(self): return 'x' * 10 ** 6\nreturn Odd()"
    assert "<Odd instance>" in checked(raises).sentence
    assert checked(equal).sentence == "`f()`: expected 1, got <Odd object>."
    assert len(checked(long).sentence) < 300


def test_an_endless_repr_ends_the_check_alone(checked, monkeypatch):
    monkeypatch.setattr(checks, "SECONDS", 0.3)
    said = checked("class Odd:\n  def __repr__(self):\n    while True: pass\nreturn Odd()").sentence
    assert said == "Your code did not end within 0.3 seconds, and was stopped."


def test_a_repr_that_prints_without_end_ends_the_check_alone(checked):
    said = checked("class Odd:\n  def __repr__(self): print('x' * 10 ** 6)\nreturn Odd()").sentence
    assert said == "Your code printed more than anybody reads, and was stopped: look for a loop that prints."


def test_an_outer_limit_goes_on_after_an_inner_one():
    def work():
        limits.limited(lambda: 1, 5)
        while True:
            pass

    with pytest.raises(limits.OutOfTime):
        limits.limited(work, 0.2)


def test_what_returns_after_it_was_stopped_is_late_all_the_same():
    def work():
        try:
            time.sleep(10**9)
        except BaseException:
            return 1

    with pytest.raises(limits.OutOfTime):
        limits.limited(work, 0.1)


def test_control_characters_in_a_message_are_written_out(checked):
    assert "\\x1b[31m" in checked("raise ValueError('\\x1b[31m\\ud800')").sentence


def test_what_a_library_does_when_garbage_is_collected_is_left_alone(checked):
    seen = []
    library = {"seen": seen}
    exec(compile("def note(phase, info):\n    seen.append(phase)", f"{sys.prefix}/library.py", "exec"), library)
    gc.callbacks.append(library["note"])
    body = "a = []\nwhile True:\n  try:\n    b = [a]; a = [b]; b.append(b)\n  except Exception: pass"
    try:
        # an error in such a callback would be a warning, and so fail this test
        assert checked(body).sentence == f"Your function `f` {HANG}" and seen
    finally:
        gc.callbacks.remove(library["note"])


def test_a_request_that_leaves_the_lab_is_told_where_to_go(checked):
    body = "import requests\nraise requests.exceptions.ConnectionError('HTTPConnectionPool(host=…)')"
    way = "make the request with the `http` that your function is given."
    assert checked(body).sentence == f"Your function `f` reached nobody in its line 3: {way}"
