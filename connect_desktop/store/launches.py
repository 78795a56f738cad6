"""The runs of the player on sessions: when each began, from what, and what it wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from connect_desktop.scorm.rte.launch import Credit, Mode
from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.course_state import replay
from connect_desktop.store.inserting import insert
from connect_desktop.store.records import LAST_LAMPORT, Entry, EntryKind, LaunchRecord
from connect_desktop.store.uuid7 import Uuid7Source

_SELECT = """
SELECT id, session_id, device_id, rev, lamport, mode, credit, started_at, ended_at, base,
       package_hash, taken_in, fork_of
FROM launch WHERE tenant_id = ?
"""
_ENTRIES = """
SELECT seq, kind, activity, element, value FROM entry WHERE tenant_id = ? AND launch_id = ? ORDER BY seq
"""
_APPEND = """
INSERT INTO entry (tenant_id, launch_id, seq, kind, activity, element, value)
"""
_LAUNCHES_OF_LEARNER = """
SELECT launch.id FROM launch JOIN session ON session.tenant_id = launch.tenant_id AND session.id = launch.session_id
WHERE launch.tenant_id = ? AND session.learner_id = ? AND launch.credit = 'credit'
ORDER BY launch.lamport DESC, launch.id DESC
"""
_LAST_SEQUENCING = """
SELECT value FROM entry WHERE tenant_id = ? AND launch_id = ? AND kind = 'sequencing' ORDER BY seq DESC LIMIT 1
"""
# The launches that no other launch has seen.
_HEADS = """
SELECT id FROM launch WHERE tenant_id = ? AND session_id = ? AND NOT EXISTS (
    SELECT 1 FROM launch_parent WHERE launch_parent.tenant_id = launch.tenant_id AND parent_id = launch.id
) ORDER BY id
"""
_INSERT = """
INSERT INTO launch (tenant_id, id, session_id, device_id, rev, lamport, mode, credit, started_at, base, package_hash)
VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, coalesce((
    SELECT package.content_hash FROM session
    JOIN package ON package.tenant_id = session.tenant_id AND package.id = session.package_id
    WHERE session.tenant_id = ? AND session.id = ?
), ''))
"""
_INSERT_PARENT = "INSERT INTO launch_parent (tenant_id, launch_id, parent_id) VALUES (?, ?, ?)"
_PARENTS = "SELECT parent_id FROM launch_parent WHERE tenant_id = ? AND launch_id = ? ORDER BY parent_id"
# A launch that came by sync is its writer's to end; what it wrote is in the record already.
_OPEN_HERE = "ended_at IS NULL AND taken_in = 0"
_END = "UPDATE launch SET ended_at = ? WHERE tenant_id = ? AND id = ?"
_MOVE = (
    "UPDATE launch SET session_id = ? WHERE tenant_id = ? AND id = ?",
    "UPDATE sync_receipt SET session_id = ? WHERE tenant_id = ? AND launch_id = ?",
)
_PLAYED = "UPDATE session SET last_played_at = ? WHERE tenant_id = ? AND id = ?"


class Launches:
    """The launches of one tenant; those that begin here are of one device."""

    def __init__(self, connections: Connections, tenant_id: str, device_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._device_id = device_id
        self._clock = clock
        self._new_id = Uuid7Source(clock)

    def begin(
        self,
        session_id: str,
        mode: str = Mode.NORMAL,
        credit: str = Credit.CREDIT,
        *,
        launch_id: str | None = None,
    ) -> LaunchRecord:
        """A new launch of the session, safe against loss of power; raises `StoreError`.

        It has seen every launch of the session that is here and goes on from the causally latest one. A launch for
        credit goes on from launches for credit only, any other from launches in normal mode: browsing and reviewing
        leave nothing behind.
        """
        with self._connections.writing() as connection:
            return self.begin_within(connection, session_id, launch_id or self.new_id(), mode, credit)

    def new_id(self) -> str:
        """An id for a launch to come."""
        return str(self._new_id())

    def begin_within(
        self,
        connection: Connection,
        session_id: str,
        launch_id: str,
        mode: str = Mode.NORMAL,
        credit: str = Credit.CREDIT,
        *,
        going_on_from: str | None = None,
    ) -> LaunchRecord:
        """As `begin`, within a transaction and with an id from `new_id`; it goes on from the causally latest launch, or
        from this one."""
        now = self._clock()
        parents = tuple(row[0] for row in connection.execute(_HEADS, (self._tenant_id, session_id)))
        base = self._base(connection, session_id, credit, going_on_from)
        connection.execute(
            _INSERT,
            (
                self._tenant_id,
                launch_id,
                session_id,
                self._device_id,
                min(self._highest_lamport(connection) + 1, LAST_LAMPORT),
                str(mode),
                str(credit),
                moment_column(now),
                json.dumps(base, separators=(",", ":")),
                self._tenant_id,
                session_id,
            ),
        )
        connection.executemany(_INSERT_PARENT, [(self._tenant_id, launch_id, parent) for parent in parents])
        connection.execute(_PLAYED, (moment_column(now), self._tenant_id, session_id))
        return self._get(connection, launch_id)

    def end(self, launch_id: str, at: datetime) -> str | None:
        """The launch is over; the session that it is in now, None where it was deleted meanwhile. Raises
        `StoreError`."""
        with self._connections.writing() as connection:
            if not connection.execute(_END, (moment_column(at), self._tenant_id, launch_id)).rowcount:
                return None
            session_id = self._get(connection, launch_id).session_id
            connection.execute(_PLAYED, (moment_column(at), self._tenant_id, session_id))
        return session_id

    def of_session(self, session_id: str) -> tuple[LaunchRecord, ...]:
        """The session's launches in causal order."""
        with self._connections.reading() as connection:
            return self.of_session_within(connection, session_id)

    def of_session_within(self, connection: Connection, session_id: str) -> tuple[LaunchRecord, ...]:
        """As `of_session`, within a transaction."""
        query = f"{_SELECT} AND session_id = ? ORDER BY lamport, id"
        rows = connection.execute(query, (self._tenant_id, text_column(session_id))).fetchall()
        return tuple(self._record(connection, row) for row in rows)

    def within(self, connection: Connection, launch_id: str) -> LaunchRecord | None:
        """The launch as a transaction sees it."""
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, text_column(launch_id))).fetchone()
        return None if row is None else self._record(connection, row)

    def running(self, session_id: str) -> bool:
        """Whether a launch of the session is running here, or died: the session's record lacks its entries still."""
        with self._connections.reading() as connection:
            return self.running_within(connection, session_id)

    def running_within(self, connection: Connection, session_id: str) -> bool:
        """As `running`, within a transaction."""
        query = f"SELECT 1 FROM launch WHERE tenant_id = ? AND session_id = ? AND {_OPEN_HERE} LIMIT 1"  # noqa: S608 - ours
        return connection.execute(query, (self._tenant_id, text_column(session_id))).fetchone() is not None

    def running_among(self, session_ids: Collection[str]) -> set[str]:
        """Those of these sessions of which a launch is `running`."""
        chosen = [text_column(session_id) for session_id in session_ids]
        if not chosen:
            return set()
        places = ", ".join("?" for _ in chosen)
        query = f"SELECT session_id FROM launch WHERE tenant_id = ? AND session_id IN ({places}) AND {_OPEN_HERE}"  # noqa: S608 - ours
        with self._connections.reading() as connection:
            return {column_text(row[0]) for row in connection.execute(query, (self._tenant_id, *chosen))}

    def unended(self) -> tuple[LaunchRecord, ...]:
        """The launches that are running here, or died, in causal order."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} AND {_OPEN_HERE} ORDER BY lamport, id", (self._tenant_id,))
            return tuple(self._record(connection, row) for row in rows.fetchall())

    def are_over(self, connection: Connection, session_id: str, count: int, *, running: int = 0) -> bool:
        """Whether the session has so many launches and no more than these are running here."""
        over = f"count(CASE WHEN {_OPEN_HERE} THEN NULL ELSE 1 END)"
        query = f"SELECT count(*), {over} FROM launch WHERE tenant_id = ? AND session_id = ?"  # noqa: S608 - ours
        found: tuple[int, int] = connection.execute(query, (self._tenant_id, text_column(session_id))).fetchone()
        return found == (count, count - running)

    def entries(self, launch_id: str) -> tuple[Entry, ...]:
        """What the launch wrote, in order."""
        with self._connections.reading() as connection:
            return self.entries_within(connection, launch_id)

    def entries_within(self, connection: Connection, launch_id: str) -> tuple[Entry, ...]:
        """As `entries`, within a transaction."""
        rows = connection.execute(_ENTRIES, (self._tenant_id, launch_id))
        return tuple(
            Entry(seq, EntryKind(kind), column_text(activity), column_text(element), column_text(value))
            for seq, kind, activity, element, value in rows
        )

    def append_within(self, connection: Connection, launch_id: str, entries: Iterable[Entry]) -> None:
        """Keep entries of a launch at their own numbers; whoever has its journal open must be told."""
        insert(
            connection,
            _APPEND,
            [
                (
                    self._tenant_id,
                    launch_id,
                    entry.seq,
                    entry.kind.value,
                    text_column(entry.activity),
                    text_column(entry.element),
                    text_column(entry.value),
                )
                for entry in entries
            ],
        )

    def end_within(self, connection: Connection, launch_id: str) -> datetime:
        """The launch is over as far as this transaction knows; the moment that is kept."""
        now = self._clock()
        connection.execute(_END, (moment_column(now), self._tenant_id, launch_id))
        return now

    def move_within(self, connection: Connection, launch_ids: Iterable[str], session_id: str) -> None:
        """The launches are another session's from now on; both are to be folded anew. What servers acknowledged of them
        goes along: a server that has them in the session before is not sent them for this one."""
        rows = [(text_column(session_id), self._tenant_id, text_column(launch_id)) for launch_id in launch_ids]
        for statement in _MOVE:
            connection.executemany(statement, rows)

    def sequencing_of(self, learner_id: str) -> Iterator[str]:
        """What the sequencer of each of the learner's launches for credit last kept, as JSON, the latest launch first;
        raises `StoreError`."""
        with self._connections.reading() as connection:
            rows = connection.execute(_LAUNCHES_OF_LEARNER, (self._tenant_id, text_column(learner_id))).fetchall()
        for (launch_id,) in rows:
            with self._connections.reading() as connection:
                row = connection.execute(_LAST_SEQUENCING, (self._tenant_id, launch_id)).fetchone()
            if row is not None:
                yield column_text(row[0])

    def _base(self, connection: Connection, session_id: str, credit: str, predecessor: str | None) -> Mapping[str, Any]:
        """The state the launch's predecessor came to; what that one left open was cut off."""
        predecessors = "AND session_id = ? AND mode = ?"
        parameters: list[str] = [self._tenant_id, session_id, Mode.NORMAL.value]
        if credit == Credit.CREDIT:
            predecessors += " AND credit = ?"
            parameters.append(Credit.CREDIT.value)
        if predecessor is not None:
            predecessors += " AND id = ?"
            parameters.append(predecessor)
        row = connection.execute(
            f"{_SELECT} {predecessors} ORDER BY lamport DESC, id DESC LIMIT 1", parameters
        ).fetchone()
        if row is None:
            return {}
        launch = self._record(connection, row)
        state = replay(launch.base, self.entries_within(connection, launch.id))
        state.cut_off()
        return state.as_json()

    def _highest_lamport(self, connection: Connection) -> int:
        query = "SELECT coalesce(max(lamport), 0) FROM launch WHERE tenant_id = ?"
        highest: int = connection.execute(query, (self._tenant_id,)).fetchone()[0]
        return highest

    def _get(self, connection: Connection, launch_id: str) -> LaunchRecord:
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, launch_id)).fetchone()
        return self._record(connection, row)

    def _record(self, connection: Connection, row: tuple[Any, ...]) -> LaunchRecord:
        launch_id, session_id, device_id, rev, lamport, mode, credit, started_at, ended_at, base = row[:10]
        package_hash, taken_in, fork_of = row[10:]
        return LaunchRecord(
            id=launch_id,
            session_id=session_id,
            device_id=device_id,
            rev=rev,
            lamport=lamport,
            parents=tuple(parent for (parent,) in connection.execute(_PARENTS, (self._tenant_id, launch_id))),
            mode=mode,
            credit=credit,
            started_at=column_moment(started_at),
            ended_at=None if ended_at is None else column_moment(ended_at),
            base=json.loads(base),
            package_hash=package_hash,
            taken_in=bool(taken_in),
            fork_of=fork_of,
        )
