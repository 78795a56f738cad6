"""Launches from elsewhere leave the same rows in whatever order and however often they come, and no trace of a row that
this device may be writing to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.course_state import replay
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.records import LAST_LAMPORT, EntryKind
from connect_desktop.store.travel.launch_exchange import LaunchExchange, Position, TakenIn
from connect_desktop.store.travel.launch_join import Revision, joined, named
from connect_desktop.store.travel.launch_payload import InvalidLaunch
from connect_desktop.store.travel.sent_launch import SentLaunch, journal_of
from tests.launches_for_tests import HASH, lives, payload, revision
from tests.store_for_tests import MORNING, SteppingClock

OPEN = (EntryKind.OPENED, "a", "", "")
ONE = (EntryKind.SET, "a", "cmi.location", "1")
TWO = (EntryKind.SET, "a", "cmi.location", "2")
SESSION = "session-1"
PARTS = st.lists(st.tuples(st.sampled_from(["l1", "l2"]), lives()), min_size=1, max_size=3)

Rows = dict[str, dict[str, Any]]


@contextmanager
def a_store(folder: Path, clock: SteppingClock | None = None) -> Iterator[Store]:
    with closing(open_store(folder / "connect.db", clock or SteppingClock())) as store:
        store.sessions.create(SESSION, store.learners.known_as("ada").id, "pkg")
        yield store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


def take_in(store: Store, sent: Mapping[str, Revision | SentLaunch], session_id: str = SESSION) -> TakenIn:
    launches = {name: it if isinstance(it, SentLaunch) else SentLaunch(it) for name, it in sent.items()}
    with store.database.connections.writing() as connection:
        return LaunchExchange(store.tenant_id, store.launches).take_in(connection, session_id, launches)


def rows(store: Store, known: Mapping[str, int] | None = None, after: Position | None = None) -> Rows:
    with store.database.connections.reading() as connection:
        held = LaunchExchange(store.tenant_id, store.launches).held(connection, SESSION, known=known, after=after)
        return {launch.record.id: launch.as_sent().as_json() for launch in held}


@given(PARTS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_rows_are_the_same_in_any_order(parts: list[tuple[str, list[Revision]]], random: Any) -> None:
    pieces = [(launch_id, revision) for launch_id, life in parts for revision in life]
    known: dict[str, list[Revision]] = {}
    for launch_id, piece in pieces:
        known.setdefault(launch_id, []).append(piece)
    expected = {
        name: SentLaunch(branch, None if name == launch_id else launch_id).as_json()
        for launch_id, life in known.items()
        for name, branch in named(launch_id, joined(life)).items()
    }
    random.shuffle(pieces)
    with tempfile.TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        for launch_id, piece in pieces:
            take_in(store, {launch_id: piece})
        assert rows(store) == expected
        again = take_in(store, journal_of(rows(store)))
        assert not again.is_new
        assert again.receipts == {name: (row["rev"], again.receipts[name][1]) for name, row in expected.items()}
        # Another device that was told some of it, and then what the first one holds, holds the same.
        with tempfile.TemporaryDirectory() as other_folder, a_store(Path(other_folder)) as other:
            take_in(other, dict(pieces[:1]))
            take_in(other, journal_of(rows(store)))
            assert rows(other) == expected


def test_a_receipt_is_for_what_was_sent(store: Store) -> None:
    before, after = revision(payload(OPEN)), revision(payload(OPEN, ONE, ended=3))
    assert take_in(store, {"l1": before}).receipts == {"l1": before.receipt()}
    assert take_in(store, {"l1": after}).receipts == {"l1": after.receipt()}
    assert take_in(store, {"l1": before}) == TakenIn(receipts={"l1": before.receipt()})


def test_two_copies_of_a_device_are_both_kept(store: Store) -> None:
    here, there = revision(payload(OPEN, ONE)), revision(payload(OPEN, TWO))
    take_in(store, {"l1": there})
    taken = take_in(store, {"l1": here})
    (fork,) = rows(store).keys() - {"l1"}
    assert taken.receipts == {"l1": here.receipt()}
    assert rows(store)["l1"]["payload"]["entries"][1][4] == "1"
    assert rows(store)[fork]["fork_of"] == "l1"
    again = take_in(store, {"l1": there})
    assert (again.receipts, again.forked, again.is_new) == ({"l1": there.receipt()}, {"l1": fork}, False)


def test_what_was_acknowledged_of_a_launch_is_not_said_of_what_takes_its_id(store: Store) -> None:
    here, there = revision(payload(OPEN, ONE)), revision(payload(OPEN, TWO))
    take_in(store, {"l1": there})
    account = Accounts(store.database.connections, store.tenant_id, utc_now).add("https://school.example")
    state = SyncState(store.tenant_id, account.id, utc_now)
    with store.database.connections.writing() as connection:
        state.acknowledge(connection, SESSION, {"l1": there.receipt()})
    take_in(store, {"l1": here})
    with store.database.connections.reading() as connection:
        assert state.receipts(connection, SESSION) == {}


def test_a_fork_that_lost_its_origin_on_the_way_finds_it_again(store: Store) -> None:
    here, there = revision(payload(OPEN, ONE)), revision(payload(OPEN, TWO))
    fork = list(named("l1", joined([here, there])))[1]
    take_in(store, {fork: there})
    take_in(store, {"l1": here, fork: SentLaunch(there, "l1")})
    assert rows(store)[fork]["fork_of"] == "l1"
    take_in(store, {fork: there})
    assert rows(store)[fork]["fork_of"] == "l1"


def test_a_launch_of_another_session_is_refused(store: Store) -> None:
    store.sessions.create("session-2", store.learners.known_as("ada").id, "pkg")
    take_in(store, {"l1": revision(payload(OPEN))})
    with pytest.raises(InvalidLaunch, match="l1"):
        take_in(store, {"l1": revision(payload(OPEN, ONE))}, "session-2")


def test_what_is_written_here_is_its_writers_only(store: Store) -> None:
    mine = store.launches.begin(SESSION)
    with closing(store.journal(mine)) as journal:
        journal.append(*ONE)
        held = rows(store)[mine.id]
        further = {**held["payload"], "entries": [*held["payload"]["entries"], [2, "set", "a", "cmi.location", "2"]]}
        taken = take_in(store, journal_of({mine.id: {"rev": 9, "payload": further}}))
        assert taken == TakenIn()
        journal.append(*ONE)
    assert take_in(store, journal_of({mine.id: held})).receipts.keys() == {mine.id}
    assert len(store.launches.entries(mine.id)) == 2


def test_a_device_that_was_restored_gets_its_launch_back(store: Store) -> None:
    mine = store.launches.begin(SESSION)
    held = rows(store)[mine.id]["payload"]
    further = {**held, "entries": [[1, "set", "a", "cmi.location", "2"]]}
    store.launches.end(mine.id, MORNING)
    taken = take_in(store, journal_of({mine.id: {"rev": 2, "payload": further}}))
    assert taken.is_new
    (back,) = store.launches.of_session(SESSION)
    assert (back.taken_in, back.ended_at, len(store.launches.entries(mine.id))) == (True, None, 1)


def test_revisions_of_launches_written_here_rise_with_each_change(store: Store) -> None:
    mine = store.launches.begin(SESSION)
    revisions = [rows(store)[mine.id]["rev"]]
    with closing(store.journal(mine)) as journal:
        journal.append(*ONE)
    revisions.append(rows(store)[mine.id]["rev"])
    store.launches.end(mine.id, MORNING)
    revisions.append(rows(store)[mine.id]["rev"])
    assert revisions == [1, 2, 3]


def test_what_is_known_is_left_out_and_pages_go_on(store: Store) -> None:
    one, two = revision(payload(OPEN, ONE, lamport=1)), revision(payload(OPEN, lamport=2))
    take_in(store, {"l1": one, "l2": two})
    assert list(rows(store)) == ["l1", "l2"]
    assert list(rows(store, known={"l1": one.rev, "l2": two.rev - 1})) == ["l2"]
    assert list(rows(store, after=(1, "l1"))) == ["l2"]


def test_a_launch_running_elsewhere_is_nobodys_to_settle_here(store: Store) -> None:
    take_in(store, {"l1": revision(payload(OPEN))})
    assert not store.launches.running(SESSION)
    assert store.launches.unended() == ()
    with store.database.connections.reading() as connection:
        assert store.launches.are_over(connection, SESSION, 1)


def test_a_new_launch_comes_after_all_that_were_seen(store: Store) -> None:
    take_in(store, {"l1": revision(payload(OPEN, lamport=41)), "l2": revision(payload(OPEN, lamport=7))})
    mine = store.launches.begin(SESSION)
    assert (mine.lamport, mine.parents) == (42, ("l1", "l2"))
    take_in(store, {"l3": revision(payload(OPEN, lamport=LAST_LAMPORT))})
    assert store.launches.begin(SESSION).lamport == LAST_LAMPORT


def test_the_device_that_writes_here_stays_the_same(store: Store) -> None:
    long_ago = replace(payload(OPEN), started_at=MORNING.replace(year=1999), device_id="aaaa")
    take_in(store, {"l1": revision(long_ago)})
    tenants = Tenants(store.database.connections, SteppingClock())
    assert tenants.device_of(store.tenant_id) == store.database.device_id


@given(lives(), lives())
@settings(max_examples=10, deadline=None)
def test_a_launchs_runtime_view_is_its_own(mine: list[Revision], theirs: list[Revision]) -> None:
    """Whatever comes from elsewhere, a launch reads its base and its own entries."""
    with tempfile.TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        for life in mine:
            take_in(store, {"l1": life})
        begun = store.launches.begin(SESSION)
        with closing(store.journal(begun)) as journal:
            journal.append(*ONE)
        before = replay(begun.base, store.launches.entries(begun.id)).as_json()
        for life in theirs:
            take_in(store, {"l2": life})
        (after,) = (launch for launch in store.launches.of_session(SESSION) if launch.id == begun.id)
        assert replay(after.base, store.launches.entries(begun.id)).as_json() == before


def test_what_ran_is_kept_with_the_launch(store: Store) -> None:
    take_in(store, {"l1": revision(payload(OPEN))})
    assert store.launches.of_session(SESSION)[0].package_hash == HASH
    assert store.launches.begin(SESSION).package_hash == ""


@pytest.mark.parametrize(
    "launch",
    [
        None,
        {"rev": 1},
        {"rev": 0, "payload": payload().as_json()},
        {"rev": 1, "payload": payload().as_json(), "more": 1},
        {"rev": 1, "payload": payload().as_json(), "fork_of": None},
        {"rev": 1, "payload": payload().as_json(), "fork_of": "l1"},
        {"rev": 1, "payload": payload().as_json(), "fork_of": "a b"},
    ],
)
def test_a_journal_names_what_is_no_launch_in_it(launch: object) -> None:
    with pytest.raises(InvalidLaunch):
        journal_of({"l1": launch})
