"""Learners, packages, sessions and launches in a real database."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest
from msgspec.structs import replace

from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Store
from connect_desktop.store.errors import LearnerNameMissing, LearnerNameTaken, PackageInUse
from connect_desktop.store.records import Entry, EntryKind, PackageKind, PackageRecord, SessionRecord
from tests.store_for_tests import MORNING, ROOT, SteppingClock, sqlite_of

PACKAGE = PackageRecord(
    id="pkg_a",
    content_hash="ab" * 32,
    kind=PackageKind.ZIP,
    location="",
    title="Golf",
    edition="1.2",
    size=500_000_000_000,
    imported_at=MORNING,
    thumbnail="shared/golf.png",
)


@pytest.fixture
def session(store: Store) -> SessionRecord:
    return store.sessions.open_for(store.learners.add("Curie, Marie").id, "pkg_a")


def device_of(store: Store) -> str:
    """The device that writes this tenant's launches."""
    return Tenants(store.database.connections, SteppingClock()).device_of(store.tenant_id)


class TestLearners:
    def test_are_found_by_id_and_by_name_whatever_its_capitals_and_blanks(self, store: Store) -> None:
        learner = store.learners.add("  Müller,   Jürgen ")
        assert learner.name == "Müller, Jürgen"
        assert store.learners.get(learner.id) == learner
        assert store.learners.by_name("MÜLLER, jürgen") == learner
        assert store.learners.by_name("Mu\u0308ller, Ju\u0308rgen") == learner
        assert store.learners.get("nobody") is None
        assert store.learners.by_name("nobody") is None

    def test_stand_in_the_order_they_came(self, store: Store, clock: SteppingClock) -> None:
        first = store.learners.add("Z")
        clock.step()
        second = store.learners.add("A")
        assert store.learners.all() == (first, second)

    def test_two_cannot_have_one_name(self, store: Store) -> None:
        store.learners.add("Curie, Marie")
        other = store.learners.add("Meitner, Lise")
        with pytest.raises(LearnerNameTaken, match="curie, marie"):
            store.learners.add("curie, marie")
        with pytest.raises(LearnerNameTaken):
            store.learners.rename(other.id, "CURIE, Marie")
        assert [learner.name for learner in store.learners.all()] == ["Curie, Marie", "Meitner, Lise"]

    def test_can_be_renamed_even_to_the_same_name_in_capitals(self, store: Store) -> None:
        learner = store.learners.add("Curie, Marie")
        store.learners.rename(learner.id, "CURIE, Marie")
        assert store.learners.get(learner.id) == replace(learner, name="CURIE, Marie")

    @pytest.mark.parametrize("name", ["", " \t\n"])
    def test_need_a_name(self, store: Store, name: str) -> None:
        with pytest.raises(LearnerNameMissing):
            store.learners.add(name)

    def test_may_have_a_name_that_is_no_unicode(self, store: Store) -> None:
        learner = store.learners.add("caf\udce9")
        assert store.learners.all() == (learner,)
        assert store.learners.by_name("caf\udce9") == learner

    def test_preferences_are_the_last_ones_of_any_course(self, store: Store, session: SessionRecord) -> None:
        other = store.sessions.open_for(session.learner_id, "pkg_b")
        for session_id, language in ((session.id, "de"), (other.id, "fr")):
            with closing(store.journal(store.launches.begin(session_id))) as journal:
                journal.append(EntryKind.PREFERENCE, "a", "cmi.learner_preference.language", "xx")
                journal.append(EntryKind.PREFERENCE, "a", "cmi.learner_preference.language", language)
                journal.append(EntryKind.PREFERENCE, "a", f"cmi.{language}", "1")
        stranger = store.sessions.open_for(store.learners.add("Meitner, Lise").id, "pkg_a")
        with closing(store.journal(store.launches.begin(stranger.id))) as journal:
            journal.append(EntryKind.PREFERENCE, "a", "cmi.learner_preference.language", "sv")
        assert store.learners.preferences(session.learner_id) == {
            "cmi.learner_preference.language": "fr",
            "cmi.de": "1",
            "cmi.fr": "1",
        }


