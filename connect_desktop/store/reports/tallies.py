"""Keeping count of sessions while they change, so that a report over a million of them reads some hundred rows.

Counts move in the transaction that changes the session: what it was is taken from the tallies of its course and its
day, what it is now is added. `recounted` makes them anew from the sessions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import randrange
from typing import Any

from msgspec import Struct, field

from connect_desktop.store.columns import column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.reports.interaction_answers import InteractionTally, answers_in
from connect_desktop.store.reports.periods import ALL_TIME, day_of, day_period, periods_of
from connect_desktop.store.reports.tally import NOTHING, SessionTally, percent_of, tally_of
from connect_desktop.store.transaction import Transaction

EVERY_PACKAGE = ""
"""Where all packages are counted together."""

TABLES = ("session_tally", "score_tally", "interaction_tally", "response_tally")

# Two who count in rows of their own at once do not wait for each other; reports add the rows up.
_LANES = 16
_NO_ANSWERS = InteractionTally()
_INTERACTIONS = ".interactions."

SESSION_COLUMNS = "package_id, updated_at, completion, success, score_scaled, total_time, cmi_data"

_ADD_SESSIONS = """
INSERT INTO session_tally (tenant_id, package_id, period, lane, sessions, completed, incomplete, not_attempted, passed,
                           failed, scored, score_sum, time_sum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, package_id, period, lane) DO UPDATE SET
    sessions = session_tally.sessions + excluded.sessions,
    completed = session_tally.completed + excluded.completed,
    incomplete = session_tally.incomplete + excluded.incomplete,
    not_attempted = session_tally.not_attempted + excluded.not_attempted,
    passed = session_tally.passed + excluded.passed,
    failed = session_tally.failed + excluded.failed,
    scored = session_tally.scored + excluded.scored,
    score_sum = session_tally.score_sum + excluded.score_sum,
    time_sum = session_tally.time_sum + excluded.time_sum
"""
_ADD_SCORES = """
INSERT INTO score_tally (tenant_id, package_id, period, percent, lane, sessions) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, package_id, period, percent, lane)
DO UPDATE SET sessions = score_tally.sessions + excluded.sessions
"""
_ADD_ANSWERS = """
INSERT INTO interaction_tally (tenant_id, package_id, interaction_id, period, lane, answered, correct, incorrect,
                               timed, latency_sum, type, description)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, package_id, interaction_id, period, lane) DO UPDATE SET
    answered = interaction_tally.answered + excluded.answered,
    correct = interaction_tally.correct + excluded.correct,
    incorrect = interaction_tally.incorrect + excluded.incorrect,
    timed = interaction_tally.timed + excluded.timed,
    latency_sum = interaction_tally.latency_sum + excluded.latency_sum,
    type = coalesce(excluded.type, interaction_tally.type),
    description = coalesce(excluded.description, interaction_tally.description)
"""
_ADD_RESPONSES = """
INSERT INTO response_tally (tenant_id, package_id, interaction_id, period, response, lane, answers)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, package_id, interaction_id, period, response, lane)
DO UPDATE SET answers = response_tally.answers + excluded.answers
"""


class CountedSession(Struct, frozen=True):
    """What of a session is counted. `updated_at` is as its column has it, `interactions` are those elements of its
    `cmi_data`."""

    package_id: str
    updated_at: str
    completion: str
    success: str
    scaled: float | None
    total_time: int
    interactions: Mapping[str, str]

    @classmethod
    def of(cls, session: SessionRecord) -> CountedSession:
        """The session as it is counted."""
        return cls(
            package_id=session.package_id,
            updated_at=moment_column(session.updated_at),
            completion=session.completion,
            success=session.success,
            scaled=session.scaled,
            total_time=session.total_time,
            interactions={key: text for key, text in (session.cmi_data or {}).items() if _INTERACTIONS in key},
        )

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> CountedSession:
        """The session whose `SESSION_COLUMNS` these are."""
        package_id, updated_at, completion, success, scaled, total_time, document = row
        text = "" if document is None else column_text(document)
        interactions = json.loads(text) if _INTERACTIONS in text else {}
        return cls(package_id, updated_at, completion, success, scaled, total_time, interactions)

    def answers_as(self, other: CountedSession) -> bool:
        """Whether its answers count where the other's do, and are the same."""
        return (self.package_id, self.updated_at[:10], self.interactions) == (
            other.package_id,
            other.updated_at[:10],
            other.interactions,
        )


class Tallies:
    """Counts the sessions of one tenant, where so many `writers` may write at once."""

    def __init__(self, tenant_id: str, writers: int = 1) -> None:
        self._tenant_id = tenant_id
        self._lanes = _LANES if writers > 1 else 1

    def move(self, connection: Connection, before: SessionRecord | None, after: SessionRecord | None) -> None:
        """Count `after` and no longer `before`, one of which may not be there, within the transaction of the change."""
        changes = _Changes()
        gone = None if before is None else CountedSession.of(before)
        come = None if after is None else CountedSession.of(after)
        same_answers = gone is not None and come is not None and come.answers_as(gone)
        if gone is not None:
            changes.count(gone, -1, answers=not same_answers)
        if come is not None:
            changes.count(come, 1, answers=not same_answers)
        if isinstance(connection, Transaction):
            connection.add((Tallies, self._tenant_id), changes, self._write)
        else:
            self._write(connection, changes)

    def _write(self, connection: Connection, changes: _Changes) -> None:
        changes.spread().write(connection, self._tenant_id, randrange(self._lanes))  # noqa: S311 - no secret


