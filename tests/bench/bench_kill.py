"""Killing the process at random moments: what is lost of what was answered "true"."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.bench.figures import Figure
from tests.end2end.killed_course import kill_at_random, lost_after

_ROUNDS = 200


def measure() -> Iterable[Figure]:
    """All rounds on one database, as on one laptop with a bad battery."""
    chance = random.Random(2004)
    lost = answered = commits = 0
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "connect.db"
        for seed in range(_ROUNDS):
            told = kill_at_random(database, seed, chance)
            lost += len(lost_after(database, told))
            answered += sum(map(len, told.values.values()))
            commits += told.commits
    yield Figure("kill.rounds", _ROUNDS, "kills", limit=200, at_most=False)
    yield Figure("kill.elements_looked_for", answered, "elements")
    yield Figure("kill.commits", commits, "commits")
    yield Figure("kill.lost", lost, "elements", limit=0)
