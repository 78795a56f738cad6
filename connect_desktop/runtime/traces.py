"""The launches of a session as they are on record, read from the store."""

from __future__ import annotations

from contextlib import nullcontext

from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.launch_trace import LaunchTrace


def traces_of(store: Store, session_id: str, within: Connection | None = None) -> list[LaunchTrace]:
    """Every launch of the session with all it wrote, in causal order; raises `StoreError`."""
    launches = store.launches
    with nullcontext(within) if within else store.database.connections.reading() as connection:
        return [
            LaunchTrace(launch, launches.entries_within(connection, launch.id))
            for launch in launches.of_session_within(connection, session_id)
        ]
