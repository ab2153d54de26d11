"""Your progress: what is done, how many hints were taken, what was predicted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tropo_lab.practice import progress_file
from tropo_lab.practice.progress_file import Unreadable

# for files that cannot be written: what they would hold, until the kernel is restarted
_in_memory: dict[Path, dict] = {}


def change(work: Callable[[dict], None]) -> tuple[dict, str]:
    """Let `work` change the records; gives them, and what has to be said about their file (each thing once)."""
    place = progress_file.place()
    try:
        if place not in _in_memory:
            return progress_file.change(place, work)
        remark = ""
    except (OSError, Unreadable) as error:
        remark = _why(error)
        _in_memory[place] = read()[0]
    work(_in_memory[place])
    return _in_memory[place], remark


def read() -> tuple[dict, str]:
    """The records, and what has to be said about their file (each thing once)."""
    place = progress_file.place()
    if place in _in_memory:
        return _in_memory[place], ""
    try:
        return progress_file.read(place)
    except (OSError, Unreadable) as error:
        # from now on it is not looked at again, and so this is said once
        return _in_memory.setdefault(place, progress_file.empty()), _why(error)


def _why(error: OSError | Unreadable) -> str:
    name = progress_file.place().name
    why = f"{name} cannot be used ({error.strerror})." if isinstance(error, OSError) else str(error)
    return f"{why} Your progress lasts until the kernel is restarted."


def of_task(records: dict, id: str) -> dict:
    """The entry of one task, made where there is none."""
    return records["tasks"].setdefault(id, {"done": False, "tries": 0, "hints": 0, "solution": False})


def tried(id: str, done: bool) -> str:
    """Note one try. What is done stays done. Gives what has to be said about the file."""

    def work(records: dict) -> None:
        entry = of_task(records, id)
        entry["tries"] = _count(entry, "tries") + 1
        entry["done"] = entry.get("done") is True or done

    return change(work)[1]


def took_hint(id: str, there_are: int) -> tuple[int, str]:
    """Note that the next hint was asked for; gives its number (one more than there are, afterwards) and a remark."""
    number = 0

    def work(records: dict) -> None:
        nonlocal number
        entry = of_task(records, id)
        number = _count(entry, "hints") + 1
        entry["hints"] = min(number, there_are)

    remark = change(work)[1]
    return number, remark


def saw_solution(id: str) -> str:
    """Note that the solution was shown."""
    return change(lambda records: of_task(records, id).update(solution=True))[1]


def predicted(id: str, chosen: int, right: bool) -> str:
    """Note how a prediction went; the first time counts."""
    return change(lambda records: records["predictions"].setdefault(id, {"chosen": chosen, "right": right}))[1]


def forget(id: str | None) -> str:
    """Forget one task or prediction, or all of them; the rest of the file stays."""

    def work(records: dict) -> None:
        for part in ("tasks", "predictions"):
            if id is None:
                records[part].clear()
            else:
                records[part].pop(id, None)

    return change(work)[1]


def _count(entry: dict, name: str) -> int:
    found = entry.get(name)
    return found if type(found) is int and found >= 0 else 0
