"""Counting and deleting in each database there may be."""

from __future__ import annotations

from connect_desktop.store.database import Store
from connect_desktop.store.launch_history import LaunchStanding
from connect_desktop.store.packages import PackageRecords
from connect_desktop.store.records import Entry, EntryKind, PackageKind, PackageRecord
from connect_desktop.store.reports.interaction_reports import InteractionReports
from connect_desktop.store.reports.progress_report import progress_rows
from connect_desktop.store.reports.selection import Selection
from connect_desktop.store.reports.session_reports import SessionReports
from connect_desktop.store.session_query import SessionQuery
from tests.store_for_tests import MORNING, SteppingClock

_QUIZ = {
    "cmi.interactions.0.id": "capital",
    "cmi.interactions.0.learner_response": "london",
    "cmi.interactions.0.result": "incorrect",
    "cmi.interactions.0.latency": "PT2S",
}


def _save(store: Store, session_id: str, scaled: float | None, completion: str = "completed") -> None:
    store.sessions.save_record(
        session_id,
        completion=completion,
        success="passed",
        scaled=scaled,
        total_time=6000,
        suspended=False,
        cmi_data=_QUIZ,
    )


def test_counts_follow_what_happens(store: Store, clock: SteppingClock) -> None:
    learner = store.learners.add("Curie, Marie").id
    for number, package in enumerate(("pkg_a", "pkg_a", "pkg_b")):
        clock.step(40 * 86_400)
        store.sessions.create(f"s{number}", learner, package)
        _save(store, f"s{number}", 0.5 + number / 10)
    _save(store, "s0", None, "incomplete")
    sessions = SessionReports(store.database.connections, store.tenant_id)
    overall = sessions.overall(Selection())
    assert (overall.tally.sessions, overall.tally.completed, overall.tally.scored) == (3, 2, 2)
    assert (overall.mean, overall.median, overall.tally.time_sum) == (0.65, 0.65, 18_000)
    assert {name: it.tally.sessions for name, it in sessions.by_package(Selection(), limit=5).items()} == {
        "pkg_a": 2,
        "pkg_b": 1,
    }
    assert list(sessions.most_used(Selection(), limit=1)) == ["pkg_a"]
    since = Selection(since=MORNING.replace(month=7))
    assert [it.sessions for it in sessions.over_time(since, by_day=False).values()] == [1, 2]
    assert [it.sessions for it in sessions.over_time(since, by_day=True).values()] == [1, 2]
    (question, other) = InteractionReports(store.database.connections, store.tenant_id).page(since, limit=5)
    assert (question.package_id, question.tally.answered, question.wrong) == ("pkg_a", 2, (("london", 2),))
    assert (other.average_latency, other.correct_rate) == (2, 0)
    rows = progress_rows(store.database.connections, store.tenant_id, SessionQuery(completion="completed"), 5)
    assert [(row.session_id, row.learner_name, row.package_title) for row in rows] == [
        ("s2", "Curie, Marie", None),
        ("s1", "Curie, Marie", None),
    ]
    for number in range(3):
        assert store.sessions.remove(f"s{number}")
    assert sessions.overall(Selection()).tally.sessions == 0
    assert sessions.by_package(Selection(), limit=5) == {}
    assert InteractionReports(store.database.connections, store.tenant_id).hardest(since, limit=5, answered=0) == []


def test_a_deleted_session_leaves_nothing_and_its_tokens_stay_dead(store: Store) -> None:
    learner = store.learners.add("Curie, Marie").id
    store.sessions.create("s", learner, "pkg_a")
    first = store.launches.begin("s")
    with store.database.connections.writing() as connection:
        store.launches.append_within(connection, first.id, [Entry(1, EntryKind.STATED, "", "cmi.location", "3")])
        store.history.note(connection, first.id, LaunchStanding("incomplete", "unknown"), 500)
    second = store.launches.begin("s")
    last, before = store.history.page("s", limit=5)
    assert (last.id, last.before, last.after) == (second.id, LaunchStanding("incomplete", "unknown"), None)
    assert (before.before, before.session_time) == (LaunchStanding(), 500)
    assert store.history.page("s", limit=5, after=(last.lamport, last.id)) == [before]
    store.sessions.revoke_tokens("s")
    assert store.sessions.remove("s")
    assert not store.sessions.remove("s")
    assert store.launches.of_session("s") == ()
    assert store.launches.entries(first.id) == ()
    for epoch in (2, 3):
        assert store.sessions.create("s", learner, "pkg_a").token_epoch == epoch
        store.sessions.remove("s")


def test_packages_come_in_pages(store: Store, clock: SteppingClock) -> None:
    for number in range(5):
        clock.step(number % 2)
        store.packages.put(
            PackageRecord(
                id=f"pkg_{number}",
                content_hash="",
                kind=PackageKind.ZIP,
                location="",
                title=f"Course {number}",
                edition="1.2",
                size=1,
                imported_at=clock(),
            )
        )
    found: list[PackageRecord] = []
    while page := store.packages.page(2, (found[-1].imported_at, found[-1].id) if found else None):
        found += page
    assert [it.id for it in found] == [f"pkg_{number}" for number in (4, 3, 2, 1, 0)]
    assert store.packages.titles(["pkg_1", "pkg_9"]) == {"pkg_1": "Course 1"}
    assert PackageRecords(store.database.connections, "somebody else").titles(["pkg_1"]) == {}
