"""Figures that are looked at when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from connect_desktop.server.player.sittings import Sittings
from connect_desktop.server.workers import Workers
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError


def figures_now(connections: Connections, workers: Workers, sittings: Sittings) -> Iterator[tuple[str, str, float]]:
    """Name, meaning and value of each; waits for the database."""
    yield "writer_queue", "Jobs that wait for the one thread that writes", workers.waiting_to_write
    yield "sittings", "Courses that are being played in browsers", len(sittings)
    began = perf_counter()
    try:
        with connections.reading() as connection:
            connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
    except StoreError:
        yield "database_up", "Whether the database answers", 0
        return
    yield "database_up", "Whether the database answers", 1
    yield "database_read_seconds", "Time to read one row", perf_counter() - began
