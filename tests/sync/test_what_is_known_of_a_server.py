"""What a device notes of a server is no more than the server said: what is left out of that, comes the next time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from connect_desktop.store.database import utc_now
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.devices.sync_work import DirtySession, SyncWork
from connect_desktop.store.records import EntryKind
from connect_desktop.sync.errors import NotTheServer
from connect_desktop.sync.journals.outgoing import OutgoingSessions
from connect_desktop.sync.report import Outcome
from tests.faulty_transport_for_tests import Fault, FaultyTransport, before, changed, no_network, only
from tests.server_for_tests import PACKAGE, RunningServer
from tests.sync.conftest import MakeDevice
from tests.sync_for_tests import ITEM, Device

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"))
FURTHER = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))


def launches(device: Device, session_id: str) -> set[str]:
    return {it.id for it in device.store.launches.of_session(session_id)}


def test_a_receipt_for_one_launch_is_none_for_another(make_device: MakeDevice, session_id: str, learner: str) -> None:
    def half(document: dict[str, Any]) -> None:
        document["results"][0]["body"]["receipt"].popitem()

    device = make_device("a", FaultyTransport(choose=only("/sync", changed(half))))
    device.begin(session_id, learner)
    for played in (PASSED, FURTHER):
        device.play(session_id, *played)
    report = device.sync()
    assert (type(report.error), device.standing(session_id).held) == (NotTheServer, 0)
    assert (device.sync().sent, device.standing(session_id).held) == (2, 2)


def test_what_begins_while_the_server_answers_is_sent(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    def meanwhile() -> None:
        device.play(session_id, *FURTHER)

    device = make_device("a", FaultyTransport(choose=only("/sync", before(meanwhile))))
    device.begin(session_id, learner)
    device.play(session_id, *PASSED)
    device.sync()
    assert device.standing().to_send == 1
    device.sync()
    assert device.standing().to_send == 0
    with server.client() as client:
        assert client.get(f"/sessions/{session_id}").json()["time_spent_seconds"] == 180.25


def test_what_could_not_be_taken_in_is_taken_in_after_something_was_sent(
    make_device: MakeDevice, session_id: str, learner: str
) -> None:
    one, other = make_device("a"), make_device("b")
    one.begin(session_id, learner)
    one.play(session_id, *PASSED)
    one.sync()
    other.store.learners.known_as(learner)
    other.sync()
    theirs = other.play(session_id, *FURTHER)
    other.sync()
    package = one.store.packages.get(PACKAGE)
    assert package is not None
    one.play(session_id, *FURTHER)
    one.store.packages.remove(PACKAGE, force=True)
    report = one.sync()
    assert (report.sent, theirs in launches(one, session_id)) == (1, False)
    one.store.packages.put(package)
    assert one.sync().received > 0
    assert (one.session(session_id).total_time, theirs in launches(one, session_id)) == (30025, True)


def test_a_branch_that_was_left_on_the_way_is_fetched_the_next_time(
    make_device: MakeDevice, session_id: str, learner: str, tmp_path: Path
) -> None:
    line = FaultyTransport()
    one = make_device("a", line)
    launch_id = one.play(one.begin(session_id, learner), ("cmi.core.session_time", "0000:00:10"), end=False)
    one.sync()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    copy = make_device("b", with_course=False)
    for device, time in ((copy, "0000:01:00"), (one, "0000:02:00")):
        # While this launch is being written to, what the copy wrote is left alone.
        device.sync()
        with closing(device.store.journal(device.store.launches.unended()[0])) as journal:
            journal.append(EntryKind.SET, ITEM, "cmi.core.session_time", time)
            journal.commit()
        device.end(session_id, launch_id)
        if device is one:
            line.then(None, None, no_network)
        device.sync()
    assert line.requests[-2:] == [("POST", "/api/v1/sync"), ("GET", f"/api/v1/sessions/{session_id}/journal")]
    assert len(launches(one, session_id)) == 1
    assert one.sync().outcome is Outcome.DONE
    assert (len(launches(one, session_id)), one.session(session_id).total_time) == (2, 18000)
    (fork,) = launches(one, session_id) - {launch_id}
    another = one.store.tenant_id, "an account that knows nothing of it"
    outgoing = OutgoingSessions(one.store, one.account, SyncState(*another, utc_now), SyncWork(*another))
    ((push,),) = outgoing.batches([DirtySession(session_id, learner, PACKAGE, None)])
    sent = json.loads(push.body)["journal"]
    assert {it: launch.get("fork_of") for it, launch in sent.items()} == {launch_id: None, fork: launch_id}


def test_what_changes_between_two_pages_comes_the_next_time(
    make_device: MakeDevice, session_id: str, learner: str
) -> None:
    """A server that gives one launch at a time, of which the first is still being played."""
    one = make_device("a")
    one.begin(session_id, learner)
    running = one.play(session_id, *PASSED, end=False)
    one.play(session_id, *FURTHER)
    one.sync()

    def one_at_a_time(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
        asked = httpx.Request("GET", request.url.copy_set_param("limit", 1), headers=request.headers)
        return ask(asked)

    def meanwhile() -> None:
        with closing(one.store.journal(one.store.launches.unended()[0])) as journal:
            journal.append(EntryKind.SET, ITEM, "cmi.core.session_time", "0000:03:00.25")
            journal.commit()
        one.end(session_id, running)
        one.sync()

    pages = iter((one_at_a_time, before(meanwhile, one_at_a_time)))

    def choose(request: httpx.Request) -> Fault | None:
        return next(pages, one_at_a_time) if request.url.path.endswith("/journal") else None

    other = make_device("b", FaultyTransport(choose=choose))
    other.store.learners.known_as(learner)
    other.sync()
    other.sync()
    assert launches(other, session_id) == launches(one, session_id)
    assert other.session(session_id).total_time == one.session(session_id).total_time == 30025


def test_a_pull_that_broke_off_goes_on_the_next_time(make_device: MakeDevice, session_id: str, learner: str) -> None:
    one = make_device("a")
    one.begin(session_id, learner)
    for played in (PASSED, FURTHER):
        one.play(session_id, *played)
    one.sync()

    def first_page(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
        return ask(httpx.Request("GET", request.url.copy_set_param("limit", 1), headers=request.headers))

    pages = iter((first_page, no_network))

    def choose(request: httpx.Request) -> Fault | None:
        return next(pages, None) if request.url.path.endswith("/journal") else None

    other = make_device("b", FaultyTransport(choose=choose))
    other.store.learners.known_as(learner)
    other.sync()
    assert len(launches(other, session_id)) == 1
    other.sync()
    assert launches(other, session_id) == launches(one, session_id)


def test_what_was_assigned_and_taken_back_before_it_was_fetched_is_no_trouble(
    make_device: MakeDevice, server: RunningServer, session_id: str, learner: str
) -> None:
    device = make_device("a", FaultyTransport(choose=only(f"/sessions/{session_id}", no_network)))
    device.store.learners.known_as(learner)
    with server.client() as client:
        body = {"user_id": learner, "session_id": session_id}
        client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()
        assert device.sync().outcome is Outcome.WAITING
        client.delete(f"/sessions/{session_id}").raise_for_status()
    report = device.sync()
    assert (report.outcome, report.quarantined) == (Outcome.DONE, 0)
