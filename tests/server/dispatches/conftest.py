"""The application in this process, with a course."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.server.app import create_app
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import Database
from tests.packages_for_tests import build_zip
from tests.server.dispatches.here import Here
from tests.server_for_tests import add_package
from tests.store_for_tests import SEAL, SteppingClock


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    add_package(tmp_path, build_zip(tmp_path / "course.zip"))
    paths, clock = DataPaths(tmp_path), SteppingClock()
    with closing(Database(paths.database, clock)) as database:
        key = ApiKeys(database.connections, clock).create(database.tenant_id, "test", Scope.ADMIN)[1]
        app = create_app(database, PackageLibrary(paths.packages), paths.cache, SEAL, clock=clock)
        with asyncio.Runner() as loop:
            yield Here(app, clock, key, loop)
