"""The sessions that servers were last seen to have for a learner, whether they are here or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, text_column
from connect_desktop.store.connections import Connections
from connect_desktop.store.devices.accounts import Account

_SELECT = """
SELECT session_id, package_id, told_version, held_completion, held_success, held_time, synced_at FROM sync_session
WHERE tenant_id = ? AND account_id = ? AND user_id = ? AND told_version > 0 ORDER BY session_id
"""
_NEVER = datetime.min.replace(tzinfo=UTC)


class AccountSession(Struct, frozen=True, kw_only=True):
    """A session as a server told of it: `time` in centiseconds, the statuses in the words of the REST API."""

    session_id: str
    package_id: str
    version: int
    completion: str
    success: str
    time: int
    told_at: datetime


class AccountSessions:
    """What the servers of one tenant's accounts told of sessions."""

    def __init__(self, connections: Connections, tenant_id: str) -> None:
        self._connections = connections
        self._tenant_id = tenant_id

    def of_learner(self, learner_id: str, accounts: Iterable[Account]) -> tuple[AccountSession, ...]:
        """All that any of these servers has for the learner; raises `StoreError`."""
        found: list[AccountSession] = []
        with self._connections.reading() as connection:
            for account in accounts:
                if (user_id := account.user_of(learner_id)) is not None:
                    parameters = (self._tenant_id, account.id, text_column(user_id))
                    found += map(_session, connection.execute(_SELECT, parameters).fetchall())
        return tuple(found)


def _session(row: tuple[Any, ...]) -> AccountSession:
    session_id, package_id, version, completion, success, time, told_at = row
    return AccountSession(
        session_id=column_text(session_id),
        package_id=column_text(package_id),
        version=version,
        completion=completion,
        success=success,
        time=time,
        told_at=_NEVER if told_at is None else column_moment(told_at),
    )
