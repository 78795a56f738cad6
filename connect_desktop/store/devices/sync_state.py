"""How far each account is synced: what its server has said of each session, and what it gave receipts for.

Nothing here is needed to play; nothing of a journal is ever deleted because it says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.store.uuid7 import Uuid7Source

_KEY = "tenant_id = ? AND account_id = ?"
_COLUMNS = """
session_id, user_id, package_id, told_version, version, etag, mark, base, held_time, held_completion,
held_success, waiting, quarantine_code, quarantine_message, quarantined_at, synced_at
"""
_SELECT = f"SELECT {_COLUMNS} FROM sync_session WHERE {_KEY}"  # noqa: S608 - ours, as are those below
_PUT = f"""
INSERT INTO sync_session (tenant_id, account_id, {_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, account_id, session_id) DO UPDATE SET
    user_id = excluded.user_id, package_id = excluded.package_id, told_version = excluded.told_version,
    version = excluded.version, etag = excluded.etag, mark = excluded.mark, base = excluded.base,
    held_time = excluded.held_time, held_completion = excluded.held_completion, held_success = excluded.held_success,
    waiting = excluded.waiting, quarantine_code = excluded.quarantine_code,
    quarantine_message = excluded.quarantine_message, quarantined_at = excluded.quarantined_at,
    synced_at = excluded.synced_at
"""  # noqa: S608
_RECEIPTS = f"SELECT launch_id, rev, sha256 FROM sync_receipt WHERE {_KEY} AND session_id = ?"  # noqa: S608
_KEEP_RECEIPT = """
INSERT INTO sync_receipt (tenant_id, account_id, launch_id, session_id, rev, sha256) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, account_id, launch_id)
DO UPDATE SET session_id = excluded.session_id, rev = excluded.rev, sha256 = excluded.sha256
"""
_FORGET = (
    f"DELETE FROM sync_receipt WHERE {_KEY}",  # noqa: S608
    f"UPDATE sync_session SET told_version = 0, version = 0, etag = NULL, mark = '', base = NULL WHERE {_KEY}",  # noqa: S608
)
_TROUBLES = f"""
SELECT waiting, CASE WHEN quarantine_code IS NULL THEN 0 ELSE 1 END AS is_refused, count(*) FROM sync_session
WHERE {_KEY} AND (waiting IS NOT NULL OR quarantine_code IS NOT NULL)
"""  # noqa: S608
_HISTORY = f"SELECT id, at, code, session_id, details FROM sync_history WHERE {_KEY} ORDER BY id DESC LIMIT ?"  # noqa: S608
_LAST_OF_HISTORY = f"SELECT id FROM sync_history WHERE {_KEY} ORDER BY id DESC LIMIT 1"  # noqa: S608
_NOTE = """
INSERT INTO sync_history (tenant_id, account_id, id, at, code, session_id, details) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_FORGET_HISTORY = f"DELETE FROM sync_history WHERE {_KEY} AND id < ?"  # noqa: S608
_MOST_HISTORY = 500


class SyncedSession(Struct, kw_only=True):
    """A session as one server knows it, for the caller to change and `put` again.

    `told_version` is what the server last said to have, 0 where it lacks the session; `version` is the one that is
    taken in here, `etag` the one that came with it. `mark` is `Sessions`' mark of what was here when both were in step.
    `base` is the document last acknowledged, of servers that know no journal.
    The `held_*` are what the server last said the session came to; time in centiseconds. `waiting` is why it is not in
    step though nothing is wrong, `quarantine_*` why it is not sent any more.
    """

    session_id: str
    user_id: str
    package_id: str
    told_version: int = 0
    version: int = 0
    etag: str | None = None
    mark: str = ""
    base: dict[str, Any] | None = None
    held_time: int = 0
    held_completion: str = "unknown"
    held_success: str = "unknown"
    waiting: str | None = None
    quarantine_code: str | None = None
    quarantine_message: str = ""
    quarantined_at: datetime | None = None
    synced_at: datetime | None = None


class HistoryRow(Struct, frozen=True, kw_only=True):
    """Something that happened with an account, by a stable `code`; `details` are for a sentence about it."""

    id: str
    at: datetime
    code: str
    session_id: str | None
    details: Mapping[str, Any]


