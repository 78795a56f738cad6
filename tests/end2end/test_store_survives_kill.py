"""kill -9 at random moments: whatever was answered "true" is there, and the next launch goes on from it.

`CONNECT_KILLS` says how often; the default keeps the test short.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from connect_desktop.store.database import open_store
from tests.journal_writer_for_tests import ACTIVITY, ELEMENT, value
from tests.store_for_tests import ROOT, sqlite_of

KILLS = int(os.environ.get("CONNECT_KILLS", "20"))


@pytest.mark.timeout(60 + 3 * KILLS)
def test_what_was_answered_true_survives_being_killed(tmp_path: Path) -> None:
    path = tmp_path / "data" / "connect.sqlite3"
    chance = random.Random(20_260_504)
    promised = stored = 0
    for _ in range(KILLS):
        launch, kept = _write_until_killed(path, chance)
        found = _check(path, launch, kept)
        promised += kept
        stored += found
    assert 0 < promised <= stored


def _write_until_killed(path: Path, chance: random.Random) -> tuple[str | None, int]:
    """The launch that was begun, if it came to that, and how many of its values were promised."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.journal_writer_for_tests", str(path)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert writer.stdout is not None
    # Now and then before it has written anything, in the midst of making the tables say.
    lines = [writer.stdout.readline() for _ in range(chance.choice([0, 1, 1, 10, 100, 400]))]
    with suppress(subprocess.TimeoutExpired):
        writer.wait(timeout=chance.uniform(0, 0.3))
    writer.kill()
    rest, _ = writer.communicate()
    assert writer.returncode != 1, "the writer failed before it was killed"
    said = [line.split() for line in (*b"".join(lines).splitlines(), *rest.splitlines())]
    launch = next((words[1].decode() for words in said if words[0] == b"launch"), None)
    return launch, max((int(words[1]) for words in said if words[0] in (b"kept", b"safe")), default=0)


def _check(path: Path, launch_id: str | None, kept: int) -> int:
    """How many values are there; all that were promised, in order, verbatim, in a sound database."""
    with closing(open_store(path)) as store:
        with sqlite_of(store).administering() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if launch_id is None:
            return 0
        entries = store.launches.entries(launch_id)
        assert len(entries) >= kept
        assert [entry.value for entry in entries] == [value(number) for number in range(1, len(entries) + 1)]
        (session,) = store.sessions.all()
        if entries:
            resumed = store.launches.begin(session.id)
            assert resumed.base["activities"][ACTIVITY]["values"] == {ELEMENT: entries[-1].value}
        return len(entries)
