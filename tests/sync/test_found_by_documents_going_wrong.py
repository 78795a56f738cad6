"""What the machine of `test_documents_lose_nothing` found, and what led to it, each by itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from connect_desktop.runtime.navigation import Completion, Outcome
from connect_desktop.runtime.outcomes import highest
from connect_desktop.store.database import utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync import report
from connect_desktop.sync.documents.three_way import NO_SCORE, Record, three_way
from tests.document_server_for_tests import DocumentServer
from tests.faulty_transport_for_tests import FaultyTransport, before, delivered_twice
from tests.server_for_tests import RunningServer, add_package, running_server
from tests.sync.conftest import MakeDevice
from tests.sync.world.documents import forgeries
from tests.sync_for_tests import Device

S = "s-1"
DONE = report.Outcome.DONE


def seconds(count: int) -> tuple[str, str]:
    return "cmi.core.session_time", f"0000:00:{count:02}"


def all_have(server: DocumentServer, time: int, *devices: Device) -> None:
    """After everybody has synced twice, the server and these devices have so many seconds."""
    for device in devices * 2:
        assert device.sync().outcome is DONE
    found = [server.sessions[S]["time_spent_seconds"], *(device.session(S).total_time / 100 for device in devices)]
    assert found == [time] * len(found)


@pytest.fixture
def two(make_device_of_documents: MakeDevice) -> tuple[Device, Device, FaultyTransport]:
    """Two devices with ten seconds in common, and the line of the first."""
    line = FaultyTransport()
    one, other = make_device_of_documents("a", line), make_device_of_documents("b")
    one.begin(S)
    one.play(S, seconds(10))
    for device in (one, other):
        assert device.sync().outcome is DONE
    return one, other, line


@pytest.fixture
def server_of_its_own(course: Path, tmp_path: Path) -> Iterator[RunningServer]:
    add_package(tmp_path / "server", course)
    with running_server(tmp_path / "server") as running:
        yield running


def next_write(line: FaultyTransport, *faults: object) -> None:
    """The questions before it pass."""
    line.then(None, None, None, *faults)  # type: ignore[arg-type]


def test_a_write_that_was_delivered_twice_is_not_somebody_elses(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, line = two
    one.play(S, seconds(5))
    next_write(line, delivered_twice)
    all_have(documents, 15, one, other)


def test_two_devices_that_wrote_the_same_count_both(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    """The document is what the one was about to write, and it did not write it."""
    one, other, line = two
    for device in (one, other):
        device.play(S, seconds(5))

    def lost(request: httpx.Request, _ask: object) -> httpx.Response:
        raise httpx.ReadTimeout("gone", request=request)

    next_write(line, before(other.sync, lost))
    assert one.sync().outcome is report.Outcome.WAITING
    all_have(documents, 20, one, other)


def test_what_others_added_does_not_stand_for_what_was_lost(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, line = two
    one.play(S, seconds(5))

    def others(request: httpx.Request, _ask: object) -> httpx.Response:
        for _ in range(2):
            other.play(S, seconds(30))
            assert other.sync().outcome is DONE
        raise httpx.ReadTimeout("gone", request=request)

    next_write(line, others)
    assert one.sync().outcome is report.Outcome.WAITING
    all_have(documents, 75, one, other)


def test_a_write_that_arrives_after_it_was_given_up(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, line = two
    late: list[httpx.Request] = []

    def delayed(request: httpx.Request, _ask: object) -> httpx.Response:
        late.append(request)
        raise httpx.ReadTimeout("late", request=request)

    one.play(S, seconds(5))
    next_write(line, delayed)
    assert one.sync().outcome is report.Outcome.WAITING
    one.play(S, seconds(7))

    def at_last(request: httpx.Request, ask: object) -> httpx.Response:
        documents.answer("PUT", str(late[0].url.path), json.loads(late[0].content))
        return ask(request)  # type: ignore[operator, no-any-return]

    next_write(line, at_last)
    all_have(documents, 22, one, other)


def test_a_server_that_was_put_back_gets_what_each_device_had_brought(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, _ = two
    backup = deepcopy(documents.sessions)
    one.play(S, seconds(20))
    assert one.sync().outcome is DONE
    one.play(S, seconds(5))
    documents.sessions = backup
    # The version is as high again as the first device knows it, and higher, before it asks.
    for _ in range(3):
        other.play(S, seconds(1))
        assert other.sync().outcome is DONE
    all_have(documents, 38, one, other)


def test_a_version_that_came_again_is_not_taken_for_what_was_known(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, _ = two
    backup = deepcopy(documents.sessions)
    one.play(S, ("cmi.core.lesson_status", "passed"))
    assert one.sync().outcome is DONE
    documents.sessions = backup
    other.play(S, ("cmi.core.lesson_status", "incomplete"))
    assert other.sync().outcome is DONE
    all_have(documents, 10, one, other)
    assert documents.sessions[S]["success_status"] == other.session(S).success == "passed"


def test_who_only_says_to_have_kept_it(two: tuple[Device, Device, FaultyTransport], documents: DocumentServer) -> None:
    one, other, line = two
    one.play(S, seconds(5), ("cmi.core.lesson_status", "passed"), ("cmi.suspend_data", "x"))
    next_write(line, next(iter(forgeries().values())))
    assert one.sync().outcome is DONE
    all_have(documents, 15, one, other)
    there = documents.sessions[S]
    assert (there["success_status"], there["cmi_data"]["cmi.suspend_data"]) == ("passed", "x")


def test_a_session_that_is_gone_is_sent_again_when_somebody_says_so(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, _, _ = two
    del documents.sessions[S]
    assert one.sync().quarantined == 1
    assert documents.sessions == {}
    one.service.retry(one.account, S)
    all_have(documents, 10, one)


def test_what_a_restored_server_lacks_is_made_there_again(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, _ = two
    backup = deepcopy(documents.sessions)
    one.begin("s-2")
    for session_id in (S, "s-2"):
        one.play(session_id, seconds(5))
    assert one.sync().outcome is DONE
    documents.sessions = backup
    all_have(documents, 15, one, other)
    assert documents.sessions["s-2"]["time_spent_seconds"] == 5


def test_copies_of_a_device_that_never_synced_count_their_past_once(
    make_device_of_documents: MakeDevice, documents: DocumentServer, tmp_path: Path
) -> None:
    one = make_device_of_documents("a")
    one.begin(S)
    one.play(S, seconds(10))
    shutil.copytree(one.data, tmp_path / "b")
    other = make_device_of_documents("b")
    for device in (one, other):
        device.play(S, seconds(5))
    all_have(documents, 20, one, other)
    assert set(documents.sessions) == {S}


@pytest.mark.parametrize("first", ["documents", "launches"])
def test_a_launch_that_goes_to_two_servers_counts_once_on_each(
    two: tuple[Device, Device, FaultyTransport],
    documents: DocumentServer,
    server_of_its_own: RunningServer,
    first: str,
) -> None:
    """What others wrote to a document is told as theirs, and is known again when it comes by itself."""
    one, other, _ = two
    server, accounts = server_of_its_own, {}
    for device in (one, other):
        store = device.store
        accounts[device.data] = Accounts(store.database.connections, store.tenant_id, utc_now).add(server.address, "j")

    def sync(device: Device, which: str) -> None:
        account = device.account if which == "documents" else accounts[device.data]
        device.credentials.key = {"documents": "owner-key", "launches": server.key}[which]
        report = device.service.run(account, cancelled=lambda: False, progress=lambda _progress: None)
        assert report.outcome is DONE, report

    order = [first, *({"documents", "launches"} - {first})]
    launch_id = one.play(S, seconds(20), end=False)
    for which in order:
        sync(one, which)
        sync(other, which)
    one.end(S, launch_id)
    other.play(S, seconds(7))
    for _ in range(2):
        for which in order:
            for device in (other, one):
                sync(device, which)
    with server.client() as client:
        there = client.get(f"/sessions/{S}").raise_for_status().json()["time_spent_seconds"]
    times = [
        documents.sessions[S]["time_spent_seconds"],
        there,
        *(it.session(S).total_time / 100 for it in (one, other)),
    ]
    assert times == [37] * 4


def test_what_was_reported_and_then_overtaken_does_not_come_back(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, _ = two

    def told(**fields: object) -> None:
        documents.write(S, {"version": documents.sessions[S]["version"], **fields})
        assert one.sync().outcome is DONE

    told(completion_status="incomplete")
    one.play(S, ("cmi.core.lesson_status", "completed"))
    told(score={"raw": 50})
    assert (one.session(S).completion, one.session(S).raw) == ("completed", 50)
    all_have(documents, 10, one, other)
    assert documents.sessions[S]["score"]["raw"] == 50
    assert documents.sessions[S]["completion_status"] == other.session(S).completion == "completed"


def test_what_was_reported_to_a_server_of_ours_and_then_overtaken_does_not_come_back(
    make_device: MakeDevice, server: RunningServer, learner: str
) -> None:
    device = make_device("a")
    session_id = device.begin(f"s-{uuid4()}", learner)
    device.play(session_id, seconds(10))
    assert device.sync().outcome is DONE
    with server.client() as client:

        def told(**fields: object) -> str:
            version = client.get(f"/sessions/{session_id}").json()["version"]
            answer = client.put(f"/sessions/{session_id}", json={"version": version, **fields})
            return str(answer.raise_for_status().json()["completion_status"])

        assert told(completion_status="incomplete") == "incomplete"
        assert device.sync().outcome is DONE
        device.play(session_id, ("cmi.core.lesson_status", "completed"))
        assert device.sync().outcome is DONE
        assert told(score={"raw": 50}) == "completed"


def test_a_time_that_was_only_half_corrected_is_corrected_later(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    """The server takes what was added for all there is, and the write that says all of it does not arrive."""
    one, other, line = two
    documents.adds = False
    one.play(S, seconds(5))

    def lost(request: httpx.Request, _ask: object) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    next_write(line, None, lost)
    assert one.sync().outcome is report.Outcome.WAITING
    all_have(documents, 15, one, other)


def test_a_score_that_went_with_a_lesser_verdict_does_not_stay_beside_a_better_one(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    one, other, _ = two
    one.play(S, ("cmi.core.score.raw", "29"))
    assert one.sync().outcome is DONE
    other.play(S, ("cmi.core.lesson_status", "passed"))
    all_have(documents, 10, one, other)
    assert [documents.sessions[S]["success_status"], *(it.session(S).success for it in (one, other))] == ["passed"] * 3
    assert [documents.sessions[S]["score"]["scaled"], *(it.session(S).scaled for it in (one, other))] == [None] * 3


def test_what_is_reported_overrules_what_was_reported_though_nobody_knows_any_more_that_it_was_sent(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    """A person has a session sent as if it never had been, and each side goes on elsewhere."""
    one, other, _ = two
    one.play(S, ("cmi.core.lesson_status", "failed"), ("cmi.core.score.raw", "10"))
    for device in (one, other):
        assert device.sync().outcome is DONE
    backup = documents.sessions.pop(S)
    assert other.sync().quarantined == 1
    other.play(S, ("cmi.suspend_data", "here"))
    other.service.retry(other.account, S)
    documents.sessions[S] = backup
    one.play(S, ("cmi.core.lesson_status", "passed"), ("cmi.core.score.raw", "94"), ("cmi.suspend_data", "there"))
    all_have(documents, 10, one, other)
    there = documents.sessions[S]
    assert [there["success_status"], other.session(S).success] == ["passed"] * 2
    assert [there["score"]["scaled"], other.session(S).scaled] == [0.94] * 2


def test_as_much_time_of_another_launch_is_not_taken_for_what_was_known(
    two: tuple[Device, Device, FaultyTransport], documents: DocumentServer
) -> None:
    """After a restore, the second device's write brings the server to the same version and time as the first's had."""
    one, other, _ = two
    backup = deepcopy(documents.sessions)
    one.play(S, seconds(5))
    assert one.sync().outcome is DONE
    documents.sessions = backup
    other.play(S, seconds(5))
    assert other.sync().outcome is DONE
    all_have(documents, 20, one, other)


def test_a_score_on_the_way_does_not_stand_beside_somebody_elses_completion_in_scorm_12() -> None:
    status = "cmi.core.lesson_status"
    one = Record(elements={status: "completed"}, completion="completed")
    other = Record(elements={status: "incomplete"}, completion="incomplete", score=(0.6, 60.0, None, None))
    assert three_way(Record(), one, other).record.score == NO_SCORE
    done, on_the_way = Outcome(completion=Completion.COMPLETED), Outcome(completion=Completion.INCOMPLETE, scaled=0.6)
    assert highest([on_the_way, done], is_12=True) == done
    assert highest([on_the_way, done]).scaled == 0.6


def test_the_score_of_another_verdict_does_not_stay_where_keys_are_merged(
    make_device_of_documents: MakeDevice, documents: DocumentServer
) -> None:
    one, other = make_device_of_documents("a"), make_device_of_documents("b")
    one.begin(S)
    one.sync()
    other.sync()
    one.play(S, ("cmi.success_status", "unknown"), ("cmi.score.raw", "34"))
    other.play(S, ("cmi.success_status", "failed"))
    for device in (one, other, one, other):
        assert device.sync().outcome is DONE
    document = documents.sessions[S]
    assert (document["success_status"], document["cmi_data"].get("cmi.score.raw", "")) == ("failed", "")
    version = document["version"]
    assert (one.sync().sent, other.sync().sent, documents.sessions[S]["version"]) == (0, 0, version)
    one.play(S, ("cmi.success_status", "passed"), ("cmi.score.raw", "80"))
    one.sync()
    other.sync()
    assert documents.sessions[S]["cmi_data"]["cmi.score.raw"] == "80"
    assert (other.session(S).success, other.session(S).raw) == ("passed", 80)


def test_a_score_that_was_added_to_a_completion_in_scorm_12_goes_with_it() -> None:
    reported = Outcome(completion=Completion.COMPLETED)
    went_on = Outcome(status="completed", scaled=0.73)
    assert highest([reported, went_on], is_12=True) == Outcome(
        completion=Completion.COMPLETED, status="completed", scaled=0.73
    )
