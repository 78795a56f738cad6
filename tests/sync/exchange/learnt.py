"""Sessions that a device and a server exchange."""

from __future__ import annotations

from typing import Any

from tests.server_for_tests import RunningServer
from tests.sync_for_tests import Device

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"))
FURTHER = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))


def begun(device: Device, session_id: str, learner: str) -> str:
    """The session, with one launch that passed."""
    device.begin(session_id, learner)
    return device.play(session_id, *PASSED)


def on_server(server: RunningServer, session_id: str) -> dict[str, Any]:
    with server.client() as client:
        document: dict[str, Any] = client.get(f"/sessions/{session_id}").raise_for_status().json()
    return document