def recounted(connection: Connection) -> None:
    """Count every session of every tenant anew, within a transaction."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
    tenants = [row[0] for row in connection.execute("SELECT id FROM tenant ORDER BY id").fetchall()]
    query = f"SELECT {SESSION_COLUMNS} FROM session WHERE tenant_id = ? ORDER BY package_id"  # noqa: S608 - ours
    for tenant in tenants:
        every, course, package_id = _Changes(), _Changes(), EVERY_PACKAGE
        for row in connection.execute(query, (tenant,)):
            session = CountedSession.of_row(row)
            if session.package_id != package_id:
                course.spread(every).write(connection, tenant, 0)
                course, package_id = _Changes(), session.package_id
            course.count(session, 1)
        course.spread(every).write(connection, tenant, 0)
        every.write(connection, tenant, 0)


class _Changes(Struct):
    """By what a tally is kept: how it changes. Sessions are counted by day and package, which is told of longer periods
    and of all packages when many have been counted: a sync writes a hundred, and there may be millions to recount."""

    sessions: defaultdict[tuple[str, str], SessionTally] = field(default_factory=lambda: defaultdict(SessionTally))
    scores: defaultdict[tuple[str, str, int], int] = field(default_factory=lambda: defaultdict(int))
    answers: defaultdict[tuple[str, str, str], InteractionTally] = field(
        default_factory=lambda: defaultdict(InteractionTally)
    )
    responses: defaultdict[tuple[str, str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    words: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    old_words: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def add(self, other: _Changes) -> None:
        """These changes too, which came later."""
        for place, tally in other.sessions.items():
            self.sessions[place] = self.sessions[place].plus(tally)
        for percent, number in other.scores.items():
            self.scores[percent] += number
        for interaction, answered in other.answers.items():
            self.answers[interaction] = self.answers[interaction].plus(answered)
        for response, number in other.responses.items():
            self.responses[response] += number
        self.words.update(other.words)
        for question, words in other.old_words.items():
            self.old_words.setdefault(question, words)

    def count(self, session: CountedSession, times: int, *, answers: bool = True) -> None:
        """Count a session once more or once less, on its day, for its package; `spread` tells it of the rest."""
        package, day = session.package_id, day_period(session.updated_at)
        tally = tally_of(session.completion, session.success, session.scaled, session.total_time)
        known = self.sessions[package, day]
        self.sessions[package, day] = known.plus(tally) if times > 0 else known.minus(tally)
        if session.scaled is not None:
            self.scores[package, day, percent_of(session.scaled)] += times
        for answer in answers_in(session.interactions) if answers else ():
            key = package, answer.id, day
            answered = self.answers[key]
            self.answers[key] = answered.plus(answer.tally) if times > 0 else answered.minus(answer.tally)
            if answer.wrong is not None:
                self.responses[(*key, answer.wrong)] += times
            (self.words if times > 0 else self.old_words)[package, answer.id] = (answer.type, answer.description)

    def spread(self, every: _Changes | None = None) -> _Changes:
        """What was counted by day, for its other periods too. All packages together count in `every`, or in the same
        changes."""
        spread = _Changes(words=self.words, old_words=self.old_words)
        every = every or spread
        for (package, day), tally in self.sessions.items():
            for period in periods_of(day_of(day)):
                spread.sessions[package, period] = spread.sessions[package, period].plus(tally)
                every.sessions[EVERY_PACKAGE, period] = every.sessions[EVERY_PACKAGE, period].plus(tally)
        for (package, day, percent), number in self.scores.items():
            for period in periods_of(day_of(day)):
                spread.scores[package, period, percent] += number
                every.scores[EVERY_PACKAGE, period, percent] += number
        for (package, interaction, day), answered in self.answers.items():
            for period in periods_of(day_of(day)):
                key = package, interaction, period
                spread.answers[key] = spread.answers[key].plus(answered)
        for (package, interaction, day, response), number in self.responses.items():
            for period in periods_of(day_of(day)):
                spread.responses[package, interaction, period, response] += number
        return spread

    def write(self, connection: Connection, tenant_id: str, lane: int) -> None:
        """Add the changes to the tallies, always in the same order, so that two who do wait for each other once."""
        _add(
            connection,
            _ADD_SESSIONS,
            ((tenant_id, *key, lane, *tally) for key, tally in sorted(self.sessions.items()) if tally != NOTHING),
        )
        _add(
            connection,
            _ADD_SCORES,
            ((tenant_id, *key, lane, number) for key, number in sorted(self.scores.items()) if number),
        )
        _add(connection, _ADD_ANSWERS, self._answer_rows(tenant_id, lane))
        _add(
            connection,
            _ADD_RESPONSES,
            (
                (tenant_id, package, text_column(interaction), period, text_column(response), lane, number)
                for (package, interaction, period, response), number in sorted(self.responses.items())
                if number
            ),
        )

    def _answer_rows(self, tenant_id: str, lane: int) -> Iterator[tuple[Any, ...]]:
        for (package, interaction, period), tally in sorted(self.answers.items()):
            said = self.words.get((package, interaction), ("", "")) if period == ALL_TIME else ("", "")
            if tally != _NO_ANSWERS or (any(said) and said != self.old_words.get((package, interaction))):
                words = [text_column(word) if word else None for word in said]
                yield tenant_id, package, text_column(interaction), period, lane, *tally, *words


def _add(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    if found := list(rows):
        connection.executemany(statement, found)
