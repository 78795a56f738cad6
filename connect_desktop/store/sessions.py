"""A learner's registrations in packages, with what each came to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.json_text import json_text, json_value
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.session_query import SessionQuery

if TYPE_CHECKING:
    from connect_desktop.store.reports.tallies import Tallies

_COLUMNS = """
SELECT id, learner_id, package_id, version, created_at, updated_at, completion, success,
       score_scaled, score_raw, score_min, score_max, progress, total_time, suspended, last_played_at,
       cmi_data, token_epoch, launch_id
"""
_SELECT = f"{_COLUMNS} FROM session WHERE tenant_id = ?"
_INSERT = """
INSERT INTO session (tenant_id, id, learner_id, package_id, version, created_at, updated_at,
                     completion, success, total_time, suspended, token_epoch)
VALUES (?, ?, ?, ?, 1, ?, ?, 'unknown', 'unknown', 0, 0, ?)
"""
_SAVE = """
UPDATE session SET version = version + 1, updated_at = ?, completion = ?, success = ?, score_scaled = ?, score_raw = ?,
       score_min = ?, score_max = ?, progress = ?, total_time = ?, suspended = ?, cmi_data = ?
WHERE tenant_id = ? AND id = ?
"""
_MOVE = "UPDATE session SET package_id = ?, version = version + 1, updated_at = ? WHERE tenant_id = ? AND id = ?"
_DELETED_EPOCH = "SELECT token_epoch FROM deleted_session WHERE tenant_id = ? AND id = ?"
_REMEMBER_DELETED = """
INSERT INTO deleted_session (tenant_id, id, token_epoch, deleted_at) VALUES (?, ?, ?, ?)
ON CONFLICT (tenant_id, id) DO UPDATE SET token_epoch = excluded.token_epoch, deleted_at = excluded.deleted_at
"""
_LAUNCHES = "IN (SELECT launch.id FROM launch WHERE launch.tenant_id = ? AND launch.session_id = ?)"
_REMOVE_LAUNCHES = (
    f"DELETE FROM entry WHERE tenant_id = ? AND launch_id {_LAUNCHES}",  # noqa: S608 - ours, as are those below
    f"DELETE FROM journal_commit WHERE tenant_id = ? AND launch_id {_LAUNCHES}",  # noqa: S608
    f"DELETE FROM launch_parent WHERE tenant_id = ? AND launch_id {_LAUNCHES}",  # noqa: S608
)
_REMOVE = (
    "DELETE FROM launch WHERE tenant_id = ? AND session_id = ?",
    "DELETE FROM answer WHERE tenant_id = ? AND session_id = ?",
    "DELETE FROM session WHERE tenant_id = ? AND id = ?",
)


class Sessions:
    """The sessions of one tenant."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    @cached_property
    def _tallies(self) -> Tallies:
        from connect_desktop.store.reports.tallies import (
            Tallies,  # a session that is gone on with counts for nothing new
        )

        return Tallies(self._tenant_id, self._connections.writers)

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

    def _begin(self, connection: Connection, learner_id: str, package_id: str) -> SessionRecord:
        return self._insert(connection, str(uuid.uuid4()), learner_id, package_id)

    def _insert(self, connection: Connection, session_id: str, learner_id: str, package_id: str) -> SessionRecord:
        """A session that was not there, counted from now on. Tokens of one that was deleted do not open it."""
        key, now = (self._tenant_id, text_column(session_id)), moment_column(self._clock())
        deleted = connection.execute(_DELETED_EPOCH, key).fetchone()
        epoch = 0 if deleted is None else deleted[0] + 1
        connection.execute(_INSERT, (*key, text_column(learner_id), text_column(package_id), now, now, epoch))
        session = SessionRecord(
            id=session_id,
            learner_id=learner_id,
            package_id=package_id,
            version=1,
            created_at=column_moment(now),
            updated_at=column_moment(now),
            token_epoch=epoch,
        )
        self._tallies.move(connection, None, session)
        return session

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
        cmi_data: Mapping[str, str] | None = None,
        within: Connection | None = None,
        before: SessionRecord | None = None,
    ) -> SessionRecord:
        """Keep what the session came to; its version rises by one. Units as in `SessionRecord`; raises `StoreError`,
        and `KeyError` where there is no such session.

        `within` is a transaction to take part in, `before` the session as that has seen it.
        """
        document = None if cmi_data is None else text_column(json_text(cmi_data))
        record = (completion, success, scaled, raw, min, max, progress, total_time, int(suspended), document)
        now = moment_column(self._clock())
        with nullcontext(within) if within else self._connections.writing() as connection:
            before = before or self.within(connection, session_id)
            if before is None:
                raise KeyError(session_id)
            connection.execute(_SAVE, (now, *record, self._tenant_id, session_id))
            after = replace(
                before,
                version=before.version + 1,
                updated_at=column_moment(now),
                completion=completion,
                success=success,
                scaled=scaled,
                raw=raw,
                min=min,
                max=max,
                progress=progress,
                total_time=total_time,
                suspended=suspended,
                cmi_data=cmi_data,
            )
            self._tallies.move(connection, before, after)
        return after

    def create(
        self, session_id: str, learner_id: str, package_id: str, within: Connection | None = None
    ) -> SessionRecord:
        """The session with this id, a new one if there is none; raises `StoreError`. An old one may be of somebody
        else, or in another package. `within` is a transaction to take part in."""
        with nullcontext(within) if within else self._connections.writing() as connection:
            found = self.within(connection, session_id)
            return found or self._insert(connection, session_id, learner_id, package_id)

    def move_within(self, connection: Connection, session_id: str, package_id: str) -> SessionRecord:
        """The session, which has no launches, is in this package from now on; raises `KeyError` where there is no such
        session."""
        before = self.within(connection, session_id)
        if before is None:
            raise KeyError(session_id)
        now = moment_column(self._clock())
        connection.execute(_MOVE, (text_column(package_id), now, self._tenant_id, text_column(session_id)))
        after = replace(before, package_id=package_id, version=before.version + 1, updated_at=column_moment(now))
        self._tallies.move(connection, before, after)
        return after

    def speak_for(self, session_id: str, launch_id: str, within: Connection | None = None) -> None:
        """A bare PUT on the session speaks for this launch from now on; raises `StoreError`."""
        with nullcontext(within) if within else self._connections.writing() as connection:
            connection.execute(
                "UPDATE session SET launch_id = ? WHERE tenant_id = ? AND id = ?",
                (launch_id, self._tenant_id, session_id),
            )

    def token_epoch(self, session_id: str) -> int | None:
        """The epoch of the launch tokens that open the session; None where there is no such session. Raises
        `StoreError`."""
        query = "SELECT token_epoch FROM session WHERE tenant_id = ? AND id = ?"
        row = self._connections.row(query, (self._tenant_id, text_column(session_id)))
        return None if row is None else row[0]

    def revoke_tokens(self, session_id: str) -> None:
        """No launch token given so far opens the session any more; raises `StoreError`."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE session SET token_epoch = token_epoch + 1 WHERE tenant_id = ? AND id = ?",
                (self._tenant_id, session_id),
            )

    def page(self, query: SessionQuery, limit: int) -> tuple[SessionRecord, ...]:
        """At most `limit` sessions, the last one changed first; raises `StoreError`."""
        page, parameters = query.page(self._tenant_id, limit)
        # Joined to the page, so that it is read first: asked for `id IN (...)`, SQLite walks the sessions in order.
        sql = f"{_COLUMNS} FROM ({page}) AS page JOIN session ON session.tenant_id = ? AND session.id = page.page_id"
        sql += " ORDER BY changed DESC, page_id DESC"
        with self._connections.reading() as connection:
            return tuple(map(_record, connection.execute(sql, (*parameters, self._tenant_id)).fetchall()))

    def remove(self, session_id: str) -> bool:
        """Delete the session with its launches, what they wrote and the answers that tell of it; whether there was
        one. Tokens for it open nothing any more, not even a later session of its id. Raises `StoreError`."""
        key = (self._tenant_id, text_column(session_id))
        with self._connections.writing() as connection:
            session = self.within(connection, session_id)
            if session is None:
                return False
            self._tallies.move(connection, session, None)
            for statement in _REMOVE_LAUNCHES:
                connection.execute(statement, (self._tenant_id, *key))
            for statement in _REMOVE:
                connection.execute(statement, key)
            columns = (*key, session.token_epoch, moment_column(self._clock()))
            connection.execute(_REMEMBER_DELETED, columns)
        return True

    def within(self, connection: Connection, session_id: str) -> SessionRecord | None:
        """The session as a transaction sees it."""
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, text_column(session_id))).fetchone()
        return _record(row) if row else None

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
        cmi_data,
        token_epoch,
        launch_id,
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
        cmi_data=None if cmi_data is None else json_value(column_text(cmi_data)),
        token_epoch=token_epoch,
        launch_id=launch_id,
    )
