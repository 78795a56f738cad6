"""The server against its own OpenAPI document: every operation, edges, noise, and chains of linked requests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from connect_desktop.server.openapi import PATH
from tests.schemathesis_hooks_for_tests import KEPT
from tests.server_for_tests import PACKAGE, RunningServer
from tests.store_for_tests import ROOT

_EVERY_DAY = 8
_SECONDS = 600


@pytest.mark.timeout(0)
def test_the_server_does_what_its_document_says(
    server: RunningServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with server.client() as client:
        keys = client.get(f"{server.address}/api/admin/api-keys").json()["api_keys"]
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
    command += [f"{server.address}{PATH}", "--header", f"X-API-Key: {server.key}", "--checks", "all"]
    # Each of the two is asked by a check of our own, which knows what has a reason that no schema can give.
    command += ["--exclude-checks", "positive_data_acceptance,negative_data_rejection"]
    command += ["--phases", "examples,coverage,fuzzing,stateful", "--continue-on-failure"]
    examples: int = request.config.getoption("--schemathesis-examples")
    command += ["--max-examples", str(examples)]
    if examples == _EVERY_DAY:
        command += ["--seed", "2004"]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.schemathesis_hooks_for_tests",
        KEPT: f"{keys[0]['id']} {PACKAGE}",
    }
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_SECONDS * max(1, examples // _EVERY_DAY),
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert server.process.poll() is None
