"""The servers this device syncs with, and as whom. Their keys are not here: the system keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct, field

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_SELECT = "SELECT id, address, name, all_learners, created_at FROM account WHERE tenant_id = ?"
_INSERT = """
INSERT INTO account (tenant_id, id, address, name, all_learners, epoch, created_at) VALUES (?, ?, ?, ?, ?, '', ?)
"""
_LINKS = "SELECT learner_id, user_id FROM account_learner WHERE tenant_id = ? AND account_id = ? ORDER BY learner_id"
_LINK = """
INSERT INTO account_learner (tenant_id, account_id, learner_id, user_id) VALUES (?, ?, ?, ?)
ON CONFLICT (tenant_id, account_id, learner_id) DO UPDATE SET user_id = excluded.user_id
"""
_UNLINK = "DELETE FROM account_learner WHERE tenant_id = ? AND account_id = ? AND learner_id = ?"
_REMOVE = (
    "DELETE FROM catalog_package WHERE tenant_id = ? AND account_id = ?",
    "DELETE FROM sync_history WHERE tenant_id = ? AND account_id = ?",
    "DELETE FROM sync_receipt WHERE tenant_id = ? AND account_id = ?",
    "DELETE FROM sync_session WHERE tenant_id = ? AND account_id = ?",
    "DELETE FROM account_learner WHERE tenant_id = ? AND account_id = ?",
    "DELETE FROM account WHERE tenant_id = ? AND id = ?",
)


class Account(Struct, frozen=True, kw_only=True):
    """A server. `address` is `https://host[:port][/path]` without a slash at its end; `name` is what people call it.

    `links` says by which user id the server knows a learner. With `all_learners` whoever has no link is known by their
    own id; without it they are not synced with this server.
    """

    id: str
    address: str
    name: str
    created_at: datetime
    all_learners: bool = True
    links: Mapping[str, str] = field(default_factory=dict)

    def user_of(self, learner_id: str) -> str | None:
        """The user id the server knows the learner by; None if they are not synced with it."""
        return self.links.get(learner_id, learner_id if self.all_learners else None)


class Accounts:
    """The accounts of one tenant."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def add(self, address: str, name: str = "", *, all_learners: bool = True) -> Account:
        """A new account; raises `StoreError`. The address is as `sync.account.server_address` gives it."""
        account = Account(
            id=str(uuid.uuid4()),
            address=address,
            name=name.strip() or address.partition("://")[2],
            created_at=self._clock(),
            all_learners=all_learners,
        )
        columns = (account.id, text_column(address), text_column(account.name), int(all_learners))
        with self._connections.writing() as connection:
            connection.execute(_INSERT, (self._tenant_id, *columns, moment_column(account.created_at)))
        return account

    def all(self) -> tuple[Account, ...]:
        """Every account, the first one added first; raises `StoreError`."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} ORDER BY created_at, id", (self._tenant_id,)).fetchall()
            return tuple(self._account(connection, *row) for row in rows)

    def get(self, account_id: str) -> Account | None:
        """The account with this id; raises `StoreError`."""
        with self._connections.reading() as connection:
            row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, text_column(account_id))).fetchone()
            return self._account(connection, *row) if row else None

    def rename(self, account_id: str, name: str) -> None:
        """Raises `StoreError`."""
        self._write("UPDATE account SET name = ? WHERE tenant_id = ? AND id = ?", text_column(name), account_id)

    def sync_all_learners(self, account_id: str, wanted: bool) -> None:
        """Whether learners without a link are synced too; raises `StoreError`."""
        self._write("UPDATE account SET all_learners = ? WHERE tenant_id = ? AND id = ?", int(wanted), account_id)

    def link(self, account_id: str, learner_id: str, user_id: str) -> None:
        """The server knows the learner by this user id from now on; raises `StoreError`. Sessions that it has already
        stay with the user they are of."""
        with self._connections.writing() as connection:
            connection.execute(_LINK, (self._tenant_id, account_id, text_column(learner_id), text_column(user_id)))

    def unlink(self, account_id: str, learner_id: str) -> None:
        """The server knows the learner by their own id again, or not at all; raises `StoreError`."""
        with self._connections.writing() as connection:
            connection.execute(_UNLINK, (self._tenant_id, account_id, text_column(learner_id)))

    def remove(self, account_id: str) -> bool:
        """Forget the account and how far it was synced, nothing else; whether there was one. Raises `StoreError`."""
        key = (self._tenant_id, text_column(account_id))
        with self._connections.writing() as connection:
            return [connection.execute(statement, key).rowcount for statement in _REMOVE][-1] > 0

    def _write(self, statement: str, value: str | bytes | int, account_id: str) -> None:
        with self._connections.writing() as connection:
            connection.execute(statement, (value, self._tenant_id, text_column(account_id)))

    def _account(
        self,
        connection: Connection,
        account_id: str,
        address: str | bytes,
        name: str | bytes,
        all_learners: int,
        created_at: str,
    ) -> Account:
        rows = connection.execute(_LINKS, (self._tenant_id, account_id)).fetchall()
        return Account(
            id=account_id,
            address=column_text(address),
            name=column_text(name),
            created_at=column_moment(created_at),
            all_learners=bool(all_learners),
            links={column_text(learner_id): column_text(user_id) for learner_id, user_id in rows},
        )
