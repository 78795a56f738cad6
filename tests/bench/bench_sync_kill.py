"""Killing devices at each named point of an exchange, and the server at any moment: what is lost, counted twice, or
said to be held and is not."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.bench.figures import Figure
from tests.sync.killed_sync import KilledSync, kills_at
from tests.sync.sync_killed_at import POINTS

_KILLS = 50
_RESTORES_EVERY = 10


def measure() -> Iterable[Figure]:
    """All on one server and two devices, as they grow old together."""
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
