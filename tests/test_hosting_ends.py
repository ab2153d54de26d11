"""Hosted scripts as processes: that nothing of them is left behind, however they or the platform end."""

import os
import select
import signal
import subprocess
import sys
import tempfile

import pytest

from tests.fake_platform import required
from tests.hosts import (
    LOGS,
    alive,
    bounded,
    brief,
    children,
    descriptors,
    ended,
    hosted,
    opened,
    played,
)
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.scripting import child, starter
from tropo_lab.platform.scripting.languages import LANGUAGES

UP, END = {"op": "log", "args": ["up"]}, {"op": "end"}


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each language in turn."""
    return required(request.param)


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """The folder in which scratch folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_script_runs_and_leaves_no_process_no_descriptor_and_no_folder(language, scratch):
    before = descriptors()

    async def work(host):
        assert brief(await played(host, language, LOGS[language])) == [UP, END]
        zygote = host._starter._zygote.pid
        return [zygote, *children(zygote)]

    started = hosted(work, patience=60)
    assert started and not [pid for pid in started if alive(pid)]
    assert descriptors() == before and list(scratch.iterdir()) == []


def test_when_the_zygote_dies_its_scripts_go_too_and_the_next_script_gets_another(scratch):
    async def work(host):
        looping = await opened(host, "python", "log('up')\nwhile True: pass")
        await looping.receive()
        zygote, pid = host._starter._zygote.pid, looping.child.pid
        os.kill(zygote, signal.SIGKILL)
        with pytest.raises(OSError):
            await looping.child.exit
        assert (await looping.receive()).name == "script left"
        await looping.close()
        again = await played(host, "python", LOGS["python"])
        return brief(again), pid, zygote

    heard, pid, zygote = hosted(work)
    assert heard == [UP, END] and not alive(pid) and not alive(zygote) and list(scratch.iterdir()) == []


def run_in_shell(script, monkeypatch, folder):
    """Let this shell script stand in for the interpreter of Python."""
    guest = folder / "guest.sh"
    guest.write_text(script)
    monkeypatch.setitem(LANGUAGES, "python", LANGUAGES["ruby"]._replace(find=lambda: ["/bin/sh", str(guest)]))


SHELL = """read hello <&3
sleep 1000 &
echo '{"op": "log", "args": ["'$!'"]}' >&3
read reply <&3
echo '{"op": "end"}' >&3
read more <&3
"""


def test_what_a_script_has_started_ends_with_it(monkeypatch, tmp_path):
    run_in_shell(SHELL, monkeypatch, tmp_path)

    async def work(host):
        return await played(host, "python", "")

    started = int(hosted(work)[0]["args"][0])
    assert not alive(started)


ESCAPING = """read hello <&3
(setsid sh -c 'echo $$ > pid; exec sleep 1000' &)
while [ ! -s pid ]; do :; done
echo '{"op": "log", "args": ["'$(cat pid)'"]}' >&3
read reply <&3
echo '{"op": "end"}' >&3
read more <&3
"""


def test_what_has_left_the_scripts_group_and_lost_its_parent_ends_with_the_script_too(monkeypatch, tmp_path):
    run_in_shell(ESCAPING, monkeypatch, tmp_path)

    async def work(host):
        heard = await played(host, "python", "")
        return int(heard[0]["args"][0]), brief(heard[1:])

    stray, rest = hosted(work)
    assert rest == [END] and not alive(stray)


DEEP = """import os
for _ in range(1200):
    os.mkdir("a name that makes a path too long for the system" * 5)
    os.chdir("a name that makes a path too long for the system" * 5)
    open("file", "w").close()
os.chdir(os.environ["HOME"])
os.symlink("/etc", "elsewhere")
os.mkdir(".1")
log("up")
"""


def test_folders_that_are_too_deep_for_any_path_go_as_well_and_nothing_elsewhere_does(scratch):
    async def work(host):
        running = await opened(host, "python", DEEP)
        own = running.child.scratch
        return brief(await ended(running)), os.path.exists(own)

    assert hosted(work) == ([UP, END], False)
    assert list(scratch.iterdir()) == [] and os.listdir("/etc")


def test_a_zygote_that_something_holds_up_is_ended(scratch, monkeypatch):
    for module in (child, starter):
        monkeypatch.setattr(module, "GONE_WITHIN", 0.01)

    async def work(host):
        await played(host, "python", LOGS["python"])
        zygote = host._starter._zygote.pid
        os.kill(zygote, signal.SIGSTOP)
        return zygote

    assert not alive(hosted(work)) and list(scratch.iterdir()) == []


def test_scripts_are_in_groups_and_a_session_of_their_own_which_no_interrupt_reaches():
    script = (
        "import os, signal\n"
        "log([os.getpgid(0) == os.getpid(), os.getsid(0), signal.getsignal(signal.SIGINT) is signal.SIG_IGN])"
    )

    async def work(host):
        text = (await played(host, "python", script))[0]["args"][0]
        return text, host._starter._zygote.pid

    text, zygote = hosted(work)
    assert text == str([True, zygote, True]) and zygote != os.getsid(0)


KILLED = """
import sys
sys.path[:0] = {path!r}
from tests.catchers import launch
from tropo_lab import Lab

lab = Lab()
lab.phone("+14075550112").behave(held=True)
app = lab.app("loop", messaging=lab.script("call('+14075550112')\\nwhile True: pass"))
launch(lab, app)
host = lab._engine._server.driver.scripts
print(host._starter._zygote.pid, flush=True)
sys.stdin.read()
"""


def test_when_the_platform_is_killed_its_scripts_end_and_their_folders_go(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED.format(path=sys.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    with process:
        zygote = int(process.stdout.readline())
        started = children(zygote)
        assert started and list(tmp_path.iterdir()) != []
        gone = os.pidfd_open(zygote)
        process.kill()
    waiting = select.poll()
    waiting.register(gone, select.POLLIN)
    assert waiting.poll(10_000)
    os.close(gone)
    assert not [pid for pid in started if alive(pid)] and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "python"])
def test_a_missing_interpreter_is_said_with_what_to_install_and_others_still_run(language, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    async def work(host):
        with pytest.raises(SessionFailed) as caught:
            await opened(host, language, LOGS[language])
        assert brief(await played(host, "python", LOGS["python"])) == [UP, END]
        return caught.value

    failed, title = hosted(work), LANGUAGES[language].title
    assert failed.name == "interpreter missing" and f"scripts in {title} run on" in str(failed)
    assert failed.fix.startswith("Install it (apt-get install")


def test_an_interpreter_that_cannot_be_run_is_an_end_of_its_session_alone(monkeypatch, tmp_path):
    broken = tmp_path / "interpreter"
    broken.write_text("")
    broken.chmod(0o755)
    bounded(monkeypatch, "javascript", find=lambda: [str(broken)])

    async def work(host):
        return (await played(host, "javascript", LOGS["javascript"]))[0]

    assert hosted(work).name == "script left"
