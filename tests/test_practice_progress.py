"""Progress is one readable file: nothing in it is lost, and nothing that we did not write is written over."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tropo_lab.practice import calls, progress_file, records

TASK = "00-own-words"
DAMAGED = {
    "no JSON": '{"version": 1, "tas',
    "no text": b"\xff\xfe\x00",
    "empty": "",
    "a list": "[]",
    "no tasks": '{"version": 1}',
    "tasks are a list": '{"version": 1, "tasks": [], "predictions": {}}',
    "an entry is a number": '{"version": 1, "tasks": {"00-own-words": 3}, "predictions": {}}',
    "no version": '{"tasks": {}, "predictions": {}}',
    "a version in words": '{"version": "1", "tasks": {}, "predictions": {}}',
    "nested without end": "[" * 100_000,
    "far too long": '"' + "x" * 2_000_000 + '"',
}
ODD_PLACES = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/full"),
}
NEWER = '{"version": 2, "exercises": {"00-own-words": "gold"}}\n'


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Where progress is kept; the folder is made when it is needed."""
    monkeypatch.setattr(records, "_in_memory", {})
    path = tmp_path / "deep" / "progress.json"
    monkeypatch.setenv("TROPO_LAB_PROGRESS", str(path))
    return path


@pytest.fixture
def spoilt(path):
    """A file that somebody else has left there."""
    path.parent.mkdir()

    def write(content):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def files(path):
    return sorted(one.name for one in path.parent.iterdir() if not one.name.endswith(".lock"))


def test_a_try_is_kept_in_readable_json(path):
    assert records.tried(TASK, False) == "" and records.tried(TASK, True) == ""
    kept = json.loads(path.read_text())
    assert kept["tasks"] == {TASK: {"done": True, "hints": 0, "solution": False, "tries": 2}}
    assert path.read_text().count("\n") > 5 and files(path) == ["progress.json"]


def test_what_is_done_stays_done(path):
    for done in (True, False):
        records.tried(TASK, done)
    assert records.read()[0]["tasks"][TASK]["done"] is True


def test_without_the_variable_it_is_kept_at_home(monkeypatch):
    monkeypatch.delenv("TROPO_LAB_PROGRESS")
    assert progress_file.place() == (Path.home() / ".tropo-lab" / "progress.json").resolve()


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_kept_beside_and_told_once(spoilt, name):
    path = spoilt(DAMAGED[name])
    before = path.read_bytes()
    said = records.tried(TASK, True)
    assert said == "progress.json was damaged: it is kept as progress.damaged-1.json, and progress begins anew."
    assert path.with_name("progress.damaged-1.json").read_bytes() == before
    assert records.tried(TASK, True) == "" and records.read()[0]["tasks"][TASK]["tries"] == 2


def test_looking_alone_puts_a_damaged_file_aside(spoilt, capsys):
    path = spoilt("{")
    assert "0 of" in calls.progress().plain
    assert "progress.damaged-1.json" in capsys.readouterr().out and files(path) == ["progress.damaged-1.json"]


def test_no_damaged_file_takes_the_place_of_another(spoilt):
    for number in range(1, 4):
        path = spoilt(f"damaged {number}")
        records.tried(TASK, True)
    kept = [path.with_name(f"progress.damaged-{number}.json").read_text() for number in range(1, 4)]
    assert kept == ["damaged 1", "damaged 2", "damaged 3"]


def test_a_newer_versions_file_stays_as_it_is_and_is_told_once(spoilt):
    path = spoilt(NEWER)
    said = records.tried(TASK, True)
    assert said.startswith("progress.json was written by a newer Tropo Lab, so it stays as it is.")
    assert said.endswith("Your progress lasts until the kernel is restarted.")
    assert records.tried(TASK, True) == "" and records.read()[0]["tasks"][TASK]["tries"] == 2
    assert path.read_text() == NEWER and files(path) == ["progress.json"]


def test_a_read_only_file_stays_as_it_is(path):
    records.tried(TASK, False)
    before = path.read_bytes()
    path.chmod(0o444)
    assert records.tried(TASK, True).startswith("progress.json is read-only, so it stays as it is.")
    assert path.read_bytes() == before
    kept = {"done": True, "hints": 0, "solution": False, "tries": 2}
    assert records.read() == ({"version": 1, "tasks": {TASK: kept}, "predictions": {}}, "")


def test_a_place_that_cannot_be_written_is_told_and_progress_goes_on(path):
    path.parent.write_text("a file where the folder should be")
    assert records.tried(TASK, True).startswith("progress.json cannot be used (")
    assert records.tried(TASK, True) == "" and records.read()[0]["tasks"][TASK]["done"] is True


@pytest.mark.parametrize("look", [records.read, lambda: ({}, records.tried(TASK, True))], ids=["looking", "writing"])
@pytest.mark.parametrize("odd", ODD_PLACES)
def test_what_is_no_file_is_told_and_never_moved(path, look, odd, monkeypatch):
    path.parent.mkdir()
    ODD_PLACES[odd](path)
    # beside a device nothing could be put, not even by root
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("it was moved"))
    assert "is no file that progress can be kept in, so it stays as it is." in look()[1]
    assert files(path) == ["progress.json"]


