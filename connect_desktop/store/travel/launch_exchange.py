"""Launches between the database and other devices: what goes to them, and what comes from them, kept with the rest.

Whatever comes, in whatever order and however often, leaves the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from connect_desktop.store.columns import moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.launches import Launches
from connect_desktop.store.records import LaunchRecord
from connect_desktop.store.travel.launch_join import Receipt, Revision, goes_on_from, joined, named
from connect_desktop.store.travel.launch_payload import InvalidLaunch, LaunchPayload
from connect_desktop.store.travel.sent_launch import SentLaunch

_OF_ORIGINS = "SELECT id, fork_of FROM launch WHERE tenant_id = ? AND (id IN ({0}) OR fork_of IN ({0}))"
# Fewer than any database takes parameters.
_MOST_ORIGINS = 500
_REVISIONS = """
SELECT launch.lamport, launch.id, launch.taken_in, launch.rev, launch.ended_at,
       (SELECT max(seq) FROM entry WHERE entry.tenant_id = launch.tenant_id AND entry.launch_id = launch.id)
FROM launch WHERE launch.tenant_id = ? AND launch.session_id = ?
"""
_ADD_DEVICE = """
INSERT INTO device (tenant_id, id, created_at, here) VALUES (?, ?, ?, 0) ON CONFLICT (tenant_id, id) DO NOTHING
"""
_INSERT = """
INSERT INTO launch (tenant_id, id, session_id, device_id, rev, lamport, mode, credit, started_at, ended_at, base,
                    package_hash, taken_in, fork_of)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
"""
_INSERT_PARENT = "INSERT INTO launch_parent (tenant_id, launch_id, parent_id) VALUES (?, ?, ?)"
_GO_ON = "UPDATE launch SET rev = ?, ended_at = ?, taken_in = 1 WHERE tenant_id = ? AND id = ?"
# What was acknowledged of a launch was acknowledged of what stood under its id then.
_REMOVE = (
    "DELETE FROM sync_receipt WHERE tenant_id = ? AND launch_id = ?",
    "DELETE FROM entry WHERE tenant_id = ? AND launch_id = ?",
    "DELETE FROM journal_commit WHERE tenant_id = ? AND launch_id = ?",
    "DELETE FROM launch_parent WHERE tenant_id = ? AND launch_id = ?",
    "DELETE FROM launch WHERE tenant_id = ? AND id = ?",
)

Position = tuple[int, str]
"""Where a launch stands in a session: its Lamport counter and its id."""


class HeldLaunch(Struct, frozen=True):
    """A launch as it is in the database."""

    record: LaunchRecord
    revision: Revision

    @property
    def position(self) -> Position:
        return self.record.lamport, self.record.id

    @property
    def is_open_here(self) -> bool:
        """Whether this device may be writing to it still."""
        return self.record.ended_at is None and not self.record.taken_in

    def as_sent(self) -> SentLaunch:
        """As it goes to others."""
        return SentLaunch(self.revision, self.record.fork_of)


class TakenIn(Struct):
    """What came of launches that were sent. `receipts` echo what was sent, by the id it was sent under: just that is
    held, as it is or as what it became; what has none was not taken over. `forked` is the id a launch has where copies
    of a device wrote to it; `written` and `removed` are the rows that changed."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    forked: dict[str, str] = field(default_factory=dict)
    written: dict[str, HeldLaunch] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        """Whether anything was not known before."""
        return bool(self.written or self.removed)


