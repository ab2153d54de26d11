"""The journal: what is kept is found, in batches, across runs, and while it is folded."""

import sqlite3
import threading
from contextlib import closing

import pytest

from tropo_lab.errors import BadSetup
from tropo_lab.journal import Journal
from tropo_lab.trace import COMPLETED, Hop, LogLine, Outcome, Trace


def trace(number, wire=b"GET / HTTP/1.1\r\n\r\n"):
    hops = (Hop(1, 1000, "launcher", "tropo", "launch", "GET /", wire),)
    log = (LogLine(1000, 1, "warning", "look", "rule", "fix"),)
    return Trace(f"id-{number}", "app", "webapi", hops, log, COMPLETED)


@pytest.fixture
def journal(tmp_path):
    journal = Journal(str(tmp_path / "lab.db"))
    yield journal
    journal.close()


def test_a_kept_trace_is_found_before_and_after_it_was_written(journal):
    journal.keep(1, trace(1))
    assert journal.find("id-1") == trace(1)
    journal.flush()
    assert journal.find("id-1") == trace(1)
    assert journal.find("id-2") is None


def test_every_byte_survives(journal):
    odd = trace(1, bytes(range(256)) + "é😀\u202e".encode())
    journal.keep(1, odd)
    journal.flush()
    assert journal.find("id-1") == odd


def test_keeping_a_trace_again_takes_the_place_of_the_first(journal):
    journal.keep(1, trace(1)._replace(outcome=None))
    journal.flush()
    journal.keep(1, trace(1))
    assert journal.page(10, 10) == [(1, trace(1))]


def test_pages_are_newest_first_and_bounded(journal):
    for number in range(1, 11):
        journal.keep(number, trace(number))
    assert [number for number, _ in journal.page(3, 8)] == [8, 7, 6]


def test_a_batch_is_written_without_being_told(journal, tmp_path):
    for number in range(1, Journal.BATCH + 1):
        journal.keep(number, trace(number))
    with closing(sqlite3.connect(tmp_path / "lab.db")) as db:
        assert db.execute("select count(*) from traces").fetchone() == (Journal.BATCH,)


def test_a_second_lab_cannot_open_the_same_journal(journal, tmp_path):
    with pytest.raises(BadSetup, match=r"Another lab has the journal .* open"):
        Journal(str(tmp_path / "lab.db"))


def test_a_failed_write_does_not_spoil_the_next(journal, monkeypatch):
    journal.keep(1, trace(1))
    statement = "insert into nowhere values (?, ?, ?)"
    with pytest.raises(sqlite3.Error):
        journal._write((statement, [(1, 2, 3)]))
    journal.flush()
    assert journal.find("id-1") == trace(1)


def test_a_refused_launch_is_kept_apart(journal):
    refused = trace(1)._replace(id="refused-1", outcome=Outcome("Invalid token", "launcher → platform", "No."))
    journal.keep_refused(1, refused)
    assert journal.find("refused-1") == refused and journal.page(10, 10) == []


def test_it_wants_folding_once_it_has_grown_and_others_write_meanwhile(journal):
    assert not journal.wants_folding
    for number in range(1, 6):
        journal.keep(number, trace(number, b"x" * (1 << 20)))
    journal.flush()
    assert journal.wants_folding
    folding = threading.Thread(target=journal.fold)
    folding.start()
    for number in range(6, 200):
        journal.keep(number, trace(number))
    journal.flush()
    folding.join()
    assert not journal.wants_folding and len(journal.page(500, 500)) == 199


def test_one_in_memory_is_never_folded():
    journal = Journal()
    journal.keep(1, trace(1, b"x" * (5 << 20)))
    journal.flush()
    assert not journal.wants_folding
    journal.close()
