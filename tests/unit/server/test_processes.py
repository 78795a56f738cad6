"""Several processes that are started and stopped together."""

from __future__ import annotations

import subprocess
import sys

from tests.store_for_tests import ROOT


def test_who_interrupts_the_start_sees_it_end_and_nothing_else() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.interrupted_worker_for_tests"],
        cwd=ROOT,
        # Ctrl+C reaches all of a session; the test is not to be among them.
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
