"""A launch that is followed while it is played comes to what folding its session anew comes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.live_record import LiveRecord
from connect_desktop.runtime.navigation import Command, Deliver, NavigationRequest
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.runtime.session_record import save_record
from connect_desktop.scorm.cam.course import Course, Edition, Item
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.records import PackageKind, PackageRecord, SessionRecord
from tests.courses_for_tests import make_course

COURSES = {
    edition: make_course(edition, *[Item(identifier=f"a{n}", title=f"A{n}", launch="a.html") for n in range(2)])
    for edition in (Edition.SCORM_12, Edition.SCORM_2004_4TH)
}
SAID = st.lists(
    st.tuples(
        st.sampled_from(["location", "score.raw", "session_time", "status", "interactions.0.id"]), st.integers(0, 9)
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(open_store(tmp_path_factory.mktemp("store") / "connect.db")) as store:
        store.packages.put(
            PackageRecord(
                id="pkg_a",
                content_hash="0" * 64,
                kind=PackageKind.ZIP,
                location="",
                title="A",
                edition="any",
                size=1,
                imported_at=utc_now(),
            )
        )
        yield store


def new_session(store: Store) -> SessionRecord:
    return store.sessions.begin(store.learners.known_as("ada").id, "pkg_a")


def play(store: Store, session: SessionRecord, course: Course, record: LiveRecord | None = None) -> RunningCourse:
    launching = Launching(store, clock=utc_now)
    learner = store.learners.known_as("ada")
    return launching.play(session, course, learner, LaunchOptions(), follow=record.follow if record else None)


def say(running: RunningCourse, course: Course, said: list[tuple[str, int]]) -> None:
    decision = running.begin("a1")
    assert isinstance(decision, Deliver)
    number = running.deliver(decision.activity, resume=decision.resume).number
    is_2004 = course.edition.is_2004
    running.call(number, "Initialize" if is_2004 else "LMSInitialize", [""])
    for name, value in said:
        running.call(number, "SetValue" if is_2004 else "LMSSetValue", written(is_2004, name, value))
    running.call(number, "Commit" if is_2004 else "LMSCommit", [""])


def written(is_2004: bool, name: str, value: int) -> list[str]:
    match name:
        case "session_time":
            return ["cmi.session_time", f"PT{value}M"] if is_2004 else ["cmi.core.session_time", f"00:0{value}:00"]
        case "status":
            return ["cmi.completion_status" if is_2004 else "cmi.core.lesson_status", "completed"]
        case "interactions.0.id":
            return ["cmi.interactions.0.id", f"q{value}"]
        case "location":
            return ["cmi.location" if is_2004 else "cmi.core.lesson_location", str(value)]
        case _:
            return [f"cmi.{name}" if is_2004 else f"cmi.core.{name}", str(value)]


def without_version(session: SessionRecord | None) -> SessionRecord:
    assert session is not None
    return replace(session, version=0, updated_at=session.created_at)


@settings(max_examples=25, deadline=None)
@given(edition=st.sampled_from(list(COURSES)), before=st.lists(SAID, max_size=2), said=st.lists(SAID, max_size=2))
def test_it_is_what_folding_anew_comes_to(
    store: Store, edition: Edition, before: list[list[tuple[str, int]]], said: list[list[tuple[str, int]]]
) -> None:
    course, session = COURSES[edition], new_session(store)
    for words in before:
        running = play(store, session, course)
        say(running, course, words)
        running.close()
    record = LiveRecord(store, session.id, course)
    running = play(store, session, course, record)
    for words in said:
        say(running, course, words)
        followed = record.save()
        assert without_version(followed) == without_version(save_record(store, session.id, course))
        running.navigate(NavigationRequest(Command.SUSPEND_ALL))
    running.close()


def test_another_launch_is_not_missed(store: Store) -> None:
    course, session = COURSES[Edition.SCORM_12], new_session(store)
    record = LiveRecord(store, session.id, course)
    running = play(store, session, course, record)
    say(running, course, [("score.raw", 4)])
    first = record.save()
    other = play(store, session, course)
    say(other, course, [("status", 1), ("session_time", 9)])
    other.close()
    say(running, course, [("session_time", 1)])
    second = record.save()
    running.close()
    assert first is not None
    assert second is not None
    assert (first.total_time, second.total_time) == (0, 10 * 60 * 100)


def test_the_session_of_a_learner_may_be_gone(store: Store) -> None:
    course, session = COURSES[Edition.SCORM_12], new_session(store)
    record = LiveRecord(store, session.id, course)
    running = play(store, session, course, record)
    gone = LiveRecord(store, "s-never-was", course)
    gone.follow(store.launches.of_session(session.id)[0])
    assert gone.save() is None
    running.close()
