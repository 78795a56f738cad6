"""One server for each module of tests, and clients of it; a module may have one of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.postgres_for_tests import Postgres
from tests.server_for_tests import RunningServer, server_with_course


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server on SQLite, or the kind that a module asks for: one of `ON_EACH_DATABASE`."""
    folder = tmp_path_factory.mktemp("server")
    if getattr(request, "param", "sqlite") == "sqlite":
        with server_with_course(folder) as running:
            yield running
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    address = postgres.new_database()
    # Two workers, so that requests that follow each other come to different processes.
    with server_with_course(folder, address, ["--workers", "2"]) as running:
        yield running
    postgres.drop_database(address)


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
