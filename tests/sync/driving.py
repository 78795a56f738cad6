"""Driving the machines in which things go wrong."""

from __future__ import annotations

from random import SystemRandom

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

RUN = 50


def drive(machine: type[RuleBasedStateMachine], every_day: int, steps: int) -> None:
    """Take so many steps as every day; or so many others, by a seed that is told where they fail."""
    common = settings(
        max_examples=max(1, (steps or every_day) // RUN),
        stateful_step_count=RUN,
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
