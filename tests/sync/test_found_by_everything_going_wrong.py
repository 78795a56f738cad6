"""What the machine of `test_sync_loses_nothing` found, each by itself."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from connect_desktop.packages.library import PackageLibrary, package_id_of
from connect_desktop.runtime.launching import Launching
from connect_desktop.store.database import utc_now
from connect_desktop.store.records import EntryKind
from connect_desktop.sync.report import Outcome
from tests.faulty_transport_for_tests import Fault, FaultyTransport, answers, changed, only
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.sync.conftest import MakeDevice
from tests.sync_for_tests import ITEM
from tests.sync_for_tests import device as device_with


@pytest.mark.parametrize("refused", [answers(400, "invalid-request"), answers(404, "not-found"), answers(401)])
def test_a_server_is_not_taken_for_one_without_launches_by_one_answer(
    make_device: MakeDevice, server: RunningServer, learner: str, refused: Fault
) -> None:
    line = FaultyTransport(None, refused)
    device = make_device("a", line)
    session_id = device.begin(f"s-{uuid4()}", learner)
    first = device.play(session_id, ("cmi.core.session_time", "0000:01:00.25"), ("cmi.core.lesson_status", "passed"))
    assert device.sync().outcome is Outcome.DONE
    assert ("GET", "/api/health") in line.requests
    second = device.play(session_id, ("cmi.core.session_time", "0000:02:00"))
    assert device.sync().outcome is Outcome.DONE
    with server.client() as client:
        session = client.get(f"/sessions/{session_id}").raise_for_status().json()
        journal = client.get(f"/sessions/{session_id}/journal").raise_for_status().json()["journal"]
    assert (session["time_spent_seconds"], device.session(session_id).total_time) == (180.25, 18025)
    assert set(journal) == {first, second}


def test_a_copy_of_a_device_that_wrote_as_much_is_told_from_it(
    make_device: MakeDevice, server: RunningServer, learner: str, tmp_path: Path
) -> None:
    one = make_device("a")
    session_id = one.begin(f"s-{uuid4()}", learner)
    launch_id = one.play(session_id, ("cmi.core.session_time", "0000:00:10"), end=False)
    assert one.sync().outcome is Outcome.DONE
    shutil.copytree(one.data, tmp_path / "b")
    other = make_device("b", with_course=False)
    for device, place in ((other, "there"), (one, "here")):
        # The first time, what the other wrote comes while this launch is still being written to.
        assert device.sync().outcome is Outcome.DONE
        (launch,) = device.store.launches.unended()
        with closing(device.store.journal(launch)) as journal:
            journal.append(EntryKind.SET, ITEM, "cmi.suspend_data", place)
            journal.commit()
        device.end(session_id, launch_id)
        assert device.sync().outcome is Outcome.DONE
    assert other.sync().outcome is Outcome.DONE
    with server.client() as client:
        journals = client.get(f"/sessions/{session_id}/journal").raise_for_status().json()["journal"]
    assert {it["payload"]["entries"][-1][4] for it in journals.values()} == {"here", "there"}
    assert one.session(session_id).cmi_data == other.session(session_id).cmi_data
    for device in (one, other):
        assert {it.id for it in device.store.launches.of_session(session_id)} == set(journals)
        assert (device.standing().to_send, device.session(session_id).total_time) == (0, 2000)


def test_a_receipt_for_more_than_was_sent_is_none_for_what_was_sent(
    make_device: MakeDevice, server: RunningServer, learner: str
) -> None:
    """What is held under the id may be what a copy of the device wrote."""

    def higher(answer: dict[str, Any]) -> None:
        for result in answer["results"]:
            receipts = result["body"]["receipt"]
            result["body"]["receipt"] = {launch_id: [rev + 1, "0" * 64] for launch_id, (rev, _) in receipts.items()}

    device = make_device("a", FaultyTransport(choose=only("/sync", changed(higher))))
    session_id = device.begin(f"s-{uuid4()}", learner)
    device.play(session_id, ("cmi.core.session_time", "0000:00:10"))
    assert device.sync().outcome is Outcome.WAITING
    assert device.standing().to_send == 1
    assert device.sync().outcome is Outcome.DONE
    assert device.standing().to_send == 0


@pytest.fixture
def replaced(course: Path, tmp_path: Path) -> Iterator[RunningServer]:
    """A server that has other content under the id of the devices' course, and that course under its own."""
    add_package(tmp_path / "server", build_zip(tmp_path / "other.zip", {**course_files(), "more.html": "more"}))
    add_package(tmp_path / "server", course, own_id(course))
    with running_server(tmp_path / "server") as there:
        yield there


def own_id(course: Path) -> str:
    return package_id_of(hashlib.sha256(course.read_bytes()).hexdigest())


def test_what_a_launch_writes_after_it_went_to_a_session_of_its_own_is_on_record_there(
    replaced: RunningServer, course: Path, tmp_path: Path
) -> None:
    with device_with(tmp_path / "a", course, replaced.address, replaced.key) as device:
        device.play(device.begin("s-1"), ("cmi.core.session_time", "0000:01:00"), end=False)
        (launch,) = device.store.launches.unended()
        assert device.sync().sent == 1
        with closing(device.store.journal(launch)) as journal:
            journal.append(EntryKind.SET, ITEM, "cmi.core.session_time", "0000:02:00")
            journal.commit()
        Launching(device.store, clock=utc_now).settle(launch, PackageLibrary(device.data / "packages").course(PACKAGE))
        assert {it.total_time for it in device.store.sessions.all() if it.id != "s-1"} == {12000}
        assert device.session("s-1").total_time == 0


def test_a_copy_of_a_device_hears_where_launches_went(replaced: RunningServer, course: Path, tmp_path: Path) -> None:
    with device_with(tmp_path / "a", course, replaced.address, replaced.key) as one:
        add_package(one.data, course, own_id(course))
        one.play(one.begin("s-1"), ("cmi.core.session_time", "0000:01:00"))
        shutil.copytree(one.data, tmp_path / "b")
        with device_with(tmp_path / "b", None, replaced.address, replaced.key) as copy:
            for device in (one, copy, one):
                report = device.sync()
                assert (report.outcome, report.quarantined, report.waiting) == (Outcome.DONE, 0, 0)
                assert {it.id: it.total_time for it in device.store.sessions.all()}.pop("s-1") == 0
            assert [it.total_time for it in copy.store.sessions.all()] == [
                it.total_time for it in one.store.sessions.all()
            ]
            assert sum(it.total_time for it in copy.store.sessions.all()) == 6000
