"""Which process of a server plays which session, for servers of more than one.

A worker is a process that serves this database, known to the others by an address that only they can ask it at. What is
said of a worker that does not answer there any more is forgotten by whoever notices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from connect_desktop.store.collisions import kept
from connect_desktop.store.columns import moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_WORKERS = "SELECT id, address, secret, certificate FROM worker"
_WORKER = f"{_WORKERS} WHERE id = ?"
_PLAYER = """
SELECT worker.id, worker.address, worker.secret, worker.certificate
FROM sitting JOIN worker ON worker.id = sitting.worker_id
WHERE sitting.tenant_id = ? AND sitting.session_id = ?
"""
_TAKE = """
INSERT INTO sitting (tenant_id, session_id, worker_id) VALUES (?, ?, ?)
ON CONFLICT (tenant_id, session_id) DO UPDATE SET worker_id = excluded.worker_id
"""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that serves this database, and where the others find it. Over a network it is known by its
    `certificate` (PEM), and knows the others by its `secret`; both are "" within one machine."""

    id: str
    address: str
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)


class Whereabouts:
    """The workers of a database, and the sessions that each plays. `me` is the worker that asks."""

    def __init__(self, connections: Connections, me: Worker, clock: Callable[[], datetime]) -> None:
        self.me = me
        self._connections = connections
        self._clock = clock

    def appear(self) -> None:
        """Let the others find this worker; raises `StoreError`."""
        me = self.me
        columns = (me.id, me.address, me.secret, me.certificate, moment_column(self._clock()))
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO worker (id, address, secret, certificate, started_at) VALUES (?, ?, ?, ?, ?)", columns
            )

    def forget(self, worker_id: str) -> None:
        """The worker is gone, and plays nothing any more; raises `StoreError`."""

        def forget() -> None:
            with self._connections.writing() as connection:
                connection.execute("DELETE FROM worker WHERE id = ?", (text_column(worker_id),))

        kept(forget)

    def worker(self, worker_id: str) -> Worker | None:
        """The worker with this id; raises `StoreError`."""
        with self._connections.reading() as connection:
            row = connection.execute(_WORKER, (text_column(worker_id),)).fetchone()
        return None if row is None else Worker(*row)

    def others(self) -> tuple[Worker, ...]:
        """The workers beside this one, some of which may be gone; raises `StoreError`."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_WORKERS} WHERE id <> ? ORDER BY id", (self.me.id,)).fetchall()
        return tuple(Worker(*row) for row in rows)

    def player_of(self, tenant_id: str, session_id: str) -> Worker | None:
        """The worker that plays the session; raises `StoreError`."""
        with self._connections.reading() as connection:
            return self._player_of(connection, tenant_id, session_id)

    def take(self, tenant_id: str, session_id: str, instead_of: Worker | None) -> Worker:
        """Play the session here from now on, unless another than `instead_of` plays it: whoever plays it then.

        Raises `StoreError`.
        """

        def take() -> Worker:
            with self._connections.writing() as connection:
                playing = self._player_of(connection, tenant_id, session_id)
                if playing not in (None, self.me, instead_of):
                    return playing
                connection.execute(_TAKE, (tenant_id, text_column(session_id), self.me.id))
            return self.me

        return kept(take)

    def release(self, tenant_id: str, session_id: str, *, whoever: bool) -> None:
        """This worker, or `whoever` does, plays the session no more; raises `StoreError`."""
        query = "DELETE FROM sitting WHERE tenant_id = ? AND session_id = ?"
        key = [tenant_id, text_column(session_id)]
        if not whoever:
            query, key = f"{query} AND worker_id = ?", [*key, self.me.id]

        def release() -> None:
            with self._connections.writing() as connection:
                connection.execute(query, key)

        kept(release)

    def _player_of(self, connection: Connection, tenant_id: str, session_id: str) -> Worker | None:
        row = connection.execute(_PLAYER, (tenant_id, text_column(session_id))).fetchone()
        return None if row is None else Worker(*row)
