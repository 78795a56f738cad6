"""What PostgreSQL's codes mean to a user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolTimeout

from connect_desktop.store.errors import (
    AlreadyThere,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseOutOfReach,
    DiskFailed,
    DiskFull,
    StoreError,
    WritesCollided,
)


class ServerOutOfReach(DatabaseOutOfReach):
    """The database server does not answer, or does not let us in."""

    def __init__(self, place: str, reason: str) -> None:
        StoreError.__init__(
            self,
            "{path} does not let this program in ({reason}); check the address and that the database server runs.",
            path=place,
            reason=reason,
        )


class ServerBusy(DatabaseBusy):
    """The database server has no connection or no time for us."""

    def __init__(self, place: str) -> None:
        StoreError.__init__(self, "{path} is too busy to answer; try again.", path=place)


class ServerDiskFull(DiskFull):
    """The database server has no room."""

    def __init__(self, place: str) -> None:
        StoreError.__init__(
            self, "The disk of the database server {path} takes no more data; free some space there.", path=place
        )


class ServerDiskFailed(DiskFailed):
    """The database server cannot read or write its files."""

    def __init__(self, place: str) -> None:
        StoreError.__init__(self, "The disk of the database server {path} fails; check its health.", path=place)


class ServerDatabaseForeign(DatabaseForeign):
    """Another program's database; it was left as it is."""

    def __init__(self, place: str) -> None:
        StoreError.__init__(self, "{path} belongs to another program; choose an empty database.", path=place)


_BY_STATE: dict[str, type[WritesCollided | ServerBusy | ServerDiskFull | ServerDiskFailed]] = {
    "40001": WritesCollided,
    "40P01": WritesCollided,
    "53100": ServerDiskFull,
    "53200": ServerBusy,
    "53300": ServerBusy,
    "55P03": ServerBusy,
    "57014": ServerBusy,
    "58030": ServerDiskFailed,
}
_DAMAGED = frozenset({"XX001", "XX002"})
# Connections that break, logins and permissions that are refused, databases that are not there or only to be read.
_OUT_OF_REACH = ("08", "28", "3D", "57P", "25006", "42501")


def store_error(error: psycopg.Error, place: str) -> StoreError | None:
    """What an error means to a user; None if it is a fault of our own, such as a wrong statement."""
    if isinstance(error, PoolTimeout):
        return ServerBusy(place)
    state = error.sqlstate
    if state is None:
        return ServerOutOfReach(place, _reason(error)) if isinstance(error, psycopg.OperationalError) else None
    if state in _BY_STATE:
        return _BY_STATE[state](place)
    if state in _DAMAGED:
        return DatabaseDamaged(place)
    return ServerOutOfReach(place, _reason(error)) if state.startswith(_OUT_OF_REACH) else None


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raise a `StoreError` for an error that the world caused, `AlreadyThere` for a key that was taken; let our own
    faults through."""
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        raise AlreadyThere from error
    except psycopg.Error as error:
        known = store_error(error, place)
        if known is None:
            raise
        raise known from error


def _reason(error: psycopg.Error) -> str:
    """The first line of what the server or the network said; it names no password."""
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
