"""A disk that fills up while a course is played: content hears "false" and why, and the learner goes on after."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from connect_desktop.runtime.events import RuntimeEvent, SaveFailed
from connect_desktop.runtime.navigation import Command, Deliver, NavigationRequest
from connect_desktop.scorm.cam.course import Course, Edition, Item
from connect_desktop.store.errors import DiskFull
from tests.courses_for_tests import make_course
from tests.running_courses_for_tests import Open

Full = Callable[[], AbstractContextManager[None]]


def two_parts(edition: Edition) -> Course:
    return make_course(edition, *(Item(identifier=name, title=name, launch=f"{name}.html") for name in "ab"))


if sys.platform != "win32":
    from tests.full_disk_for_tests import no_file_grows_beyond

    @pytest.fixture
    def full(tmp_path: Path) -> Full:
        @contextmanager
        def filled() -> Iterator[None]:
            with no_file_grows_beyond((tmp_path / "connect.db-wal").stat().st_size):
                yield

        return filled

    @pytest.mark.parametrize(
        ("edition", "prefix", "terminate", "codes"),
        [
            (Edition.SCORM_12, "LMS", "LMSFinish", [101, 101, 101, 101]),
            (Edition.SCORM_2004_4TH, "", "Terminate", [102, 351, 391, 111]),
        ],
    )
    def test_each_call_hears_false_and_its_own_error(
        open_course: Open, full: Full, edition: Edition, prefix: str, terminate: str, codes: list[int]
    ) -> None:
        running = open_course(two_parts(edition))
        events: list[RuntimeEvent] = []
        running.begin()
        number = running.deliver("a").number
        running.subscribe(events.append)
        element = "cmi.suspend_data"
        heard = []

        def call(method: str, *args: str) -> str:
            answer = running.call(number, method, args)
            heard.append(running.last_error(number))
            return answer

        with full():
            assert call(f"{prefix}Initialize", "") == "false"
        assert call(f"{prefix}Initialize", "") == "true"
        with full():
            assert call(f"{prefix}SetValue", element, "x") == "false"
            running.call(number, f"{prefix}GetValue", (element,))
        assert call(f"{prefix}SetValue", element, "y") == "true"
        with full():
            assert call(f"{prefix}Commit", "") == "false"
            assert call(terminate, "") == "false"
        assert call(terminate, "") == "true"
        assert [code for code in heard if code] == codes
        failures = [event.error for event in events if isinstance(event, SaveFailed)]
        assert [type(error) for error in failures] == [DiskFull] * 4
        running.taken_away(number)
        running.close()

    @pytest.mark.parametrize("edition", [Edition.SCORM_12, Edition.SCORM_2004_4TH])
    def test_a_learner_who_could_not_go_on_goes_on_when_there_is_room(
        open_course: Open, full: Full, edition: Edition
    ) -> None:
        prefix = "" if edition.is_2004 else "LMS"
        running = open_course(two_parts(edition))
        decision = running.begin("a")
        assert isinstance(decision, Deliver)
        number = running.deliver(decision.activity).number
        running.call(number, f"{prefix}Initialize", ("",))
        running.call(number, f"{prefix}SetValue", ("cmi.suspend_data", "kept"))
        with full():
            with pytest.raises(DiskFull):
                running.taken_away(number)
            with pytest.raises(DiskFull):
                running.navigate(NavigationRequest(Command.CHOICE, "b"))
        decision = running.begin()
        assert isinstance(decision, Deliver)
        assert decision.activity == "b"
        running.taken_away(running.deliver("b").number)
        running.close()

    def test_where_the_learner_went_is_kept_when_the_course_closes(open_course: Open, full: Full) -> None:
        course = two_parts(Edition.SCORM_2004_4TH)
        running = open_course(course)
        running.begin("a")
        number = running.deliver("a").number
        running.call(number, "Initialize", ("",))
        running.taken_away(number)
        with full(), pytest.raises(DiskFull):
            running.navigate(NavigationRequest(Command.CHOICE, "b"))
        running.close()
        decision = open_course(course).begin()
        assert isinstance(decision, Deliver)
        assert decision.activity == "b"

    def test_a_launch_ends_though_its_last_word_could_not_be_kept(open_course: Open, full: Full) -> None:
        course = two_parts(Edition.SCORM_12)
        running = open_course(course)
        running.begin("a")
        number = running.deliver("a").number
        with full(), pytest.raises(DiskFull):
            running.close()
        assert running.call(number, "LMSInitialize", ("",)) == ""
