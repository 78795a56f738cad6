"""Outcomes of activities, and of a course without sequencing rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.outcomes import highest, outcome_of, roll_up


@pytest.mark.parametrize(
    ("status", "completion", "success"),
    [
        ("passed", Completion.COMPLETED, Success.PASSED),
        ("completed", Completion.COMPLETED, Success.UNKNOWN),
        ("failed", Completion.COMPLETED, Success.FAILED),
        ("incomplete", Completion.INCOMPLETE, Success.UNKNOWN),
        ("browsed", Completion.INCOMPLETE, Success.UNKNOWN),
        ("not attempted", Completion.NOT_ATTEMPTED, Success.UNKNOWN),
    ],
)
def test_one_status_of_scorm_12_answers_two_questions(status: str, completion: Completion, success: Success) -> None:
    outcome = outcome_of({"cmi.core.lesson_status": status})
    assert (outcome.completion, outcome.success) == (completion, success)


def test_a_raw_score_is_scaled_by_its_range() -> None:
    outcome = outcome_of({"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "15", "cmi.core.score.max": "20"})
    assert outcome.scaled == pytest.approx(0.75)
    assert outcome.raw == 15


@pytest.mark.parametrize("score", ["nan", "inf", "-Infinity", "1e999", "a lot"])
def test_what_is_no_number_is_no_score(score: str) -> None:
    assert outcome_of({"cmi.core.score.raw": score}) == outcome_of({"cmi.core.score.raw": ""})
    assert outcome_of({"cmi.score.scaled": score, "cmi.progress_measure": score}) == Outcome()


def test_an_impossible_range_gives_no_scaled_score() -> None:
    assert outcome_of({"cmi.score.raw": "5", "cmi.score.min": "9", "cmi.score.max": "1"}).scaled is None


def test_2004_reports_its_own_scaled_score_and_progress() -> None:
    outcome = outcome_of(
        {
            "cmi.completion_status": "incomplete",
            "cmi.success_status": "passed",
            "cmi.score.scaled": "-0.5",
            "cmi.score.raw": "90",
            "cmi.progress_measure": "0.4",
        }
    )
    assert outcome == Outcome(
        completion=Completion.INCOMPLETE, success=Success.PASSED, scaled=-0.5, raw=90.0, progress=0.4
    )


def test_a_single_activity_is_the_course() -> None:
    leaf = Outcome(completion=Completion.INCOMPLETE, success=Success.PASSED, scaled=0.9, raw=9.0, max=10.0)
    rolled = roll_up([leaf])
    assert (rolled.completion, rolled.success, rolled.scaled, rolled.raw) == (
        Completion.INCOMPLETE,
        Success.PASSED,
        0.9,
        9.0,
    )


def test_several_activities_complete_together() -> None:
    done = Outcome(completion=Completion.COMPLETED)
    passed = Outcome(completion=Completion.COMPLETED, success=Success.PASSED, scaled=0.8, raw=8.0)
    assert roll_up([done, Outcome()]).completion is Completion.INCOMPLETE
    assert roll_up([done, Outcome()]).progress == pytest.approx(0.5)
    rolled = roll_up([done, passed])
    assert (rolled.completion, rolled.success, rolled.raw) == (Completion.COMPLETED, Success.PASSED, 8.0)


_outcomes = st.builds(
    Outcome,
    completion=st.sampled_from(Completion),
    success=st.sampled_from(Success),
    scaled=st.none() | st.floats(-1, 1),
    progress=st.none() | st.floats(0, 1),
)


@given(st.lists(_outcomes, max_size=6))
def test_rollup_never_claims_more_than_its_parts(leaves: list[Outcome]) -> None:
    rolled = roll_up(leaves)
    if rolled.completion is Completion.COMPLETED:
        assert all(leaf.completion is Completion.COMPLETED for leaf in leaves)
    if rolled.success is Success.PASSED:
        assert any(leaf.success is Success.PASSED for leaf in leaves)
        assert all(leaf.success is not Success.FAILED for leaf in leaves)
    assert rolled.progress is None or 0 <= rolled.progress <= 1
    back = roll_up(list(reversed(leaves)))
    assert (rolled.completion, rolled.success) == (back.completion, back.success)


def test_in_12_it_is_a_better_verdict_to_have_completed_than_to_have_failed() -> None:
    completed = Outcome(completion=Completion.COMPLETED, scaled=0.9)
    failed = Outcome(completion=Completion.COMPLETED, success=Success.FAILED, scaled=0.1)
    assert highest([failed, completed], is_12=True) == completed
    assert highest([failed, completed]) == failed
