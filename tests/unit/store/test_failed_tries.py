"""Failed tries, counted on each database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from connect_desktop.store.access.failed_tries import FailedTries
from connect_desktop.store.collisions import kept
from connect_desktop.store.database import Store
from tests.store_for_tests import SteppingClock

COST, MOST = timedelta(seconds=30), timedelta(seconds=300)


def test_are_used_up_and_come_back_with_time(store: Store, clock: SteppingClock) -> None:
    tries = FailedTries(store.database.connections, clock)
    assert tries.used(store.tenant_id, "door") == timedelta()
    used = [tries.count(store.tenant_id, "door", COST, MOST) for _ in range(12)]
    assert used == [*(COST * number for number in range(10)), MOST, MOST]
    assert tries.used(store.tenant_id, "another door") == timedelta()
    clock.step(30)
    assert tries.used(store.tenant_id, "door") == MOST - COST
    assert tries.count(store.tenant_id, "door", COST, MOST) == MOST - COST
    assert tries.count(store.tenant_id, "door", COST, MOST) == MOST
    clock.step(301)
    assert tries.used(store.tenant_id, "door") == timedelta()


def test_of_many_at_once_none_is_missed(store: Store, clock: SteppingClock) -> None:
    tries = FailedTries(store.database.connections, clock)
    with ThreadPoolExecutor(4) as at_once:
        counts = [
            at_once.submit(kept, lambda: tries.count(store.tenant_id, "door", COST, MOST)) for _number in range(10)
        ]
        assert sorted(count.result() for count in counts) == [COST * number for number in range(10)]


def test_are_forgotten_when_they_count_no_more(store: Store, clock: SteppingClock) -> None:
    tries = FailedTries(store.database.connections, clock)
    for number in range(5):
        tries.count(store.tenant_id, f"door {number}", COST, MOST)
    clock.step(31)
    tries.count(store.tenant_id, "last", COST, MOST)
    with store.database.connections.reading() as connection:
        rows = connection.execute("SELECT door FROM failed_try WHERE tenant_id = ?", (store.tenant_id,)).fetchall()
    assert [row[0] for row in rows] == ["last"]
