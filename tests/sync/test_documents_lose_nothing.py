"""Whatever goes wrong, a server that knows only documents tells in the end what all launches came to."""

from __future__ import annotations

from random import Random

import pytest

from tests.sync.documents_go_wrong import DocumentsGoWrong
from tests.sync.driving import drive
from tests.sync.world.courses import Shelf

EVERY_DAY, LEAST_STEPS = 800, 600


@pytest.mark.timeout(0)
def test_documents_lose_nothing_whatever_goes_wrong(shelf: Shelf, chance: Random, pytestconfig: pytest.Config) -> None:
    class Machine(DocumentsGoWrong):
        pass

    Machine.shelf, Machine.chance = shelf, chance
    steps = pytestconfig.getoption("--sync-steps")
    drive(Machine, EVERY_DAY, steps)
    # Hypothesis ends some runs sooner.
    assert Machine.steps >= (steps // 2 or LEAST_STEPS)
