"""Hosted scripts as processes: how they are started, kept ready, and wait for their turn."""

import asyncio
import os
import signal
import socket
import struct

import pytest

from tests.fake_platform import required
from tests.hosts import LOGS, bounded, brief, ended, hosted, opened, played
from tropo_lab.platform import hosted as hosted_scripts
from tropo_lab.platform.scripting.languages import LANGUAGES

UP, END = {"op": "log", "args": ["up"]}, {"op": "end"}


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each language in turn."""
    return required(request.param)


def test_every_language_of_an_app_can_be_hosted():
    assert LANGUAGES.keys() == hosted_scripts.LANGUAGES.keys() == LOGS.keys()


def test_nothing_is_started_before_the_first_script_and_nothing_for_a_language_that_is_not_used():
    async def work(host):
        assert host._starter._zygote is None
        await played(host, "python", LOGS["python"])
        return list(host._spares)

    assert hosted(work) == ["python"]


def test_spare_interpreters_are_kept_and_never_more_than_the_language_bears(language):
    async def work(host):
        running = [await opened(host, language, LOGS[language]) for _ in range(2)]
        for one in running:
            await ended(one)
        spares = host._spares[language]
        await spares._refilling
        assert len(spares.ready) == LANGUAGES[language].spares
        kept = spares.ready[0]
        heard = await played(host, language, LOGS[language])
        return brief(heard), kept.pid, [one.pid for one in spares.ready]

    heard, kept, others = hosted(work, patience=60)
    # the one that was kept has been used, and is used up
    assert heard == [UP, END] and kept not in others


def test_a_spare_that_has_died_is_not_used():
    async def work(host):
        await played(host, "python", LOGS["python"])
        spares = host._spares["python"]
        await spares._refilling
        for spare in spares.ready:
            os.kill(spare.pid, signal.SIGKILL)
            await spare.exit
        return await played(host, "python", LOGS["python"])

    assert brief(hosted(work)) == [UP, END]


@pytest.mark.parametrize(
    "language, script",
    [("python", "log(str('left' in globals()))\nleft = 1"), ("javascript", "log(typeof left); left = 1")],
)
def test_nothing_of_a_script_is_there_for_the_next(language, script):
    required(language)

    async def work(host):
        return [(await played(host, language, script))[0]["args"] for _ in range(4)]

    assert hosted(work) in ([["False"]] * 4, [["undefined"]] * 4)


# one that is forked, and one that is started; places are the same to all
@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_burst_waits_for_its_turn_and_all_run(language, monkeypatch):
    bounded(monkeypatch, required(language), at_once=2)

    async def work(host):
        running = 0
        most = 0

        async def one():
            nonlocal running, most
            script = await opened(host, language, LOGS[language])
            running += 1
            most = max(most, running)
            heard = []
            while not heard or heard[-1]["op"] != "end":
                heard.append(await script.receive())
                script.send({"event": None, "value": None, "currentCall": None})
            running -= 1
            await script.close()
            return brief(heard)

        return await asyncio.gather(*(one() for _ in range(5))), most

    assert hosted(work, patience=60) == ([[UP, END]] * 5, 2)


def test_a_burst_that_fills_the_socket_to_the_zygote_both_ways_is_no_deadlock(monkeypatch):
    pair = socket.socketpair

    def narrow(*kind):
        ends = pair(*kind)
        for end in ends if kind else ():
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
            # where both wait for each other, this test fails in time
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 5, 0))
        return ends

    monkeypatch.setattr(socket, "socketpair", narrow)

    async def work(host):
        heard = await asyncio.gather(*[played(host, "python", LOGS["python"]) for _ in range(40)])
        return [brief(one) for one in heard]

    assert hosted(work) == [[UP, END]] * 40


def test_a_session_that_is_given_up_while_its_script_starts_leaves_its_place_to_others(monkeypatch):
    bounded(monkeypatch, "python", at_once=1)

    async def work(host):
        given_up = asyncio.ensure_future(opened(host, "python", LOGS["python"]))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait({given_up})
        assert given_up.cancelled()
        return await played(host, "python", LOGS["python"])

    assert brief(hosted(work)) == [UP, END]


SLOW = """read go < {gate}
read hello <&3
echo '{{"op": "end"}}' >&3
"""


def test_the_start_of_an_interpreter_is_not_counted_against_the_script(monkeypatch, tmp_path):
    gate, guest = tmp_path / "gate", tmp_path / "guest.sh"
    os.mkfifo(gate)
    guest.write_text(SLOW.format(gate=gate))
    monkeypatch.setitem(LANGUAGES, "python", LANGUAGES["ruby"]._replace(find=lambda: ["/bin/sh", str(guest)]))
    patience = 0.2

    async def work(host):
        running = await opened(host, "python", "")
        ends = asyncio.ensure_future(ended(running))
        assert (await asyncio.wait({ends}, timeout=3 * patience))[0] == set()
        with open(gate, "w") as opened_gate:
            opened_gate.write("go\n")
        return await ends

    assert hosted(work, patience) == [END]