class LaunchExchange:
    """The launches of one tenant on their way in and out, each method within a transaction of its caller."""

    def __init__(self, tenant_id: str, launches: Launches) -> None:
        self._tenant_id = tenant_id
        self._launches = launches

    def held(
        self,
        connection: Connection,
        session_id: str,
        *,
        known: Mapping[str, int] | None = None,
        after: Position | None = None,
    ) -> Iterator[HeldLaunch]:
        """The session's launches that stand behind `after`, in causal order, without those whose `known` revision is
        no older; read one at a time, as long as the transaction lasts."""
        parameters: list[str | bytes | int] = [self._tenant_id, text_column(session_id)]
        sql = _REVISIONS
        if after is not None:
            sql += "AND (launch.lamport, launch.id) > (?, ?) "
            parameters += [after[0], text_column(after[1])]
        rows = connection.execute(f"{sql} ORDER BY launch.lamport, launch.id", parameters).fetchall()
        for _, launch_id, taken_in, rev, ended_at, last in rows:
            current = rev if taken_in else 1 + (last or 0) + (ended_at is not None)
            if (known or {}).get(launch_id, 0) < current:
                found = self._find(connection, launch_id)
                if found is not None:
                    yield found

    def take_in(self, connection: Connection, session_id: str, sent: Mapping[str, SentLaunch]) -> TakenIn:
        """Keep the launches as the session's, joined with what is known of them (`launch_join`).

        One that this device may be writing to still is left alone and gets no receipt. Raises `InvalidLaunch` where a
        launch is another session's, with the transaction to be given up.
        """
        taken = TakenIn()
        forks = self._forks(connection, {*sent, *(launch.fork_of for launch in sent.values() if launch.fork_of)})
        origins = {name: launch.fork_of or forks.get(name) or name for name, launch in sent.items()}
        forks |= self._forks(connection, {origin for origin in origins.values() if origin not in forks} - sent.keys())
        for origin in dict.fromkeys(origins.values()):
            group = {name: launch for name, launch in sent.items() if origins[name] == origin}
            names = [name for name, fork_of in forks.items() if origin in (name, fork_of)]
            held = self._held(connection, (*names, *(name for name in group if name in forks)))
            self._join(connection, session_id, origin, group, held, taken)
            forks |= {name: launch.record.fork_of for name, launch in taken.written.items()}
        return taken

    def _join(
        self,
        connection: Connection,
        session_id: str,
        origin: str,
        sent: Mapping[str, SentLaunch],
        held: Mapping[str, HeldLaunch],
        taken: TakenIn,
    ) -> None:
        for launch in held.values():
            if launch.record.session_id != session_id:
                raise InvalidLaunch(launch.record.id, "it belongs to another session")
        known = [launch.revision for launch in held.values()]
        branches = joined([*known, *(launch.revision for launch in sent.values())])
        wanted = named(origin, branches)
        if any(launch.is_open_here and _changed(launch, wanted.get(name)) for name, launch in held.items()):
            return
        for name in held.keys() - wanted.keys():
            self._remove(connection, name)
            taken.removed.add(name)
        for name, revision in wanted.items():
            fork_of = None if name == origin else origin
            if not _is_held(revision, fork_of, held.get(name)):
                self._write(connection, session_id, name, revision, held.get(name), fork_of)
                taken.written[name] = HeldLaunch(record_of_revision(session_id, name, revision, fork_of), revision)
        for launch_id, arrived in sent.items():
            # What arrived is held, as it is or as what it became: the receipt is for just that, so that nobody takes it
            # for one of what they wrote besides.
            taken.receipts[launch_id] = arrived.revision.receipt()
            # Who keeps its id learns so too that a copy's branch is here, as often as it asks.
            if len(wanted) > 1:
                taken.forked[launch_id] = _branch_of(arrived.revision.payload, wanted)

    def _forks(self, connection: Connection, origins: Collection[str]) -> dict[str, str | None]:
        """The launches that go by one of these ids or began as one: what each is a fork of."""
        found: dict[str, str | None] = {}
        wanted = sorted(origins)
        for start in range(0, len(wanted), _MOST_ORIGINS):
            some = wanted[start : start + _MOST_ORIGINS]
            query = _OF_ORIGINS.format(", ".join("?" for _ in some))
            found.update(connection.execute(query, (self._tenant_id, *some, *some)).fetchall())
        return found

    def _held(self, connection: Connection, launch_ids: Iterable[str]) -> dict[str, HeldLaunch]:
        found = {launch_id: self._find(connection, launch_id) for launch_id in launch_ids}
        held = [launch for launch in found.values() if launch is not None]
        return {launch.record.id: launch for launch in sorted(held, key=lambda launch: launch.position)}

    def _find(self, connection: Connection, launch_id: str) -> HeldLaunch | None:
        record = self._launches.within(connection, launch_id)
        if record is None:
            return None
        payload = LaunchPayload.of(record, self._launches.entries_within(connection, launch_id))
        return HeldLaunch(record, Revision(record.rev if record.taken_in else payload.changes, payload))

    def _write(
        self,
        connection: Connection,
        session_id: str,
        launch_id: str,
        revision: Revision,
        before: HeldLaunch | None,
        fork_of: str | None,
    ) -> None:
        payload = revision.payload
        ended_at = None if payload.ended_at is None else moment_column(payload.ended_at)
        length = 0
        if before is not None and before.record.fork_of == fork_of and goes_on_from(payload, before.revision.payload):
            length = len(before.revision.payload.entries)
            connection.execute(_GO_ON, (revision.rev, ended_at, self._tenant_id, launch_id))
        else:
            if before is not None:
                self._remove(connection, launch_id)
            self._insert(connection, session_id, launch_id, revision, fork_of)
        self._launches.append_within(connection, launch_id, payload.entries[length:])

    def _insert(
        self, connection: Connection, session_id: str, launch_id: str, revision: Revision, fork_of: str | None
    ) -> None:
        payload, tenant, started_at = revision.payload, self._tenant_id, moment_column(revision.payload.started_at)
        connection.execute(_ADD_DEVICE, (tenant, payload.device_id, started_at))
        connection.execute(
            _INSERT,
            (
                tenant,
                launch_id,
                session_id,
                payload.device_id,
                revision.rev,
                payload.lamport,
                payload.mode,
                payload.credit,
                started_at,
                None if payload.ended_at is None else moment_column(payload.ended_at),
                json.dumps(payload.base, separators=(",", ":")),
                payload.package_hash,
                fork_of,
            ),
        )
        connection.executemany(_INSERT_PARENT, [(tenant, launch_id, parent) for parent in payload.parents])

    def _remove(self, connection: Connection, launch_id: str) -> None:
        for statement in _REMOVE:
            connection.execute(statement, (self._tenant_id, launch_id))


