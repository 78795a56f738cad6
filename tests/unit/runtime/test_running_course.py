"""A course across launches: what its SCOs read back, and what the learner's record says."""

from __future__ import annotations

import pytest

from connect_desktop.runtime.events import Called, NavigationAsked, RuntimeEvent, Saved
from connect_desktop.runtime.navigation import Completion, Deliver, Ended, Success
from connect_desktop.scorm.cam.course import Course, DataMap, Edition, Item
from connect_desktop.scorm.cam.sequencing import ObjectiveDefinition, SequencingDefinition
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.store.database import Store
from tests.courses_for_tests import make_course
from tests.running_courses_for_tests import CONTINUE, EXIT, SUSPEND, Open, Sco, begin

ONE_12 = make_course(Edition.SCORM_12, Item(identifier="a", title="A", launch="a.html", mastery_score="80"))
ONE_2004 = make_course(Edition.SCORM_2004_4TH, Item(identifier="a", title="A", launch="a.html"))


def test_a_suspended_12_course_goes_on_where_it_was(open_course: Open) -> None:
    sco = begin(open_course, ONE_12)
    assert sco("LMSInitialize", "") == "true"
    assert sco("LMSGetValue", "cmi.core.entry") == "ab-initio"
    assert sco("LMSSetValue", "cmi.core.lesson_location", "page 7") == "true"
    assert sco("LMSSetValue", "cmi.suspend_data", "x" * 4000) == "true"
    assert sco("LMSSetValue", "cmi.core.session_time", "00:10:00.50") == "true"
    assert sco("LMSSetValue", "cmi.core.exit", "suspend") == "true"
    assert sco("LMSFinish", "") == "true"
    sco.leave(EXIT)

    again = begin(open_course, ONE_12)
    again("LMSInitialize", "")
    assert again("LMSGetValue", "cmi.core.entry") == "resume"
    assert again("LMSGetValue", "cmi.core.lesson_location") == "page 7"
    assert again("LMSGetValue", "cmi.suspend_data") == "x" * 4000
    assert again("LMSGetValue", "cmi.core.total_time") == "0000:10:00.50"
    again("LMSSetValue", "cmi.core.session_time", "00:00:01.00")
    again("LMSFinish", "")
    again.leave(EXIT)

    third = begin(open_course, ONE_12)
    third("LMSInitialize", "")
    assert third("LMSGetValue", "cmi.core.entry") == ""
    assert third("LMSGetValue", "cmi.core.total_time") == "0000:10:01.50"


def test_the_mastery_score_decides_in_12(open_course: Open, store: Store) -> None:
    sco = begin(open_course, ONE_12)
    sco("LMSInitialize", "")
    sco("LMSSetValue", "cmi.core.lesson_status", "completed")
    sco("LMSSetValue", "cmi.core.score.raw", "85")
    sco("LMSFinish", "")
    sco.leave(EXIT)
    (session,) = store.sessions.all()
    assert (session.completion, session.success, session.raw) == ("completed", "passed", 85.0)


def test_a_2004_sco_that_exits_normally_begins_a_new_attempt(open_course: Open, store: Store) -> None:
    sco = begin(open_course, ONE_2004)
    sco("Initialize", "")
    sco("SetValue", "cmi.location", "7")
    sco("SetValue", "cmi.completion_status", "completed")
    sco("SetValue", "cmi.session_time", "PT1M")
    sco("Terminate", "")
    sco.leave(EXIT)

    again = begin(open_course, ONE_2004)
    again("Initialize", "")
    assert again("GetValue", "cmi.entry") == "ab-initio"
    assert again("GetValue", "cmi.location") == ""
    assert again("GetValue", "cmi.total_time") == "PT0S"
    again("SetValue", "cmi.session_time", "PT2M")
    again("Terminate", "")
    again.leave(EXIT)
    (session,) = store.sessions.all()
    assert session.completion == "completed", "a learner who completed stays completed"
    assert session.total_time == 18000


def test_suspend_all_resumes_even_what_the_sco_did_not_suspend(open_course: Open) -> None:
    sco = begin(open_course, ONE_2004)
    sco("Initialize", "")
    sco("SetValue", "cmi.location", "7")
    sco("Terminate", "")
    sco.leave(SUSPEND)

    again = begin(open_course, ONE_2004)
    again("Initialize", "")
    assert again("GetValue", "cmi.entry") == "resume"
    assert again("GetValue", "cmi.location") == "7"


