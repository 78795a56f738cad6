"""One exchange with whichever kind of server an account leads to."""

from __future__ import annotations

from connect_desktop.sync.context import Context
from connect_desktop.sync.documents.exchange import DocumentExchange
from connect_desktop.sync.journals.exchange import JournalExchange


def exchange(context: Context) -> None:
    """Bring both sides into step, as far as that can be now; raises `SyncError` and `StoreError`.

    A server that was known to take launches is taken for one: what else answers in its place, is not it. Nor is a
    server taken for one that knows only documents by a single answer, which may be somebody else's: launches that were
    sent as documents once would count twice when they are sent as launches.
    """
    if context.read(context.state.epoch) or context.remote.keeps_launches():
        JournalExchange(context).run()
    else:
        DocumentExchange(context).run()
