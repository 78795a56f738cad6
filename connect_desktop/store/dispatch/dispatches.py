"""Dispatches: a package handed to another platform by a public link, with what limits that link."""

from __future__ import annotations

import base64
import json
import re
import secrets
import uuid
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError

_COLUMNS = (
    "id, package_id, label, destination, link, registration_limit, license_limit, expires_at, allowed_domains,"
    " password_hash, registrations, licenses, launches, created_at, updated_at, revoked_at, last_launched_at"
)
_SELECT = f"SELECT {_COLUMNS} FROM dispatch WHERE tenant_id = ?"  # noqa: S608 - columns of our own
_INSERT = """
INSERT INTO dispatch (tenant_id, id, package_id, label, destination, link, registration_limit, license_limit,
                      expires_at, allowed_domains, password_hash, registrations, licenses, launches,
                      created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)
ON CONFLICT (tenant_id, id) DO NOTHING
"""
_LINK = re.compile(r"dsp_([A-Za-z0-9_-]{43})")
_RANDOM_BYTES = 16


class DispatchRevoked(StoreError):
    """The dispatch was revoked, which is for good."""

    code = "dispatch-revoked"

    def __init__(self) -> None:
        super().__init__("This dispatch was revoked and stays so; create a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a dispatch is for and what limits it. A limit of None is none; `allowed_domains` empty allows any embedder;
    `password_hash` None asks for no password."""

    label: str = ""
    destination: str = ""
    registration_limit: int | None = None
    license_limit: int | None = None
    expires_at: datetime | None = None
    allowed_domains: tuple[str, ...] = ()
    password_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A dispatch and how far it was used: `registrations` sessions were begun by `licenses` learners in `launches`
    openings. `link` is its public name now; it is the id until it is rotated."""

    id: str
    package_id: str
    link: str = field(repr=False)
    terms: Terms
    registrations: int
    licenses: int
    launches: int
    created_at: datetime
    updated_at: datetime
    revoked_at: datetime | None = None
    last_launched_at: datetime | None = None

    def is_expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.terms.expires_at is not None and self.terms.expires_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchQuery:
    """Which dispatches are wanted: None wants any. `since` and `until` bound `updated_at`, both included; `after` is
    the last one of the page before, as its `updated_at` and id."""

    package_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None


def new_link(tenant_id: str) -> str:
    """A public name nobody can guess. It holds its tenant, so that whoever comes with it is looked for there only."""
    secret = uuid.UUID(tenant_id).bytes + secrets.token_bytes(_RANDOM_BYTES)
    return "dsp_" + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def tenant_of_link(link: str) -> str | None:
    """The tenant a public name is of; None for what is none."""
    match = _LINK.fullmatch(link)
    if match is None:
        return None
    return str(uuid.UUID(bytes=base64.urlsafe_b64decode(match[1] + "=")[:16]))


class Dispatches:
    """The dispatches of one tenant; every method raises `StoreError`."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def add(self, link: str, package_id: str, terms: Terms, within: Connection | None = None) -> Dispatch:
        """A new dispatch of the package under a name from `new_link`; the one there is where it was added before.
        `within`, here and below, is a transaction to take part in."""
        now = moment_column(self._clock())
        columns = (self._tenant_id, link, text_column(package_id), *_terms_columns(terms, link), now, now)
        with nullcontext(within) if within else self._connections.writing() as connection:
            if connection.execute(_INSERT, columns).rowcount:
                self._keep_link(connection, link, link)
            return self._there(connection, link)

    def get(self, dispatch_id: str) -> Dispatch | None:
        """The dispatch with this id."""
        with self._connections.reading() as connection:
            return self._find(connection, dispatch_id)

    def by_link(self, link: str) -> tuple[Dispatch, bool] | None:
        """The dispatch of a public name, and whether the name is good still; None where it never was one."""
        query = "SELECT dispatch_id, valid_until FROM dispatch_link WHERE tenant_id = ? AND link = ?"
        with self._connections.reading() as connection:
            row = connection.execute(query, (self._tenant_id, text_column(link))).fetchone()
            found = self._find(connection, row[0]) if row else None
        if found is None:
            return None
        return found, row[1] is None or column_moment(row[1]) > self._clock()

    def page(self, query: DispatchQuery, limit: int) -> tuple[Dispatch, ...]:
        """At most `limit` dispatches, the last one changed first."""
        sql, parameters = _SELECT, [self._tenant_id]
        wanted = {
            "package_id = ?": query.package_id,
            "updated_at >= ?": None if query.since is None else moment_column(query.since),
            "updated_at <= ?": None if query.until is None else moment_column(query.until),
        }
        for condition, value in wanted.items():
            if value is not None:
                sql += f" AND {condition}"
                parameters.append(value)
        if query.after is not None:
            sql += " AND (updated_at, id) < (?, ?)"
            parameters += [moment_column(query.after[0]), query.after[1]]
        sql += f" ORDER BY updated_at DESC, id DESC LIMIT {int(limit)}"
        with self._connections.reading() as connection:
            rows = connection.execute(sql, tuple(map(text_column, parameters))).fetchall()
        return tuple(map(_dispatch, rows))

    def change(self, dispatch_id: str, change: Callable[[Terms], Terms]) -> Dispatch | None:
        """Give the dispatch other terms; None where there is none. Raises `DispatchRevoked`."""
        with self._connections.writing() as connection:
            found = self._find(connection, dispatch_id)
            if found is None:
                return None
            _require_alive(found)
            columns = _terms_columns(change(found.terms), found.link)
            connection.execute(
                "UPDATE dispatch SET label = ?, destination = ?, link = ?, registration_limit = ?, license_limit = ?,"
                " expires_at = ?, allowed_domains = ?, password_hash = ?, updated_at = ?"
                " WHERE tenant_id = ? AND id = ?",
                (*columns, moment_column(self._clock()), self._tenant_id, found.id),
            )
            return self._there(connection, found.id)

    def rotate(self, dispatch_id: str, old_until: datetime, within: Connection | None = None) -> Dispatch | None:
        """Give the dispatch a new public name; those before it are good until then. None where there is none.

        Raises `DispatchRevoked`.
        """
        link = new_link(self._tenant_id)
        with nullcontext(within) if within else self._connections.writing() as connection:
            found = self._find(connection, dispatch_id)
            if found is None:
                return None
            _require_alive(found)
            until, now = moment_column(old_until), moment_column(self._clock())
            connection.execute(
                "UPDATE dispatch_link SET valid_until = ?"
                " WHERE tenant_id = ? AND dispatch_id = ? AND (valid_until IS NULL OR valid_until > ?)",
                (until, self._tenant_id, found.id, until),
            )
            self._keep_link(connection, link, found.id)
            connection.execute(
                "UPDATE dispatch SET link = ?, updated_at = ? WHERE tenant_id = ? AND id = ?",
                (link, now, self._tenant_id, found.id),
            )
            return self._there(connection, found.id)

    def revoke(self, dispatch_id: str, within: Connection | None = None) -> tuple[Dispatch, tuple[str, ...]] | None:
        """End the dispatch for good: no launch token given through it opens anything any more.

        The dispatch and the sessions begun through it; None where there is none. Twice is once.
        """
        with nullcontext(within) if within else self._connections.writing() as connection:
            sessions = self._revoke(connection, dispatch_id)
            found = self._find(connection, dispatch_id)
        return None if found is None else (found, sessions)

    def remove(self, dispatch_id: str) -> tuple[str, ...] | None:
        """Revoke the dispatch and forget it; what was learnt stays. The sessions begun through it; None where there is
        none."""
        with self._connections.writing() as connection:
            found = self._find(connection, dispatch_id)
            if found is None:
                return None
            sessions = self._revoke(connection, found.id)
            for table in ("dispatch_registration", "dispatch_link"):
                connection.execute(
                    f"DELETE FROM {table} WHERE tenant_id = ? AND dispatch_id = ?",  # noqa: S608 - names of our own
                    (self._tenant_id, found.id),
                )
            connection.execute("DELETE FROM dispatch WHERE tenant_id = ? AND id = ?", (self._tenant_id, found.id))
        return sessions

    def _revoke(self, connection: Connection, dispatch_id: str) -> tuple[str, ...]:
        now = moment_column(self._clock())
        done = connection.execute(
            "UPDATE dispatch SET revoked_at = ?, updated_at = ? WHERE tenant_id = ? AND id = ? AND revoked_at IS NULL",
            (now, now, self._tenant_id, text_column(dispatch_id)),
        )
        rows = connection.execute(
            "SELECT session_id FROM dispatch_registration WHERE tenant_id = ? AND dispatch_id = ?",
            (self._tenant_id, text_column(dispatch_id)),
        ).fetchall()
        if done.rowcount:
            connection.executemany(
                "UPDATE session SET token_epoch = token_epoch + 1 WHERE tenant_id = ? AND id = ?",
                [(self._tenant_id, session_id) for (session_id,) in rows],
            )
        return tuple(session_id for (session_id,) in rows)

    def _keep_link(self, connection: Connection, link: str, dispatch_id: str) -> None:
        connection.execute(
            "INSERT INTO dispatch_link (tenant_id, link, dispatch_id) VALUES (?, ?, ?)",
            (self._tenant_id, link, dispatch_id),
        )

    def _find(self, connection: Connection, dispatch_id: str) -> Dispatch | None:
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, text_column(dispatch_id))).fetchone()
        return None if row is None else _dispatch(row)

    def _there(self, connection: Connection, dispatch_id: str) -> Dispatch:
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, dispatch_id)).fetchone()
        return _dispatch(row)


def _require_alive(dispatch: Dispatch) -> None:
    if dispatch.revoked_at is not None:
        raise DispatchRevoked


def _terms_columns(terms: Terms, link: str) -> tuple[Any, ...]:
    return (
        text_column(terms.label),
        text_column(terms.destination),
        link,
        terms.registration_limit,
        terms.license_limit,
        None if terms.expires_at is None else moment_column(terms.expires_at),
        json.dumps(terms.allowed_domains),
        terms.password_hash,
    )


def _dispatch(row: tuple[Any, ...]) -> Dispatch:
    found: Mapping[str, Any] = dict(zip(_COLUMNS.split(", "), row, strict=True))

    def moment(column: str) -> datetime | None:
        return None if found[column] is None else column_moment(found[column])

    return Dispatch(
        id=found["id"],
        package_id=column_text(found["package_id"]),
        link=found["link"],
        terms=Terms(
            label=column_text(found["label"]),
            destination=column_text(found["destination"]),
            registration_limit=found["registration_limit"],
            license_limit=found["license_limit"],
            expires_at=moment("expires_at"),
            allowed_domains=tuple(json.loads(found["allowed_domains"])),
            password_hash=found["password_hash"],
        ),
        registrations=found["registrations"],
        licenses=found["licenses"],
        launches=found["launches"],
        created_at=column_moment(found["created_at"]),
        updated_at=column_moment(found["updated_at"]),
        revoked_at=moment("revoked_at"),
        last_launched_at=moment("last_launched_at"),
    )