def test_a_launch_that_was_never_closed_goes_on(open_course: Open) -> None:
    sco = begin(open_course, ONE_2004)
    sco("Initialize", "")
    sco("SetValue", "cmi.location", "7")

    again = begin(open_course, ONE_2004)
    again("Initialize", "")
    assert again("GetValue", "cmi.entry") == "resume"
    assert again("GetValue", "cmi.location") == "7"


@pytest.mark.parametrize("mode", [Mode.BROWSE, Mode.REVIEW])
def test_looking_around_leaves_nothing_behind(open_course: Open, store: Store, mode: Mode) -> None:
    sco = begin(open_course, ONE_2004)
    sco("Initialize", "")
    sco("SetValue", "cmi.location", "7")
    sco("SetValue", "cmi.exit", "suspend")
    sco("Terminate", "")
    sco.leave(SUSPEND)

    look = begin(open_course, ONE_2004, mode=mode)
    look("Initialize", "")
    assert look("GetValue", "cmi.mode") == mode.value
    assert look("GetValue", "cmi.credit") == "no-credit"
    look("SetValue", "cmi.location", "99")
    look("SetValue", "cmi.completion_status", "completed")
    look("Terminate", "")
    look.leave(EXIT)
    (session,) = store.sessions.all()
    assert session.completion != "completed"

    again = begin(open_course, ONE_2004)
    again("Initialize", "")
    assert again("GetValue", "cmi.location") == "7"


@pytest.mark.parametrize("mode", [Mode.BROWSE, Mode.REVIEW])
def test_who_only_looked_around_has_come_to_nothing(open_course: Open, store: Store, mode: Mode) -> None:
    parts = (Item(identifier=it, title=it, launch=f"{it}.html") for it in "ab")
    course = make_course(Edition.SCORM_2004_4TH, *parts)
    begin(open_course, course, mode=mode).leave(EXIT)
    (session,) = store.sessions.all()
    # A first launch that counts may come to no more than "unknown"; "not attempted" would go down with it.
    assert (session.completion, session.progress) == ("unknown", None)


def test_starting_anew_keeps_the_old_session(open_course: Open, store: Store) -> None:
    sco = begin(open_course, ONE_12)
    sco("LMSInitialize", "")
    sco("LMSSetValue", "cmi.core.lesson_location", "9")
    sco("LMSFinish", "")
    sco.leave(SUSPEND)
    fresh = begin(open_course, ONE_12, anew=True)
    fresh("LMSInitialize", "")
    assert fresh("LMSGetValue", "cmi.core.lesson_location") == ""
    assert fresh("LMSGetValue", "cmi.core.entry") == "ab-initio"
    assert len(store.sessions.all()) == 2


def test_pages_that_never_call_the_api_are_done_when_seen(open_course: Open, store: Store) -> None:
    course = make_course(
        Edition.SCORM_12,
        Item(identifier="a", title="A", launch="a.html"),
        Item(identifier="b", title="B", launch="b.html", prerequisites="a"),
    )
    sco = begin(open_course, course)
    assert sco.course.refusal(CONTINUE) is not None
    sco.course.taken_away(sco.delivery.number)
    assert sco.course.navigate(CONTINUE) == Deliver("b")
    assert sco.course.contents()[0].outcome.completion is Completion.COMPLETED
    sco.course.close()
    (session,) = store.sessions.all()
    assert session.completion == "incomplete"
    assert session.progress == pytest.approx(0.5)


@pytest.mark.parametrize("course", [ONE_12, ONE_2004])
def test_a_page_that_was_closed_before_it_called_is_not_done(open_course: Open, store: Store, course: Course) -> None:
    sco = begin(open_course, course)
    sco.leave(SUSPEND)
    (session,) = store.sessions.all()
    assert session.completion in ("unknown", "not attempted")
    again = begin(open_course, course)
    again.leave(EXIT)
    assert store.sessions.all()[0].completion == "completed"


def test_a_course_left_in_the_middle_is_incomplete(open_course: Open, store: Store) -> None:
    course = make_course(
        Edition.SCORM_2004_4TH,
        Item(identifier="a", title="A", launch="a.html"),
        Item(identifier="b", title="B", launch="b.html"),
    )
    sco = begin(open_course, course)
    sco("Initialize", "")
    sco("SetValue", "cmi.completion_status", "incomplete")
    sco("SetValue", "cmi.exit", "suspend")
    sco("Terminate", "")
    sco.leave(SUSPEND)
    (session,) = store.sessions.all()
    assert (session.completion, session.suspended) == ("incomplete", True)


