"""What those outside who asked for it are told of a session, in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connect_desktop.runtime.navigation import Completion
from connect_desktop.runtime.session_document import document_of
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.webhooks.outbox import Event


def tell_launched(store: Store, session: SessionRecord, *, within: Connection) -> None:
    """Somebody was given a link to play the session; raises what the connection raises."""
    store.outbox.add(Event.SESSION_LAUNCHED, lambda: told_of(store, session), within=within)


def tell_changed(store: Store, before: SessionRecord, after: SessionRecord, *, within: Connection) -> None:
    """The session came to something else than before; raises what the connection raises."""
    for event in events_between(before, after):
        store.outbox.add(event, lambda: told_of(store, after), within=within)


def events_between(before: SessionRecord, after: SessionRecord) -> Iterator[Event]:
    """What happened to a session between these two versions. Pure."""
    if after.version != before.version:
        yield Event.SESSION_UPDATED
    if after.completion == Completion.COMPLETED != before.completion:
        yield Event.SESSION_COMPLETED
    score = (after.scaled, after.raw, after.min, after.max)
    if score != (before.scaled, before.raw, before.min, before.max) and any(part is not None for part in score):
        yield Event.SESSION_SCORED


def told_of(store: Store, session: SessionRecord) -> Mapping[str, object]:
    """The session as the REST API gives it, without `cmi_data`: what a learner answered is for those with a key."""
    return {name: value for name, value in document_of(session, {}, store.tenant_id).items() if name != "cmi_data"}
