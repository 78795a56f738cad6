"""SCORM 2004: what each element takes, refuses and answers [RTE 4]."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.rte import model
from connect_desktop.scorm.rte.launch import LmsComment, SharedDatum
from tests.rte_for_tests import DONE, Sco2004

MISMATCH = ("false", 406)
OUT_OF_RANGE = ("false", 407)

GIVEN = {
    "cmi._version": "1.0",
    "cmi.learner_id": "ada",
    "cmi.learner_name": "Lovelace, Ada",
    "cmi.entry": "resume",
    "cmi.mode": "normal",
    "cmi.credit": "credit",
    "cmi.total_time": "PT1H0.5S",
    "cmi.launch_data": "from the manifest",
    "cmi.max_time_allowed": "PT30M",
    "cmi.time_limit_action": "exit,message",
    "cmi.scaled_passing_score": "0.8",
    "cmi.completion_threshold": "0.5",
    "cmi.comments_from_lms._count": "1",
    "cmi.comments_from_lms.0.comment": "Welcome",
    "cmi.comments_from_lms.0.timestamp": "2026-01-01",
    "adl.data._count": "1",
    "adl.data.0.id": "store-1",
}


# element, what it answers before it is set (None: 403), values it takes, refused with 406, refused with 407
WRITABLE = [
    ("cmi.location", None, ["", "x" * 100_000], [], []),
    ("cmi.suspend_data", None, ["", "x" * 100_000], [], []),
    ("cmi.completion_status", "unknown", ["completed", "incomplete", "not attempted", "unknown"], ["passed", ""], []),
    ("cmi.success_status", "unknown", ["passed", "failed", "unknown"], ["completed", ""], []),
    ("cmi.progress_measure", None, ["0", "0.5", "1.0"], ["half", ""], ["-0.1", "1.01"]),
    ("cmi.score.scaled", None, ["-1", "0.5", "1.0"], ["x", ""], ["-1.1", "85"]),
    ("cmi.score.raw", None, ["-1000", "85.123456789"], ["85%", ""], []),
    ("cmi.score.min", None, ["0"], ["low"], []),
    ("cmi.score.max", None, ["500"], ["high"], []),
    ("cmi.learner_preference.audio_level", "1", ["0", "2.5"], ["loud"], ["-1"]),
    ("cmi.learner_preference.delivery_speed", "1", ["0", "2"], ["fast"], ["-1"]),
    ("cmi.learner_preference.language", "", ["", "de-CH"], ["sp"], []),
    ("cmi.learner_preference.audio_captioning", "0", ["-1", "0", "1"], ["2", ""], []),
    (
        "adl.nav.request",
        "_none_",
        ["continue", "{target=a}choice", "{target=a}jump", "_none_"],
        ["choice", "jump", "", "{target=}jump", "{target=a}continue", "start"],
        [],
    ),
]


REFUSED_GETS = [
    ("", 301),
    ("cmi", 401),
    ("cmi.core.lesson_status", 401),
    ("cmi.bogus", 401),
    ("cmi.score", 401),
    (".cmi.mode", 401),
    ("cmi..mode", 401),
    ("cmi.mode.", 401),
    ("_version", 401),
    ("cmi" + ".x" * 100_000, 401),
    ("cmi.location.x", 401),
    ("cmi.objectives.x.id", 401),
    ("cmi.objectives.-1.id", 401),
    ("cmi.objectives.0.id", 301),
    ("cmi.objectives.0.score._children", 301),
    ("cmi.interactions.0.objectives._count", 301),
    ("cmi.interactions.objectives._count", 401),
    ("cmi.location._children", 301),
    ("cmi.location._count", 301),
    ("cmi.score._count", 301),
    ("cmi.score._version", 301),
    ("adl._version", 301),
    ("cmi.location", 403),
    ("cmi.launch_data", 403),
    ("cmi.max_time_allowed", 403),
    ("cmi.scaled_passing_score", 403),
    ("cmi.completion_threshold", 403),
    ("cmi.exit", 405),
    ("cmi.session_time", 405),
    ("adl.nav.request_valid.choice", 301),
    ("adl.nav.request_valid.choice.{id=a}", 301),
    ("adl.nav.request_valid.jump.{target=a b}", 301),
    ("adl.nav.request_valid.exit", 401),
    ("adl.nav.request_valid.continue.{target=a}", 401),
    ("cmi.objectives." + "9" * 5000 + ".id", 401),
]


REFUSED_SETS = [
    ("", 351),
    ("cmi", 401),
    ("cmi.bogus", 401),
    ("cmi.score", 401),
    ("cmi._version", 404),
    ("cmi.objectives._count", 404),
    ("cmi.score._children", 404),
    ("cmi.location._count", 404),
    ("cmi.entry", 404),
    ("cmi.mode", 404),
    ("cmi.comments_from_lms.0.comment", 404),
    ("adl.nav.request_valid.continue", 404),
    ("adl.nav.request_valid.choice.{target=a}", 404),
    ("adl.data.0.store", 351),
    ("cmi.objectives.1.id", 351),
    ("cmi.objectives.0.score.scaled", 408),
    ("cmi.objectives.0.description", 408),
    ("cmi.interactions.0.type", 408),
    ("cmi.interactions.1.type", 351),
    ("cmi.interactions.0.objectives.0.id", 408),
    ("cmi.interactions.0.correct_responses.0.pattern", 408),
    ("cmi.interactions.0.learner_response", 408),
]


def test_what_the_lms_gives_is_read_and_not_written() -> None:
    sco = Sco2004(
        entry="resume",
        total_time=360_050,
        launch_data="from the manifest",
        max_time_allowed="PT30M",
        time_limit_action="exit,message",
        scaled_passing_score=0.8,
        completion_threshold=0.5,
        comments_from_lms=(LmsComment(comment="Welcome", timestamp="2026-01-01"),),
        shared_data=(SharedDatum(target="store-1"),),
    )
    for element, value in GIVEN.items():
        assert sco.get(element) == (value, 0)
        assert sco.set(element, value) == ("false", 404)
    assert sco.get("cmi.comments_from_lms.0.location") == ("", 403)
    assert sco.recorder.records == []


@pytest.mark.parametrize(("element", "before", "good", "mismatches", "beyond"), WRITABLE)
def test_writing_an_element(
    element: str, before: str | None, good: list[str], mismatches: list[str], beyond: list[str]
) -> None:
    sco = Sco2004()
    assert sco.get(element) == (("", 403) if before is None else (before, 0))
    for value in good:
        assert sco.set(element, value) == DONE
        assert sco.get(element) == (value, 0)
    for value in mismatches:
        assert sco.set(element, value) == MISMATCH
    for value in beyond:
        assert sco.set(element, value) == OUT_OF_RANGE
    assert sco.get(element) == (good[-1], 0)
    recorded = [] if element == "adl.nav.request" else [(element, value) for value in good]
    assert sco.recorder.records == recorded


@pytest.mark.parametrize(("element", "code"), REFUSED_GETS)
def test_refused_gets(element: str, code: int) -> None:
    assert Sco2004().get(element) == ("", code)


@pytest.mark.parametrize(("element", "code"), REFUSED_SETS)
def test_refused_sets(element: str, code: int) -> None:
    sco = Sco2004()
    assert sco.set(element, "x") == ("false", code)
    assert sco.recorder.records == []
    assert sco.api.values() == {}


@pytest.mark.parametrize(
    ("element", "children"),
    [
        ("cmi.score", "scaled,raw,min,max"),
        ("cmi.objectives", "id,score,success_status,completion_status,progress_measure,description"),
        (
            "cmi.interactions",
            "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description",
        ),
        ("cmi.comments_from_learner", "comment,location,timestamp"),
        ("cmi.comments_from_lms", "comment,location,timestamp"),
        ("cmi.learner_preference", "audio_level,language,delivery_speed,audio_captioning"),
        ("adl.data", "id,store"),
    ],
)
def test_children(element: str, children: str) -> None:
    assert Sco2004().get(f"{element}._children") == (children, 0)


def test_identifiers_of_objectives_are_unique_and_stay() -> None:
    sco = Sco2004()
    assert sco.set("cmi.objectives.0.id", "a") == DONE
    assert sco.set("cmi.objectives.0.id", "a") == DONE
    assert sco.set("cmi.objectives.0.id", "b") == ("false", 351)
    assert sco.set("cmi.objectives.1.id", "a") == ("false", 351)
    assert sco.set("cmi.objectives.1.id", "A") == DONE
    assert sco.get("cmi.objectives._count") == ("2", 0)
    assert sco.get("cmi.objectives.01.id") == ("A", 0)
    assert sco.set("cmi.objectives.01.description", "canonical") == DONE
    assert sco.get("cmi.objectives.1.description") == ("canonical", 0)
    assert sco.recorder.records[-1] == ("cmi.objectives.1.description", "canonical")


def test_identifiers_of_an_interactions_objectives_are_unique_and_may_change() -> None:
    sco = Sco2004()
    sco.set("cmi.interactions.0.id", "q")
    assert sco.set("cmi.interactions.0.id", "q2") == DONE
    assert sco.set("cmi.interactions.1.id", "q2") == DONE
    assert sco.set("cmi.interactions.0.objectives.0.id", "a") == DONE
    assert sco.set("cmi.interactions.0.objectives.1.id", "a") == ("false", 351)
    assert sco.set("cmi.interactions.0.objectives.0.id", "b") == DONE
    assert sco.set("cmi.interactions.0.objectives.1.id", "a") == DONE
    assert sco.set("cmi.interactions.1.objectives.0.id", "a") == DONE


def test_comments_need_no_identifier() -> None:
    sco = Sco2004()
    assert sco.set("cmi.comments_from_learner.0.location", "page 1") == DONE
    assert sco.set("cmi.comments_from_learner.1.comment", "{lang=fr}Bien") == DONE
    assert sco.get("cmi.comments_from_learner._count") == ("2", 0)
    assert sco.get("cmi.comments_from_learner.0.comment") == ("", 403)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("cmi.session_time", "00:00:05"),
        ("cmi.session_time", "PT5.1234S"),
        ("cmi.interactions.0.latency", "PT1.5M"),
        ("cmi.interactions.0.timestamp", "2024-05-01T10:00:00Z"),
        ("cmi.comments_from_learner.0.timestamp", "2024-05-01T10:00:00.123Z"),
    ],
)
def test_lenient_takes_odd_times(element: str, value: str) -> None:
    for lenient in (False, True):
        sco = Sco2004(lenient=lenient)
        sco.set("cmi.interactions.0.id", "q")
        assert sco.set(element, value) == (DONE if lenient else MISMATCH)


def test_names_beyond_those_remembered_are_answered_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_REMEMBERED_NAMES", 10)
    sco = Sco2004()
    for index in range(30):
        assert sco.set(f"cmi.objectives.{index}.id", f"obj-{index}") == DONE
        assert sco.set(f"cmi.objectives.{index}.id", "obj-0") == (DONE if index == 0 else ("false", 351))
    assert sco.get("cmi.objectives.29.id") == ("obj-29", 0)


def test_a_changed_type_keeps_what_was_answered() -> None:
    sco = Sco2004()
    for element, value in (("id", "q"), ("type", "choice"), ("learner_response", "a"), ("type", "numeric")):
        assert sco.set(f"cmi.interactions.0.{element}", value) == DONE
    assert sco.get("cmi.interactions.0.learner_response") == ("a", 0)
    assert sco.set("cmi.interactions.0.learner_response", "a") == MISMATCH
