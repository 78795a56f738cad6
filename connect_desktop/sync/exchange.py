"""One exchange with whichever kind of server an account leads to."""

from __future__ import annotations

from connect_desktop.sync.context import Context
from connect_desktop.sync.errors import NotTheServer
from connect_desktop.sync.journal_exchange import JournalExchange


def exchange(context: Context) -> None:
    """Bring both sides into step, as far as that can be now; raises `SyncError` and `StoreError`.

    A server that was known to take launches is taken for one: what else answers in its place, is not it.
    """
    if not context.read(context.state.epoch) and context.remote.health() is None:
        raise NotTheServer(context.remote.name)
    JournalExchange(context).run()
