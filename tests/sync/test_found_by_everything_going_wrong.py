"""What the machine of `test_sync_loses_nothing` found, each by itself."""

from __future__ import annotations

from uuid import uuid4

import pytest

from connect_desktop.sync.report import Outcome
from tests.faulty_transport_for_tests import Fault, FaultyTransport, answers
from tests.server_for_tests import RunningServer
from tests.sync.conftest import MakeDevice


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