class SyncState:
    """What is known of one account; every method takes part in a transaction of its caller's."""

    def __init__(self, tenant_id: str, account_id: str, clock: Callable[[], datetime]) -> None:
        self._key = (tenant_id, account_id)
        self._clock = clock
        self._new_id = Uuid7Source(clock)

    def is_there(self, connection: Connection) -> bool:
        """Whether the account is: nothing can be kept of one that was given up."""
        query = "SELECT 1 FROM account WHERE tenant_id = ? AND id = ?"
        return connection.execute(query, self._key).fetchone() is not None

    def epoch(self, connection: Connection) -> str:
        """The life of the server's database as last seen, "" where it tells none."""
        row = connection.execute("SELECT epoch FROM account WHERE tenant_id = ? AND id = ?", self._key).fetchone()
        return row[0] if row else ""

    def enter(self, connection: Connection, epoch: str) -> None:
        """The server is in this epoch from now on."""
        connection.execute("UPDATE account SET epoch = ? WHERE tenant_id = ? AND id = ?", (epoch, *self._key))

    def forget_acknowledged(self, connection: Connection) -> None:
        """The server may have lost what it acknowledged: all that is here is to be sent again."""
        for statement in _FORGET:
            connection.execute(statement, self._key)

    def sessions(self, connection: Connection, user_id: str | None = None) -> dict[str, SyncedSession]:
        """All that is known, or all of a user, by session."""
        of_user, parameters = self._of(user_id)
        rows = connection.execute(f"{_SELECT}{of_user}", parameters).fetchall()
        return {session.session_id: session for session in map(_session, rows)}

    def session(self, connection: Connection, session_id: str) -> SyncedSession | None:
        """What is known of one session."""
        row = connection.execute(f"{_SELECT} AND session_id = ?", (*self._key, text_column(session_id))).fetchone()
        return _session(row) if row else None

    def put(self, connection: Connection, sessions: Iterable[SyncedSession]) -> None:
        """Keep what is known of these sessions, in place of what was known before."""
        connection.executemany(_PUT, [(*self._key, *_row(session)) for session in sessions])

    def receipts(self, connection: Connection, session_id: str) -> dict[str, Receipt]:
        """What the server holds of the session's launches, by launch."""
        rows = connection.execute(_RECEIPTS, (*self._key, text_column(session_id))).fetchall()
        return {launch_id: (rev, sha256) for launch_id, rev, sha256 in rows}

    def acknowledge(self, connection: Connection, session_id: str, receipts: Mapping[str, Receipt]) -> None:
        """The server holds these launches so."""
        session = text_column(session_id)
        connection.executemany(
            _KEEP_RECEIPT, [(*self._key, launch_id, session, *receipt) for launch_id, receipt in receipts.items()]
        )

    def forget_session(self, connection: Connection, session_id: str) -> None:
        """The server may lack the session: it is to be sent as if it never had been."""
        for statement in _FORGET:
            connection.execute(f"{statement} AND session_id = ?", (*self._key, text_column(session_id)))

    def troubles(self, connection: Connection, user_id: str | None = None) -> tuple[dict[str, int], int]:
        """How many sessions, or of a user's, wait, by reason, and how many are in quarantine."""
        of_user, parameters = self._of(user_id)
        rows = connection.execute(f"{_TROUBLES}{of_user} GROUP BY waiting, is_refused", parameters).fetchall()
        waiting: dict[str, int] = {}
        for reason, is_refused, count in rows:
            if reason is not None and not is_refused:
                waiting[reason] = waiting.get(reason, 0) + count
        return waiting, sum(count for _, is_refused, count in rows if is_refused)

    def quarantined(self, connection: Connection) -> tuple[SyncedSession, ...]:
        """The sessions in quarantine, the last first."""
        query = f"{_SELECT} AND quarantine_code IS NOT NULL ORDER BY quarantined_at DESC, session_id"
        return tuple(map(_session, connection.execute(query, self._key).fetchall()))

    def note(self, connection: Connection, code: str, session_id: str | None = None, /, **details: object) -> None:
        """Something happened that people may want to read about; the oldest of very many such rows go."""
        last = connection.execute(_LAST_OF_HISTORY, self._key).fetchone()
        # Rows are told in the order of their ids, which a clock that was set back, or is too coarse, would not keep.
        row_id = self._new_id(after=UUID(last[0]) if last else None)
        columns = (str(row_id), moment_column(self._clock()), code)
        session = None if session_id is None else text_column(session_id)
        connection.execute(_NOTE, (*self._key, *columns, session, text_column(json.dumps(details))))
        oldest = connection.execute(
            f"SELECT id FROM sync_history WHERE {_KEY} ORDER BY id DESC LIMIT 1 OFFSET ?",  # noqa: S608
            (*self._key, _MOST_HISTORY - 1),
        ).fetchone()
        if oldest is not None:
            connection.execute(_FORGET_HISTORY, (*self._key, oldest[0]))

    def take_back(self, connection: Connection, row_id: str) -> None:
        """Forget a row of the history."""
        connection.execute(f"DELETE FROM sync_history WHERE {_KEY} AND id = ?", (*self._key, row_id))  # noqa: S608

    def history(self, connection: Connection, limit: int = 50) -> tuple[HistoryRow, ...]:
        """What happened, the last first."""
        rows = connection.execute(_HISTORY, (*self._key, limit)).fetchall()
        return tuple(
            HistoryRow(
                id=row_id,
                at=column_moment(at),
                code=found,
                session_id=None if session_id is None else column_text(session_id),
                details=json.loads(column_text(details)),
            )
            for row_id, at, found, session_id, details in rows
        )

    def _of(self, user_id: str | None) -> tuple[str, tuple[str | bytes, ...]]:
        """The end of a condition, and its parameters."""
        return ("", self._key) if user_id is None else (" AND user_id = ?", (*self._key, text_column(user_id)))


def _session(row: tuple[Any, ...]) -> SyncedSession:
    session_id, user_id, package_id, told_version, version, etag, mark, base, held_time = row[:9]
    completion, success, waiting, code, message, quarantined_at, synced_at = row[9:]
    return SyncedSession(
        session_id=column_text(session_id),
        user_id=column_text(user_id),
        package_id=column_text(package_id),
        told_version=told_version,
        version=version,
        etag=etag,
        mark=mark,
        base=None if base is None else json.loads(column_text(base)),
        held_time=held_time,
        held_completion=completion,
        held_success=success,
        waiting=waiting,
        quarantine_code=code,
        quarantine_message=column_text(message),
        quarantined_at=None if quarantined_at is None else column_moment(quarantined_at),
        synced_at=None if synced_at is None else column_moment(synced_at),
    )


def _row(session: SyncedSession) -> tuple[Any, ...]:
    return (
        text_column(session.session_id),
        text_column(session.user_id),
        text_column(session.package_id),
        session.told_version,
        session.version,
        session.etag,
        session.mark,
        None if session.base is None else text_column(json.dumps(session.base, separators=(",", ":"))),
        session.held_time,
        session.held_completion,
        session.held_success,
        session.waiting,
        session.quarantine_code,
        text_column(session.quarantine_message),
        None if session.quarantined_at is None else moment_column(session.quarantined_at),
        None if session.synced_at is None else moment_column(session.synced_at),
    )
