"""A learner's registrations in packages, with what each came to."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from connect_desktop.store.columns import column_moment, moment_column, text_column
from connect_desktop.store.connections import Connections
from connect_desktop.store.records import SessionRecord

_SELECT = """
SELECT id, learner_id, package_id, version, created_at, updated_at, completion, success,
       score_scaled, score_raw, score_min, score_max, progress, total_time, suspended, last_played_at
FROM session WHERE tenant_id = ?
"""
_INSERT = """
INSERT INTO session (tenant_id, id, learner_id, package_id, version, created_at, updated_at,
                     completion, success, total_time, suspended)
VALUES (?, ?, ?, ?, 1, ?, ?, 'unknown', 'unknown', 0, 0)
"""
_SAVE = """
UPDATE session SET version = version + 1, updated_at = ?, completion = ?, success = ?, score_scaled = ?, score_raw = ?,
       score_min = ?, score_max = ?, progress = ?, total_time = ?, suspended = ?
WHERE tenant_id = ? AND id = ?
"""


class Sessions:
    """The sessions of one tenant."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def open_for(self, learner_id: str, package_id: str) -> SessionRecord:
        """The newest session of the learner in the package, or a new one; raises `StoreError`."""
        newest = "AND learner_id = ? AND package_id = ? ORDER BY created_at DESC, id DESC LIMIT 1"
        with self._connections.writing() as connection:
            query = (self._tenant_id, learner_id, package_id)
            row = connection.execute(f"{_SELECT} {newest}", query).fetchone()
            return _record(row) if row else self._begin(connection, learner_id, package_id)

    def begin(self, learner_id: str, package_id: str) -> SessionRecord:
        """A new session beside those there are: the learner starts over; raises `StoreError`."""
        with self._connections.writing() as connection:
            return self._begin(connection, learner_id, package_id)

    def _begin(self, connection: sqlite3.Connection, learner_id: str, package_id: str) -> SessionRecord:
        session_id, now = str(uuid.uuid4()), moment_column(self._clock())
        connection.execute(_INSERT, (self._tenant_id, session_id, learner_id, package_id, now, now))
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, session_id)).fetchone()
        return _record(row)

    def get(self, session_id: str) -> SessionRecord | None:
        """The session with this id."""
        return next(iter(self._select("AND id = ?", session_id)), None)

    def all(self, learner_id: str | None = None, package_id: str | None = None) -> tuple[SessionRecord, ...]:
        """The sessions of a learner, in a package, or both; the last one changed first."""
        filters, parameters = "", []
        if learner_id is not None:
            filters += "AND learner_id = ? "
            parameters.append(learner_id)
        if package_id is not None:
            filters += "AND package_id = ? "
            parameters.append(package_id)
        return self._select(f"{filters}ORDER BY updated_at DESC, id", *parameters)

    def save_record(
        self,
        session_id: str,
        *,
        completion: str,
        success: str,
        scaled: float | None = None,
        raw: float | None = None,
        min: float | None = None,
        max: float | None = None,
        progress: float | None = None,
        total_time: int,
        suspended: bool,
    ) -> SessionRecord:
        """Keep what the session came to; its version rises by one. Units as in `SessionRecord`; raises `StoreError`."""
        record = (completion, success, scaled, raw, min, max, progress, total_time, int(suspended))
        with self._connections.writing() as connection:
            key = (self._tenant_id, session_id)
            connection.execute(_SAVE, (moment_column(self._clock()), *record, *key))
            row = connection.execute(f"{_SELECT} AND id = ?", key).fetchone()
        return _record(row)

    def _select(self, rest: str, *parameters: str) -> tuple[SessionRecord, ...]:
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} {rest}", (self._tenant_id, *map(text_column, parameters))).fetchall()
        return tuple(map(_record, rows))


def _record(row: tuple[Any, ...]) -> SessionRecord:
    (
        session_id,
        learner_id,
        package_id,
        version,
        created_at,
        updated_at,
        completion,
        success,
        scaled,
        raw,
        low,
        high,
        progress,
        total_time,
        suspended,
        last_played_at,
    ) = row
    return SessionRecord(
        id=session_id,
        learner_id=learner_id,
        package_id=package_id,
        version=version,
        created_at=column_moment(created_at),
        updated_at=column_moment(updated_at),
        completion=completion,
        success=success,
        scaled=scaled,
        raw=raw,
        min=low,
        max=high,
        progress=progress,
        total_time=total_time,
        suspended=bool(suspended),
        last_played_at=None if last_played_at is None else column_moment(last_played_at),
    )
