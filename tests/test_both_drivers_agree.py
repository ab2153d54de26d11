"""With and without sockets: the same traces, byte for byte. And the same lab twice: the same bytes."""

import os
import subprocess
import sys

import pytest

from catcher_server import create_app
from tests.catchers import MESSAGE, app_with, launch
from tropo_lab import FORMS, Lab, LaunchRequest

PHONE = "+14075550112"
NASTY = "é 😀 & + % # ' \" \\ <b> \n ;"


def through_a_page(lab):
    server = create_app({"HTTP": lab.http, "REPORT": True})
    url = lab.host(server)
    app = lab.app("reminders", messaging=f"{url}/messaging", voice=f"{url}/voice")
    server.config.update(MESSAGING_TOKEN=app.messaging_token, VOICE_TOKEN=app.voice_token)
    for how in ("text", "call"):
        lab.http.post(f"{url}/send", data={"to": PHONE, "msg": NASTY, "send": how})
        lab.trace()
    lab.phone(PHONE).behave(answer="busy")
    lab.http.post(f"{url}/send", data={"to": PHONE, "msg": "x", "send": "call"})


def in_every_form(lab):
    app, _ = app_with(lab, [MESSAGE])
    for form in FORMS:
        LaunchRequest(app.messaging_token, {"numbertodial": "14075550112", "msg": NASTY}).send(lab.http, form)
    LaunchRequest("nope", {}).send(lab.http)


def with_a_broken_catcher(lab):
    app, _ = app_with(lab, ("500 Internal Server Error", [("X-Powered-By", "a test")], "KeyError: 'from'"))
    launch(lab, app)


def with_a_person(lab):
    lab.phone(PHONE).behave(held=True)
    app, _ = app_with(lab, [{"call": {"to": PHONE}}, {"say": {"value": "hello"}}, {"on": {"event": "x", "next": "/"}}])
    launch(lab, app)
    lab.phone(PHONE).pick_up()


def recorded(play, **options):
    with Lab(**options) as lab:
        play(lab)
        lab.trace()
        return [*lab.traces(), *lab.refused(), *lab.phone(PHONE).texts]


@pytest.mark.parametrize("play", [through_a_page, in_every_form, with_a_broken_catcher, with_a_person])
def test_both_ways_record_the_same_bytes(play):
    with_sockets = recorded(play, sockets=True)
    assert len(with_sockets) > 0
    assert with_sockets == recorded(play, sockets=False)


@pytest.mark.parametrize("play", [through_a_page, in_every_form])
def test_the_same_lab_twice_records_the_same_bytes(play):
    assert recorded(play) == recorded(play)


def test_another_seed_gives_other_ids():
    first, second = recorded(in_every_form, seed=1), recorded(in_every_form, seed=2)
    assert {trace.id for trace in first[:5]}.isdisjoint(trace.id for trace in second[:5])


CORE = """
import sys
for name in ("socket", "_socket", "threading", "asyncio", "selectors", "ssl", "subprocess", "multiprocessing",
             "aiohttp", "concurrent"):
    sys.modules[name] = None
import pkgutil
from importlib import import_module
from tropo_lab.platform import addresses, control, crossing, launching, network, provisioning, webapi
from tropo_lab.platform.drivers import sealed
for package in (control, crossing, launching, network, provisioning, webapi):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
from tropo_lab import views, launcher, trace, journal
"""


def test_the_core_imports_no_sockets_threads_processes_or_event_loop():
    done = subprocess.run([sys.executable, "-S", "-c", CORE], cwd=root(), capture_output=True,
                          text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
    assert done.returncode == 0, done.stderr


FORBIDDEN = """
import sys

def refuse(event, args):
    if event.split(".")[0] in ("socket", "subprocess") or event in ("os.fork", "os.posix_spawn", "os.exec"):
        raise RuntimeError("forbidden: " + event)

import requests, flask, werkzeug  # what a reader's notebook has imported
from tests.test_both_drivers_agree import *
import _thread

def no_thread(*args, **kwargs):
    raise RuntimeError("forbidden: a thread")

import threading
threading._start_new_thread = no_thread
threading.Thread.start = no_thread
sys.addaudithook(refuse)
for play in (through_a_page, in_every_form, with_a_broken_catcher, with_a_person):
    for one in recorded(play, sockets=False):
        print(one if not hasattr(one, "hops") else [hop.wire for hop in one.hops])
"""


def test_with_sockets_threads_and_processes_forbidden_the_same_traces_come_out():
    done = subprocess.run(
        [sys.executable, "-c", FORBIDDEN], cwd=root(), capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(root())},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expected = []
    for play in (through_a_page, in_every_form, with_a_broken_catcher, with_a_person):
        for one in recorded(play, sockets=True):
            expected.append(str(one if not hasattr(one, "hops") else [hop.wire for hop in one.hops]))
    assert done.stdout.splitlines() == expected


def root():
    from pathlib import Path

    return Path(__file__).parent.parent
