"""How much of their tries those have used up who guess: counted in the database, so that it holds for every process and
machine that serves it, and outlasts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from connect_desktop.store.columns import column_moment, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_WHOLE_AT = "SELECT whole_at FROM failed_try WHERE tenant_id = ? AND door = ?"
_FORGET = "DELETE FROM failed_try WHERE tenant_id = ? AND whole_at <= ?"
_COUNT = (
    "INSERT INTO failed_try (tenant_id, door, whole_at) VALUES (?, ?, ?)"
    " ON CONFLICT (tenant_id, door) DO UPDATE SET whole_at = excluded.whole_at"
)


class FailedTries:
    """All that is kept of who tries at a door is the moment at which they have everything again (the generic cell rate
    algorithm). Every method raises `StoreError`."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def used(self, tenant_id: str, door: str) -> timedelta:
        """How long it is until those at the door have everything again."""
        with self._connections.reading() as connection:
            return self._used(connection, tenant_id, door)

    def count(self, tenant_id: str, door: str, cost: timedelta, most: timedelta) -> timedelta:
        """What was used before a try that failed; it costs nothing where that would be more than `most`. Who has
        everything again is forgotten."""
        now = self._clock()
        with self._connections.writing(guarded=True) as connection:
            connection.execute(_FORGET, (tenant_id, moment_column(now)))
            used = self._used(connection, tenant_id, door)
            if used + cost <= most:
                connection.execute(_COUNT, (tenant_id, text_column(door), moment_column(now + used + cost)))
        return used

    def _used(self, connection: Connection, tenant_id: str, door: str) -> timedelta:
        row = connection.execute(_WHOLE_AT, (tenant_id, text_column(door))).fetchone()
        return max(column_moment(row[0]) - self._clock(), timedelta()) if row else timedelta()
