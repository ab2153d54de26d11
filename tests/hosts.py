"""A script host by itself, to start scripts with and to look at what it leaves behind."""

import asyncio
import os
from pathlib import Path

from tropo_lab.platform.hosted import Script
from tropo_lab.platform.scripting.host import ScriptHost
from tropo_lab.platform.scripting.languages import LANGUAGES

# a script of each language that logs once
LOGS = {
    "python": "log('up')",
    "javascript": "log('up')",
    "php": "<?php _log('up');",
    "ruby": "log 'up'",
    "groovy": "log('up')",
}


def hosted(work, patience=10.0):
    """What `work(host)` gives, a coroutine function with a fresh host that is closed behind it."""

    async def run():
        host = ScriptHost(patience, asyncio.get_running_loop().create_future)
        try:
            return await work(host)
        finally:
            await host.close()

    return asyncio.run(run())


async def opened(host, language, script):
    """The script, running."""
    script = Script(language, script)
    hello = {"script": script.script, "name": script.name, "parameters": {}, "currentCall": None, "baseDir": "/app"}
    return await host.open(script, hello)


async def ended(running):
    """Every request of the script up to how it ended; each is answered with nothing."""
    try:
        heard = [await running.receive()]
        while isinstance(heard[-1], dict) and heard[-1]["op"] not in ("end", "failed"):
            running.send({"event": None, "value": None, "currentCall": None})
            heard.append(await running.receive())
        return heard
    finally:
        await running.close()


async def played(host, language, script):
    """Every request of the script, from its start to its end."""
    return await ended(await opened(host, language, script))


def alive(pid):
    """Whether that process runs: one that has ended and waits to be counted does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid):
    """The processes that a process has started and that run."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += (task / "children").read_text().split()
    return [int(child) for child in found if alive(child)]


def descriptors():
    """How many descriptors this process has open."""
    return len(os.listdir("/proc/self/fd"))


def bounded(monkeypatch, language, **changes):
    """Change what the table of languages says of one."""
    monkeypatch.setitem(LANGUAGES, language, LANGUAGES[language]._replace(**changes))


def brief(heard):
    """Requests without what is not of interest here."""
    return [{name: one[name] for name in ("op", "args") if name in one} for one in heard]
