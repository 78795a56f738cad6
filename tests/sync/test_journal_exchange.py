"""Devices and the real server: nothing is lost and nothing is counted twice, whatever the network does."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from connect_desktop.packages.library import package_id_of
from connect_desktop.store.database import utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.store.records import EntryKind
from connect_desktop.sync.errors import NotTheServer, ServerBusy, ServerOutOfReach
from connect_desktop.sync.report import Outcome, Waiting
from tests.faulty_transport_for_tests import (
    Fault,
    FaultyTransport,
    an_empty_success,
    answers,
    before,
    captive_portal,
    changed,
    delivered_twice,
    garbage,
    no_network,
    only,
    response_lost,
    truncated,
)
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.sync.conftest import MakeDevice
from tests.sync_for_tests import Device
from tests.sync_for_tests import device as device_with

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"))
FURTHER = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))


@pytest.fixture
def session_id() -> str:
    return f"s-{uuid4()}"


def begun(device: Device, session_id: str, learner: str) -> str:
    """The session, with one launch that passed."""
    device.begin(session_id, learner)
    return device.play(session_id, *PASSED)


def on_server(server: RunningServer, session_id: str) -> dict[str, Any]:
    with server.client() as client:
        document: dict[str, Any] = client.get(f"/sessions/{session_id}").raise_for_status().json()
    return document


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


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (no_network, ServerOutOfReach),
        (response_lost, ServerOutOfReach),
        (captive_portal, NotTheServer),
        (an_empty_success, NotTheServer),
        (truncated, NotTheServer),
        (garbage, NotTheServer),
        (answers(302), NotTheServer),
        (answers(511), NotTheServer),
        (answers(500), ServerBusy),
        (answers(502), ServerBusy),
        (answers(503), ServerBusy),
        (answers(504), ServerBusy),
        (answers(429, headers={"Retry-After": "7"}), ServerBusy),
    ],
)
@pytest.mark.parametrize("path", ["/sync", "/sync/state"])
def test_what_is_no_acknowledgement(
    make_device: MakeDevice,
    server: RunningServer,
    session_id: str,
    learner: str,
    path: str,
    fault: Fault,
    expected: type[Exception],
) -> None:
    transport = FaultyTransport(choose=only(path, fault))
    device = make_device("a", transport)
    begun(device, session_id, learner)
    report = device.sync()
    assert report.outcome is Outcome.WAITING
    assert isinstance(report.error, expected)
    assert device.standing(session_id).held == 0
    if isinstance(report.error, ServerBusy) and report.error.values["status"] == 429:
        assert report.retry_after == 7
    assert device.sync().outcome is Outcome.DONE
    assert device.standing(session_id).held == 1
    assert on_server(server, session_id)["time_spent_seconds"] == 60.25


def _without_receipt(document: dict[str, Any]) -> None:
    del document["results"][0]["body"]["receipt"]


def _other_receipt(document: dict[str, Any]) -> None:
    receipt = document["results"][0]["body"]["receipt"]
    receipt.update({launch_id: [rev, "0" * 64] for launch_id, (rev, _) in receipt.items()})


def _other_session(document: dict[str, Any]) -> None:
    document["results"][0]["body"]["id"] = "another"


@pytest.mark.parametrize("change", [_without_receipt, _other_receipt, _other_session])
def test_a_success_without_a_receipt_to_verify(
    make_device: MakeDevice, session_id: str, learner: str, change: Callable[[dict[str, Any]], None]
) -> None:
    device = make_device("a", FaultyTransport(choose=only("/sync", changed(change))))
    begun(device, session_id, learner)
    report = device.sync()
    assert (report.outcome, report.sent, device.standing().held) == (Outcome.WAITING, 0, 0)
    assert isinstance(report.error, NotTheServer)
    assert (device.sync().outcome, device.standing().held) == (Outcome.DONE, 1)


def test_delivered_twice_counts_once(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a", FaultyTransport(choose=only("/sync", delivered_twice)))
    begun(device, session_id, learner)
    assert device.sync().outcome in (Outcome.DONE, Outcome.WAITING)
    assert device.sync().outcome is Outcome.DONE
    assert on_server(server, session_id)["time_spent_seconds"] == 60.25


def test_somebody_was_quicker(make_device: MakeDevice, server: RunningServer, session_id: str, learner: str) -> None:
    one = make_device("a")
    begun(one, session_id, learner)
    one.sync()

    def meanwhile() -> None:
        with server.client() as client:
            version = on_server(server, session_id)["version"]
            body = {"version": version, "session_time": "PT5S"}
            client.put(f"/sessions/{session_id}", json=body, headers={"Idempotency-Key": str(uuid4())})

    transport = FaultyTransport(choose=only("/sync", before(meanwhile)))
    other = make_device("c", transport)
    other.store.learners.known_as(learner)
    other.sync()
    other.play(session_id, *FURTHER)
    assert other.sync().outcome is Outcome.DONE
    assert on_server(server, session_id)["time_spent_seconds"] == 185.25
    assert other.session(session_id).total_time == 18525


def test_who_never_gets_a_turn_waits(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    def meanwhile() -> None:
        version = on_server(server, session_id)["version"]
        with server.client() as client:
            client.put(f"/sessions/{session_id}", json={"version": version, "cmi_data": {"their.own": str(uuid4())}})

    transport = FaultyTransport()
    device = make_device("a", transport)
    begun(device, session_id, learner)
    device.sync()
    device.play(session_id, *FURTHER)
    racing = FaultyTransport(choose=only("/sync", before(meanwhile), times=50))
    racer = make_device("b", racing)
    racer.store.learners.known_as(learner)
    racer.sync()
    racer.play(session_id, *FURTHER)
    report = racer.sync()
    assert (report.outcome, report.waiting) == (Outcome.WAITING, 1)
    assert racer.standing(session_id).waiting == {Waiting.CONFLICTS: 1}
    assert sum(path.endswith("/sync") for _, path in racing.requests) <= 8
    assert racer.timing.waits == sorted(racer.timing.waits)
    assert device.sync().outcome is Outcome.DONE


def test_a_restored_server_gets_everything_again(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    first = make_device("b")
    begun(first, session_id, learner)
    first.sync()
    with first.store.database.connections.writing() as connection:
        connection.execute("UPDATE account SET epoch = 'before'")
    with server.client() as client:
        client.delete(f"/sessions/{session_id}").raise_for_status()
    report = first.sync()
    assert (report.outcome, report.sent) == (Outcome.DONE, 1)
    assert [row.code for row in first.service.history(first.account)].count("server-restored") == 1
    assert on_server(server, session_id)["success_status"] == "passed"


def test_a_version_that_went_down_is_a_restored_server(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a")
    begun(device, session_id, learner)
    device.sync()
    with device.store.database.connections.writing() as connection:
        connection.execute("UPDATE sync_session SET told_version = 70, version = 70")
    report = device.sync()
    assert (report.outcome, report.sent) == (Outcome.DONE, 1)
    assert device.standing(session_id).to_send == 0


def test_what_an_operator_removed_is_kept_and_not_sent_again_by_itself(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a")
    begun(device, session_id, learner)
    device.sync()
    with server.client() as client:
        client.delete(f"/sessions/{session_id}").raise_for_status()
    assert device.sync().quarantined == 1
    (refused,) = device.service.quarantined(device.account)
    assert (refused.session_id, refused.code) == (session_id, "removed-there")
    assert device.session(session_id).total_time == 6025
    device.service.retry(device.account, session_id)
    assert device.sync().sent == 1
    assert on_server(server, session_id)["success_status"] == "passed"


def test_a_key_that_is_revoked_and_one_that_came_in_its_place(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a")
    begun(device, session_id, learner)
    device.credentials.key = "cdk_nonsense"
    assert device.sync().outcome is Outcome.SIGN_IN
    device.credentials.key = None
    assert device.sync().outcome is Outcome.SIGN_IN
    device.credentials.key = server.key
    assert device.sync().outcome is Outcome.DONE
    assert device.standing().held == 1


def test_a_new_key_in_the_middle_is_taken_at_once(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    transport = FaultyTransport()
    device = make_device("a", transport)
    begun(device, session_id, learner)
    device.credentials.key = "cdk_old"

    def renew() -> None:
        device.credentials.key = server.key

    transport.then(before(renew))
    assert device.sync().outcome is Outcome.DONE


def test_a_key_that_may_not_write(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    with server.client() as client:
        reading = client.post(f"{server.address}/api/admin/api-keys", json={"name": "r", "scope": "read"}).json()["key"]
    device = make_device("a")
    begun(device, session_id, learner)
    device.credentials.key = reading
    assert device.sync().outcome is Outcome.NOT_ALLOWED
    assert device.standing().held == 0


def test_one_launch_that_is_too_long_holds_up_no_other_session(
    make_device: MakeDevice, server: RunningServer, learner: str, tmp_path: Path
) -> None:
    device = make_device("a")
    too_long, other = f"s-{uuid4()}", f"s-{uuid4()}"
    device.begin(too_long, learner)
    device.play(too_long, *((f"cmi.interactions.{n}.id", "x" * 100_000) for n in range(90)))
    begun(device, other, learner)
    report = device.sync()
    assert (report.outcome, report.sent, report.quarantined) == (Outcome.DONE, 1, 1)
    assert on_server(server, other)["success_status"] == "passed"
    (refused,) = device.service.quarantined(device.account)
    assert (refused.session_id, refused.code) == (too_long, "body-too-large")
    device.service.export(too_long, tmp_path / "kept.json")
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert [len(launch["payload"]["entries"]) for launch in kept["journal"].values()] == [92]
    assert device.sync().sent == 0
    device.service.retry(device.account, too_long)
    assert device.sync().quarantined == 1


def test_a_proxy_that_takes_less_gets_less_at_a_time(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    def choose(request: httpx.Request) -> Fault | None:
        return answers(413) if len(request.content) > 5000 else None

    device = make_device("a", FaultyTransport(choose=choose))
    device.begin(session_id, learner)
    for _ in range(12):
        device.play(session_id, ("cmi.suspend_data", "x" * 1000))
    for _ in range(12):
        begun(device, f"s-{uuid4()}", learner)
    report = device.sync()
    assert (report.outcome, report.quarantined, device.standing().to_send) == (Outcome.DONE, 0, 0)
    with server.client() as client:
        journal = client.get(f"/sessions/{session_id}/journal", params={"limit": 50}).json()["journal"]
    assert len(journal) == 12, "what is said to be held is held"


def test_a_course_that_the_server_lacks_is_waited_for(make_device: MakeDevice, session_id: str, learner: str) -> None:
    transport = FaultyTransport()
    device = make_device("a", transport)
    device.begin(session_id, learner, "pkg_elsewhere")
    device.store.launches.end(device.store.launches.begin(session_id).id, device.timing.now())
    assert device.sync().waiting == 1
    assert device.standing(session_id).waiting == {Waiting.NO_COURSE_THERE: 1}
    transport.requests.clear()
    assert device.sync().outcome is Outcome.DONE
    assert transport.requests == [("POST", "/api/v1/sync/state"), ("GET", "/api/v1/packages/pkg_elsewhere")]


def test_what_is_assigned_there_waits_for_its_course_here(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str, course: Path
) -> None:
    with server.client() as client:
        body = {"user_id": learner, "session_id": session_id}
        client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()
    device = make_device("a", with_course=False)
    device.store.learners.known_as(learner)
    assert (device.sync().waiting, device.store.sessions.get(session_id)) == (1, None)
    with_course = make_device("b")
    with_course.store.learners.known_as(learner)
    assert (with_course.sync().waiting, with_course.session(session_id).package_id) == (0, PACKAGE)


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


def test_a_copied_device_loses_nothing(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str, tmp_path: Path
) -> None:
    one = make_device("a")
    one.begin(session_id, learner)
    launch_id = one.play(session_id, ("cmi.core.session_time", "0000:00:10"), end=False)
    one.store.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    one, copy = make_device("a"), make_device("b")
    for device, time in ((one, "0000:01:00"), (copy, "0000:02:00")):
        launch = device.store.launches.unended()[0]
        assert launch.id == launch_id
        with closing(device.store.journal(launch)) as journal:
            journal.append(EntryKind.SET, "ITEM1", "cmi.core.session_time", time)
            journal.commit()
        device.end(session_id, launch_id)
    for device in (one, copy, one, copy):
        assert device.sync().outcome is Outcome.DONE
    assert on_server(server, session_id)["time_spent_seconds"] == 180
    assert one.session(session_id).total_time == copy.session(session_id).total_time == 18000
    assert "device-copied" in {row.code for row in copy.service.history(copy.account)}


def test_stopping_keeps_what_was_acknowledged(make_device: MakeDevice, server: RunningServer, learner: str) -> None:
    device = make_device("a")
    for _ in range(250):
        begun(device, f"s-{uuid4()}", learner)
    asked = iter([False, False])
    report = device.service.run(device.account, cancelled=lambda: next(asked, True), progress=lambda _progress: None)
    assert report.outcome is Outcome.CANCELLED
    held = device.standing().held
    assert 0 < held < 250
    with server.client() as client:
        there = client.get("/sessions", params={"user_id": learner, "limit": 200}).json()["sessions"]
    assert len(there) == held, "what was on its way is acknowledged too"
    assert (device.sync().sent, device.standing().to_send) == (250 - held, 0)


def test_a_server_restored_while_it_answers(make_device: MakeDevice, session_id: str, learner: str) -> None:
    device = make_device("a", FaultyTransport(choose=only("/sync", changed(lambda it: it.update(epoch="another")))))
    begun(device, session_id, learner)
    assert device.sync().outcome is Outcome.DONE
    assert device.standing(session_id).held == 1
    assert "server-restored" in {row.code for row in device.service.history(device.account)}


def test_what_ran_other_content_goes_on_in_a_session_of_its_own(
    course: Path, tmp_path: Path, session_id: str, learner: str
) -> None:
    other = build_zip(tmp_path / "other.zip", {**course_files(), "more.html": "more"})
    own_id = package_id_of(hashlib.sha256(course.read_bytes()).hexdigest())
    add_package(tmp_path / "server", other)
    with (
        running_server(tmp_path / "server") as there,
        device_with(tmp_path / "device", course, there.address, there.key) as here,
    ):
        begun(here, session_id, learner)
        report = here.sync()
        assert (report.outcome, report.quarantined, report.waiting) == (Outcome.DONE, 0, 1)
        (fork,) = [it.id for it in here.store.sessions.all(learner_id=learner) if it.id != session_id]
        assert (here.session(fork).package_id, here.session(fork).total_time) == (own_id, 6025)
        assert here.session(session_id).total_time == 0
        assert here.standing(fork).waiting == {Waiting.NO_COURSE_THERE: 1}
        add_package(tmp_path / "server", course, own_id)
        assert (here.sync().sent, here.standing(fork).to_send) == (1, 0)
        assert on_server(there, fork)["success_status"] == "passed"
        assert here.sync().sent == 0


def test_a_session_of_theirs_that_ran_other_content_waits(
    course: Path, tmp_path: Path, session_id: str, learner: str
) -> None:
    other = build_zip(tmp_path / "other.zip", {**course_files(), "more.html": "more"})
    add_package(tmp_path / "server", other)
    with (
        running_server(tmp_path / "server") as there,
        device_with(tmp_path / "one", other, there.address, there.key) as one,
        device_with(tmp_path / "two", course, there.address, there.key) as two,
    ):
        begun(one, session_id, learner)
        one.sync()
        begun(two, session_id, learner)
        for _ in range(2):
            assert two.sync().outcome is Outcome.DONE
        assert two.standing(session_id).waiting == {Waiting.OTHER_CONTENT: 1}
        assert [it.total_time for it in two.store.sessions.all(learner_id=learner) if it.id != session_id] == [6025]
        assert on_server(there, session_id)["time_spent_seconds"] == 60.25
