"""Who learns on this machine."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import AlreadyThere, LearnerNameMissing, LearnerNameTaken
from connect_desktop.store.records import Learner

_SELECT = "SELECT id, name, created_at FROM learner WHERE tenant_id = ?"
_NAMED = "SELECT 1 FROM learner WHERE tenant_id = ? AND name_key = ?"
# The last writer of an element wins, and a launch's Lamport counter orders writers without asking a clock.
_PREFERENCES = """
SELECT entry.element, entry.value
FROM session
JOIN launch ON launch.tenant_id = session.tenant_id AND launch.session_id = session.id
JOIN entry ON entry.tenant_id = launch.tenant_id AND entry.launch_id = launch.id AND entry.kind = 'preference'
WHERE session.tenant_id = ? AND session.learner_id = ?
ORDER BY launch.lamport, launch.id, entry.seq
"""


class Learners:
    """The learners of one tenant. Two learners have two names, whatever their capitals and blanks."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def add(self, name: str) -> Learner:
        """A new learner; raises `LearnerNameTaken`, `LearnerNameMissing`, `StoreError`."""
        name = _tidy(name)
        learner = Learner(id=str(uuid.uuid4()), name=name, created_at=self._clock())
        with _named(name), self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO learner (tenant_id, id, name, name_key, created_at) VALUES (?, ?, ?, ?, ?)",
                (self._tenant_id, learner.id, text_column(name), _key(name), moment_column(learner.created_at)),
            )
        return learner

    def known_as(self, learner_id: str, called: str = "", within: Connection | None = None) -> Learner:
        """The learner another system knows by this id, added if new; raises `StoreError`.

        Their name is what they are `called`, else the id, with a number where somebody else is called so. `within` is a
        transaction to take part in.
        """
        known = self._find(within, learner_id) if within else self.get(learner_id)
        if known is not None:
            return known
        with nullcontext(within) if within else self._connections.writing() as connection:
            wanted = " ".join(called.split()) or learner_id
            name, number = wanted, 1
            while connection.execute(_NAMED, (self._tenant_id, _key(name))).fetchone():
                number += 1
                name = f"{wanted} ({number})"
            connection.execute(
                "INSERT INTO learner (tenant_id, id, name, name_key, created_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (tenant_id, id) DO NOTHING",
                (self._tenant_id, text_column(learner_id), text_column(name), _key(name), moment_column(self._clock())),
            )
            added = self._find(connection, learner_id)
        assert added is not None  # noqa: S101 - just added, by us or by who was quicker
        return added

    def rename(self, learner_id: str, name: str) -> None:
        """Raises `LearnerNameTaken`, `LearnerNameMissing`, `StoreError`."""
        name = _tidy(name)
        with _named(name), self._connections.writing() as connection:
            connection.execute(
                "UPDATE learner SET name = ?, name_key = ? WHERE tenant_id = ? AND id = ?",
                (text_column(name), _key(name), self._tenant_id, learner_id),
            )

    def all(self) -> tuple[Learner, ...]:
        """Every learner, the first one added first."""
        return self._select("ORDER BY created_at, name_key")

    def get(self, learner_id: str) -> Learner | None:
        """The learner with this id."""
        return next(iter(self._select("AND id = ?", text_column(learner_id))), None)

    def by_name(self, name: str) -> Learner | None:
        """The learner with this name, whatever its capitals and blanks."""
        return next(iter(self._select("AND name_key = ?", _key(" ".join(name.split())))), None)

    def preferences(self, learner_id: str) -> dict[str, str]:
        """What the learner last preferred in any course, element name to value."""
        with self._connections.reading() as connection:
            rows = connection.execute(_PREFERENCES, (self._tenant_id, learner_id)).fetchall()
        return {column_text(element): column_text(value) for element, value in rows}

    def _select(self, rest: str, *parameters: str | bytes) -> tuple[Learner, ...]:
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} {rest}", (self._tenant_id, *parameters)).fetchall()
        return tuple(map(_learner, rows))

    def _find(self, connection: Connection, learner_id: str) -> Learner | None:
        row = connection.execute(f"{_SELECT} AND id = ?", (self._tenant_id, text_column(learner_id))).fetchone()
        return _learner(row) if row else None


def _learner(row: tuple[str, str, str]) -> Learner:
    learner_id, name, created_at = row
    return Learner(id=learner_id, name=column_text(name), created_at=column_moment(created_at))


def _tidy(name: str) -> str:
    tidied = " ".join(name.split())
    if not tidied:
        raise LearnerNameMissing
    return tidied


def _key(name: str) -> str | bytes:
    return text_column(unicodedata.normalize("NFKC", name).casefold())


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except AlreadyThere as error:
        raise LearnerNameTaken(name) from error
