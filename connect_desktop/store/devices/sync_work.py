"""What is to be exchanged with a server, and how much it is known to hold: questions to the database that cost one
statement, however many sessions there are."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.store.columns import column_text, text_column
from connect_desktop.store.connection import Connection

# A clock that stands still must not hide that a launch has ended.
_MARK = """
CAST(session.version AS TEXT) || ' ' || coalesce(session.last_played_at, '') || ' ' || CAST((
    SELECT count(*) FROM launch WHERE launch.tenant_id = session.tenant_id AND launch.session_id = session.id
    AND launch.ended_at IS NULL AND launch.taken_in = 0
) AS TEXT)
"""
_SYNCED = """
LEFT JOIN sync_session ON sync_session.tenant_id = session.tenant_id AND sync_session.account_id = ?
     AND sync_session.session_id = session.id
"""
_RECEIPT = """
LEFT JOIN sync_receipt ON sync_receipt.tenant_id = launch.tenant_id AND sync_receipt.account_id = ?
     AND sync_receipt.launch_id = launch.id
"""
# What was written here counts its changes itself.
_REV = """
CASE WHEN launch.taken_in = 1 THEN launch.rev
     ELSE 1 + (CASE WHEN launch.ended_at IS NULL THEN 0 ELSE 1 END) + coalesce((
         SELECT max(entry.seq) FROM entry WHERE entry.tenant_id = launch.tenant_id AND entry.launch_id = launch.id
     ), 0) END
"""
_REVISIONS = f"SELECT launch.id, {_REV} FROM launch WHERE launch.tenant_id = ? AND launch.session_id = ?"  # noqa: S608
_NOT_HELD = f"(sync_receipt.rev IS NULL OR sync_receipt.rev < {_REV})"
_CHANGED = f"(sync_session.mark IS NULL OR sync_session.mark <> {_MARK})"
_DIRTY = f"""
SELECT session.id, session.learner_id, session.package_id, sync_session.waiting FROM session {_SYNCED}
WHERE session.tenant_id = ? AND sync_session.quarantine_code IS NULL AND {_CHANGED}
ORDER BY session.updated_at, session.id
"""  # noqa: S608 - ours, as are those below
_OPEN_DIRTY = f"""
SELECT DISTINCT session.id, session.learner_id, session.package_id, sync_session.waiting
FROM launch {_RECEIPT}
JOIN session ON session.tenant_id = launch.tenant_id AND session.id = launch.session_id {_SYNCED}
WHERE launch.tenant_id = ? AND launch.ended_at IS NULL AND launch.taken_in = 0
  AND sync_session.quarantine_code IS NULL AND {_NOT_HELD}
"""  # noqa: S608
_LACKING = (
    f"SELECT count(*) FROM launch {_RECEIPT} WHERE launch.tenant_id = ? AND launch.session_id = ? AND {_NOT_HELD}"  # noqa: S608
)
_LACKING_OF_CHANGED = f"""
SELECT session.id, session.learner_id, count(*)
FROM session {_SYNCED}
JOIN launch ON launch.tenant_id = session.tenant_id AND launch.session_id = session.id {_RECEIPT}
WHERE session.tenant_id = ? AND {_NOT_HELD}
  AND ({_CHANGED} OR (launch.ended_at IS NULL AND launch.taken_in = 0)) GROUP BY session.id, session.learner_id
"""  # noqa: S608
_COUNTS = f"""
SELECT session.learner_id, count(*), sum(coalesce(sync_session.held_time, 0)),
       sum((SELECT count(*) FROM launch WHERE launch.tenant_id = session.tenant_id AND launch.session_id = session.id)),
       max(sync_session.synced_at)
