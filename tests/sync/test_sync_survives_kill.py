"""kill -9 of devices at each named point of an exchange, of the server at any moment, of a hub between them, and a
database put back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.sync.killed_hub import KilledHub
from tests.sync.killed_sync import KilledSync, kills_at
from tests.sync.sync_killed_at import POINTS


@pytest.fixture
def killed(tmp_path: Path) -> KilledSync:
    killed = KilledSync(tmp_path, random.Random(7))
    killed.set_up()
    return killed


def test_devices_killed_at_every_point_lose_nothing(killed: KilledSync) -> None:
    with killed.serving():
        for point in POINTS:
            kills, wrong = kills_at(killed, point, 1)
            assert (kills > 0, wrong) == (True, []), point
        assert killed.wrong_in_the_end() == []


def test_a_server_killed_or_put_back_gets_all_of_it(killed: KilledSync) -> None:
    with killed.serving():
        killed.play("a")
        assert killed.wrong_in_the_end() == []
    killed.back_up()
    for _ in range(2):
        with killed.serving() as server:
            for name in killed.devices:
                killed.play(name)
            killed.server_killed(server)
    with killed.serving():
        assert killed.wrong_in_the_end() == []
    killed.put_back()
    with killed.serving():
        assert killed.wrong_in_the_end() == []


def test_a_hub_killed_between_devices_and_a_server_passes_on_all_of_it_once(tmp_path: Path) -> None:
    killed = KilledHub(tmp_path, random.Random(11))
    killed.set_up()
    with killed.serving():
        assert killed.hub_killed_at("acknowledge")
        assert killed.wrong_now() == []
        killed.hub_killed()
        assert killed.wrong_now() == []
        assert killed.wrong_in_the_end() == []