def test_links_in_a_circle_are_told(path):
    path.parent.mkdir()
    path.symlink_to(path)
    assert records.read()[1].startswith("progress.json cannot be used (")


def test_a_link_is_followed_and_stays(path):
    path.parent.mkdir()
    path.symlink_to(path.with_name("kept.json"))
    records.tried(TASK, True)
    assert path.is_symlink() and records.read()[0]["tasks"][TASK]["done"] is True


def test_a_home_that_nobody_has_is_a_folder_like_any_other(path, monkeypatch):
    monkeypatch.setenv("TROPO_LAB_PROGRESS", "~nobody-of-that-name/progress.json")
    assert progress_file.place() == Path.cwd().resolve() / "~nobody-of-that-name" / "progress.json"


def test_what_an_editor_put_in_front_is_no_damage(spoilt):
    path = spoilt(b"\xef\xbb\xbf" + json.dumps(progress_file.empty()).encode())
    assert records.tried(TASK, True) == "" and files(path) == ["progress.json"]


def test_half_a_sign_in_the_file_is_kept_as_it_is(spoilt):
    path = spoilt(r'{"version": 1, "tasks": {"\ud800": {}}, "predictions": {}}')
    assert records.tried(TASK, True) == "" and r'"\ud800": {}' in path.read_text()


def test_who_looks_never_puts_aside_what_another_notebook_has_mended(spoilt, monkeypatch):
    path, locked = spoilt("{"), progress_file._locked

    def late(place):
        # between the look at the damaged file and the lock, another notebook was here
        path.write_text(json.dumps(progress_file.empty()))
        return locked(place)

    monkeypatch.setattr(progress_file, "_locked", late)
    assert records.read() == (progress_file.empty(), "") and files(path) == ["progress.json"]


def test_a_write_that_fails_leaves_the_file_whole(path, monkeypatch):
    records.tried(TASK, True)
    before = path.read_bytes()
    monkeypatch.setattr(progress_file.os, "replace", _no_space)
    assert "No space left" in records.tried(TASK, True)
    assert path.read_bytes() == before and files(path) == ["progress.json"]


def _no_space(*_):
    raise OSError(28, "No space left on device")


def test_fields_and_tasks_of_others_are_kept(spoilt):
    other = {"version": 1, "tasks": {"77-later": {"done": True, "note": "kept"}}, "predictions": {}, "theme": "dark"}
    path = spoilt(json.dumps(other))
    records.tried(TASK, True)
    kept = json.loads(path.read_text())
    assert kept["theme"] == "dark" and kept["tasks"]["77-later"] == {"done": True, "note": "kept"}


def test_odd_values_of_an_entry_are_read_leniently(spoilt):
    entry = {"done": "yes", "tries": None, "hints": -3}
    spoilt(json.dumps({"version": 1, "tasks": {TASK: entry}, "predictions": {}}))
    assert records.took_hint(TASK, 3) == (1, "") and records.tried(TASK, False) == ""
    assert "0 of" in calls.progress().plain


def test_two_threads_lose_nothing(path):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: records.tried(TASK, False), range(60)))
    assert records.read()[0]["tasks"][TASK]["tries"] == 60


def test_two_notebooks_at_once_lose_nothing(path):
    code = f"from tropo_lab.practice import records\nfor _ in range(60): records.tried({TASK!r}, False)"
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parent.parent) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert records.read()[0]["tasks"][TASK]["tries"] == 120


def test_one_or_all_are_forgotten(path, capsys):
    for id in (TASK, "01-by-get"):
        records.tried(id, True)
    records.predicted("00-hops", 1, False)
    calls.reset(TASK)
    assert set(records.read()[0]["tasks"]) == {"01-by-get"}
    calls.reset("00-hops")
    assert records.read()[0]["predictions"] == {}
    calls.reset()
    assert records.read()[0]["tasks"] == {}
    assert capsys.readouterr().out == (
        "Your progress in 00-own-words is forgotten.\nYour progress in 00-hops is forgotten.\n"
        "Your progress is forgotten.\n"
    )


def test_the_first_prediction_counts(path):
    records.predicted("00-hops", 1, False)
    records.predicted("00-hops", 3, True)
    assert records.read()[0]["predictions"] == {"00-hops": {"chosen": 1, "right": False}}


def test_progress_is_shown_by_lesson_in_both_faces(path):
    records.tried(TASK, True)
    records.tried("01-by-get", False)
    records.predicted("00-hops", 3, True)
    shown = calls.progress()
    lines = shown.plain.splitlines()
    assert lines[0].startswith("1 of ") and "Lesson 00" in lines
    assert "  done   00-own-words        Your own words" in lines
    assert any(line.startswith("  tried  01-by-get") for line in lines)
    assert lines[-1].startswith("1 of ") and lines[-1].endswith("1 of them came true.")
    assert "<td>done</td><td><code>00-own-words</code></td><td>Your own words</td>" in shown.html
