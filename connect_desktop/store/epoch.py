"""Which life of the database this is, so that others notice when what it acknowledged may be gone.

The epoch is a UUID in the database. A backup that is put back brings the old one along, so it is renewed when a server
is started with the word that it was restored, and when that shows: a witness, a small file beside the database, says
which epoch and how high a count the database had already reached. The count rises at the start and the orderly end of a
server and every minute between. A database that is behind its witness, or of another epoch, is not the one it was.

This does not notice a backup of the whole folder, witness included, nor one that is younger than the last count; nor
does a database on a server have a witness. Then whoever restores must say so. A witness that is lost is no sign.
"""

from __future__ import annotations

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError

_READ = "SELECT name, value FROM meta WHERE name IN ('epoch', 'epoch_count')"
_KEEP = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class _Life(Struct, frozen=True):
    epoch: str
    count: int


class Epoch:
    """The epoch of one database; `witness` is the file beside it, None where there can be none."""

    def __init__(self, connections: Connections, witness: Path | None = None) -> None:
        self._connections = connections
        self._witness = witness

    def begin(self, *, restored: bool = False) -> str:
        """The epoch that a server starts in, a new one if the database was restored; raises `StoreError`.

        A full disk does not keep a server from starting: then nothing is counted.
        """
        witnessed = self._witnessed()
        with self._connections.reading() as connection:
            life = _read(connection)
        if witnessed is not None and life is not None:
            restored = restored or life.epoch != witnessed.epoch or life.count < witnessed.count
        if life is None or restored:
            return self._renew(witnessed.count if witnessed else 0)
        with suppress(StoreError):
            self.count()
        return life.epoch

    def count(self) -> None:
        """What was written so far is what a restored database may lack; raises `StoreError`."""
        with self._connections.writing() as connection:
            life = _read(connection)
            if life is None:
                return
            life = _counted(connection, life)
        self._bear_witness(life)

    def within(self, connection: Connection) -> str:
        """The epoch as a transaction sees it, "" before any server was started."""
        life = _read(connection)
        return life.epoch if life else ""

    def _renew(self, count: int) -> str:
        with self._connections.writing() as connection:
            life = _counted(connection, _Life(str(uuid.uuid4()), count))
        self._bear_witness(life)
        return life.epoch

    def _witnessed(self) -> _Life | None:
        if self._witness is None:
            return None
        try:
            document = json.loads(self._witness.read_text(encoding="utf-8"))
            return _Life(str(document["epoch"]), int(document["count"]))
        except (OSError, ValueError, TypeError, LookupError):
            return None

    def _bear_witness(self, life: _Life) -> None:
        """Written after the database, so that it is never ahead. A disk that takes no file costs only the sign."""
        if self._witness is None:
            return
        unfinished = self._witness.with_name(f"{self._witness.name}.part")
        with suppress(OSError):
            with unfinished.open("w", encoding="utf-8") as file:
                json.dump(asdict(life), file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._witness)


def witness_of(database: Path) -> Path:
    """Where the witness of a database file stands."""
    return database.with_suffix(".epoch")


def _read(connection: Connection) -> _Life | None:
    found = dict(connection.execute(_READ).fetchall())
    return _Life(found["epoch"], int(found["epoch_count"])) if "epoch" in found else None


def _counted(connection: Connection, life: _Life) -> _Life:
    counted = _Life(life.epoch, life.count + 1)
    connection.execute(_KEEP, ("epoch", counted.epoch))
    connection.execute(_KEEP, ("epoch_count", str(counted.count)))
    return counted
