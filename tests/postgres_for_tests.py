"""A real PostgreSQL in a temporary folder, for as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

MISSING = "PostgreSQL is not on this machine; packaging/test brings it where apt-get may be used."

_USER = "connect"
# The account that Debian's package makes; the server refuses to run as root.
_UNPRIVILEGED = "postgres"
_PORT = "5432"
_SETTINGS = {
    "listen_addresses": "",
    "port": _PORT,
    "max_connections": "200",
    "shared_buffers": "32MB",
    "fsync": "on",
    "timezone": "UTC",
    # Who relies on what was not waited for is found out.
    "wal_writer_delay": "10s",
}


Control = Callable[..., None]
"""Asks pg_ctl."""


@dataclass(frozen=True)
class Postgres:
    """A running server, which listens on a socket in `folder`."""

    folder: Path
    control: Control

    def crash(self) -> None:
        """Stop as a machine stops that loses its power, and start again."""
        self.control("-m", "immediate", "stop")
        self.control("start")

    def new_database(self) -> str:
        """The address of an empty database. Its texts sort by a language: the store must not depend on it."""
        name = f"test_{uuid4().hex}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' ENCODING 'UTF8'", "postgres")
        return f"postgresql://{_USER}@/{name}?host={self.folder}&port={_PORT}"

    def drop_database(self, address: str) -> None:
        name = address.partition("@/")[2].partition("?")[0]
        self.sql(f"DROP DATABASE {name} WITH (FORCE)", "postgres")

    def sql(self, statement: str, database: str) -> None:
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=_PORT, user=_USER, dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement.encode())


def programs() -> Path | None:
    """Where initdb and postgres are, the newest release first; None if there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    releases = [it.parent for it in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(releases, key=lambda it: int(it.parent.name), default=None)


@contextmanager
def running_postgres() -> Iterator[Postgres | None]:
    """A server of its own, whose data goes away with it; None where there is none to run."""
    where = programs() if sys.platform != "win32" else None
    if where is None:
        yield None
        return
    # Short: the path of a socket is bounded.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        account = _account(folder)
        run = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, cwd="/", **account)
        # Making a cluster that is thrown away again need not wait for the disk; the server itself does.
        run([where / "initdb", "-D", folder / "data", "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N"])
        settings = {**_SETTINGS, "unix_socket_directories": name}
        chosen = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
        started = [where / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", chosen, "-w", "-t", "60"]

        def control(*words: str) -> None:
            run([*started, *words])

        control("start")
        try:
            yield Postgres(folder, control)
        finally:
            # Whoever is connected still is cut off.
            control("-m", "fast", "stop")


def _account(folder: Path) -> dict[str, str]:
    """Whom to run as: ourselves, or an unprivileged account where we are root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(_UNPRIVILEGED)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": _UNPRIVILEGED, "group": _UNPRIVILEGED}
