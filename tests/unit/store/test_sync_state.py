"""What is kept of accounts and exchanges, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connect_desktop.store.access.tenants import TABLES
from connect_desktop.store.database import Store
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.store.devices.sync_state import SyncedSession, SyncState
from connect_desktop.store.devices.sync_work import SyncWork
from connect_desktop.store.records import EntryKind
from tests.store_for_tests import MORNING, SteppingClock


@pytest.fixture
def accounts(store: Store, clock: SteppingClock) -> Accounts:
    return Accounts(store.database.connections, store.tenant_id, clock)


@pytest.fixture
def account(accounts: Accounts) -> Account:
    return accounts.add("https://connect.example.com", "school")


@pytest.fixture
def state(store: Store, account: Account, clock: SteppingClock) -> SyncState:
    return SyncState(store.tenant_id, account.id, clock)


@pytest.fixture
def work(store: Store, account: Account) -> SyncWork:
    return SyncWork(store.tenant_id, account.id)


def test_accounts_and_as_whom_they_know_learners(accounts: Accounts, account: Account) -> None:
    assert accounts.all() == (account,)
    assert (account.user_of("ada"), account.name) == ("ada", "school")
    accounts.link(account.id, "ada", "user-7")
    accounts.link(account.id, "ada", "user-8")
    accounts.sync_all_learners(account.id, False)
    accounts.rename(account.id, "work")
    changed = accounts.get(account.id)
    assert changed is not None
    assert (changed.name, changed.user_of("ada"), changed.user_of("bea")) == ("work", "user-8", None)
    accounts.unlink(account.id, "ada")
    assert accounts.add("https://other.example.com").name == "other.example.com"
    assert accounts.remove(account.id)
    assert not accounts.remove(account.id)
    assert accounts.get(account.id) is None


def test_what_is_known_of_a_session_is_kept_whole(store: Store, state: SyncState) -> None:
    session = SyncedSession(
        session_id="s-1",
        user_id="ä\ud800",
        package_id="p",
        told_version=7,
        version=6,
        etag='"v6"',
        mark="3 x",
        base={"document": {"cmi_data": {"cmi.suspend_data": "\ud800"}}},
        held_time=2**40,
        held_completion="completed",
        held_success="passed",
        waiting="conflicts",
        quarantine_code="no",
        quarantine_message="not that",
        quarantined_at=MORNING,
        synced_at=MORNING,
    )
    with store.database.connections.writing() as connection:
        state.put(connection, [session])
        state.put(connection, [session])
        state.acknowledge(connection, "s-1", {"l-1": (3, "a" * 64)})
        state.acknowledge(connection, "s-1", {"l-1": (4, "b" * 64)})
    with store.database.connections.reading() as connection:
        assert state.session(connection, "s-1") == session
        assert state.sessions(connection) == {"s-1": session}
        assert state.quarantined(connection) == (session,)
        assert state.troubles(connection) == ({}, 1)
        assert state.receipts(connection, "s-1") == {"l-1": (4, "b" * 64)}
    with store.database.connections.writing() as connection:
        state.forget_acknowledged(connection)
        forgotten = state.session(connection, "s-1")
        assert forgotten is not None
        assert (forgotten.version, forgotten.base, forgotten.quarantine_code) == (0, None, "no")
        assert state.receipts(connection, "s-1") == {}


def test_history_is_told_from_its_end_and_has_an_end(store: Store, state: SyncState) -> None:
    with store.database.connections.writing() as connection:
        for number in range(510):
            state.note(connection, "run", None, number=number)
        state.note(connection, "forked", "s-1", fork="s-2")
        rows = state.history(connection, limit=1000)
        assert len(rows) == 500
        assert (rows[0].code, rows[0].session_id, rows[0].details) == ("forked", "s-1", {"fork": "s-2"})
        assert [row.details["number"] for row in state.history(connection, 3)[1:]] == [509, 508]


def test_history_is_in_order_whatever_the_clock_does(store: Store, account: Account, clock: SteppingClock) -> None:
    jumps = [*[timedelta()] * 20, timedelta(days=-4000), timedelta(days=-1), timedelta(days=9000), timedelta()]
    for number, jump in enumerate(jumps):
        clock.now = MORNING + jump
        # Each exchange has a state of its own, as has each program.
        state = SyncState(store.tenant_id, account.id, clock)
        with store.database.connections.writing() as connection:
            state.note(connection, "run", None, number=number)
            assert [row.details["number"] for row in state.history(connection)] == [*reversed(range(number + 1))]


def test_what_is_to_be_exchanged(store: Store, state: SyncState, work: SyncWork) -> None:
    store.learners.known_as("ada")
    store.sessions.create("s-1", "ada", "p")
    launch = store.launches.begin("s-1")
    journal = store.journal(launch)
    journal.append(EntryKind.SET, "a", "cmi.location", "1")
    journal.close()
    with store.database.connections.writing() as connection:
        assert work.learners(connection) == ("ada",)
        assert [it.session_id for it in work.dirty(connection)] == ["s-1"]
        assert work.revisions(connection, "s-1") == {launch.id: 2}
        assert work.lacking_by_session(connection) == {"s-1": ("ada", 1)}
        mark = work.mark(connection, "s-1")
        known = SyncedSession(session_id="s-1", user_id="ada", package_id="p", told_version=2, mark=mark, held_time=5)
        state.put(connection, [known])
        state.acknowledge(connection, "s-1", {launch.id: (2, "a" * 64)})
        assert work.dirty(connection) == ()
        assert (work.lacking(connection, "s-1"), work.lacking_by_session(connection)) == (0, {})
        assert work.outdated(connection) == ("s-1",)
        assert work.told(connection) == [("s-1", "ada", 2)]
        counts = work.counts(connection)["ada"]
        assert (counts.sessions, counts.held_time, counts.launches) == (1, 5, 1)
    journal = store.journal(launch)
    journal.append(EntryKind.SET, "a", "cmi.location", "2")
    journal.close()
    with store.database.connections.reading() as connection:
        assert [it.session_id for it in work.dirty(connection)] == ["s-1"]
        assert work.lacking(connection, "s-1") == 1
    store.launches.end(launch.id, MORNING)
    with store.database.connections.reading() as connection:
        assert work.mark(connection, "s-1") != mark
        assert work.revisions(connection, "s-1") == {launch.id: 4}


def test_a_tenant_that_goes_takes_its_accounts_along() -> None:
    tables = ["sync_history", "sync_receipt", "sync_session", "account_learner", "account"]
    assert [table for table in TABLES if table in tables] == tables
