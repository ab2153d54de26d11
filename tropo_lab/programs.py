"""Runs a launch program of any language as it stands, with its requests to api.tropo.com led to the lab."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tropo_lab.errors import BadSetup

SECONDS = 60
_PRELOAD = Path(__file__).with_name("node_through_lab.js")


class ProgramRun(NamedTuple):
    """What came of one program: `ran`, or else the sentence in `missing`; the output holds both streams.

    `exit_code` is None when the program was not run or was stopped at its time limit.
    """

    language: str
    ran: bool
    missing: str | None
    exit_code: int | None
    output: str


class Language(NamedTuple):
    """How programs of one language are run: the commands they need, each with its name in a sentence."""

    name: str
    needs: dict[str, str]
    command: tuple[str, ...]


LANGUAGES = {
    ".sh": Language("curl", {"sh": "A POSIX shell", "curl": "curl"}, ("sh",)),
    ".py": Language("Python", {}, (sys.executable,)),
    ".php": Language("PHP", {"php": "PHP"}, ("php",)),
    ".rb": Language("Ruby", {"ruby": "Ruby"}, ("ruby",)),
    ".js": Language("Node", {"node": "Node"}, ("node", "--require", str(_PRELOAD))),
    # a runtime without the compiler cannot run a source file
    ".java": Language("Java", {"java": "Java", "javac": "The Java compiler"}, ("java",)),
}


def environment(address: str) -> dict[str, str]:
    """All that a child process inherits: where programs are, and the lab at `address` as the way out.

    It is built anew, because certificates and proxies set on this machine would win over the lab's.
    """
    _split(address)
    proxy, direct = f"http://{address}", "127.0.0.1,localhost"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        **dict.fromkeys(("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"), proxy),
        **dict.fromkeys(("no_proxy", "NO_PROXY"), direct),
        "TROPO_LAB_ADDRESS": address,
    }


def run_program(path: str | Path, *, address: str, token: str, seconds: float = SECONDS) -> ProgramRun:
    """Run a copy of the program at `path` with `token` for its word TOKEN, and the lab at `address` for Tropo."""
    path = Path(path)
    if path.suffix not in LANGUAGES:
        raise BadSetup(f"{path.name} cannot be run; give it one of the endings {', '.join(LANGUAGES)}.")
    if not re.fullmatch(r"[\w-]+", token, re.ASCII):
        raise BadSetup(f"{token!r} cannot stand in a program; a token has letters and digits alone.")
    language, child = LANGUAGES[path.suffix], environment(address)
    text = re.sub(r"\bTOKEN\b", token, path.read_text("utf-8"))
    if missing := _missing(language, text, child):
        sentence = f"{missing} is not installed here, so {path.name} was not run."
        return ProgramRun(language.name, ran=False, missing=sentence, exit_code=None, output="")
    with TemporaryDirectory() as folder:
        (Path(folder) / path.name).write_text(text, "utf-8", newline="\n")
        code, output = _run(_command(language, address, path.name), folder, child, seconds)
    if code is None:
        output += f"{path.name} was stopped after {seconds:g} seconds.\n"
    return ProgramRun(language.name, ran=True, missing=None, exit_code=code, output=output)


def _missing(language: Language, text: str, child: dict[str, str]) -> str | None:
    for command, name in language.needs.items():
        if not shutil.which(command, path=child.get("PATH")):
            return name
    if language.name == "PHP" and "curl_init" in text:
        # PHP often comes without it
        probe = ["php", "-r", "exit(extension_loaded('curl') ? 0 : 1);"]
        if subprocess.run(probe, env=child, capture_output=True, check=False).returncode:
            return "PHP's curl extension"
    return None


def _command(language: Language, address: str, name: str) -> list[str]:
    host, port = _split(address)
    settings = []
    if language.name == "Java":
        # Java reads no proxy from the environment; the last setting shortens its start
        settings = [
            *(f"-D{scheme}.proxyHost={host}" for scheme in ("http", "https")),
            *(f"-D{scheme}.proxyPort={port}" for scheme in ("http", "https")),
            "-Dhttp.nonProxyHosts=127.0.0.1|localhost",
            "-Dfile.encoding=UTF-8",
            "-XX:TieredStopAtLevel=1",
        ]
    return [*language.command, *settings, name]


def _run(command: list[str], folder: str, child: dict[str, str], seconds: float) -> tuple[int | None, str]:
    shown = Path(folder) / ".output"
    # into a file: what a stopped program has started itself could hold a pipe open
    with shown.open("wb") as output:
        try:
            code = subprocess.run(
                command,
                cwd=folder,
                env=child,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
    return code, shown.read_text("utf-8", errors="replace").replace(folder + os.sep, "")


def _split(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    if not (host and port.isdigit()):
        raise BadSetup(f"The lab's address is written like 127.0.0.1:8080, not {address!r}.")
    return host, port
