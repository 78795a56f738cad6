"""What a session had come to by the end of each of its launches, noted whenever its record is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from connect_desktop.store.columns import column_moment, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_NOTE = """
UPDATE launch SET completion = ?, success = ?, score_scaled = ?, score_raw = ?, session_time = ?
WHERE tenant_id = ? AND id = ?
"""
_COLUMNS = (
    "id, lamport, device_id, mode, credit, started_at, ended_at, session_time, completion, success, score_scaled,"
    " score_raw"
)


class LaunchStanding(Struct, frozen=True):
    """What a session had come to: the REST API's words, and scores where there are any."""

    completion: str = "unknown"
    success: str = "unknown"
    scaled: float | None = None
    raw: float | None = None


class PastLaunch(Struct, frozen=True, kw_only=True):
    """One launch. `session_time` is in centiseconds; `before` and `after` are None where they were not noted: of a
    launch that has said nothing yet, of one that does not count, and of one from before they were."""

    id: str
    lamport: int
    device_id: str
    mode: str
    credit: str
    started_at: datetime
    ended_at: datetime | None
    session_time: int | None
    before: LaunchStanding | None
    after: LaunchStanding | None


class LaunchHistory:
    """The past launches of one tenant's sessions."""

    def __init__(self, connections: Connections, tenant_id: str) -> None:
        self._connections = connections
        self._tenant_id = tenant_id

    def note(self, connection: Connection, launch_id: str, standing: LaunchStanding, session_time: int) -> None:
        """What the session has come to by this launch, within the transaction that keeps it."""
        columns = (standing.completion, standing.success, standing.scaled, standing.raw, session_time)
        connection.execute(_NOTE, (*columns, self._tenant_id, launch_id))

    def page(self, session_id: str, *, limit: int, after: tuple[int, str] | None = None) -> list[PastLaunch]:
        """At most `limit` launches of the session, the causally last one first; `after` is the last one of the page
        before, as its place in that order and its id. Raises `StoreError`."""
        condition, parameters = "", [self._tenant_id, text_column(session_id)]
        if after is not None:
            condition = "AND (lamport, id) < (?, ?)"
        place = () if after is None else (after[0], text_column(after[1]))
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM launch WHERE tenant_id = ? AND session_id = ? {condition}"  # noqa: S608 - ours
                f" ORDER BY lamport DESC, id DESC LIMIT {int(limit)}",
                (*parameters, *place),
            ).fetchall()
            return [
                PastLaunch(
                    id=launch_id,
                    lamport=lamport,
                    device_id=device_id,
                    mode=mode,
                    credit=credit,
                    started_at=column_moment(started_at),
                    ended_at=None if ended_at is None else column_moment(ended_at),
                    session_time=session_time,
                    before=self._before(connection, session_id, lamport, launch_id),
                    after=_standing(outcome),
                )
                for launch_id, lamport, device_id, mode, credit, started_at, ended_at, session_time, *outcome in rows
            ]

    def _before(self, connection: Connection, session_id: str, lamport: int, launch_id: str) -> LaunchStanding | None:
        """What the last launch before had come to; before the first, nothing."""
        key = (self._tenant_id, text_column(session_id), lamport, launch_id)
        earlier = "FROM launch WHERE tenant_id = ? AND session_id = ? AND (lamport, id) < (?, ?)"
        noted = connection.execute(
            f"SELECT completion, success, score_scaled, score_raw {earlier} AND completion IS NOT NULL"
            " ORDER BY lamport DESC, id DESC LIMIT 1",
            key,
        ).fetchone()
        if noted is not None:
            return _standing(noted)
        return None if connection.execute(f"SELECT 1 {earlier} LIMIT 1", key).fetchone() else LaunchStanding()


def _standing(columns: Sequence[Any]) -> LaunchStanding | None:
    completion, success, scaled, raw = columns
    if completion is None:
        return None
    return LaunchStanding(completion=completion, success=success, scaled=scaled, raw=raw)
