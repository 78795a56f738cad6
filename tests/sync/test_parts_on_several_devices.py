"""Whoever does one part of a course here and another there has done the course, with a server of documents too."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.world.courses import Shelf
from tests.sync.world.devices import Device
from tests.sync.world.document_world import SERVER, DocumentWorld
from tests.sync.world.playing import Write

THREE_OF_12, TWO_OF_2004 = 2, 3
COMPLETED = ("completion", 1)
COURSES = [(THREE_OF_12, 3), (TWO_OF_2004, 2)]

_STEP = st.tuples(st.integers(0, 1), st.integers(1, 3), st.integers(0, 100))


def do(device: Device, course: int, part: int, *writes: Write) -> None:
    device.open(device.shelf.packages[course], "ada", part=f"ITEM{part}")
    assert device.playing is not None
    device.playing.write(*writes)
    device.playing.close()
    device.playing = None


def sync(*devices: Device) -> None:
    """Each of them sends what it has and hears of what the others have."""
    for device in devices * 2:
        assert device.syncer.run(SERVER) is not None


def begin_on_both(world: DocumentWorld, course: int) -> None:
    do(world.devices[0], course, 1, ("completion", 0))
    sync(*world.devices)


def completions(world: DocumentWorld) -> set[str]:
    """What the server and each device tell."""
    world.settle_down()
    (document,) = world.documents.server.sessions.values()
    here = {it.completion for device in world.devices for it in device.store.sessions.all()}
    return {document["completion_status"], *here}


@pytest.fixture
def world(tmp_path: Path, shelf: Shelf, chance: Random) -> DocumentWorld:
    chance.seed(12)
    return DocumentWorld(tmp_path, shelf, 2, adds=True, merges=True)


@pytest.mark.parametrize(("course", "parts"), COURSES)
def test_one_after_the_other(world: DocumentWorld, course: int, parts: int) -> None:
    for part in range(1, parts + 1):
        do(world.devices[part % 2], course, part, COMPLETED)
        sync(*world.devices)
    assert completions(world) == {"completed"}


@pytest.mark.parametrize(("course", "parts"), COURSES)
def test_at_the_same_time(world: DocumentWorld, course: int, parts: int) -> None:
    one, other = world.devices
    begin_on_both(world, course)
    do(one, course, 1, COMPLETED)
    for part in range(2, parts + 1):
        do(other, course, part, COMPLETED)
    assert completions(world) == {"completed"}


def test_a_part_that_went_worse_lowers_the_score_of_the_course(world: DocumentWorld) -> None:
    one, _ = world.devices
    for part, score in ((1, 90), (2, 10)):
        do(one, THREE_OF_12, part, ("score", score))
        sync(one)
    (document,) = world.documents.server.sessions.values()
    assert document["score"]["scaled"] == 0.5
    world.settle_down()


def test_who_did_a_part_worse_than_others_reports_nothing_by_it(world: DocumentWorld) -> None:
    one, other = world.devices
    for part, score in ((1, 80), (2, 90)):
        do(one, THREE_OF_12, part, ("score", score))
    sync(one, other)
    do(other, THREE_OF_12, 1, ("score", 36))
    do(one, THREE_OF_12, 3, ("score", 10))
    sync(one, other)
    (document,) = world.documents.server.sessions.values()
    assert document["score"]["scaled"] == pytest.approx(0.6)
    world.settle_down()


def test_half_of_a_course_is_not_the_course(world: DocumentWorld) -> None:
    for number, device in enumerate(world.devices):
        do(device, THREE_OF_12, 1 + number, COMPLETED)
        sync(*world.devices)
    assert completions(world) == {"incomplete"}


def test_wherever_a_part_is_done_the_course_comes_to_the_same(shelf: Shelf, chance: Random) -> None:
    """All is checked when all is in step: what the document tells is what all launches come to together."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(steps=st.lists(_STEP | st.booleans(), max_size=8))
    def law(steps: list[tuple[int, int, int] | bool]) -> None:
        chance.seed(1202)
        with tempfile.TemporaryDirectory() as folder:
            world = DocumentWorld(Path(folder), shelf, 2, adds=True, merges=True)
            begin_on_both(world, THREE_OF_12)
            done = set()
            for step in steps:
                if isinstance(step, bool):
                    sync(world.devices[step])
                else:
                    device, part, score = step
                    do(world.devices[device], THREE_OF_12, part, COMPLETED, ("score", score))
                    done.add(part)
            assert completions(world) == {"completed" if done == {1, 2, 3} else "incomplete"}

    law()