class TestPackages:
    def test_come_back_as_they_were_put(self, store: Store) -> None:
        folder = replace(
            PACKAGE, id="pkg_b", kind=PackageKind.FOLDER, location="/home/caf\udce9", title="\ud83d", thumbnail=None
        )
        store.packages.put(PACKAGE)
        store.packages.put(replace(folder, imported_at=MORNING + timedelta(days=1)))
        assert store.packages.get("pkg_a") == PACKAGE
        assert store.packages.all() == (replace(folder, imported_at=MORNING + timedelta(days=1)), PACKAGE)
        assert store.packages.get("pkg_c") is None

    def test_putting_again_is_one_package(self, store: Store) -> None:
        store.packages.put(PACKAGE)
        store.packages.put(replace(PACKAGE, title="Golf II"))
        assert store.packages.all() == (replace(PACKAGE, title="Golf II"),)

    def test_are_removed_while_nobody_began_them(self, store: Store) -> None:
        store.packages.put(PACKAGE)
        store.packages.remove("pkg_a")
        store.packages.remove("pkg_a")
        assert store.packages.all() == ()

    def test_that_were_begun_are_removed_only_by_force_and_the_sessions_stay(
        self, store: Store, session: SessionRecord
    ) -> None:
        store.packages.put(PACKAGE)
        with pytest.raises(PackageInUse, match="“Golf” has been begun 1 times"):
            store.packages.remove("pkg_a")
        assert store.packages.get("pkg_a") == PACKAGE
        store.packages.remove("pkg_a", force=True)
        assert store.packages.get("pkg_a") is None
        assert store.sessions.all() == (session,)


class TestSessions:
    def test_are_one_a_learner_and_package_until_asked_otherwise(self, store: Store, session: SessionRecord) -> None:
        assert session.version == 1
        assert store.sessions.open_for(session.learner_id, "pkg_a") == session
        assert store.sessions.open_for(session.learner_id, "pkg_b") != session
        assert store.sessions.get(session.id) == session
        assert store.sessions.get("none") is None

    def test_can_be_begun_anew_and_then_the_new_one_goes_on(
        self, store: Store, session: SessionRecord, clock: SteppingClock
    ) -> None:
        clock.step()
        anew = store.sessions.begin(session.learner_id, "pkg_a")
        assert (anew.id != session.id, anew.version, anew.created_at) == (True, 1, clock.now)
        assert store.sessions.open_for(session.learner_id, "pkg_a") == anew
        assert store.sessions.get(session.id) == session

    def test_are_listed_the_last_changed_first(
        self, store: Store, session: SessionRecord, clock: SteppingClock
    ) -> None:
        clock.step()
        other = store.sessions.open_for(session.learner_id, "pkg_b")
        assert store.sessions.all(learner_id=session.learner_id) == (other, session)
        assert store.sessions.all(package_id="pkg_a") == (session,)
        assert store.sessions.all(learner_id=session.learner_id, package_id="pkg_b") == (other,)
        assert store.sessions.all(learner_id="nobody") == ()

    def test_keep_their_record_and_count_its_versions(
        self, store: Store, session: SessionRecord, clock: SteppingClock
    ) -> None:
        clock.step()
        saved = store.sessions.save_record(
            session.id,
            completion="completed",
            success="passed",
            scaled=0.9,
            raw=90.0,
            min=0.0,
            max=100.0,
            progress=1.0,
            total_time=123_456_789_012,
            suspended=True,
        )
        assert saved == replace(
            session,
            version=2,
            updated_at=clock.now,
            completion="completed",
            success="passed",
            scaled=0.9,
            raw=90.0,
            min=0.0,
            max=100.0,
            progress=1.0,
            total_time=123_456_789_012,
            suspended=True,
        )
        again = store.sessions.save_record(
            session.id, completion="unknown", success="unknown", total_time=0, suspended=False
        )
        assert (again.version, again.scaled, again.progress) == (3, None, None)
        assert store.sessions.get(session.id) == again


