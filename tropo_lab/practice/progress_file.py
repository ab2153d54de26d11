"""The file that progress is kept in: readable JSON, written whole, and never over what we did not write ourselves."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

VERSION = 1
VARIABLE = "TROPO_LAB_PROGRESS"
_LARGEST = 1_000_000


class Unreadable(Exception):
    """The file cannot be used, and stays as it is; the sentence says why."""


def place() -> Path:
    """Where the file is: as `TROPO_LAB_PROGRESS` says, else `.tropo-lab/progress.json` at home."""
    named = os.environ.get(VARIABLE) or "~/.tropo-lab/progress.json"
    # these two take any text: pathlib's own raise where links go in a circle, or where nobody has that name
    return Path(os.path.realpath(os.path.expanduser(named)))


def empty() -> dict:
    return {"version": VERSION, "tasks": {}, "predictions": {}}


def change(path: Path, work: Callable[[dict], None]) -> tuple[dict, str]:
    """Let `work` change what is kept, alone among all notebooks; gives what is kept now, and a remark."""
    check_place(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        kept, remark = _kept_or_put_aside(path)
        work(kept)
        _write(path, kept)
    return kept, remark


def read(path: Path) -> tuple[dict, str]:
    """What is kept, and a remark where a damaged file was put aside; Unreadable when the file is not ours to use."""
    try:
        return _kept(path), ""
    except (ValueError, RecursionError):
        # by now another notebook may have put it aside, and written a sound one
        with _locked(path):
            return _kept_or_put_aside(path)


def check_place(path: Path) -> None:
    """Unreadable when what stands there is no file, or is not to be written."""
    # replacing a file needs no right to write it: that it is read-only was meant
    if path.exists() and not _mode(path) & 0o222:
        raise Unreadable(f"{path.name} is read-only, so it stays as it is.")


def _mode(path: Path) -> int:
    mode = path.stat().st_mode
    # a device or a pipe may never end, and must never be moved
    if not S_ISREG(mode):
        raise Unreadable(f"{path.name} is no file that progress can be kept in, so it stays as it is.")
    return mode


def _kept_or_put_aside(path: Path) -> tuple[dict, str]:
    try:
        return _kept(path), ""
    except (ValueError, RecursionError):
        return empty(), _put_aside(path)


def _kept(path: Path) -> dict:
    """What is kept; ValueError or RecursionError when it is damaged."""
    try:
        _mode(path)
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too long")
        # some editors put a mark in front, which JSON does not allow
        kept = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return empty()
    if isinstance(kept, dict) and isinstance(kept.get("version"), int) and kept["version"] > VERSION:
        raise Unreadable(f"{path.name} was written by a newer Tropo Lab, so it stays as it is.")
    _check_shape(kept)
    return kept


def _check_shape(kept: object) -> None:
    sound = (
        isinstance(kept, dict)
        and type(kept.get("version")) is int
        and all(isinstance(kept.get(part), dict) for part in ("tasks", "predictions"))
        and all(isinstance(entry, dict) for part in ("tasks", "predictions") for entry in kept[part].values())
    )
    if not sound:
        raise ValueError("it has another shape")


def _put_aside(path: Path) -> str:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    path.rename(aside)
    return f"{path.name} was damaged: it is kept as {aside.name}, and progress begins anew."


def _write(path: Path, kept: dict) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        beside.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", "utf-8")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock file beside it; the system lets go of that when its holder ends in whatever way."""
    with path.with_name(f"{path.name}.lock").open("ab") as lock:
        if os.name == "nt":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
