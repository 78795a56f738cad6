"""A store on each database there may be: what it promises holds on both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Database, Store, open_store, store_of
from connect_desktop.store.records import LaunchRecord
from tests.store_for_tests import SteppingClock


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: SteppingClock) -> Iterator[Store]:
    with closing(open_store(tmp_path / "connect.sqlite3", clock)) as store:
        yield store


@pytest.fixture
def postgres_store(postgres_address: str, clock: SteppingClock) -> Iterator[Store]:
    """A tenant of its own in the database that all these tests share."""
    with closing(Database(postgres_address, clock)) as database:
        tenants = Tenants(database.connections, clock)
        tenant_id = tenants.add("a test's own")
        yield store_of(database, tenant_id, tenants.device_of(tenant_id), clock)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture
def launch(store: Store) -> LaunchRecord:
    return store.launches.begin(store.sessions.open_for(store.learners.add("Curie, Marie").id, "pkg_a").id)
