"""The two platforms that are held against each other: the floor and the lab."""

import json
import urllib.request
from pathlib import Path
from typing import NamedTuple

from bench.process import Process


class Platform(NamedTuple):
    """A running platform and the token that starts its app."""

    process: Process
    token: str

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.process.url

    def __enter__(self) -> "Platform":
        return self

    def __exit__(self, *_) -> None:
        self.process.stop()


def ask(url: str, method: str = "GET", body: dict | None = None):
    """The JSON that `url` answers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


def start_floor(catcher: str) -> Platform:
    """The floor, whose sessions go to the `/text` document of `catcher`."""
    return Platform(Process("-m", "bench.floor", "--catcher", f"{catcher}/text"), "floor")


def start_lab(messaging: str | dict, journal: Path, *command: str) -> Platform:
    """The lab as users start it, journal in a file, with one app whose messaging side is `messaging`.

    `command` takes the place of `-m tropo_lab`, for a wrapper that adds a measurement.
    """
    process = Process(*(command or ("-m", "tropo_lab")), "serve", "--port", "0", "--db", str(journal))
    try:
        app = ask(f"{process.url}/lab/apps", "POST", {"name": "bench", "voice": None, "messaging": messaging})
        return Platform(process, app["messaging_token"])
    except BaseException:
        process.stop()
        raise
