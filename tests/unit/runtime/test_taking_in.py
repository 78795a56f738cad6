"""Launches that ran elsewhere: what the session came to with them, and what it takes to be read by ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from msgspec.structs import replace

from connect_desktop.runtime.errors import PackageMismatch, UnknownSession, VersionConflict
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.navigation import Completion
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.runtime.session_document import session_document
from connect_desktop.runtime.statement import Statement
from connect_desktop.runtime.taking_in import take_in
from connect_desktop.scorm.cam.course import Course, Edition, Item
from connect_desktop.store.database import Store, utc_now
from connect_desktop.store.records import EntryKind, Learner
from connect_desktop.store.travel.launch_join import Revision
from connect_desktop.store.travel.launch_payload import InvalidLaunch, LaunchPayload
from connect_desktop.store.travel.sent_launch import SentLaunch
from tests.courses_for_tests import make_course
from tests.launches_for_tests import HASH, payload
from tests.stating_for_tests import stated
from tests.store_for_tests import sets

SOLE = make_course(Edition.SCORM_2004_4TH, Item(identifier="a", title="A", launch="a.html"))
OPENED = (EntryKind.OPENED, "a", "", "")
COMPLETED = payload(OPENED, *sets("a", [("cmi.completion_status", "completed")]), ended=1)

Push = Callable[..., dict[str, Any]]


@pytest.fixture
def session_id(store: Store, learner: Learner) -> str:
    return store.sessions.create("session-1", learner.id, "pkg_test").id


@pytest.fixture
def remembered() -> RememberedTraces:
    return RememberedTraces()


def version_of(store: Store) -> int:
    session = store.sessions.get("session-1")
    assert session is not None
    return session.version


@pytest.fixture
def push(store: Store, session_id: str, remembered: RememberedTraces) -> Push:
    def pushed(course: Course = SOLE, version: int = 0, **launches: LaunchPayload) -> dict[str, Any]:
        sent = {name: SentLaunch(Revision(it.changes, it)) for name, it in launches.items()}
        with store.database.connections.writing() as connection:
            written = take_in(
                connection,
                store,
                session_id,
                sent,
                course,
                package_hash=HASH,
                version=version or version_of(store),
                remembered=remembered,
            )
        written.settle()
        document: dict[str, Any] = json.loads(written.answer.body)
        kept = store.sessions.get(session_id)
        assert kept is not None
        beside = {name: document[name] for name in ("receipt", "forked")}
        assert document == {**session_document(store, kept, course), **beside}
        return document

    return pushed


def say(store: Store, remembered: RememberedTraces, **said: Any) -> None:
    stated(store, "session-1", Statement(**said), SOLE, version=version_of(store), remembered=remembered)


def test_what_was_learnt_apart_from_a_report_is_not_overruled_by_it(
    store: Store, push: Push, remembered: RememberedTraces
) -> None:
    """The launch was played where nobody had heard of the report, nor had the reporter of the launch."""
    push(l1=payload(OPENED, lamport=5))
    say(store, remembered, completion=Completion.INCOMPLETE)
    assert push(l2=COMPLETED)["completion_status"] == "completed"


def test_a_report_overrules_what_it_knew_of(store: Store, push: Push, remembered: RememberedTraces) -> None:
    push(l1=COMPLETED)
    say(store, remembered, completion=Completion.INCOMPLETE)
    incomplete = payload(OPENED, *sets("a", [("cmi.completion_status", "incomplete")]), lamport=2)
    assert push(l2=incomplete)["completion_status"] == "incomplete"


def test_a_launch_that_goes_on_elsewhere_is_read_anew(push: Push, store: Store, remembered: RememberedTraces) -> None:
    running = payload(OPENED, *sets("a", [("cmi.session_time", "PT10S")]))
    assert push(l1=running)["time_spent_seconds"] == 10
    say(store, remembered, session_time="PT1S")
    further = replace(payload(OPENED, *sets("a", [("cmi.session_time", "PT10S"), ("cmi.session_time", "PT1H")])))
    assert push(l1=further)["time_spent_seconds"] == 3601


def test_nothing_new_leaves_the_version(push: Push, store: Store) -> None:
    push(l1=COMPLETED)
    assert push(l1=COMPLETED)["version"] == version_of(store) == 2


def test_a_course_that_is_played_here_meanwhile_plays_on(
    push: Push, store: Store, learner: Learner, open_course: Callable[..., Any]
) -> None:
    begun = store.launches.begin("session-1")
    with closing(store.journal(begun)) as journal:
        journal.append(*OPENED)
        push(**{"00": COMPLETED})
        journal.append(EntryKind.SET, "a", "cmi.location", "3")
        journal.commit()
    Launching(store, clock=utc_now).settle(begun, SOLE)
    session = store.sessions.get("session-1")
    assert session is not None
    assert session.completion == "completed"
    assert (session.cmi_data or {})["cmi.location"] == "3"


@pytest.mark.parametrize(
    "sequencing",
    ['{"activities": []}', '{"activities": {"a": 1}}', '{"activities": {"a": {}}, "globals": []}'],
)
def test_a_state_that_the_sequencer_cannot_read_is_refused(push: Push, store: Store, sequencing: str) -> None:
    with pytest.raises(InvalidLaunch, match="l2"):
        push(l1=COMPLETED, l2=payload(OPENED, (EntryKind.SEQUENCING, "", "", sequencing)))
    assert store.launches.of_session("session-1") == ()


@pytest.mark.parametrize(
    ("asked", "refused"), [({"version": 7}, VersionConflict), ({"l1": replace(COMPLETED, package_hash="1" * 64)}, None)]
)
def test_refusals_change_nothing(push: Push, store: Store, asked: Any, refused: type[Exception] | None) -> None:
    with pytest.raises(refused or PackageMismatch):
        push(**asked)
    assert version_of(store) == 1


def test_a_session_that_is_not_there(store: Store, learner: Learner) -> None:
    with store.database.connections.writing() as connection, pytest.raises(UnknownSession):
        take_in(connection, store, "none", {}, SOLE, package_hash=HASH, version=1)


def test_times_longer_than_a_life_are_kept(push: Push) -> None:
    """Whatever a SCO says is its own; it must not keep the rest from being kept."""
    long = payload(OPENED, *sets("a", [("cmi.session_time", "P999999999999999Y")]))
    assert push(l1=long, l2=COMPLETED)["completion_status"] == "completed"
