"""Nothing is lost and nothing is counted twice, whatever the network does, and whoever else writes meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

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
from tests.server_for_tests import RunningServer
from tests.sync.conftest import MakeDevice
from tests.sync.exchange.learnt import FURTHER, begun, on_server


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
