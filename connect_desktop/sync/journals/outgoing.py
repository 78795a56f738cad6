"""What goes to a server of this kind: launches it lacks, written down once, in batches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from msgspec import Struct

from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.devices.sync_work import DirtySession, SyncWork
from connect_desktop.store.travel.launch_exchange import HeldLaunch, LaunchExchange
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.store.travel.launch_payload import canonical_json

# What a server of this kind takes in one request at most is 100 sessions and 8 MB.
MOST_SESSIONS = 100
_MOST_BYTES = 4 << 20
_NEW = 1


class Outgoing(Struct, frozen=True, kw_only=True):
    """A session to be pushed. `receipts` are what the server is to answer, `mark` the session's when it was read.

    `body` is the push as JSON. `is_there` says that the server is known to have the session, `is_whole` that
    nothing was left for a later push, `is_running` that a launch of it is being written to.
    """

    session: DirtySession
    user_id: str
    version: int
    mark: str
    receipts: dict[str, Receipt]
    body: bytes
    is_there: bool
    is_whole: bool
    is_running: bool


class OutgoingSessions:
    """Reads what is to be pushed to one account, `most_bytes` at a time or a little more."""

    def __init__(self, store: Store, account: Account, state: SyncState, work: SyncWork) -> None:
        self._store = store
        self._account = account
        self._state = state
        self._work = work
        self.most_bytes = _MOST_BYTES
        self._exchange = LaunchExchange(store.tenant_id, store.launches)

    def batches(self, sessions: Iterable[DirtySession]) -> Iterator[list[Outgoing]]:
        """As many sessions at a time as go into one request; raises `StoreError`."""
        batch: list[Outgoing] = []
        size = 0
        for session in sessions:
            with self._store.database.connections.reading() as connection:
                outgoing = self._outgoing(connection, session)
            if outgoing is None:
                continue
            if batch and (len(batch) == MOST_SESSIONS or size + len(outgoing.body) > self.most_bytes):
                yield batch
                batch, size = [], 0
            batch.append(outgoing)
            size += len(outgoing.body)
        if batch:
            yield batch

    def _outgoing(self, connection: Connection, session: DirtySession) -> Outgoing | None:
        user_id = self._account.user_of(session.learner_id)
        known = self._state.session(connection, session.session_id)
        if user_id is None and known is None:
            return None
        is_there = known is not None and known.told_version > 0
        version = known.told_version if known and is_there else _NEW
        head: dict[str, object] = {"session_id": session.session_id, "version": version}
        if not is_there:
            head["launch"] = {"package_id": session.package_id, "user_id": user_id}
        held = self._state.receipts(connection, session.session_id)
        launches: list[bytes] = []
        receipts: dict[str, Receipt] = {}
        size, is_whole, is_running = 0, True, False
        revisions = {launch_id: rev for launch_id, (rev, _) in held.items()}
        for launch in self._exchange.held(connection, session.session_id, known=revisions):
            if size > self.most_bytes:
                is_whole = False
                break
            text, receipt = _written(launch)
            launches.append(text)
            receipts[launch.record.id] = receipt
            size += len(text)
            is_running = is_running or launch.is_open_here
        body = json.dumps(head).encode()[:-1] + b', "journal": {' + b", ".join(launches) + b"}}"
        return Outgoing(
            session=session,
            user_id=known.user_id if known else user_id or "",
            version=version,
            is_there=is_there,
            mark=self._work.mark(connection, session.session_id),
            receipts=receipts,
            body=body,
            is_whole=is_whole,
            is_running=is_running,
        )


def _written(launch: HeldLaunch) -> tuple[bytes, Receipt]:
    """A launch as a member of a `journal`, and what acknowledges it: hashed and sent are the same bytes."""
    payload = canonical_json(launch.revision.payload.as_json())
    fork_of = launch.record.fork_of
    fork = b"" if fork_of is None else b', "fork_of": ' + json.dumps(fork_of).encode()
    rev = launch.revision.rev
    text = b'%b: {"rev": %d, "payload": %b%b}' % (json.dumps(launch.record.id).encode(), rev, payload, fork)
    return text, (rev, hashlib.sha256(payload).hexdigest())