FROM session {_SYNCED} WHERE session.tenant_id = ? GROUP BY session.learner_id
"""  # noqa: S608
_OUTDATED = """
SELECT session_id FROM sync_session
WHERE tenant_id = ? AND account_id = ? AND told_version <> version AND told_version > 0 AND quarantine_code IS NULL
ORDER BY session_id
"""
_TOLD = """
SELECT session_id, user_id, told_version FROM sync_session WHERE tenant_id = ? AND account_id = ? AND told_version > 0
"""
_LEARNERS = "SELECT id FROM learner WHERE tenant_id = ? ORDER BY id"
_MARK_OF = f"SELECT {_MARK} FROM session WHERE session.tenant_id = ? AND session.id = ?"  # noqa: S608


class DirtySession(Struct, frozen=True):
    """A session that has changed here since both were in step; `waiting` is why it could not be sent before."""

    session_id: str
    learner_id: str
    package_id: str
    waiting: str | None


class LearnerCounts(Struct, frozen=True):
    """All of a learner's sessions: how many, what the server holds of their time in centiseconds, how many launches."""

    sessions: int
    held_time: int
    launches: int
    synced_at: str | None


class SyncWork:
    """Questions about one account; every method takes part in a transaction of its caller's."""

    def __init__(self, tenant_id: str, account_id: str) -> None:
        self._tenant_id = tenant_id
        self._account_id = account_id

    def learners(self, connection: Connection) -> tuple[str, ...]:
        """The ids of all learners here."""
        return tuple(column_text(row[0]) for row in connection.execute(_LEARNERS, (self._tenant_id,)))

    def told(self, connection: Connection) -> list[tuple[str, str, int]]:
        """Session, user and version of all that the server has said to have."""
        return [
            (column_text(session_id), column_text(user_id), version)
            for session_id, user_id, version in connection.execute(_TOLD, (self._tenant_id, self._account_id))
        ]

    def outdated(self, connection: Connection) -> tuple[str, ...]:
        """The sessions of which the server has another version than is taken in here."""
        rows = connection.execute(_OUTDATED, (self._tenant_id, self._account_id))
        return tuple(column_text(session_id) for (session_id,) in rows)

    def dirty(self, connection: Connection) -> tuple[DirtySession, ...]:
        """The sessions that may hold what the server lacks, the longest unchanged first; no quarantined ones."""
        changed = connection.execute(_DIRTY, (self._account_id, self._tenant_id)).fetchall()
        playing = connection.execute(_OPEN_DIRTY, (self._account_id, self._account_id, self._tenant_id)).fetchall()
        found: dict[str, DirtySession] = {}
        for session_id, learner_id, package_id, waiting in (*changed, *playing):
            name = column_text(session_id)
            found[name] = DirtySession(name, column_text(learner_id), column_text(package_id), waiting)
        return tuple(found.values())

    def mark(self, connection: Connection, session_id: str) -> str:
        """Changes whenever a launch of the session begins, ends, or makes it come to something else; "" for none."""
        row = connection.execute(_MARK_OF, (self._tenant_id, text_column(session_id))).fetchone()
        return row[0] if row else ""

    def revisions(self, connection: Connection, session_id: str) -> dict[str, int]:
        """The revision of each of the session's launches, by launch."""
        rows = connection.execute(_REVISIONS, (self._tenant_id, text_column(session_id))).fetchall()
        return dict(rows)

    def lacking(self, connection: Connection, session_id: str) -> int:
        """How many of the session's launches the server does not hold as they are."""
        key = (self._account_id, self._tenant_id, text_column(session_id))
        count: int = connection.execute(_LACKING, key).fetchone()[0]
        return count

    def lacking_by_session(self, connection: Connection) -> dict[str, tuple[str, int]]:
        """The learner, and how many launches the server does not hold, of each session of which it lacks any."""
        parameters = (self._account_id, self._account_id, self._tenant_id)
        rows = connection.execute(_LACKING_OF_CHANGED, parameters).fetchall()
        return {column_text(session_id): (column_text(learner_id), count) for session_id, learner_id, count in rows}

    def counts(self, connection: Connection) -> dict[str, LearnerCounts]:
        """What there is of each learner who has sessions."""
        rows = connection.execute(_COUNTS, (self._account_id, self._tenant_id)).fetchall()
        return {
            column_text(learner_id): LearnerCounts(sessions, int(held_time or 0), int(launches or 0), synced_at)
            for learner_id, sessions, held_time, launches, synced_at in rows
        }
