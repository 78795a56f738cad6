"""What servers were last seen to offer: enough to show a course, and to know that it can be had again, offline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connections import Connections

_SELECT = """
SELECT account_id, package_id, content_hash, title, edition, size, replaces, gone_at
FROM catalog_package WHERE tenant_id = ? ORDER BY account_id, package_id
"""
_PUT = """
INSERT INTO catalog_package
    (tenant_id, account_id, package_id, content_hash, title, edition, size, replaces, gone_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT (tenant_id, account_id, package_id) DO UPDATE SET
    content_hash = excluded.content_hash, title = excluded.title, edition = excluded.edition, size = excluded.size,
    replaces = excluded.replaces, gone_at = NULL
"""
_OFFERED = "SELECT package_id FROM catalog_package WHERE tenant_id = ? AND account_id = ? AND gone_at IS NULL"
_GONE = "UPDATE catalog_package SET gone_at = ? WHERE tenant_id = ? AND account_id = ? AND package_id = ?"
_LISTED = "UPDATE account SET listed_at = ? WHERE tenant_id = ? AND id = ?"
_LISTED_AT = "SELECT id, listed_at FROM account WHERE tenant_id = ?"


class CatalogPackage(Struct, frozen=True, kw_only=True):
    """A package as a server told of it; `size` in bytes, `content_hash` SHA-256 in hex. `replaces` is the package that
    it is a new version of. Offered no more from `gone_at` on, where there is one."""

    account_id: str
    package_id: str
    content_hash: str
    title: str
    edition: str
    size: int
    replaces: str | None = None
    gone_at: datetime | None = None


class Catalog:
    """What the servers of one tenant's accounts offer. Every method raises `StoreError`."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def all(self) -> tuple[CatalogPackage, ...]:
        """All that was ever offered, what is gone included."""
        with self._connections.reading() as connection:
            return tuple(map(_package, connection.execute(_SELECT, (self._tenant_id,)).fetchall()))

    def put(self, account_id: str, offered: Iterable[CatalogPackage]) -> None:
        """The account's server offers exactly these now; nothing is kept where the account is not there any more."""
        key, now = (self._tenant_id, account_id), moment_column(self._clock())
        rows = {package.package_id: (*key, *_columns(package)) for package in offered}
        with self._connections.writing() as connection:
            if not connection.execute(_LISTED, (now, *key)).rowcount:
                return
            before = {column_text(row[0]) for row in connection.execute(_OFFERED, key)}
            connection.executemany(_PUT, list(rows.values()))
            gone = [(now, *key, text_column(package_id)) for package_id in sorted(before - rows.keys())]
            connection.executemany(_GONE, gone)

    def listed_at(self) -> dict[str, datetime]:
        """When each account's server last told what it offers; those that never did are not in it."""
        with self._connections.reading() as connection:
            rows = connection.execute(_LISTED_AT, (self._tenant_id,)).fetchall()
        return {account_id: column_moment(listed_at) for account_id, listed_at in rows if listed_at is not None}


def _columns(package: CatalogPackage) -> tuple[Any, ...]:
    return (
        text_column(package.package_id),
        package.content_hash,
        text_column(package.title),
        text_column(package.edition),
        package.size,
        None if package.replaces is None else text_column(package.replaces),
    )


def _package(row: tuple[Any, ...]) -> CatalogPackage:
    account_id, package_id, content_hash, title, edition, size, replaces, gone_at = row
    return CatalogPackage(
        account_id=account_id,
        package_id=column_text(package_id),
        content_hash=content_hash,
        title=column_text(title),
        edition=column_text(edition),
        size=size,
        replaces=None if replaces is None else column_text(replaces),
        gone_at=None if gone_at is None else column_moment(gone_at),
    )
