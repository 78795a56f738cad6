"""`sync` as it is typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from tests.server_for_tests import RunningServer
from tests.store_for_tests import ROOT
from tests.sync.conftest import MakeDevice

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00"))


def command(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "connect_desktop", "sync", "--data-dir", str(data), *arguments]


def run(data: Path, key: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CONNECT_DESKTOP_KEY": key}
    return subprocess.run(
        command(data, *arguments), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_once(make_device: MakeDevice, server: RunningServer, learner: str, tmp_path: Path) -> None:
    device = make_device("a")
    session_id = device.begin(f"s-{uuid4()}", learner)
    device.play(session_id, *PASSED)
    first = run(device.data, server.key)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == "school: All saved here. Server has 1 of 1 launches, 1 min, passed.\n"
    (document,) = json.loads(run(device.data, server.key, "--once", "--json").stdout)
    assert (document["outcome"], document["held"], document["launches"]) == ("done", 1, 1)
    assert (document["quarantined"], document["questions"], document["error"]) == ([], [], None)
    refused = run(device.data, "ck_live_nonsense", "--json")
    (document,) = json.loads(refused.stdout)
    assert (refused.returncode, document["error"]["code"]) == (1, "sign-in-needed")
    exported = run(device.data, "", "--export", session_id, str(tmp_path / "kept.json"))
    assert exported.returncode == 0
    assert len(json.loads((tmp_path / "kept.json").read_text())["journal"]) == 1


def test_for_as_long_as_it_runs(make_device: MakeDevice, server: RunningServer, learner: str) -> None:
    device = make_device("a")
    device.play(device.begin(f"s-{uuid4()}", learner), *PASSED)
    with subprocess.Popen(
        command(device.data, "--watch", "--json"),
        cwd=ROOT,
        env={**os.environ, "CONNECT_DESKTOP_KEY": server.key},
        stdout=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout is not None
        said = json.loads(watching.stdout.readline())
        watching.send_signal(signal.SIGINT)
        assert watching.wait(20) == 130
    assert (said["outcome"], said["sent"], said["held"]) == ("done", 1, 1)


def test_nobody_to_sync_with(tmp_path: Path) -> None:
    result = run(tmp_path / "data", "", "--json")
    assert (result.returncode, json.loads(result.stdout)["error"]["code"]) == (1, "no-accounts")
