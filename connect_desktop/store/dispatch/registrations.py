"""Registrations: which learner began which session through which dispatch, and never more of them than may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from connect_desktop.store.columns import moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError

_COUNT_LAUNCH = """
UPDATE dispatch SET launches = launches + 1, last_launched_at = ?
WHERE tenant_id = ? AND id = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
"""
_COUNT_REGISTRATION = """
UPDATE dispatch SET registrations = registrations + 1
WHERE tenant_id = ? AND id = ? AND (registration_limit IS NULL OR registrations < registration_limit)
"""
_COUNT_LEARNER = """
UPDATE dispatch SET registrations = registrations + 1, licenses = licenses + 1
WHERE tenant_id = ? AND id = ? AND (registration_limit IS NULL OR registrations < registration_limit)
      AND (license_limit IS NULL OR licenses < license_limit)
"""
_NEWEST = """
SELECT session_id FROM dispatch_registration WHERE tenant_id = ? AND dispatch_id = ? AND learner_id = ?
ORDER BY registered_at DESC, session_id DESC LIMIT 1
"""


class DispatchOver(StoreError):
    """The dispatch was revoked, or its time is over."""

    code = "dispatch-over"

    def __init__(self) -> None:
        super().__init__("This dispatch is over; ask whoever gave you the link for a new one.")


class NoPlaceLeft(StoreError):
    """As many have registered as may."""

    code = "no-place-left"

    def __init__(self) -> None:
        super().__init__("All places of this dispatch are taken; ask whoever gave you the link for more.")


class Registrations:
    """The registrations through one tenant's dispatches; every method raises `StoreError`."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def newest(self, dispatch_id: str, learner_id: str) -> str | None:
        """The session that the learner began last through the dispatch."""
        with self._connections.reading() as connection:
            return self._newest(connection, dispatch_id, learner_id)

    def register(
        self,
        dispatch_id: str,
        learner_id: str,
        session_id: str,
        *,
        after: str | None = None,
        within: Connection | None = None,
    ) -> str:
        """Count a launch by the learner, and register them where they are not: the session they are to play. `within`
        is a transaction to take part in.

        That is the one they began last, or `session_id` where they began none or only `after`, which they are done
        with. Where no place is left for another one, they may look at what they have. Raises `NoPlaceLeft` where they
        have none, and `DispatchOver`.
        """
        if within is None:
            with self._connections.writing() as connection:
                return self.register(dispatch_id, learner_id, session_id, after=after, within=connection)
        now = moment_column(self._clock())
        key = (self._tenant_id, dispatch_id)
        # First, so that launches of one dispatch come one after another however much a database isolates them.
        if not within.execute(_COUNT_LAUNCH, (now, *key, now)).rowcount:
            raise DispatchOver
        known = self._newest(within, dispatch_id, learner_id)
        if known is not None and known != after:
            return known
        count = _COUNT_LEARNER if known is None else _COUNT_REGISTRATION
        if not within.execute(count, key).rowcount:
            if known is None:
                raise NoPlaceLeft
            return known
        within.execute(
            "INSERT INTO dispatch_registration (tenant_id, dispatch_id, session_id, learner_id, registered_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (*key, session_id, text_column(learner_id), now),
        )
        return session_id

    def _newest(self, connection: Connection, dispatch_id: str, learner_id: str) -> str | None:
        row = connection.execute(_NEWEST, (self._tenant_id, dispatch_id, text_column(learner_id))).fetchone()
        return row[0] if row else None
