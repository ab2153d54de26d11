"""The languages of hosted scripts: how each one's interpreter is found, started and bounded."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tropo_lab.errors import SessionFailed
from tropo_lab.trace import TO_CATCHER

GUESTS = Path(__file__).parent
MIB = 1 << 20
# what one script may use; seconds, bytes, and open files
LIMITS = {"RLIMIT_CPU": 60, "RLIMIT_FSIZE": 64 * MIB, "RLIMIT_NOFILE": 64, "RLIMIT_CORE": 0}
ADDRESSES = {"RLIMIT_AS": 1024 * MIB}


class Missing(Exception):
    """An interpreter that this machine does not have; the text says which command was looked for."""


class Language(NamedTuple):
    """One language. `spares` interpreters are kept ready once one was needed; no more than `at_once` run.

    `find` gives the command line, or nothing where a fork of the zygote does. `channel` is the number of the
    descriptor that the interpreter talks through. What is printed from `last_words` on is the interpreter's own.
    """

    title: str
    runs_on: str
    find: Callable[[], list[str]]
    install: str
    memory: dict[str, int]
    spares: int = 2
    at_once: int = 128
    files: int = LIMITS["RLIMIT_NOFILE"]
    channel: int = 3
    last_words: bytes = b""

    def command(self) -> list[str]:
        """The command line that starts the interpreter; SessionFailed says what to install where there is none."""
        try:
            return self.find()
        except Missing as missing:
            raise SessionFailed(
                "interpreter missing",
                TO_CATCHER,
                f"Hosted scripts in {self.title} run on {self.runs_on}, which is not on this machine: {missing}.",
                fix=f"Install it ({self.install}), or host the script in another language.",
            ) from None

    def limits(self) -> dict[str, int]:
        """What one script may use, none of it above what this process itself is bound by."""
        wanted = {**LIMITS, **self.memory, "RLIMIT_NOFILE": self.files}
        for name, value in wanted.items():
            hard = resource.getrlimit(getattr(resource, name))[1]
            wanted[name] = value if hard == resource.RLIM_INFINITY else min(value, hard)
        return wanted


def on_path(program: str, *arguments: str) -> Callable[[], list[str]]:
    """A finder for a command that is on the PATH."""

    def find() -> list[str]:
        found = shutil.which(program)
        if found is None:
            raise Missing(f"there is no `{program}` on its PATH")
        return [found, *arguments]

    return find


def groovy(*arguments: str) -> Callable[[], list[str]]:
    """A finder for Groovy, whose own launcher wants JAVA_HOME and starts a second process."""

    def find() -> list[str]:
        java = shutil.which("java", path=os.path.join(os.environ.get("JAVA_HOME") or os.devnull, "bin"))
        java = java or shutil.which("java")
        launcher = shutil.which("groovy")
        if java is None or launcher is None:
            raise Missing(f"there is no `{'java' if java is None else 'groovy'}` on its PATH")
        classes = f"{Path(launcher).resolve().parent.parent / 'lib'}/*{os.pathsep}{GUESTS / 'groovy'}"
        return [java, *arguments, "-cp", classes, "groovy.ui.GroovyMain", str(GUESTS / "groovy/guest.groovy")]

    return find


LANGUAGES = {
    "python": Language("Python", "this Python", list, "", ADDRESSES, at_once=256),
    "javascript": Language(
        "JavaScript",
        "Node.js",
        on_path("node", "--max-old-space-size=256", "--no-warnings", str(GUESTS / "javascript/guest.js")),
        "apt-get install nodejs, or from nodejs.org",
        # V8 reserves far more addresses than it uses
        {"RLIMIT_DATA": 512 * MIB},
        at_once=64,
        last_words=b"\n<--- Last few GCs --->",
    ),
    "php": Language(
        "PHP",
        "PHP",
        on_path(
            *("php", "-n", "-d", "display_errors=stderr", "-d", "memory_limit=256M", "-d", "register_argc_argv=0"),
            # what would start another process, or listen
            "-d",
            "disable_functions=exec,mail,passthru,pcntl_exec,pcntl_fork,popen,proc_open,shell_exec,"
            "stream_socket_server,system",
            str(GUESTS / "php/guest.php"),
        ),
        "apt-get install php-cli, or from php.net",
        ADDRESSES,
    ),
    "ruby": Language(
        "Ruby",
        "Ruby",
        on_path("ruby", "--disable=gems", "-W0", str(GUESTS / "ruby/guest.rb")),
        "apt-get install ruby, or from ruby-lang.org",
        ADDRESSES,
    ),
    "groovy": Language(
        "Groovy",
        "Groovy on Java",
        groovy("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
        "apt-get install groovy default-jre-headless, or from groovy-lang.org",
        # a JVM reserves far more addresses than it uses
        {"RLIMIT_DATA": 1024 * MIB},
        spares=1,
        at_once=8,
        files=256,
        # Java opens no socket by its number, but takes the standard input as it is
        channel=0,
    ),
}
