"""Killing devices at each named point of an exchange, the server at any moment, and a hub between them both ways: what
is lost, counted twice, or said to be held and is not."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.bench.figures import Figure
from tests.sync.killed_hub import KilledHub
from tests.sync.killed_sync import KilledSync, kills_at
from tests.sync.sync_killed_at import POINTS

_KILLS = 50
_RESTORES_EVERY = 10
_KILLS_OF_HUB_AT_POINT = 10


def measure() -> Iterable[Figure]:
    """All on one server and two devices, as they grow old together, then on a server, a hub and three devices."""
    with tempfile.TemporaryDirectory() as folder:
        killed = KilledSync(Path(folder), random.Random(2004))
        killed.set_up()
        wrong = 0
        with killed.serving():
            for point in POINTS:
                kills, found = kills_at(killed, point, _KILLS)
                yield Figure(f"sync_kill.{point}", kills, "kills", limit=_KILLS, at_most=False)
                wrong += len(found) + len(killed.wrong_in_the_end())
        yield Figure("sync_kill.wrong_after_kills_of_devices", wrong, "findings", limit=0)
        yield from _servers(killed)
    yield from _hubs()


def _servers(killed: KilledSync) -> Iterable[Figure]:
    wrong = 0
    for number in range(_KILLS):
        if number % _RESTORES_EVERY == 0:
            killed.back_up()
        with killed.serving() as server:
            for name in killed.devices:
                killed.play(name)
            killed.server_killed(server)
        if number % _RESTORES_EVERY == _RESTORES_EVERY - 1:
            with killed.serving():
                wrong += len(killed.wrong_in_the_end())
            killed.put_back()
    with killed.serving():
        wrong += len(killed.wrong_in_the_end())
    yield Figure("sync_kill.server", _KILLS, "kills", limit=_KILLS, at_most=False)
    yield Figure("sync_kill.server_restored", _KILLS // _RESTORES_EVERY, "times")
    yield Figure("sync_kill.wrong_after_kills_of_the_server", wrong, "findings", limit=0)


def _hubs() -> Iterable[Figure]:
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        killed = KilledHub(Path(folder), random.Random(2004))
        killed.set_up()
        with killed.serving():
            for point in POINTS:
                kills = 0
                for _ in range(_KILLS_OF_HUB_AT_POINT):
                    kills += killed.hub_killed_at(point)
                    wrong += killed.wrong_now()
                yield Figure(f"sync_kill.hub_{point}", kills, "kills", limit=_KILLS_OF_HUB_AT_POINT, at_most=False)
            for _ in range(_KILLS):
                killed.hub_killed()
                wrong += killed.wrong_now()
            yield Figure("sync_kill.hub", _KILLS, "kills", limit=_KILLS, at_most=False)
            wrong += killed.wrong_in_the_end()
    yield Figure("sync_kill.wrong_after_kills_of_a_hub", len(wrong), "findings", limit=0)
