"""Which packages were imported. Their bytes are the library's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import PackageInUse, PackageReplacesItself
from connect_desktop.store.records import PackageKind, PackageRecord

_SELECT = """
SELECT id, content_hash, kind, location, title, edition, size, imported_at, thumbnail, replaces
FROM package WHERE tenant_id = ?
"""
_PUT = """
INSERT INTO package (tenant_id, id, content_hash, kind, location, title, edition, size, imported_at, thumbnail)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, id) DO UPDATE SET
    content_hash = excluded.content_hash, kind = excluded.kind, location = excluded.location, title = excluded.title,
    edition = excluded.edition, size = excluded.size, imported_at = excluded.imported_at, thumbnail = excluded.thumbnail
"""


class PackageRecords:
    """The imported packages of one tenant."""

    def __init__(self, connections: Connections, tenant_id: str) -> None:
        self._connections = connections
        self._tenant_id = tenant_id

    def put(self, record: PackageRecord, within: Connection | None = None) -> None:
        """Keep the record, in place of an older one with its id; what it `replaces` is `replace`'s. Raises
        `StoreError`."""
        if within is None:
            with self._connections.writing() as connection:
                return self.put(record, connection)
        columns = (
            record.id,
            record.content_hash,
            record.kind.value,
            text_column(record.location),
            text_column(record.title),
            record.edition,
            record.size,
            moment_column(record.imported_at),
            None if record.thumbnail is None else text_column(record.thumbnail),
        )
        within.execute(_PUT, (self._tenant_id, *columns))
        return None

    def get(self, package_id: str) -> PackageRecord | None:
        """The package with this id."""
        with self._connections.reading() as connection:
            return self.within(connection, package_id)

    def within(self, connection: Connection, package_id: str) -> PackageRecord | None:
        """The package as a transaction sees it."""
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, text_column(package_id))).fetchone()
        return None if row is None else _record(row)

    def all(self) -> tuple[PackageRecord, ...]:
        """Every package, the last one imported first."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} ORDER BY imported_at DESC, id", (self._tenant_id,)).fetchall()
        return tuple(map(_record, rows))

    def page(self, limit: int, after: tuple[datetime, str] | None = None) -> tuple[PackageRecord, ...]:
        """At most `limit` packages, the last one imported first; `after` is the last one of the page before, as its
        `imported_at` and id. Raises `StoreError`."""
        further = "" if after is None else "AND (imported_at, id) < (?, ?)"
        place = () if after is None else (moment_column(after[0]), text_column(after[1]))
        query = f"{_SELECT} {further} ORDER BY imported_at DESC, id DESC LIMIT {int(limit)}"
        with self._connections.reading() as connection:
            rows = connection.execute(query, (self._tenant_id, *place)).fetchall()
        return tuple(map(_record, rows))

    def titles(self, package_ids: Collection[str]) -> dict[str, str]:
        """The titles of those of these packages that are there; raises `StoreError`."""
        chosen = sorted(set(package_ids))
        if not chosen:
            return {}
        places = ", ".join("?" for _ in chosen)
        query = f"SELECT id, title FROM package WHERE tenant_id = ? AND id IN ({places})"  # noqa: S608 - ours
        with self._connections.reading() as connection:
            rows = connection.execute(query, (self._tenant_id, *map(text_column, chosen))).fetchall()
        return {package_id: column_text(title) for package_id, title in rows}

    def replace(self, package_id: str, replaces: str | None, within: Connection) -> None:
        """The package is a new version of this one from now on, or of none; raises `PackageReplacesItself`, also where
        that would be so through others."""
        older = replaces
        seen = {package_id}
        while older is not None:
            if older in seen:
                raise PackageReplacesItself
            seen.add(older)
            known = self.within(within, older)
            older = known.replaces if known else None
        within.execute(
            "UPDATE package SET replaces = ? WHERE tenant_id = ? AND id = ?", (replaces, self._tenant_id, package_id)
        )

    def remove(self, package_id: str, *, force: bool = False) -> None:
        """Forget the package; its sessions stay either way.

        Raises `PackageInUse` while it has sessions, unless forced, and `StoreError`.
        """
        with self._connections.writing() as connection:
            record = self.within(connection, package_id)
            if record is None:
                return
            sessions = connection.execute(
                "SELECT count(*) FROM session WHERE tenant_id = ? AND package_id = ?", (self._tenant_id, package_id)
            ).fetchone()[0]
            if sessions and not force:
                raise PackageInUse(record.title, sessions)
            connection.execute("DELETE FROM package WHERE tenant_id = ? AND id = ?", (self._tenant_id, package_id))

    def is_anybodys(self, package_id: str, within: Connection | None = None) -> bool:
        """Whether any tenant has this package: its bytes are kept once for all of them."""
        if within is None:
            with self._connections.reading() as connection:
                return self.is_anybodys(package_id, connection)
        found = within.execute("SELECT 1 FROM package WHERE id = ? LIMIT 1", (text_column(package_id),))
        return found.fetchone() is not None


def _record(row: tuple[str, str, str, str, str, str, int, str, str | None, str | None]) -> PackageRecord:
    package_id, content_hash, kind, location, title, edition, size, imported_at, thumbnail, replaces = row
    return PackageRecord(
        id=package_id,
        content_hash=content_hash,
        kind=PackageKind(kind),
        location=column_text(location),
        title=column_text(title),
        edition=edition,
        size=size,
        imported_at=column_moment(imported_at),
        thumbnail=None if thumbnail is None else column_text(thumbnail),
        replaces=replaces,
    )
