"""SCORM 2004: states, errors, elements and what the LMS decides [RTE 3, 4]."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.rte import model
from connect_desktop.scorm.rte.api import ApiInstance, ApiState
from connect_desktop.scorm.rte.errors import ERRORS_12, ERRORS_2004, ErrorTable, Fault
from connect_desktop.scorm.rte.launch import Credit, InitialObjective, LmsComment, Mode, SharedDatum
from tests.rte_for_tests import DONE, AskedNavigation, MemoryRecorder, Sco2004

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

STATE_ERRORS = [
    ("GetValue", ("cmi.location",), "", 122, 123),
    ("SetValue", ("cmi.location", "1"), "false", 132, 133),
    ("Commit", ("",), "false", 142, 143),
    ("Terminate", ("",), "false", 112, 113),
]


def test_it_is_an_api_instance() -> None:
    api: ApiInstance = Sco2004().api
    assert api.state is ApiState.RUNNING


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


@pytest.mark.parametrize(("function", "args", "answer", "before", "after"), STATE_ERRORS)
def test_before_initialize_and_after_terminate(
    function: str, args: tuple[str, ...], answer: str, before: int, after: int
) -> None:
    sco = Sco2004(initialize=False)
    assert (sco.api.call(function, args), sco.api.last_error) == (answer, before)
    assert (sco.api.call("Initialize", ()), sco.api.last_error) == DONE
    assert (sco.api.call("Initialize", ("",)), sco.api.last_error) == ("false", 103)
    assert (sco.api.call("Terminate", ()), sco.api.last_error) == DONE
    assert (sco.api.call(function, args), sco.api.last_error) == (answer, after)
    assert (sco.api.call("Initialize", ("",)), sco.api.last_error) == ("false", 104)


@pytest.mark.parametrize("function", ["Initialize", "Commit", "Terminate"])
def test_an_argument_where_there_is_none(function: str) -> None:
    sco = Sco2004(initialize=function != "Initialize")
    assert (sco.api.call(function, ("x",)), sco.api.last_error) == ("false", 201)


@pytest.mark.parametrize("function", ["LMSInitialize", "initialize", "Finish", "", "call"])
def test_functions_that_are_none(function: str) -> None:
    assert Sco2004().api.call(function, ("", "")) == ""


def test_asking_for_the_error_does_not_change_it() -> None:
    api = Sco2004().api
    api.call("GetValue", ("cmi.exit",))
    assert api.call("GetErrorString", ("0",)) == "No Error"
    assert api.call("GetErrorString", ("",)) == ""
    assert api.call("GetErrorString", ("001",)) == ""
    assert api.call("GetDiagnostic", ("",)) == "The element can only be written."
    assert api.call("GetDiagnostic", ("406",)) == "Data Model Element Type Mismatch"
    assert api.call("GetDiagnostic", ("1444",)) == ""
    assert api.call("GetLastError", ()) == "405"
    assert api.call("GetValue", ("cmi.mode",)) == "normal"
    assert api.call("GetLastError", ()) == "0"
    assert api.call("GetDiagnostic", ("",)) == "No Error"


@pytest.mark.parametrize("table", [ERRORS_12, ERRORS_2004], ids=["1.2", "2004"])
def test_every_code_has_its_string_and_no_sentence_is_too_long(table: ErrorTable) -> None:
    assert all(table.string(str(code)) for code in table.codes.values())
    assert all(len(text) <= 255 for text in (*table.strings.values(), *(fault.value for fault in Fault)))


def test_every_fault_has_a_number_in_scorm_2004() -> None:
    assert set(ERRORS_2004.codes) == set(Fault)


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


def test_what_cannot_be_kept_is_refused_and_not_set() -> None:
    recorder = MemoryRecorder()
    sco = Sco2004(recorder, scaled_passing_score=0.5)
    sco.set("cmi.score.scaled", "0.9")
    recorder.refuses = True
    assert sco.set("cmi.location", "2") == ("false", 351)
    assert sco.get("cmi.location") == ("", 403)
    assert sco.set("cmi.interactions.0.id", "q") == ("false", 351)
    assert sco.get("cmi.interactions._count") == ("0", 0)
    assert sco.set("adl.nav.request", "continue") == DONE
    assert (sco.api.call("Commit", ("",)), sco.api.last_error) == ("false", 391)
    assert sco.terminate() == ("false", 111)
    assert sco.api.state is ApiState.RUNNING
    recorder.refuses = False
    assert sco.set("cmi.location", "3") == DONE
    assert sco.terminate() == DONE
    assert recorder.records[-1] == ("cmi.success_status", "passed")


def test_a_session_that_cannot_be_kept_does_not_begin() -> None:
    recorder = MemoryRecorder()
    recorder.refuses = True
    sco = Sco2004(recorder, objectives=(InitialObjective(identifier="a"),), initialize=False)
    assert (sco.api.call("Initialize", ("",)), sco.api.last_error) == ("false", 102)
    recorder.refuses = False
    assert (sco.api.call("Initialize", ("",)), sco.api.last_error) == DONE


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