def test_content_asks_for_navigation_when_it_terminates(open_course: Open) -> None:
    heard: list[RuntimeEvent] = []
    sco = begin(open_course, ONE_2004)
    unsubscribe = sco.course.subscribe(heard.append, calls=True)
    sco("Initialize", "")
    sco("SetValue", "adl.nav.request", "suspendAll")
    sco("Commit", "")
    sco("Terminate", "")
    assert NavigationAsked(sco.delivery.number, SUSPEND) in heard
    assert sum(isinstance(event, Saved) for event in heard) == 2
    called = next(event for event in heard if isinstance(event, Called))
    assert (called.method, called.args, called.answer, called.error) == ("Initialize", ("",), "true", 0)
    unsubscribe()
    before = len(heard)
    sco("GetLastError")
    assert len(heard) == before
    sco.course.taken_away(sco.delivery.number)
    assert sco.course.navigate(SUSPEND) == Ended(suspended=True)


def test_content_that_is_gone_gets_no_answer(open_course: Open) -> None:
    sco = begin(open_course, ONE_2004)
    sco.course.taken_away(sco.delivery.number)
    assert sco("Initialize", "") == ""


def test_late_calls_of_the_old_sco_reach_its_own_instance(open_course: Open) -> None:
    course = make_course(
        Edition.SCORM_2004_3RD,
        Item(identifier="a", title="A", launch="a.html"),
        Item(identifier="b", title="B", launch="b.html"),
    )
    old = begin(open_course, course)
    old("Initialize", "")
    new = Sco(old.course, "b")
    assert old("SetValue", "cmi.location", "old") == "true"
    assert new("Initialize", "") == "true"
    assert new("GetValue", "cmi.location") == ""
    assert old("GetValue", "cmi.location") == "old"


def test_a_shared_store_is_read_by_the_next_sco(open_course: Open) -> None:
    shared = (DataMap(target="urn:notes"),)
    course = make_course(
        Edition.SCORM_2004_4TH,
        Item(identifier="a", title="A", launch="a.html", data_maps=shared),
        Item(identifier="b", title="B", launch="b.html", data_maps=(DataMap(target="urn:x"), *shared)),
    )
    sco = begin(open_course, course)
    sco("Initialize", "")
    assert sco("SetValue", "adl.data.0.store", "remember") == "true"
    sco("Terminate", "")
    sco.course.taken_away(sco.delivery.number)
    other = Sco(sco.course, "b")
    other("Initialize", "")
    assert other("GetValue", "adl.data.1.id") == "urn:notes"
    assert other("GetValue", "adl.data.1.store") == "remember"


def test_preferences_follow_the_learner_through_the_course(open_course: Open) -> None:
    course = make_course(
        Edition.SCORM_2004_4TH,
        Item(identifier="a", title="A", launch="a.html"),
        Item(identifier="b", title="B", launch="b.html"),
    )
    sco = begin(open_course, course)
    sco("Initialize", "")
    assert sco("SetValue", "cmi.learner_preference.language", "de") == "true"
    sco("Terminate", "")
    sco.course.taken_away(sco.delivery.number)
    other = Sco(sco.course, "b")
    other("Initialize", "")
    assert other("GetValue", "cmi.learner_preference.language") == "de"


def test_the_passing_score_comes_from_the_primary_objective(open_course: Open, store: Store) -> None:
    objective = ObjectiveDefinition(
        identifier="main", primary=True, satisfied_by_measure=True, minimum_normalized_measure=0.6
    )
    course = make_course(
        Edition.SCORM_2004_4TH,
        Item(
            identifier="a",
            title="A",
            launch="a.html",
            sequencing=SequencingDefinition(objectives=(objective,)),
        ),
    )
    sco = begin(open_course, course)
    sco("Initialize", "")
    assert float(sco("GetValue", "cmi.scaled_passing_score")) == 0.6
    assert sco("GetValue", "cmi.objectives.0.id") == "main"
    sco("SetValue", "cmi.score.scaled", "0.5")
    sco("Terminate", "")
    sco.leave(EXIT)
    (session,) = store.sessions.all()
    assert session.success == Success.FAILED.value
