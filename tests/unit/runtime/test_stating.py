"""What API users say of a session: kept key by key, judged, timed, versioned."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from connect_desktop.runtime.errors import TooManyElements, VersionConflict
from connect_desktop.runtime.navigation import Command, Completion, Deliver, NavigationRequest, Success
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.session_document import session_document
from connect_desktop.runtime.session_record import save_record
from connect_desktop.runtime.statement import MOST_ELEMENTS, Score, Statement
from connect_desktop.scorm.cam.course import Course, Edition, Item
from connect_desktop.store.access.answers import IdempotencyKeyReused, Request
from connect_desktop.store.database import Store
from connect_desktop.store.records import Learner
from tests.courses_for_tests import make_course
from tests.running_courses_for_tests import Open
from tests.stating_for_tests import stated

SOLE = make_course(Edition.SCORM_12, Item(identifier="a", title="A", launch="a.html"))
TWO_OF_2004 = make_course(
    Edition.SCORM_2004_4TH,
    Item(identifier="a", title="A", launch="a.html"),
    Item(identifier="b", title="B", launch="b.html"),
)
TWO = make_course(
    Edition.SCORM_12,
    Item(identifier="a", title="A", launch="a.html"),
    Item(identifier="b", title="B", launch="b.html"),
)
SEED = {
    "cmi.core.lesson_status": "incomplete",
    "cmi.core.score.raw": "75",
    "cmi.core.score.max": "100",
    "cmi.core.session_time": "PT15M30S",
}
Put = Callable[..., dict[str, Any]]


@pytest.fixture
def session_id(store: Store, learner: Learner) -> str:
    return store.sessions.create("session-456", learner.id, "pkg_test").id


@pytest.fixture
def put(store: Store, session_id: str) -> Put:
    def say(course: Course = SOLE, key: str = "", launch: str | None = None, **said: Any) -> dict[str, Any]:
        session = store.sessions.get(session_id)
        assert session is not None
        request = Request(asked_by="me", idempotency_key=key, hash=repr(said)) if key else None
        answer = stated(
            store, session_id, Statement(**said), course, version=session.version, launch_id=launch, request=request
        )
        said_back: dict[str, Any] = json.loads(answer.body)
        kept = store.sessions.get(session_id)
        assert kept is not None
        document: dict[str, Any] = {**session_document(store, kept, course)}
        assert document == said_back
        return said_back

    return say


def _completion(store: Store, session_id: str) -> str:
    session = store.sessions.get(session_id)
    assert session is not None
    return session.completion


def _play(running: RunningCourse, *calls: tuple[str, str], part: str | None = None) -> None:
    decision = running.begin(part)
    assert isinstance(decision, Deliver)
    delivery = running.deliver(decision.activity)
    assert running.call(delivery.number, "LMSInitialize", [""]) == "true"
    for call in calls:
        assert running.call(delivery.number, "LMSSetValue", call) == "true", call
    assert running.call(delivery.number, "LMSFinish", [""]) == "true"
    running.taken_away(delivery.number)
    running.navigate(NavigationRequest(Command.SUSPEND_ALL))
    running.close()


def test_elements_stand_as_they_were_said_and_the_rest_follows_from_them(put: Put) -> None:
    said = put(cmi_data=SEED)
    assert said["cmi_data"] == SEED
    assert (said["completion_status"], said["success_status"]) == ("incomplete", "unknown")
    assert said["score"] == {"scaled": 0.75, "raw": 75, "max": 100, "min": 0}
    assert (said["time_spent_seconds"], said["version"]) == (930, 2)


def test_a_key_sent_overwrites_a_key_absent_stays_a_key_of_null_goes(put: Put) -> None:
    put(cmi_data={"cmi.suspend_data": "x", "cmi.location": "1", "their.own": "y"})
    said = put(cmi_data={"cmi.location": "2", "their.own": None, "never.there": None})
    assert said["cmi_data"] == {"cmi.suspend_data": "x", "cmi.location": "2"}


def test_the_last_session_time_of_a_launch_counts_and_launches_add_up(store: Store, put: Put, session_id: str) -> None:
    assert put(session_time="PT15M30S")["time_spent_seconds"] == 930
    assert put(session_time="00:20:45.00")["time_spent_seconds"] == 1245
    store.sessions.speak_for(session_id, store.launches.new_id())
    assert put(session_time="PT10S")["time_spent_seconds"] == 1255
    assert put(session_time="PT10S", key="k1")["time_spent_seconds"] == 1265
    assert put(cmi_data={"cmi.core.session_time": "PT10S"}, key="k2")["time_spent_seconds"] == 1275


def test_elements_read_and_sent_back_say_nothing(store: Store, put: Put, session_id: str) -> None:
    before = put(cmi_data=SEED)
    store.sessions.speak_for(session_id, store.launches.new_id())
    after = put(cmi_data=before["cmi_data"])
    changed = {"version", "updated_at"}
    assert {name: after[name] for name in after if name not in changed} == {
        name: before[name] for name in before if name not in changed
    }


def test_what_is_reported_goes_before_what_elements_say(put: Put) -> None:
    said = put(
        cmi_data={"cmi.core.lesson_status": "incomplete", "cmi.core.score.raw": "10"},
        completion=Completion.COMPLETED,
        success=Success.PASSED,
        score=Score(raw=85, max=100),
        score_said=True,
    )
    assert (said["completion_status"], said["success_status"]) == ("completed", "passed")
    assert said["score"] == {"scaled": 0.85, "raw": 85, "max": 100, "min": 0}
    assert put(score_said=True)["score"] is None


def test_no_more_is_kept_than_may_be_until_something_goes(store: Store, put: Put, session_id: str) -> None:
    elements = {f"cmi.interactions.{number}.id": "x" for number in range(MOST_ELEMENTS)}
    before = put(cmi_data=elements)
    with pytest.raises(TooManyElements):
        put(cmi_data={"one.more": "x"})
    store.sessions.speak_for(session_id, store.launches.new_id())
    with pytest.raises(TooManyElements):
        put(cmi_data={"one.more": "x"})
    kept = store.sessions.get(session_id)
    assert kept is not None
    assert (kept.version, kept.cmi_data) == (before["version"], elements)
    assert put(cmi_data={"cmi.interactions.0.id": "y"})["cmi_data"]["cmi.interactions.0.id"] == "y"
    said = put(cmi_data={"cmi.interactions.1.id": None, "one.more": "x"})
    assert len(said["cmi_data"]) == MOST_ELEMENTS


class TestWhatIsNotSaid:
    """A field that is neither sent nor follows from what was sent stays as it was."""

    def test_a_verdict_outlives_a_later_completion(self, put: Put) -> None:
        put(success=Success.PASSED, score=Score(raw=85, max=100), score_said=True)
        for status in ("incomplete", "completed"):
            said = put(cmi_data={"cmi.core.lesson_status": status})
            assert (said["completion_status"], said["success_status"]) == (status, "passed")
            assert said["score"] == {"scaled": 0.85, "raw": 85, "max": 100, "min": 0}

    def test_a_completion_outlives_a_later_score(self, put: Put) -> None:
        put(completion=Completion.COMPLETED, success=Success.FAILED)
        said = put(cmi_data={"cmi.score.scaled": "0.5"})
        assert (said["completion_status"], said["success_status"]) == ("completed", "failed")
        assert said["score"]["scaled"] == 0.5

    def test_bounds_outlive_a_later_raw_score(self, put: Put) -> None:
        put(score=Score(raw=10, min=0, max=50), score_said=True)
        assert put(cmi_data={"cmi.core.score.raw": "25"})["score"] == {"scaled": 0.5, "raw": 25, "max": 50, "min": 0}

    def test_a_status_takes_back_the_verdict_of_a_status(self, put: Put) -> None:
        assert put(cmi_data={"cmi.core.lesson_status": "passed"})["success_status"] == "passed"
        said = put(cmi_data={"cmi.core.lesson_status": "incomplete"})
        assert (said["completion_status"], said["success_status"]) == ("incomplete", "unknown")

    def test_elements_said_later_go_before_fields_said_earlier(self, put: Put) -> None:
        put(completion=Completion.COMPLETED, success=Success.PASSED, score=Score(scaled=1), score_said=True)
        elements = {"cmi.completion_status": "incomplete", "cmi.success_status": "failed", "cmi.score.scaled": "0"}
        said = put(cmi_data=elements)
        assert (said["completion_status"], said["success_status"]) == ("incomplete", "failed")
        assert said["score"]["scaled"] == 0

    def test_a_score_goes_with_its_elements(self, put: Put) -> None:
        put(cmi_data={"cmi.core.score.raw": "75", "cmi.core.lesson_status": "passed"})
        said = put(cmi_data={"cmi.core.score.raw": None})
        assert (said["score"], said["success_status"]) == (None, "passed")


def test_a_request_that_comes_again_changes_nothing(store: Store, put: Put, session_id: str) -> None:
    first = put(session_time="PT1M", key="k")
    request = Request(asked_by="me", idempotency_key="k", hash=repr({"session_time": "PT1M"}))
    again = stated(store, session_id, Statement(session_time="PT1M"), SOLE, version=1, request=request)
    assert json.loads(again.body) == first
    session = store.sessions.get(session_id)
    assert session is not None
    assert session.version == 2
    other = Request(asked_by="me", idempotency_key="k", hash="another")
    with pytest.raises(IdempotencyKeyReused):
        stated(store, session_id, Statement(), SOLE, version=2, request=other)


def test_an_old_version_is_refused(store: Store, put: Put, session_id: str) -> None:
    put(cmi_data=SEED)
    with pytest.raises(VersionConflict) as conflict:
        stated(store, session_id, Statement(), SOLE, version=1)
    assert conflict.value.current == 2


class TestBesidePlaying:
    def test_a_sco_reads_what_was_said_and_what_it_writes_then_stands(
        self, store: Store, put: Put, open_course: Open, session_id: str
    ) -> None:
        put(cmi_data={"cmi.suspend_data": "from afar", "cmi.core.exit": "suspend", "cmi.core.lesson_location": "7"})
        running = open_course(SOLE)
        decision = running.begin()
        assert isinstance(decision, Deliver)
        number = running.deliver(decision.activity).number
        assert running.call(number, "LMSInitialize", [""]) == "true"
        assert running.call(number, "LMSGetValue", ["cmi.suspend_data"]) == "from afar"
        assert running.call(number, "LMSGetValue", ["cmi.core.entry"]) == "resume"
        assert running.call(number, "LMSSetValue", ["cmi.suspend_data", "from here"]) == "true"
        running.close()
        session = store.sessions.get(session_id)
        assert session is not None
        elements = session_document(store, session, SOLE)["cmi_data"]
        assert (elements["cmi.suspend_data"], elements["cmi.core.lesson_location"]) == ("from here", "7")

    def test_times_add_up(self, store: Store, put: Put, open_course: Open) -> None:
        _play(open_course(SOLE), ("cmi.core.session_time", "00:01:00"))
        assert put(session_time="PT30S")["time_spent_seconds"] == 90

    def test_what_is_reported_overrules_what_was_played_and_playing_betters_it(
        self, store: Store, put: Put, open_course: Open, session_id: str
    ) -> None:
        _play(open_course(SOLE), ("cmi.core.lesson_status", "completed"), ("cmi.core.score.raw", "40"))
        assert put(completion=Completion.INCOMPLETE)["completion_status"] == "incomplete"
        _play(open_course(SOLE), ("cmi.core.score.raw", "50"))
        session = store.sessions.get(session_id)
        assert session is not None
        assert session.raw == 50
        _play(open_course(SOLE), ("cmi.core.lesson_status", "passed"))
        session = store.sessions.get(session_id)
        assert session is not None
        assert (session.completion, session.success) == ("completed", "passed")

    def test_parts_of_a_course_are_told_by_their_names(self, put: Put, open_course: Open) -> None:
        _play(open_course(TWO), ("cmi.core.lesson_status", "completed"))
        said = put(TWO, cmi_data={"activities.b.cmi.suspend_data": "x"})
        assert said["cmi_data"]["activities.a.cmi.core.lesson_status"] == "completed"
        assert said["cmi_data"]["activities.b.cmi.suspend_data"] == "x"
        assert said["cmi_data"]["cmi.core.lesson_status"] == "incomplete"
        assert put(TWO, cmi_data={"cmi.core.lesson_status": "passed"})["success_status"] == "passed"

    def test_what_is_told_of_one_part_and_what_is_played_of_the_other_is_the_course(
        self, put: Put, open_course: Open, store: Store, session_id: str
    ) -> None:
        assert (
            put(TWO, cmi_data={"activities.b.cmi.core.lesson_status": "completed"})["completion_status"] != "completed"
        )
        _play(open_course(TWO), ("cmi.core.lesson_status", "completed"))
        assert _completion(store, session_id) == "completed"

    def test_what_was_not_attempted_does_not_become_unknown(
        self, put: Put, open_course: Open, store: Store, session_id: str
    ) -> None:
        assert put(TWO_OF_2004, cmi_data={"activities.b.cmi.location": "7"})["completion_status"] == "not attempted"
        running = open_course(TWO_OF_2004)
        running.begin()
        running.deliver("a")
        running.close()
        assert _completion(store, session_id) == "not attempted"

    def test_who_reports_a_course_on_its_way_takes_back_none_of_its_parts(
        self, put: Put, open_course: Open, store: Store, session_id: str
    ) -> None:
        _play(open_course(TWO), ("cmi.core.lesson_status", "completed"))
        assert put(TWO, completion=Completion.INCOMPLETE)["completion_status"] == "incomplete"
        _play(open_course(TWO), ("cmi.core.lesson_status", "completed"), part="b")
        assert _completion(store, session_id) == "completed"

    def test_who_reports_a_course_that_was_done_as_not_done_has_it_done_again(
        self, put: Put, open_course: Open, store: Store, session_id: str
    ) -> None:
        for part in ("a", "b"):
            _play(open_course(TWO), ("cmi.core.lesson_status", "completed"), part=part)
        assert put(TWO, completion=Completion.INCOMPLETE)["completion_status"] == "incomplete"
        _play(open_course(TWO), ("cmi.core.lesson_status", "completed"), part="b")
        assert _completion(store, session_id) == "incomplete"
        _play(open_course(TWO), ("cmi.core.lesson_status", "completed"), part="a")
        assert _completion(store, session_id) == "completed"

    def test_a_fold_from_the_journal_alone_comes_to_the_same(
        self, store: Store, put: Put, open_course: Open, session_id: str
    ) -> None:
        put(cmi_data=SEED)
        _play(open_course(SOLE), ("cmi.core.session_time", "00:01:00"), ("cmi.core.lesson_status", "failed"))
        put(key="k", cmi_data={"cmi.core.score.raw": "90"}, session_time="PT1S")
        before = store.sessions.get(session_id)
        after = save_record(store, session_id, SOLE)
        assert before is not None
        assert (after.completion, after.success, after.scaled, after.total_time, after.cmi_data) == (
            before.completion,
            before.success,
            before.scaled,
            before.total_time,
            before.cmi_data,
        )
