"""SCORM 1.2 from a table of its elements and error codes [RTE 1.2 3.3, 3.4], as ADL's suite has them."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.rte.api import ApiInstance, ApiState
from connect_desktop.scorm.rte.launch import Credit, LmsComment, Mode
from tests.rte_for_tests import DONE, MemoryRecorder, Sco12

MISMATCH = ("false", 405)
READ_ONLY = ("false", 403)
WRITE_ONLY = ("", 404)

# element, what it answers before it is set
READABLE = [
    (
        "cmi.core._children",
        "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time",
    ),
    ("cmi.core.student_id", "ada"),
    ("cmi.core.student_name", "Lovelace, Ada"),
    ("cmi.core.lesson_location", ""),
    ("cmi.core.credit", "credit"),
    ("cmi.core.lesson_status", "not attempted"),
    ("cmi.core.entry", "ab-initio"),
    ("cmi.core.score._children", "raw,min,max"),
    ("cmi.core.score.raw", ""),
    ("cmi.core.score.min", ""),
    ("cmi.core.score.max", ""),
    ("cmi.core.total_time", "0001:00:00.50"),
    ("cmi.core.lesson_mode", "normal"),
    ("cmi.suspend_data", ""),
    ("cmi.launch_data", "from the manifest"),
    ("cmi.comments", ""),
    ("cmi.comments_from_lms", "one\ntwo"),
    ("cmi.objectives._children", "id,score,status"),
    ("cmi.objectives._count", "0"),
    ("cmi.student_data._children", "mastery_score,max_time_allowed,time_limit_action"),
    ("cmi.student_data.mastery_score", "80"),
    ("cmi.student_data.max_time_allowed", "0000:30:00"),
    ("cmi.student_data.time_limit_action", "exit,message"),
    ("cmi.student_preference._children", "audio,language,speed,text"),
    ("cmi.student_preference.audio", "0"),
    ("cmi.student_preference.language", ""),
    ("cmi.student_preference.speed", "0"),
    ("cmi.student_preference.text", "0"),
    (
        "cmi.interactions._children",
        "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
    ),
    ("cmi.interactions._count", "0"),
    ("cmi._version", "3.4"),
]

# element, values it takes, values it refuses with 405, whether it can be read back
WRITABLE = [
    ("cmi.core.lesson_location", ["", "page 3", "x" * 255], ["x" * 256], True),
    (
        "cmi.core.lesson_status",
        ["passed", "completed", "failed", "incomplete", "browsed"],
        ["not attempted", "Passed", "done", "", "unknown"],
        True,
    ),
    ("cmi.core.score.raw", ["", "0", "85", "85.5", "100"], ["150", "-1", "abc", "100.01"], True),
    ("cmi.core.score.min", ["", "0"], ["-1", "low"], True),
    ("cmi.core.score.max", ["", "100"], ["101", "high"], True),
    ("cmi.core.exit", ["", "time-out", "suspend", "logout"], ["normal", "Suspend"], False),
    ("cmi.core.session_time", ["", "00:30:00", "0000:30:00.5"], ["30 minutes", "0:30:00", "PT30M", "00:30"], False),
    ("cmi.suspend_data", ["", "x" * 4096], ["x" * 4097], True),
    ("cmi.comments", ["", "x" * 4096], ["x" * 4097], True),
    ("cmi.student_preference.audio", ["-1", "0", "100"], ["-2", "101", "loud", ""], True),
    ("cmi.student_preference.language", ["", "français"], ["x" * 256], True),
    ("cmi.student_preference.speed", ["-100", "100"], ["-101", "fast"], True),
    ("cmi.student_preference.text", ["-1", "0", "1"], ["2", ""], True),
    ("cmi.objectives.0.id", ["obj1", "x" * 255], ["", "a b", "x" * 256], True),
    ("cmi.objectives.0.score.raw", ["", "50"], ["101", "x"], True),
    ("cmi.objectives.0.score.min", ["0"], ["-1"], True),
    ("cmi.objectives.0.score.max", ["100"], ["101"], True),
    ("cmi.objectives.0.status", ["passed", "not attempted", "browsed"], ["Passed", ""], True),
    ("cmi.interactions.0.id", ["q1"], ["", "a b"], False),
    ("cmi.interactions.0.objectives.0.id", ["obj1"], ["", "a b"], False),
    ("cmi.interactions.0.time", ["10:00:00", "23:59:59.99"], ["25:00:00", "10:61:00", "9:00:00", "now", ""], False),
    (
        "cmi.interactions.0.type",
        ["true-false", "choice", "fill-in", "matching", "performance", "likert", "sequencing", "numeric"],
        ["other", "long-fill-in", ""],
        False,
    ),
    ("cmi.interactions.0.correct_responses.0.pattern", ["", "a,b", "{1.c,2.b}"], ["x" * 256], False),
    ("cmi.interactions.0.weighting", ["", "1", "-1.5", "1000"], ["heavy"], False),
    ("cmi.interactions.0.student_response", ["", "a,b", "x" * 255], ["x" * 256], False),
    (
        "cmi.interactions.0.result",
        ["correct", "wrong", "unanticipated", "neutral", "0.75"],
        ["incorrect", "right"],
        False,
    ),
    ("cmi.interactions.0.latency", ["00:00:05", "0000:00:05.25"], ["5", "PT5S"], False),
]

# calls that must be refused on their own: function, arguments, answer, code
REFUSED = [
    ("LMSInitialize", ("",), "false", 101),
    ("LMSInitialize", ("x",), "false", 201),
    ("LMSCommit", ("x",), "false", 201),
    ("LMSFinish", ("x",), "false", 201),
    ("LMSGetValue", ("",), "", 201),
    ("LMSSetValue", ("", "x"), "false", 201),
    ("LMSGetValue", ("cmi.core.bogus",), "", 201),
    ("LMSSetValue", ("cmi.core.bogus", "x"), "false", 201),
    ("LMSGetValue", ("cmi.core",), "", 201),
    ("LMSGetValue", ("cmi.objectives.0.id",), "", 201),
    ("LMSSetValue", ("cmi.objectives.1.id", "x"), "false", 201),
    ("LMSGetValue", ("cmi.core.lesson_status._children",), "", 202),
    ("LMSGetValue", ("cmi.suspend_data._children",), "", 202),
    ("LMSGetValue", ("cmi.core._count",), "", 203),
    ("LMSGetValue", ("cmi.core.score._count",), "", 203),
    ("LMSGetValue", ("cmi.bogus.x",), "", 401),
    ("LMSSetValue", ("cmi.bogus.x", "x"), "false", 401),
    ("LMSGetValue", ("adl.nav.request",), "", 401),
    ("LMSGetValue", ("cmi",), "", 401),
    ("LMSGetValue", ("cmi.core._version",), "", 401),
    ("LMSSetValue", ("cmi.core._children", "x"), "false", 402),
    ("LMSSetValue", ("cmi.objectives._count", "1"), "false", 402),
    ("LMSSetValue", ("cmi._version", "x"), "false", 402),
    ("LMSSetValue", ("cmi.core.student_id", "x"), "false", 403),
    ("LMSSetValue", ("cmi.core.student_name", "x"), "false", 403),
    ("LMSSetValue", ("cmi.core.credit", "credit"), "false", 403),
    ("LMSSetValue", ("cmi.core.entry", ""), "false", 403),
    ("LMSSetValue", ("cmi.core.total_time", "00:00:00"), "false", 403),
    ("LMSSetValue", ("cmi.core.lesson_mode", "normal"), "false", 403),
    ("LMSSetValue", ("cmi.launch_data", "x"), "false", 403),
    ("LMSSetValue", ("cmi.comments_from_lms", "x"), "false", 403),
    ("LMSSetValue", ("cmi.student_data.mastery_score", "0"), "false", 403),
    ("LMSSetValue", ("cmi.student_data.max_time_allowed", "0"), "false", 403),
    ("LMSSetValue", ("cmi.student_data.time_limit_action", ""), "false", 403),
]

STRINGS = {
    "0": "No error",
    "101": "General exception",
    "201": "Invalid argument error",
    "202": "Element cannot have children",
    "203": "Element not an array - cannot have count",
    "301": "Not initialized",
    "401": "Not implemented error",
    "402": "Invalid set value, element is a keyword",
    "403": "Element is read only",
    "404": "Element is write only",
    "405": "Incorrect data type",
    "407": "",
    "x": "",
    "": "",
}


def test_it_is_an_api_instance() -> None:
    api: ApiInstance = Sco12().api
    assert api.state is ApiState.RUNNING
    assert api.navigation_request() == "_none_"


@pytest.mark.parametrize(("element", "value"), READABLE)
def test_before_anything_is_set(element: str, value: str) -> None:
    sco = Sco12(
        total_time=360_050,
        launch_data="from the manifest",
        mastery_score="80",
        max_time_allowed="0000:30:00",
        time_limit_action="exit,message",
        comments_from_lms=(LmsComment(comment="one"), LmsComment(comment="two")),
    )
    assert sco.get(element) == (value, 0)


@pytest.mark.parametrize(("element", "good", "bad", "readable"), WRITABLE)
def test_writing_an_element(element: str, good: list[str], bad: list[str], readable: bool) -> None:
    sco = Sco12()
    for value in good:
        assert sco.set(element, value) == DONE
        assert sco.get(element) == ((value, 0) if readable else WRITE_ONLY)
        assert sco.recorder.records[-1] == (element, value)
    recorded = list(sco.recorder.records)
    for value in bad:
        assert sco.set(element, value) == MISMATCH
    assert sco.recorder.records == recorded
    assert sco.api.values()[element] == good[-1]


@pytest.mark.parametrize(("function", "args", "answer", "code"), REFUSED)
def test_refused_calls(function: str, args: tuple[str, ...], answer: str, code: int) -> None:
    sco = Sco12()
    assert sco.api.call(function, args) == answer
    assert sco.api.last_error == code
    assert sco.api.call("LMSGetLastError", ()) == str(code)
    assert sco.recorder.records == []
    assert sco.api.state is ApiState.RUNNING


@pytest.mark.parametrize(("code", "string"), STRINGS.items())
def test_error_strings(code: str, string: str) -> None:
    assert Sco12().api.call("LMSGetErrorString", (code,)) == string


def test_diagnostics_tell_more_of_the_last_error() -> None:
    api = Sco12().api
    api.call("LMSGetValue", ("cmi.core.exit",))
    assert api.call("LMSGetDiagnostic", ("",)) == "The element can only be written."
    assert api.call("LMSGetDiagnostic", ("404",)) == "The element can only be written."
    assert api.call("LMSGetDiagnostic", ("201",)) == STRINGS["201"]
    assert api.call("LMSGetLastError", ()) == "404"


@pytest.mark.parametrize(
    ("function", "args", "answer"),
    [
        ("LMSGetValue", ("cmi.core.student_id",), ""),
        ("LMSSetValue", ("cmi.core.lesson_location", "1"), "false"),
        ("LMSCommit", ("",), "false"),
        ("LMSFinish", ("",), "false"),
    ],
)
def test_before_initialize_and_after_finish(function: str, args: tuple[str, ...], answer: str) -> None:
    sco = Sco12(initialize=False)
    assert sco.api.call(function, args) == answer
    assert sco.api.last_error == 301
    assert sco.api.call("LMSInitialize", ()) == "true"
    assert sco.api.call("LMSFinish", ()) == "true"
    assert sco.api.call(function, args) == answer
    assert sco.api.last_error == 301


def test_it_is_initialized_once() -> None:
    sco = Sco12()
    assert sco.finish() == DONE
    assert sco.api.call("LMSInitialize", ("",)) == "false"
    assert sco.api.last_error == 101


@pytest.mark.parametrize("function", ["Initialize", "lmsInitialize", "LMSTerminate", "", "__init__"])
def test_functions_of_another_edition_are_none(function: str) -> None:
    api = Sco12(initialize=False).api
    assert api.call(function, ("",)) == ""
    assert api.state is ApiState.NOT_INITIALIZED


def test_true_false_and_numeric_responses_have_a_form() -> None:
    sco = Sco12()
    sco.set("cmi.interactions.0.type", "true-false")
    assert sco.set("cmi.interactions.0.student_response", "true") == DONE
    assert sco.set("cmi.interactions.0.student_response", "0") == DONE
    assert sco.set("cmi.interactions.0.student_response", "maybe") == MISMATCH
    sco.set("cmi.interactions.0.type", "numeric")
    assert sco.set("cmi.interactions.0.student_response", "4.5") == DONE
    assert sco.set("cmi.interactions.0.student_response", "four") == MISMATCH


def test_arrays_count_what_was_added_in_order() -> None:
    sco = Sco12()
    for index in range(3):
        assert sco.set(f"cmi.objectives.{index}.id", f"obj{index}") == DONE
    assert sco.set("cmi.objectives.4.id", "late") == ("false", 201)
    assert sco.get("cmi.objectives._count") == ("3", 0)
    assert sco.set("cmi.interactions.0.correct_responses.0.pattern", "a") == DONE
    assert sco.get("cmi.interactions.0.correct_responses._count") == ("1", 0)
    assert sco.get("cmi.interactions.0.objectives._count") == ("0", 0)
    assert sco.get("cmi.interactions._count") == ("1", 0)


@pytest.mark.parametrize("element", [e for e, _, bad, _ in WRITABLE if any(len(value) > 255 for value in bad)])
def test_lenient_takes_what_is_too_long_and_keeps_all_of_it(element: str) -> None:
    sco = Sco12(lenient=True)
    text = "x" * 100_000
    assert sco.set(element, text) == DONE
    assert sco.api.values()[element] == text


@pytest.mark.parametrize("value", ["0:0:5", "00:00:05.1234", "PT5S"])
def test_lenient_takes_odd_session_times(value: str) -> None:
    sco = Sco12(lenient=True)
    assert sco.set("cmi.core.session_time", value) == DONE
    assert sco.api.session_time() in (500, 512)


def test_session_time_and_exit_are_of_this_launch_only() -> None:
    sco = Sco12(stored={"cmi.core.session_time": "00:10:00", "cmi.core.exit": "suspend"})
    assert (sco.api.session_time(), sco.api.exit_value()) == (0, "")
    sco.set("cmi.core.session_time", "00:00:05.5")
    sco.set("cmi.core.exit", "logout")
    assert (sco.api.session_time(), sco.api.exit_value()) == (550, "logout")


@pytest.mark.parametrize(
    ("mode", "credit", "mastery", "stored", "writes", "status"),
    [
        (Mode.NORMAL, Credit.CREDIT, "", {}, {}, "completed"),
        (Mode.NORMAL, Credit.CREDIT, "", {}, {"lesson_status": "incomplete"}, "incomplete"),
        (Mode.NORMAL, Credit.CREDIT, "", {"cmi.core.lesson_status": "incomplete"}, {}, "incomplete"),
        (Mode.NORMAL, Credit.CREDIT, "80", {}, {"score.raw": "80"}, "passed"),
        (Mode.NORMAL, Credit.CREDIT, "80", {}, {"score.raw": "79.9"}, "failed"),
        (Mode.NORMAL, Credit.CREDIT, " 80 ", {}, {"score.raw": "80", "lesson_status": "completed"}, "passed"),
        (Mode.NORMAL, Credit.CREDIT, "80", {"cmi.core.score.raw": "90"}, {}, "passed"),
        (Mode.NORMAL, Credit.CREDIT, "80", {}, {"score.raw": ""}, "completed"),
        (Mode.NORMAL, Credit.CREDIT, "80", {}, {}, "completed"),
        (Mode.NORMAL, Credit.CREDIT, "high", {}, {"score.raw": "80"}, "completed"),
        (Mode.NORMAL, Credit.NO_CREDIT, "80", {}, {"score.raw": "80"}, "completed"),
        (Mode.NORMAL, Credit.CREDIT, "", {}, {"exit": "suspend"}, "incomplete"),
        (Mode.NORMAL, Credit.CREDIT, "80", {}, {"exit": "suspend", "score.raw": "10"}, "incomplete"),
        (Mode.NORMAL, Credit.CREDIT, "80", {}, {"exit": "suspend", "lesson_status": "incomplete"}, "incomplete"),
        (
            Mode.NORMAL,
            Credit.CREDIT,
            "80",
            {},
            {"exit": "suspend", "lesson_status": "completed", "score.raw": "85"},
            "passed",
        ),
        (Mode.BROWSE, Credit.NO_CREDIT, "80", {}, {"score.raw": "80"}, "browsed"),
        (Mode.BROWSE, Credit.NO_CREDIT, "", {"cmi.core.lesson_status": "completed"}, {}, "completed"),
        (Mode.REVIEW, Credit.NO_CREDIT, "80", {"cmi.core.lesson_status": "passed"}, {"score.raw": "0"}, "passed"),
        (Mode.REVIEW, Credit.NO_CREDIT, "", {}, {}, None),
    ],
)
def test_the_status_at_finish(
    mode: Mode, credit: Credit, mastery: str, stored: dict[str, str], writes: dict[str, str], status: str | None
) -> None:
    sco = Sco12(mode=mode, credit=credit, mastery_score=mastery, stored=stored)
    for element, value in writes.items():
        assert sco.set(f"cmi.core.{element}", value) == DONE
    before = dict(sco.api.values())
    assert sco.finish() == DONE
    assert sco.api.values().get("cmi.core.lesson_status") == status
    decided = [value for element, value in sco.recorder.records[len(writes) :] if element == "cmi.core.lesson_status"]
    assert decided == ([status] if before.get("cmi.core.lesson_status") != status else [])
    assert sco.recorder.commits == 1


def test_what_cannot_be_kept_is_refused_and_not_set() -> None:
    recorder = MemoryRecorder()
    sco = Sco12(recorder)
    sco.set("cmi.core.lesson_location", "1")
    recorder.refuses = True
    assert sco.set("cmi.core.lesson_location", "2") == ("false", 101)
    assert sco.get("cmi.core.lesson_location") == ("1", 0)
    assert (sco.api.call("LMSCommit", ("",)), sco.api.last_error) == ("false", 101)
    assert sco.finish() == ("false", 101)
    assert sco.api.state is ApiState.RUNNING
    recorder.refuses = False
    assert sco.finish() == DONE
    assert sco.api.values()["cmi.core.lesson_status"] == "completed"


def test_preferences_of_the_learner_are_where_they_were_left() -> None:
    stored = {"cmi.student_preference.audio": "10", "cmi.student_preference.text": "1"}
    sco = Sco12(stored=stored, preferences={"cmi.student_preference.audio": "70"})
    assert sco.get("cmi.student_preference.audio") == ("70", 0)
    assert sco.get("cmi.student_preference.text") == ("1", 0)
