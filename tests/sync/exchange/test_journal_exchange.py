"""Devices and the real server exchange what was learnt."""

from __future__ import annotations

from uuid import uuid4

from connect_desktop.store.database import utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync.report import Outcome
from tests.faulty_transport_for_tests import FaultyTransport, no_network
from tests.server_for_tests import RunningServer
from tests.sync.conftest import MakeDevice
from tests.sync.exchange.learnt import FURTHER, begun, on_server


def test_what_was_learnt_goes_to_the_server(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a")
    begun(device, session_id, learner)
    assert device.standing(session_id).to_send == 1
    report = device.sync()
    assert (report.outcome, report.sent, report.received, report.error) == (Outcome.DONE, 1, 0, None)
    there = on_server(server, session_id)
    assert (there["completion_status"], there["success_status"]) == ("completed", "passed")
    assert (there["user_id"], there["time_spent_seconds"]) == (learner, 60.25)
    standing = device.standing(session_id)
    assert (standing.held, standing.launches, standing.seconds, standing.success) == (1, 1, 60.25, "passed")


def test_nothing_new_is_one_request(make_device: MakeDevice, session_id: str, learner: str) -> None:
    transport = FaultyTransport()
    device = make_device("a", transport)
    begun(device, session_id, learner)
    device.sync()
    transport.requests.clear()
    assert device.sync().outcome is Outcome.DONE
    assert transport.requests == [("POST", "/api/v1/sync/state")]


def test_exchanges_that_came_to_nothing_are_one_line_of_the_history(
    make_device: MakeDevice, session_id: str, learner: str
) -> None:
    transport = FaultyTransport()
    device = make_device("a", transport)
    begun(device, session_id, learner)
    for _ in range(3):
        device.sync()
    transport.then(no_network, no_network)
    for _ in range(2):
        device.sync()
    rows = device.service.history(device.account)
    assert [(row.code, row.details["outcome"], row.details["sent"]) for row in rows] == [
        ("run", "waiting", 0),
        ("run", "done", 0),
        ("run", "done", 1),
    ], [row.details["error"] for row in rows]


def test_many_sessions_go_in_few_requests(make_device: MakeDevice, learner: str) -> None:
    transport = FaultyTransport()
    device = make_device("a", transport)
    for _ in range(120):
        begun(device, f"s-{uuid4()}", learner)
    assert device.sync().sent == 120
    assert [path for _, path in transport.requests] == ["/api/health", "/api/v1/sync/state", *2 * ["/api/v1/sync"]]
    assert device.standing().to_send == 0


def test_another_device_goes_on(make_device: MakeDevice, server: RunningServer, session_id: str, learner: str) -> None:
    one, other = make_device("a"), make_device("b")
    begun(one, session_id, learner)
    one.sync()
    other.store.learners.known_as(learner)
    report = other.sync()
    assert (report.received, set(report.changed)) == (1, {session_id})
    assert (other.session(session_id).success, other.session(session_id).total_time) == ("passed", 6025)
    other.play(session_id, *FURTHER)
    other.sync()
    one.sync()
    assert one.session(session_id).total_time == other.session(session_id).total_time == 18025
    assert on_server(server, session_id)["time_spent_seconds"] == 180.25
    assert one.session(session_id).completion == "completed"
    assert one.service.questions() == ()


def test_two_devices_at_the_same_time_and_a_place_to_choose(
    make_device: MakeDevice, session_id: str, learner: str
) -> None:
    one, other = make_device("a"), make_device("b")
    begun(one, session_id, learner)
    one.sync()
    other.store.learners.known_as(learner)
    other.sync()
    mine = one.play(session_id, *FURTHER, ("cmi.core.lesson_location", "page 7"))
    theirs = other.play(session_id, *FURTHER, ("cmi.core.lesson_location", "page 3"))
    for device in (one, other, one):
        assert device.sync().outcome is Outcome.DONE
    assert one.session(session_id).total_time == other.session(session_id).total_time == 30025
    (question,) = one.service.questions()
    assert {(point.launch_id, point.location) for point in question.points} == {(mine, "page 7"), (theirs, "page 3")}
    chosen = question.points[-1]
    one.service.resume_from(session_id, chosen.launch_id)
    assert one.service.questions() == ()
    for device in (one, other):
        device.sync()
        elements = device.session(session_id).cmi_data or {}
        assert elements["cmi.core.lesson_location"] == chosen.location
        assert device.session(session_id).total_time == 30025
        assert device.service.questions() == ()
    undone = question.points[0]
    other.service.resume_from(session_id, undone.launch_id)
    other.sync()
    one.sync()
    assert (one.session(session_id).cmi_data or {})["cmi.core.lesson_location"] == undone.location


def test_a_running_launch_is_sent_as_far_as_it_is(make_device: MakeDevice, session_id: str, learner: str) -> None:
    device = make_device("a")
    device.begin(session_id, learner)
    launch_id = device.play(session_id, ("cmi.core.lesson_status", "incomplete"), end=False)
    assert device.sync().sent == 1
    assert device.standing(session_id).to_send == 0
    device.end(session_id, launch_id)
    assert device.standing(session_id).to_send == 1
    assert device.sync().sent == 1
    assert device.standing(session_id).to_send == 0


def test_a_learner_with_another_id_there(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a")
    accounts = Accounts(device.store.database.connections, device.store.tenant_id, utc_now)
    accounts.link(device.account.id, "bea", learner)
    linked = accounts.get(device.account.id)
    assert linked is not None
    begun(device, session_id, "bea")
    report = device.service.run(linked, cancelled=lambda: False, progress=lambda _progress: None)
    assert (report.outcome, on_server(server, session_id)["user_id"]) == (Outcome.DONE, learner)
