"""The launches of sessions that were written lately, so that the next write need not read them all again."""

from __future__ import annotations

from collections import OrderedDict

from connect_desktop.runtime.traces import traces_of
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.records import SessionRecord

_SESSIONS = 256

Key = tuple[str, str]
"""Tenant and session."""


class RememberedTraces:
    """Traces by session, each true of one version of it. Used by one thread at a time, within its transactions."""

    def __init__(self) -> None:
        self._by_session: OrderedDict[Key, tuple[int, list[LaunchTrace]]] = OrderedDict()

    def take(self, store: Store, session: SessionRecord, connection: Connection) -> list[LaunchTrace]:
        """All launches of the session with all they wrote, in causal order, for the caller to write on. Those that are
        remembered are over.

        They are forgotten until `keep`, so that a transaction that fails leaves nothing behind.
        """
        version, traces = self._by_session.pop((store.tenant_id, session.id), (0, []))
        if version == session.version and store.launches.are_over(connection, session.id, len(traces)):
            return traces
        return traces_of(store, session.id, connection)

    def keep(self, store: Store, session: SessionRecord, traces: list[LaunchTrace]) -> None:
        """These are true of the session as it is now."""
        self._by_session[store.tenant_id, session.id] = (session.version, traces)
        if len(self._by_session) > _SESSIONS:
            self._by_session.popitem(last=False)
