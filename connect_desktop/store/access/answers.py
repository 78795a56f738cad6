"""Answers that are given again when the same request comes again, so that a retry changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from connect_desktop.store.columns import column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError

_KEPT = timedelta(hours=24)
# So many old answers go with each new one, lest a request pay for all of them.
_SWEPT = 100

_OLD = "SELECT asked_by, idempotency_key FROM answer WHERE tenant_id = ? AND given_at <= ? LIMIT ?"
_FORGET = "DELETE FROM answer WHERE tenant_id = ? AND asked_by = ? AND idempotency_key = ?"
_KEEP = """
INSERT INTO answer (tenant_id, asked_by, idempotency_key, request_hash, status, body, given_at, session_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, asked_by, idempotency_key) DO UPDATE SET request_hash = excluded.request_hash,
    status = excluded.status, body = excluded.body, given_at = excluded.given_at, session_id = excluded.session_id
"""


class IdempotencyKeyReused(StoreError):
    """The key came before, with another request."""

    code = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key came before with another request; use a new one for a new request.")


class Request(Struct, frozen=True, kw_only=True):
    """Who asks (`asked_by`, a key or a session), under which Idempotency-Key, and a hash of what is asked."""

    asked_by: str
    idempotency_key: str
    hash: str


class Answer(Struct, frozen=True):
    """A status and a JSON text."""

    status: int
    body: str


class Answers:
    """The answers of one tenant. Each is kept in the transaction that does what it tells of."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def find(self, request: Request, within: Connection | None = None) -> Answer | None:
        """What was answered; None if nothing was. Raises `IdempotencyKeyReused` and `StoreError`."""
        if within is None:
            with self._connections.reading() as connection:
                return self.find(request, connection)
        row = within.execute(
            "SELECT request_hash, status, body FROM answer"
            " WHERE tenant_id = ? AND asked_by = ? AND idempotency_key = ? AND given_at > ?",
            (*self._key(request), moment_column(self._clock() - _KEPT)),
        ).fetchone()
        if row is None:
            return None
        if row[0] != request.hash:
            raise IdempotencyKeyReused
        return Answer(row[1], column_text(row[2]))

    def keep(
        self, request: Request, answer: Answer, within: Connection | None = None, *, session_id: str | None = None
    ) -> None:
        """Give this answer from now on, for a day; one that tells of a session goes with it. Raises `StoreError`."""
        if within is None:
            with self._connections.writing() as connection:
                return self.keep(request, answer, connection, session_id=session_id)
        now = self._clock()
        old = within.execute(_OLD, (self._tenant_id, moment_column(now - _KEPT), _SWEPT)).fetchall()
        within.executemany(_FORGET, [(self._tenant_id, *key) for key in old])
        of_session = None if session_id is None else text_column(session_id)
        columns = (request.hash, answer.status, text_column(answer.body), moment_column(now), of_session)
        within.execute(_KEEP, (*self._key(request), *columns))
        return None

    def _key(self, request: Request) -> tuple[str, str, str | bytes]:
        return self._tenant_id, request.asked_by, text_column(request.idempotency_key)
