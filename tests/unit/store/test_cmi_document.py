"""The record as a data model, in the names of either edition."""

from __future__ import annotations

from connect_desktop.store.cmi_document import as_cmi
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from tests.store_for_tests import entries, launch_record, sets

PREFERENCES = {"cmi.learner_preference.language": "de"}


def _document(*launches: list[tuple[str, str]]) -> dict[str, str]:
    traces = [
        LaunchTrace(launch_record(f"launch-{number}", lamport=number), entries(*sets("a", values)))
        for number, values in enumerate(launches)
    ]
    return as_cmi(record_view(traces).activities["a"], PREFERENCES)


def test_scorm_2004() -> None:
    question = [("cmi.interactions.0.id", "q"), ("cmi.interactions.0.learner_response", "b")]
    first = [
        *question,
        ("cmi.location", "1"),
        ("cmi.comments_from_learner.0.comment", "hm"),
        ("cmi.objectives.0.id", "o"),
        ("cmi.objectives.0.success_status", "passed"),
        ("cmi.objectives.0.description", "Add"),
        ("cmi.session_time", "PT1M"),
    ]
    second = [
        *question,
        ("cmi.location", "2"),
        ("cmi.completion_status", "completed"),
        ("cmi.success_status", "passed"),
        ("cmi.score.scaled", "0.90"),
        ("cmi.progress_measure", "1.0"),
        ("cmi.session_time", "PT0.5S"),
    ]
    assert _document(first, second) == {
        "cmi.location": "2",
        "cmi.completion_status": "completed",
        "cmi.success_status": "passed",
        "cmi.score.scaled": "0.90",
        "cmi.progress_measure": "1.0",
        "cmi.total_time": "PT1M0.5S",
        "cmi.interactions.0.id": "q",
        "cmi.interactions.0.learner_response": "b",
        "cmi.interactions.1.id": "q",
        "cmi.interactions.1.learner_response": "b",
        "cmi.comments_from_learner.0.comment": "hm",
        "cmi.objectives.0.id": "o",
        "cmi.objectives.0.success_status": "passed",
        "cmi.objectives.0.completion_status": "unknown",
        "cmi.objectives.0.description": "Add",
        "cmi.learner_preference.language": "de",
    }


def test_scorm_12() -> None:
    first = [
        ("cmi.core.lesson_status", "passed"),
        ("cmi.core.score.raw", "80"),
        ("cmi.core.lesson_location", "1"),
        ("cmi.core.exit", "suspend"),
        ("cmi.comments", "hm"),
        ("cmi.objectives.0.id", "o"),
        ("cmi.objectives.0.status", "failed"),
        ("cmi.objectives.0.score.raw", "3"),
        ("cmi.objectives.1.id", "p"),
        ("cmi.core.session_time", "0001:00:00.25"),
    ]
    second = [("cmi.core.lesson_status", "failed"), ("cmi.core.lesson_location", "2"), ("cmi.comments", "well")]
    assert _document(first, second) == {
        "cmi.core.lesson_status": "passed",
        "cmi.core.score.raw": "80",
        "cmi.core.lesson_location": "2",
        "cmi.core.total_time": "0001:00:00.25",
        "cmi.comments": "hm\nwell",
        "cmi.objectives.0.id": "o",
        "cmi.objectives.0.status": "failed",
        "cmi.objectives.0.score.raw": "3",
        "cmi.objectives.1.id": "p",
        "cmi.learner_preference.language": "de",
    }


def test_an_objective_that_never_got_an_id_has_none() -> None:
    document = _document([("cmi.objectives.3.status", "passed")])
    assert {name: value for name, value in document.items() if "objectives" in name} == {
        "cmi.objectives.0.status": "passed"
    }
