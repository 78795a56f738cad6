"""SCORM 2004: what a launch finds, and what the LMS decides in it [RTE 4]."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.rte.launch import Credit, InitialObjective, Mode, SharedDatum
from tests.rte_for_tests import DONE, AskedNavigation, Sco2004


def test_navigation_is_asked_each_time() -> None:
    navigation = AskedNavigation("continue", "choice.{target=activity.2}")
    sco = Sco2004(navigation=navigation)
    assert sco.get("adl.nav.request_valid.continue") == ("true", 0)
    assert sco.get("adl.nav.request_valid.previous") == ("false", 0)
    assert sco.get("adl.nav.request_valid.choice.{target=activity.2}") == ("true", 0)
    assert sco.get("adl.nav.request_valid.jump.{target=x}") == ("false", 0)
    navigation.valid = frozenset()
    assert sco.get("adl.nav.request_valid.continue") == ("false", 0)
    assert navigation.asked[2] == "choice.{target=activity.2}"


def test_a_navigation_request_is_told_and_not_kept() -> None:
    sco = Sco2004()
    assert sco.api.navigation_request() == "_none_"
    sco.set("adl.nav.request", "{target=activity_2}choice")
    assert sco.api.navigation_request() == "{target=activity_2}choice"
    assert sco.api.values() == {}
    assert Sco2004(stored={"adl.nav.request": "exitAll"}).api.navigation_request() == "_none_"


def test_shared_stores() -> None:
    sco = Sco2004(
        shared_data=(
            SharedDatum(target="open", value="kept"),
            SharedDatum(target="empty"),
            SharedDatum(target="read", value="only", writable=False),
            SharedDatum(target="write", value="only", readable=False),
        ),
        stored={"adl.data.0.store": "what another launch saw"},
    )
    assert sco.get("adl.data.0.store") == ("kept", 0)
    assert sco.get("adl.data.1.store") == ("", 403)
    assert sco.set("adl.data.1.store", "new") == DONE
    assert sco.get("adl.data.1.store") == ("new", 0)
    assert sco.set("adl.data.0.store", "") == DONE
    assert sco.get("adl.data.0.store") == ("", 403)
    assert sco.set("adl.data.2.store", "x") == ("false", 404)
    assert sco.get("adl.data.3.store") == ("", 405)
    assert sco.set("adl.data.4.store", "x") == ("false", 351)
    assert sco.get("adl.data.4.store") == ("", 301)
    assert sco.recorder.records == [("adl.data.1.store", "new"), ("adl.data.0.store", "")]
    assert sco.api.values() == {}


def test_given_objectives_are_there_and_keep_their_places() -> None:
    given = (InitialObjective(identifier="a"), InitialObjective(identifier="b", success_status="passed", scaled="0.9"))
    first = Sco2004(objectives=given)
    assert first.recorder.records == [("cmi.objectives.0.id", "a"), ("cmi.objectives.1.id", "b")]
    assert first.get("cmi.objectives._count") == ("2", 0)
    assert first.get("cmi.objectives.1.success_status") == ("passed", 0)
    assert first.get("cmi.objectives.1.score.scaled") == ("0.9", 0)
    assert first.get("cmi.objectives.0.score.scaled") == ("", 403)
    assert first.set("cmi.objectives.0.score.scaled", "0.1") == DONE
    assert first.set("cmi.objectives.2.id", "c") == DONE

    other_order = (InitialObjective(identifier="d"), given[1], InitialObjective(identifier="a", scaled="0.3"))
    second = Sco2004(objectives=other_order, stored=dict(first.recorder.records))
    ids = [second.get(f"cmi.objectives.{index}.id")[0] for index in range(4)]
    assert ids == ["a", "b", "c", "d"]
    assert second.get("cmi.objectives.0.score.scaled") == ("0.3", 0)
    assert second.recorder.records == [("cmi.objectives.3.id", "d")]


def test_a_given_objective_takes_the_place_that_lost_its_identifier() -> None:
    stored = {"cmi.objectives.1.id": "b", "cmi.objectives.0.score.raw": "7"}
    sco = Sco2004(objectives=(InitialObjective(identifier="b"), InitialObjective(identifier="a")), stored=stored)
    assert sco.get("cmi.objectives.0.id") == ("a", 0)
    assert sco.get("cmi.objectives.0.score.raw") == ("7", 0)
    assert sco.get("cmi.objectives._count") == ("2", 0)


def test_stored_values_come_back_in_any_order_and_verbatim() -> None:
    stored = {
        "cmi.interactions.1.correct_responses.1.pattern": "c[,]d",
        "cmi.interactions.0.learner_response": "true",
        "cmi.interactions.1.correct_responses.0.pattern": "a[,]b",
        "cmi.interactions.1.type": "choice",
        "cmi.interactions.1.id": "q1",
        "cmi.interactions.0.type": "true-false",
        "cmi.interactions.0.id": "q0",
        "cmi.score.raw": "not a number any more",
        "cmi.unheard_of": "from a later version",
    }
    sco = Sco2004(stored=stored)
    assert sco.api.values() == stored
    assert sco.get("cmi.interactions._count") == ("2", 0)
    assert sco.get("cmi.interactions.1.correct_responses._count") == ("2", 0)
    assert sco.set("cmi.interactions.1.correct_responses.2.pattern", "b[,]a") == ("false", 351)
    assert sco.set("cmi.interactions.2.id", "q2") == DONE
    assert sco.get("cmi.unheard_of") == ("", 401)


def test_session_time_and_exit_are_of_this_launch_only() -> None:
    sco = Sco2004(stored={"cmi.session_time": "PT10M", "cmi.exit": "suspend"})
    assert (sco.api.session_time(), sco.api.exit_value()) == (0, "")
    assert sco.api.values() == {}
    sco.set("cmi.session_time", "PT1M0.5S")
    sco.set("cmi.exit", "normal")
    assert (sco.api.session_time(), sco.api.exit_value()) == (6050, "normal")


@pytest.mark.parametrize(
    ("threshold", "progress", "said", "completion"),
    [
        (None, "1", "incomplete", "incomplete"),
        (None, None, None, "unknown"),
        (0.8, None, "completed", "unknown"),
        (0.8, "0.8", "incomplete", "completed"),
        (0.8, "0.79", "completed", "incomplete"),
        (0.0, "0", None, "completed"),
    ],
)
def test_completion_is_decided_by_the_threshold(
    threshold: float | None, progress: str | None, said: str | None, completion: str
) -> None:
    sco = Sco2004(completion_threshold=threshold)
    for element, value in (("progress_measure", progress), ("completion_status", said)):
        assert value is None or sco.set(f"cmi.{element}", value) == DONE
    assert sco.get("cmi.completion_status") == (completion, 0)
    assert sco.api.values().get("cmi.completion_status", "unknown") == completion
    assert sco.terminate() == DONE
    assert dict(sco.recorder.records).get("cmi.completion_status", "unknown") == completion


@pytest.mark.parametrize(
    ("passing", "scaled", "said", "success"),
    [
        (None, "1", "failed", "failed"),
        (0.8, None, "passed", "unknown"),
        (0.8, "0.8", "failed", "passed"),
        (-0.5, "-0.6", "passed", "failed"),
    ],
)
def test_success_is_decided_by_the_passing_score(
    passing: float | None, scaled: str | None, said: str, success: str
) -> None:
    sco = Sco2004(scaled_passing_score=passing)
    for element, value in (("score.scaled", scaled), ("success_status", said)):
        assert value is None or sco.set(f"cmi.{element}", value) == DONE
    assert sco.get("cmi.success_status") == (success, 0)
    assert sco.terminate() == DONE
    assert dict(sco.recorder.records)["cmi.success_status"] == success
    assert sco.recorder.commits == 1


@pytest.mark.parametrize("mode", [Mode.REVIEW, Mode.BROWSE])
def test_nothing_is_decided_for_the_record_when_it_does_not_count(mode: Mode) -> None:
    sco = Sco2004(mode=mode, credit=Credit.NO_CREDIT, scaled_passing_score=0.5, stored={"cmi.success_status": "passed"})
    sco.set("cmi.score.scaled", "0.1")
    assert sco.terminate() == DONE
    assert sco.recorder.records == [("cmi.score.scaled", "0.1")]
    assert sco.api.values()["cmi.success_status"] == "passed"
