"""Whatever goes wrong, no launch that was promised is lost, none counts twice, and in the end all is in step."""

from __future__ import annotations

import os
from random import Random, SystemRandom

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from connect_desktop.store import journal, sqlite
from tests.sync.everything_goes_wrong import EverythingGoesWrong
from tests.sync.world.courses import Shelf, filled_shelf

RUNS, STEPS = 48, 50
LEAST_STEPS = 2000


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return filled_shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> Random:
    """What ids are made from, so that a run that fails fails again; and no patience with a database that is busy."""
    chance = Random()
    monkeypatch.setattr(os, "urandom", chance.randbytes)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.02)
    monkeypatch.setattr(journal, "_BUSY_MILLISECONDS", 20)
    return chance


def drive(machine: type[RuleBasedStateMachine], steps: int) -> None:
    """Take the steps of every day; or so many others, by a seed that is told where they fail."""
    common = settings(
        max_examples=max(1, (steps or RUNS * STEPS) // STEPS),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    if not steps:
        # What is the same each time need not be made smaller while everybody waits.
        run_state_machine_as_test(machine, settings=settings(common, derandomize=True, phases=[Phase.generate]))
        return
    number = SystemRandom().randrange(2**32)
    try:
        run_state_machine_as_test(seed(number)(machine), settings=common)
    except BaseException as error:
        error.add_note(f"seed {number}")
        raise


@pytest.mark.timeout(0)
def test_nothing_is_lost_whatever_goes_wrong(shelf: Shelf, chance: Random, pytestconfig: pytest.Config) -> None:
    class Machine(EverythingGoesWrong):
        pass

    Machine.shelf, Machine.chance = shelf, chance
    steps = pytestconfig.getoption("--sync-steps")
    drive(Machine, steps)
    # Hypothesis ends some runs sooner.
    assert Machine.steps >= (steps // 2 or LEAST_STEPS)
