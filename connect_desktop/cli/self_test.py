"""self-test: what works on this machine, so that a report of trouble starts with facts."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version

from msgspec import Struct

from connect_desktop import __version__
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.desktop.probing import probe_this_machine
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store

_LEAST_SPACE = 1 << 30


class Check(Struct, frozen=True):
    """One thing looked at. `works` None is a fact without a verdict."""

    name: str
    works: bool | None
    detail: str

    @property
    def mark(self) -> str:
        return "" if self.works is None else "ok" if self.works else "FAILS"


def self_test(paths: DataPaths, terminal: Terminal) -> int:
    """Look at everything; 1 when courses cannot be played or kept here."""
    required = [*_versions(), *_data(paths), *_database(paths)]
    abilities = probe_this_machine()
    required.append(Check("web engine", abilities.started, f"Chromium {abilities.chromium}"))
    required.append(Check("WebAssembly", abilities.wasm, "used by newer authoring tools"))
    codecs = [
        Check(f"plays {name}", None, "yes" if plays else "no: courses with such media show no picture or sound")
        for name, plays in abilities.codecs.items()
    ]
    checks = required + codecs
    works = all(check.works is not False for check in checks)
    verdict = "Courses can be played here." if works else "Something above must be mended before courses can be played."
    terminal.answer(
        {
            "works": works,
            "checks": [{"name": check.name, "works": check.works, "detail": check.detail} for check in checks],
        },
        "\n".join([table([(check.name, check.mark, check.detail) for check in checks]), verdict]),
    )
    return 0 if works else 1


def _versions() -> Iterator[Check]:
    yield Check("connect-desktop", None, __version__)
    yield Check("system", None, platform.platform())
    yield Check("Python", None, platform.python_version())
    yield Check("PySide6", None, version("PySide6"))
    yield Check("SQLite", None, sqlite3.sqlite_version)


def _data(paths: DataPaths) -> Iterator[Check]:
    free = shutil.disk_usage(paths.root).free
    yield Check("data folder", None, str(paths.root))
    yield Check("free space", free >= _LEAST_SPACE, f"{free / (1 << 30):.1f} GiB")


def _database(paths: DataPaths) -> Iterator[Check]:
    try:
        store = open_store(paths.database)
        try:
            sessions = len(store.sessions.all())
        finally:
            store.close()
    except ConnectError as error:
        yield Check("database", False, str(error))
    else:
        yield Check("database", True, f"{paths.database} holds {sessions} sessions")
