"""What is done to servers and devices between exchanges: restored, copied, given other keys, courses or packages."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.packages.library import package_id_of
from connect_desktop.store.database import utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.store.records import EntryKind
from connect_desktop.sync.report import Outcome, Waiting
from tests.faulty_transport_for_tests import FaultyTransport, before, changed, only
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.sync.conftest import MakeDevice
from tests.sync.exchange.learnt import begun, on_server
from tests.sync_for_tests import device as device_with


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


@pytest.mark.parametrize("path", ["/health", "/sync/state", "/sync"])
def test_an_account_that_is_given_up_meanwhile_stops_the_exchange(
    make_device: MakeDevice, session_id: str, learner: str, path: str
) -> None:
    transport = FaultyTransport(choose=only(path, before(lambda: accounts.remove(device.account.id))))
    device = make_device("a", transport)
    accounts = Accounts(device.store.database.connections, device.store.tenant_id, utc_now)
    begun(device, session_id, learner)
    assert device.sync().outcome is Outcome.CANCELLED
    assert device.session(session_id).success == "passed"


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
