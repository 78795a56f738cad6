"""The journal of a launch: what it took is there, whatever happens next."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connect_desktop.store.connections import Journal
from connect_desktop.store.database import Store
from connect_desktop.store.errors import (
    LaunchClosed,
    LaunchWrittenElsewhere,
)
from connect_desktop.store.records import Entry, EntryKind, LaunchRecord


@pytest.fixture
def journal(store: Store, launch: LaunchRecord) -> Iterator[Journal]:
    with closing(store.journal(launch)) as journal:
        yield journal


def _set(journal: Journal, value: str) -> None:
    journal.append(EntryKind.SET, "item", "cmi.suspend_data", value)


def _values(store: Store, launch: LaunchRecord) -> list[str]:
    return [entry.value for entry in store.launches.entries(launch.id)]


def test_an_entry_can_be_read_by_others_as_soon_as_it_is_taken(
    store: Store, launch: LaunchRecord, journal: Journal
) -> None:
    journal.append(EntryKind.OPENED, "item", "", "")
    journal.append(EntryKind.SET, "item", "cmi.location", "page 3")
    assert store.launches.entries(launch.id) == (
        Entry(1, EntryKind.OPENED, "item", "", ""),
        Entry(2, EntryKind.SET, "item", "cmi.location", "page 3"),
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=30), min_size=1, max_size=5))
def test_any_text_comes_back_verbatim(store: Store, texts: list[str]) -> None:
    learner = store.learners.by_name("Any") or store.learners.add("Any")
    launch = store.launches.begin(store.sessions.open_for(learner.id, "pkg_a").id)
    with closing(store.journal(launch)) as journal:
        for text in texts:
            _set(journal, text)
    assert _values(store, launch) == texts


@pytest.mark.parametrize(
    "value", ["", "\0", "a\0b", "\ud83d", "\ud83d\ude00 half", "😀", "x" * 64_001, "ä" * 1_000_000]
)
def test_odd_and_long_values_come_back_verbatim(
    store: Store, launch: LaunchRecord, journal: Journal, value: str
) -> None:
    _set(journal, value)
    journal.commit()
    assert _values(store, launch) == [value]


def test_a_journal_opened_again_goes_on(store: Store, launch: LaunchRecord) -> None:
    for number in range(3):
        with closing(store.journal(launch)) as journal:
            _set(journal, str(number))
    assert [entry.seq for entry in store.launches.entries(launch.id)] == [1, 2, 3]


def test_it_may_be_opened_in_one_thread_and_used_in_another(store: Store, launch: LaunchRecord) -> None:
    with ThreadPoolExecutor(1) as pool:
        journal = pool.submit(store.journal, launch).result()
    _set(journal, "from the first thread")
    journal.commit()
    journal.close()
    assert _values(store, launch) == ["from the first thread"]


def test_who_comes_second_to_a_launch_overwrites_nothing(store: Store, launch: LaunchRecord, journal: Journal) -> None:
    with closing(store.journal(launch)) as other:
        _set(other, "theirs")
    with pytest.raises(LaunchWrittenElsewhere):
        _set(journal, "ours")
    assert _values(store, launch) == ["theirs"]


def test_a_closed_journal_keeps_nothing_more(store: Store, launch: LaunchRecord) -> None:
    journal = store.journal(launch)
    _set(journal, "a")
    journal.close()
    journal.close()
    with pytest.raises(LaunchClosed):
        _set(journal, "b")
    with pytest.raises(LaunchClosed):
        journal.commit()
    assert _values(store, launch) == ["a"]