class TestLaunches:
    def test_begin_from_nothing_and_know_their_place(self, store: Store, session: SessionRecord) -> None:
        launch = store.launches.begin(session.id)
        assert (launch.lamport, launch.parents, launch.base, launch.rev) == (1, (), {}, 0)
        assert (launch.mode, launch.credit, launch.device_id) == ("normal", "credit", device_of(store))
        assert (launch.started_at, launch.ended_at) == (MORNING, None)
        assert store.launches.of_session(session.id) == (launch,)
        assert store.launches.entries(launch.id) == ()

    def test_go_on_from_what_the_last_one_came_to(self, store: Store, session: SessionRecord) -> None:
        first = store.launches.begin(session.id)
        with closing(store.journal(first)) as journal:
            journal.append(EntryKind.ATTEMPT, "a", "", "")
            journal.append(EntryKind.OPENED, "a", "", "")
            journal.append(EntryKind.SET, "a", "cmi.location", "page 7\ud83d")
            journal.append(EntryKind.SET, "a", "cmi.session_time", "PT1M")
        second = store.launches.begin(session.id)
        third = store.launches.begin(session.id)
        assert second.parents == (first.id,)
        assert third.parents == (second.id,)
        assert (first.lamport, second.lamport, third.lamport) == (1, 2, 3)
        assert first.id < second.id < third.id
        assert second.base == third.base
        assert second.base["activities"]["a"] == {
            "values": {"cmi.location": "page 7\ud83d"},
            "attempts": 1,
            "total_time": 6000,
            "session_time": 0,
            "suspended": True,
            "opened": False,
            "exit": None,
        }

    def test_have_every_launch_nobody_saw_yet_for_parents(self, store: Store, session: SessionRecord) -> None:
        first = store.launches.begin(session.id)
        with store.database.connections.writing() as connection:
            connection.execute(
                "INSERT INTO launch (tenant_id, id, session_id, device_id, rev, lamport, mode, credit, started_at, "
                "ended_at, base) SELECT tenant_id, 'z', session_id, device_id, rev, 9, mode, credit, "
                "started_at, ended_at, base FROM launch WHERE tenant_id = ?",
                (store.tenant_id,),
            )
        second = store.launches.begin(session.id)
        assert second.parents == (first.id, "z")
        assert second.lamport == 10

    def test_lamport_counts_on_over_all_sessions(self, store: Store, session: SessionRecord) -> None:
        other = store.sessions.open_for(session.learner_id, "pkg_b")
        store.launches.begin(session.id)
        launch = store.launches.begin(other.id)
        assert (launch.lamport, launch.parents) == (2, ())

    @pytest.mark.parametrize(
        ("mode", "credit", "next_credit", "seen"),
        [
            ("normal", "credit", "credit", True),
            ("review", "no-credit", "credit", False),
            ("browse", "no-credit", "no-credit", False),
            ("normal", "no-credit", "no-credit", True),
            ("normal", "no-credit", "credit", False),
        ],
    )
    def test_what_is_not_for_credit_leaves_nothing_behind_for_what_is(
        self, store: Store, session: SessionRecord, mode: str, credit: str, next_credit: str, seen: bool
    ) -> None:
        first = store.launches.begin(session.id, mode, credit)
        with closing(store.journal(first)) as journal:
            journal.append(EntryKind.SHARED, "a", "urn:x", "written")
        second = store.launches.begin(session.id, "normal", next_credit)
        assert second.base.get("shared", {}) == ({"urn:x": "written"} if seen else {})
        assert second.parents == (first.id,)

    def test_end_and_tell_the_session_when_it_was_played(
        self, store: Store, session: SessionRecord, clock: SteppingClock
    ) -> None:
        launch = store.launches.begin(session.id)
        played = store.sessions.get(session.id)
        assert played == replace(session, last_played_at=MORNING)
        clock.step(90)
        store.launches.end(launch.id, clock.now)
        assert store.launches.of_session(session.id) == (replace(launch, ended_at=clock.now),)
        assert store.sessions.get(session.id) == replace(session, last_played_at=clock.now)


def test_another_process_reads_while_this_one_writes(sqlite_store: Store) -> None:
    store = sqlite_store
    session = store.sessions.open_for(store.learners.add("Curie, Marie").id, "pkg_a")
    program = """
import json, sys
from pathlib import Path
from connect_desktop.store.database import open_store
store = open_store(Path(sys.argv[1]))
for line in sys.stdin:
    entries = store.launches.entries(line.strip())
    print(json.dumps([entry.value for entry in entries]), flush=True)
store.close()
"""
    launch = store.launches.begin(session.id)
    reader = subprocess.Popen(
        [sys.executable, "-c", program, str(sqlite_of(store).path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    with closing(store.journal(launch)) as journal, reader.stdin, reader.stdout:
        for number in range(30):
            journal.append(EntryKind.SET, "a", "cmi.location", str(number))
            reader.stdin.write(f"{launch.id}\n")
            reader.stdin.flush()
            assert json.loads(reader.stdout.readline()) == [str(seen) for seen in range(number + 1)]
    assert reader.wait() == 0
    assert store.launches.entries(launch.id)[-1] == Entry(30, EntryKind.SET, "a", "cmi.location", "29")
