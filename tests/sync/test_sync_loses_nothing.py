"""Whatever goes wrong, no launch that was promised is lost, none counts twice, and in the end all is in step."""

from __future__ import annotations

from random import Random

import pytest

from tests.sync.driving import drive
from tests.sync.everything_goes_wrong import EverythingGoesWrong
from tests.sync.world.courses import Shelf

EVERY_DAY, LEAST_STEPS = 2650, 2000


@pytest.mark.timeout(0)
def test_nothing_is_lost_whatever_goes_wrong(shelf: Shelf, chance: Random, pytestconfig: pytest.Config) -> None:
    class Machine(EverythingGoesWrong):
        pass

    Machine.shelf, Machine.chance = shelf, chance
    steps = pytestconfig.getoption("--sync-steps")
    drive(Machine, EVERY_DAY, steps)
    # Hypothesis ends some runs sooner.
    assert Machine.steps >= (steps // 2 or LEAST_STEPS)
