"""Which version each session has: all that must be compared to know what has changed.

Versions are compared and not moments, nor a counter that all writers would have to share: so nothing is missed, be it
that writers overlap, that a clock is wrong, or that the database was restored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from connect_desktop.store.columns import text_column
from connect_desktop.store.connection import Connection

# Databases take so many parameters in one statement.
_AT_ONCE = 500


class SessionVersions:
    """The versions of one tenant's sessions."""

    def __init__(self, tenant_id: str) -> None:
        self._tenant_id = tenant_id

    def of_learners(self, connection: Connection, learner_ids: Iterable[str]) -> dict[str, int]:
        """The version of each of these learners' sessions, by session."""
        wanted = list(dict.fromkeys(learner_ids))
        versions: dict[str, int] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some: Sequence[str] = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT id, version FROM session WHERE tenant_id = ? AND learner_id IN ({marks})"  # noqa: S608 - ours
            versions.update(connection.execute(query, (self._tenant_id, *map(text_column, some))).fetchall())
        return versions


def digest_of(versions: Mapping[str, int]) -> str:
    """SHA-256, in hex, of a line `<id> <version>` for each session, sorted by id, joined by line feeds."""
    lines = "\n".join(f"{session_id} {version}" for session_id, version in sorted(versions.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
