"""SCORM 2004: states, functions and errors, and what cannot be kept [RTE 3]."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.rte.api import ApiInstance, ApiState
from connect_desktop.scorm.rte.errors import ERRORS_12, ERRORS_2004, ErrorTable, Fault
from connect_desktop.scorm.rte.launch import InitialObjective
from tests.rte_for_tests import DONE, MemoryRecorder, Sco2004

STATE_ERRORS = [
    ("GetValue", ("cmi.location",), "", 122, 123),
    ("SetValue", ("cmi.location", "1"), "false", 132, 133),
    ("Commit", ("",), "false", 142, 143),
    ("Terminate", ("",), "false", 112, 113),
]


def test_it_is_an_api_instance() -> None:
    api: ApiInstance = Sco2004().api
    assert api.state is ApiState.RUNNING


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
