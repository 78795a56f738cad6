"""Launch ids: UUIDv7 as RFC 9562 lays them out, each greater than the last."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.store.uuid7 import Uuid7Source
from tests.store_for_tests import MORNING, SteppingClock


@given(st.lists(st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)), min_size=1, max_size=50))
def test_ids_rise_whatever_the_clock_does(jumps: list[timedelta]) -> None:
    clock = SteppingClock()
    source = Uuid7Source(clock)
    made = []
    for jump in jumps:
        clock.now = MORNING + jump
        made.append(source())
    assert made == sorted(set(made))
    assert {(it.version, it.variant) for it in made} == {(7, RFC_4122)}


@given(st.lists(st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)), min_size=1, max_size=50))
def test_ids_rise_from_source_to_source(jumps: list[timedelta]) -> None:
    clock = SteppingClock()
    made = [Uuid7Source(clock)()]
    for jump in jumps:
        clock.now = MORNING + jump
        made.append(Uuid7Source(clock)(after=made[-1]))
    assert made == sorted(set(made))
    assert {(it.version, it.variant) for it in made} == {(7, RFC_4122)}


def test_an_id_begins_with_the_milliseconds_of_the_clock() -> None:
    made = Uuid7Source(lambda: datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC))()
    assert made.int >> 80 == 0x017F22E279B0


def test_a_clock_before_1970_makes_ids_all_the_same() -> None:
    assert Uuid7Source(lambda: datetime(1904, 1, 1, tzinfo=UTC))().int >> 80 == 0


def test_threads_never_get_the_same_id() -> None:
    source = Uuid7Source(lambda: MORNING)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: source(), range(4_000)))
    assert len(set(made)) == 4_000
