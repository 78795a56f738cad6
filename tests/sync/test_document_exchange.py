"""Devices and a server that knows only the owner's document: the same promise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.sync.errors import NotTheServer
from connect_desktop.sync.report import Outcome
from connect_desktop.sync.service import SyncService
from tests.document_server_for_tests import DocumentServer
from tests.faulty_transport_for_tests import (
    Fault,
    FaultyTransport,
    answers,
    before,
    captive_portal,
    no_network,
    only,
    response_lost,
    truncated,
)
from tests.server_for_tests import PACKAGE, add_package, running_server
from tests.sync.conftest import MakeDevice
from tests.sync_for_tests import LEARNER, device

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00"))
ANSWER = (("cmi.interactions.0.id", "q1"), ("cmi.interactions.0.student_response", "a"))
S = "s-1"


@pytest.fixture
def server(documents: DocumentServer) -> DocumentServer:
    return documents


@pytest.fixture
def make_device(make_device_of_documents: MakeDevice) -> MakeDevice:
    return make_device_of_documents


def told(server: DocumentServer, **fields: Any) -> None:
    """Somebody else writes to the session."""
    status, _ = server.write(S, {"version": server.sessions[S]["version"], **fields})
    assert status == 200


def test_what_was_learnt_goes_to_the_server(make_device: MakeDevice, server: DocumentServer) -> None:
    one = make_device("a")
    one.begin(S)
    one.play(S, *PASSED, *ANSWER, ("cmi.suspend_data", "x"))
    report = one.sync()
    assert (report.outcome, report.sent, report.error) == (Outcome.DONE, 1, None)
    there = server.sessions[S]
    assert (there["completion_status"], there["success_status"], there["time_spent_seconds"]) == (
        "completed",
        "passed",
        60,
    )
    assert there["cmi_data"]["cmi.interactions.0.id"] == "q1"
    assert (one.standing(S).to_send, one.standing(S).seconds) == (0, 60)
    version = there["version"]
    assert (one.sync().sent, server.sessions[S]["version"]) == (0, version)


@pytest.mark.parametrize(("adds", "merges", "drops"), [(True, True, False), (False, False, False), (True, True, True)])
def test_two_devices_and_somebody_else(
    make_device: MakeDevice, server: DocumentServer, adds: bool, merges: bool, drops: bool
) -> None:
    server.adds, server.merges, server.drops = adds, merges, drops
    one, other = make_device("a"), make_device("b")
    one.begin(S)
    one.play(S, *PASSED, *ANSWER)
    one.sync()
    assert other.sync().received == 1
    assert (other.session(S).success, other.session(S).total_time) == ("passed", 6000)
    other.play(S, ("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:00:30"), *ANSWER)
    other.sync()
    told(server, cmi_data={**server.sessions[S]["cmi_data"], "cmi.launch_data": "word"})
    one.play(S, ("cmi.core.session_time", "0000:00:05"))
    for _ in range(2):
        assert one.sync().outcome is Outcome.DONE
        assert other.sync().outcome is Outcome.DONE
    there = server.sessions[S]
    assert (there["time_spent_seconds"], there["success_status"]) == (95, "passed")
    assert one.session(S).total_time == other.session(S).total_time == 9500
    assert one.session(S).success == other.session(S).success == "passed"
    assert one.session(S).completion == other.session(S).completion == "completed"
    assert there["cmi_data"]["cmi.launch_data"] == "word"
    assert (other.session(S).cmi_data or {})["cmi.launch_data"] == "word"
    answered = [key for key in there["cmi_data"] if key.endswith("student_response")]
    assert len(answered) == 1  # both answered alike from the same base


def test_somebody_was_quicker(make_device: MakeDevice, server: DocumentServer) -> None:
    transport = FaultyTransport()
    one = make_device("a", transport)
    one.begin(S)
    one.play(S, *PASSED)
    one.sync()
    one.play(S, ("cmi.core.session_time", "0000:00:05"))
    transport.then(None, None, before(lambda: told(server, session_time="PT7S")))
    assert one.sync().outcome is Outcome.DONE
    assert server.sessions[S]["time_spent_seconds"] == 72
    assert one.session(S).total_time == 7200


@pytest.mark.parametrize(
    ("fault", "drops"),
    [
        (no_network, False),
        (no_network, True),
        (response_lost, False),
        (response_lost, True),
        (captive_portal, False),
        (truncated, True),
        (answers(503), False),
    ],
)
@pytest.mark.parametrize("others", [False, True])
def test_time_is_never_added_once_more(
    make_device: MakeDevice, server: DocumentServer, fault: Fault, others: bool, drops: bool
) -> None:
    server.drops = drops
    transport = FaultyTransport()
    one = make_device("a", transport)
    one.begin(S)
    one.play(S, *PASSED)
    one.sync()
    one.play(S, ("cmi.core.session_time", "0000:00:05"), ("cmi.suspend_data", "y"))
    transport.then(None, None, fault)
    assert one.sync().outcome is Outcome.WAITING
    assert one.standing(S).to_send == 1
    if others:
        told(server, session_time="PT7S")
    for _ in range(2):
        assert one.sync().outcome is Outcome.DONE
    expected = 72 if others else 65
    assert (server.sessions[S]["time_spent_seconds"], one.session(S).total_time) == (expected, expected * 100)
    assert server.sessions[S]["cmi_data"]["cmi.suspend_data"] == "y"


def test_two_places_to_go_on_from(make_device: MakeDevice, server: DocumentServer) -> None:
    one, other = make_device("a"), make_device("b")
    one.begin(S)
    one.play(S, ("cmi.core.lesson_location", "1"))
    one.sync()
    other.sync()
    one.play(S, ("cmi.core.lesson_location", "7"))
    other.play(S, ("cmi.core.lesson_location", "3"))
    one.sync()
    other.sync()
    (question,) = other.service.questions()
    assert {point.location for point in question.points} == {"3", "7"}
    theirs = next(point for point in question.points if point.location == "7")
    other.service.resume_from(S, theirs.launch_id)
    assert other.service.questions() == ()
    other.sync()
    assert server.sessions[S]["cmi_data"]["cmi.core.lesson_location"] == "7"


def test_a_restored_server_gets_back_what_it_had(make_device: MakeDevice, server: DocumentServer) -> None:
    one = make_device("a")
    one.begin(S)
    one.play(S, ("cmi.core.session_time", "0000:00:10"))
    one.sync()
    backup = {**server.sessions[S], "cmi_data": dict(server.sessions[S]["cmi_data"])}
    one.play(S, *PASSED)
    one.sync()
    one.play(S, ("cmi.core.session_time", "0000:00:01"))
    one.sync()
    server.sessions[S] = backup
    for _ in range(2):
        assert one.sync().outcome is Outcome.DONE
    there = server.sessions[S]
    assert (there["time_spent_seconds"], there["success_status"]) == (71, "passed")
    assert one.session(S).total_time == 7100


def test_where_nothing_is_in_common_a_session_of_its_own_is_begun(
    make_device: MakeDevice, server: DocumentServer
) -> None:
    server.begin(PACKAGE, {"session_id": S, "user_id": LEARNER})
    told(server, completion_status="incomplete", session_time="PT9S")
    one = make_device("a")
    one.begin(S)
    one.play(S, *PASSED)
    for _ in range(2):
        assert one.sync().outcome is Outcome.DONE
    assert sorted(it["time_spent_seconds"] for it in server.sessions.values()) == [9, 60]
    assert sorted(session.total_time for session in one.store.sessions.all()) == [900, 6000]


def test_what_it_refuses_is_quarantined_alone(make_device: MakeDevice, server: DocumentServer) -> None:
    one = make_device("a", FaultyTransport(choose=only(f"/sessions/{S}", answers(422, "no"), times=99)))
    for session_id in (S, "s-2"):
        one.begin(session_id)
        one.play(session_id, *PASSED)
    report = one.sync()
    assert (report.outcome, report.quarantined) == (Outcome.DONE, 1)
    assert server.sessions["s-2"]["success_status"] == "passed"
    assert [it.session_id for it in one.service.quarantined(one.account)] == [S]


def test_what_others_wrote_waits_for_a_course_to_be_closed(make_device: MakeDevice, server: DocumentServer) -> None:
    one = make_device("a")
    one.begin(S)
    launch_id = one.play(S, ("cmi.core.session_time", "0000:00:05"), end=False)
    one.sync()
    assert server.sessions[S]["time_spent_seconds"] == 5
    told(server, session_time="PT7S", completion_status="incomplete")
    assert one.sync().waiting == 1
    one.end(S, launch_id)
    one.play(S, *PASSED)
    assert one.sync().waiting == 0
    there = server.sessions[S]
    assert (there["time_spent_seconds"], there["success_status"]) == (72, "passed")
    assert (one.session(S).total_time, one.session(S).success) == (7200, "passed")


def test_a_key_that_is_not_in_force(make_device: MakeDevice, server: DocumentServer) -> None:
    one = make_device("a")
    one.begin(S)
    one.play(S, *PASSED)
    one.credentials.key = "wrong"
    assert one.sync().outcome is Outcome.SIGN_IN
    assert server.sessions == {}


def test_a_captive_portal_is_no_server_of_this_kind(make_device: MakeDevice, server: DocumentServer) -> None:
    one = make_device("a", FaultyTransport(choose=lambda _request: captive_portal))
    one.begin(S)
    one.play(S, *PASSED)
    assert one.sync().outcome is Outcome.WAITING
    assert server.sessions == {}


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_that_answers_with_pages_what_it_does_not_know(
    make_device: MakeDevice, server: DocumentServer, status: int
) -> None:
    server.pages = status
    one = make_device("a")
    for session_id in (S, "s-2"):
        one.begin(session_id)
        one.play(session_id, *PASSED)
    assert one.sync().outcome is Outcome.DONE
    assert server.sessions[S]["time_spent_seconds"] == 60
    server.packages = ()
    del server.sessions[S]
    one.begin("s-3")
    one.play("s-3", *PASSED)
    one.play("s-2", ("cmi.core.session_time", "0000:00:05"))
    report = one.sync()
    assert (report.outcome, report.waiting, report.quarantined) == (Outcome.DONE, 1, 1)
    assert server.sessions["s-2"]["time_spent_seconds"] == 65


@pytest.mark.parametrize("status", [200, 404, 405, 501])
def test_a_page_for_every_request_is_nobody_to_sync_with(
    make_device: MakeDevice, server: DocumentServer, status: int
) -> None:
    one = make_device("a", FaultyTransport(choose=lambda _request: _page(status)))
    one.begin(S)
    one.play(S, *PASSED)
    report = one.sync()
    assert (report.outcome, report.quarantined) == (Outcome.WAITING, 0)
    assert isinstance(report.error, NotTheServer)
    assert one.standing(S).to_send == 1
    one = make_device("b", FaultyTransport(None, _page(404), _page(404)))
    one.begin("s-2")
    one.play("s-2", *PASSED)
    # The pages were somebody else's, who is gone: the server is asked once more what it knows.
    assert one.sync().outcome is Outcome.DONE


def test_a_page_in_place_of_a_server_that_keeps_launches(course: Path, tmp_path: Path) -> None:
    """A network that wants a person to sign in answers the first questions, then the server does."""
    data = tmp_path / "server"
    add_package(data, course)
    with running_server(data) as server:
        line = FaultyTransport(None, _page(404), _page(404))
        with device(tmp_path / "a", course, server.address, server.key, line) as one:
            one.begin(S)
            one.play(S, *PASSED)
            assert one.sync().outcome is Outcome.DONE
            assert ("POST", "/api/v1/sync") in line.requests


def _page(status: int) -> Fault:
    def fault(request: httpx.Request, _ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
        return httpx.Response(status, content=b"<html>Welcome!</html>", request=request)

    return fault


def test_two_programs_on_one_device_take_nothing_of_each_other_for_somebody_elses(
    make_device: MakeDevice, server: DocumentServer
) -> None:
    """The second exchanges the same session while the first is about to read what the server has."""
    transport = FaultyTransport()
    one = make_device("a", transport)
    one.begin(S)
    one.play(S, *PASSED)
    one.sync()
    one.play(S, ("cmi.core.session_time", "0000:00:05"))
    second = SyncService(one.store, one.courses, one.credentials, timing=one.timing)
    asked: list[str] = []

    def at(point: str) -> None:
        asked.append(point)
        if asked == ["merge"]:
            second.run(one.account, cancelled=lambda: False, progress=lambda _progress: None)

    first = SyncService(one.store, one.courses, one.credentials, timing=one.timing, at=at)
    told(server, session_time="PT7S")
    assert first.run(one.account, cancelled=lambda: False, progress=lambda _progress: None).outcome is Outcome.DONE
    assert (server.sessions[S]["time_spent_seconds"], one.session(S).total_time) == (72, 7200)
