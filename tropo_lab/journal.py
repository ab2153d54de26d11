"""The journal: every trace kept in SQLite, written in batches."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None

from tropo_lab.errors import BadSetup
from tropo_lab.trace import Hop, LogLine, Outcome, Trace

_TABLES = """
create table if not exists traces (number integer primary key, id text unique not null, record text not null);
create table if not exists refused (number integer primary key, id text unique not null, record text not null);
create table if not exists apps (name text primary key, position integer not null, record text not null);
create table if not exists phones (number text primary key, record text not null);
"""


class Journal:
    """Traces by number, newest last. `path` is a file, or `:memory:`.

    Writing waits until `flush`: whoever drives the core calls it when the core comes to rest. What was kept but not yet
    flushed is found all the same.
    """

    # small, so that writing never holds up the sessions for long
    BATCH = 64
    PATIENCE = 5_000

    def __init__(self, path: str = ":memory:"):
        self.path, self._lock = path, _locked(path)
        try:
            self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=0.2)
            self.db.execute("pragma journal_mode=wal")
            self.db.execute("pragma synchronous=normal")
            # folding the log into the file waits for the disk, and so would every session: see `fold`
            self.db.execute("pragma wal_autocheckpoint=16000")
            self.db.executescript(_TABLES)
        except sqlite3.Error as error:
            self._unlock()
            raise BadSetup(
                f"The journal {path!r} cannot be opened ({error}): name a file that can be written."
            ) from None
        self.unfolded = 0
        self.trouble = ""
        self.pending: dict[str, dict[int, Trace]] = {"traces": {}, "refused": {}}
        self.last_number = self._last("traces")
        self.last_refused = self._last("refused")

    def keep(self, number: int, trace: Trace) -> None:
        """Keep the trace of the `number`th session, in place of an earlier one of that number."""
        self._keep("traces", number, trace)

    def keep_refused(self, number: int, trace: Trace) -> None:
        """Keep the trace of a launch that was refused."""
        self._keep("refused", number, trace)

    def _keep(self, table: str, number: int, trace: Trace) -> None:
        pending = self.pending[table]
        pending[number] = trace
        if len(pending) % self.BATCH == 0:
            self.flush()

    def keep_app(self, position: int, name: str, record: dict) -> None:
        """Keep an app in place of what stood at this position, so that it is there again when the lab opens this
        journal."""
        self._keep_app(position, name, record)

    def forget_app(self, position: int) -> None:
        """Keep that the app at this position is gone. The position stays taken."""
        # no app can have such a name
        self._keep_app(position, f"\0{position}", None)

    def _keep_app(self, position: int, name: str, record: dict | None) -> None:
        try:
            self._write(
                ("delete from apps where position = ?", [(position,)]),
                ("insert or replace into apps values (?, ?, ?)", [(name, position, json.dumps(record))]),
            )
        except sqlite3.Error as error:
            raise BadSetup(self._cannot(error)) from None

    def apps(self) -> list[dict]:
        """The apps that were kept and not forgotten, in the order in which they were made."""
        kept = self.db.execute("select record from apps where record != 'null' order by position")
        return [json.loads(record) for (record,) in kept]

    @property
    def last_app(self) -> int:
        """The highest position that an app has had, or 0."""
        return self.db.execute("select coalesce(max(position), 0) from apps").fetchone()[0]

    def phones(self) -> dict[str, dict]:
        """The phones that were kept, by number."""
        return {number: json.loads(record) for number, record in self.db.execute("select number, record from phones")}

    def flush(self) -> None:
        """Write what was kept since the last flush. What cannot be written is kept, and tried again the next time."""
        try:
            for table, pending in self.pending.items():
                if pending:
                    rows = [(number, trace.id, _to_text(trace)) for number, trace in pending.items()]
                    self._write((f"insert or replace into {table} values (?, ?, ?)", rows))
                    self.unfolded += sum(len(record) for _, _, record in rows)
                    pending.clear()
            self.trouble = ""
        except sqlite3.Error as error:
            self.trouble = self._cannot(error)

    def _cannot(self, error: sqlite3.Error) -> str:
        return f"The journal {self.path!r} cannot be written ({error}): make room, or free the file."

    @property
    def is_full(self) -> bool:
        """True when so much waits to be written that nothing more should be accepted."""
        return bool(self.trouble) and sum(len(pending) for pending in self.pending.values()) > self.PATIENCE

    @property
    def wants_folding(self) -> bool:
        """True once the write-ahead log has grown by 4 MiB of traces since it was folded into the file."""
        return self.unfolded > 4 << 20 and self.path != ":memory:"

    def fold(self) -> None:
        """Fold the write-ahead log into the file, on a connection of its own: any thread may, while others write."""
        self.unfolded = 0
        # what cannot be folded now is folded the next time, or at the end
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as db:
            db.execute("pragma wal_checkpoint(passive)")

    def _write(self, *work: tuple[str, list[tuple]]) -> None:
        """Run each statement with its rows: all of them, or none."""
        self.db.execute("begin")
        try:
            for statement, rows in work:
                self.db.executemany(statement, rows)
            self.db.execute("commit")
        except BaseException:
            self.db.rollback()
            raise

    def find(self, id: str) -> Trace | None:
        """The trace of that id, or None."""
        table = "refused" if id.startswith("refused-") else "traces"
        for trace in self.pending[table].values():
            if trace.id == id:
                return trace
        row = self.db.execute(f"select record from {table} where id = ?", (id,)).fetchone()
        return _from_text(row[0]) if row else None

    def page(self, limit: int, upto: int, table: str = "traces") -> list[tuple[int, Trace]]:
        """Up to `limit` traces with numbers at most `upto`, newest first."""
        rows = self.db.execute(
            f"select number, record from {table} where number <= ? order by number desc limit ?", (upto, limit)
        )
        found = {number: _from_text(record) for number, record in rows}
        found |= {number: trace for number, trace in self.pending[table].items() if number <= upto}
        return sorted(found.items(), reverse=True)[:limit]

    def close(self, phones: dict[str, dict] | None = None) -> None:
        """Write the rest, and what the phones hold (by number), and close; BadSetup when it cannot be written."""
        rows = [(number, json.dumps(record)) for number, record in (phones or {}).items()]
        try:
            self.flush()
            try:
                self._write(("insert or replace into phones values (?, ?)", rows))
            except sqlite3.Error as error:
                self.trouble = self._cannot(error)
            if self.trouble:
                lost = sum(len(pending) for pending in self.pending.values())
                raise BadSetup(f"{self.trouble} {lost} sessions were not kept.")
        finally:
            self.db.close()
            self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _last(self, table: str) -> int:
        return self.db.execute(f"select coalesce(max(number), 0) from {table}").fetchone()[0]


def _locked(path: str) -> int | None:
    """A descriptor that holds the journal for this lab alone: two labs with one seed would overwrite each other."""
    if path == ":memory:" or fcntl is None:
        return None
    try:
        lock = os.open(f"{path}-lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise BadSetup(
            f"The journal {path!r} cannot be opened ({error.strerror}): name a file that can be written."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise BadSetup(f"Another lab has the journal {path!r} open: close it, or name another file.") from None
    return lock


def _to_text(trace: Trace) -> str:
    # latin-1 keeps every byte of the wire as one character: lossless, and readable where it is ASCII
    hops = [[*hop[:6], hop.wire.decode("latin-1")] for hop in trace.hops]
    return json.dumps([trace.id, trace.app, trace.flow, hops, trace.log, trace.outcome])


def _from_text(text: str) -> Trace:
    id, app, flow, hops, log, outcome = json.loads(text)
    return Trace(
        id,
        app,
        flow,
        tuple(Hop(*hop[:6], hop[6].encode("latin-1")) for hop in hops),
        tuple(LogLine(*line) for line in log),
        Outcome(*outcome) if outcome else None,
    )