def record_of_revision(session_id: str, launch_id: str, revision: Revision, fork_of: str | None = None) -> LaunchRecord:
    """The row of a launch that was taken in."""
    payload = revision.payload
    return LaunchRecord(
        id=launch_id,
        session_id=session_id,
        device_id=payload.device_id,
        rev=revision.rev,
        lamport=payload.lamport,
        parents=payload.parents,
        mode=payload.mode,
        credit=payload.credit,
        started_at=payload.started_at,
        ended_at=payload.ended_at,
        base=payload.base,
        package_hash=payload.package_hash,
        taken_in=True,
        fork_of=fork_of,
    )


def _is_held(revision: Revision, fork_of: str | None, held: HeldLaunch | None) -> bool:
    """Whether the row is as it should be. What was written here keeps its own count of changes."""
    if held is None or held.record.fork_of != fork_of:
        return False
    return held.revision == (revision if held.record.taken_in else replace(revision, rev=held.revision.rev))


def _changed(held: HeldLaunch, wanted: Revision | None) -> bool:
    return wanted is None or wanted.payload != held.revision.payload


def _branch_of(payload: LaunchPayload, named: Mapping[str, Revision]) -> str:
    """Where it went: the branch that it is, or the first that goes on from it."""
    return next(name for name, revision in named.items() if goes_on_from(revision.payload, payload))
