"""Killing the process loses nothing that was answered "true", and the next start goes on where the learner was."""

from __future__ import annotations

import random
from pathlib import Path

from tests.end2end.killed_course import Told, kill_at_random, lost_after

ROUNDS = 8


def test_nothing_answered_true_is_lost(tmp_path: Path) -> None:
    database = tmp_path / "connect.db"
    chance = random.Random(4)
    told: list[Told] = []
    for seed in range(ROUNDS):
        told.append(kill_at_random(database, seed, chance))
        assert lost_after(database, told[-1]) == []
    assert sum(len(values) for it in told for values in it.values.values()) > ROUNDS
    assert sum(it.commits for it in told) > 0
