"""Keeping count of sessions while they change, so that a report over a million of them reads some hundred rows.

Counts move in the transaction that changes the session: what it was is taken from the tallies of its course and its
day, what it is now is added. `recounted` makes them anew from the sessions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import randrange
from typing import Any

from connect_desktop.store.columns import column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.interaction_answers import InteractionAnswer, InteractionTally, answers_in
from connect_desktop.store.periods import ALL_TIME, day_of, periods_of
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.tally import NOTHING, SessionTally, percent_of, tally_of

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


@dataclass(frozen=True, slots=True)
class CountedSession:
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

    def counts_with(self, other: CountedSession) -> bool:
        """Whether it is counted where the other is."""
        return (self.package_id, self.updated_at[:10]) == (other.package_id, other.updated_at[:10])

    @property
    def tally(self) -> SessionTally:
        """The session by itself."""
        return tally_of(self.completion, self.success, self.scaled, self.total_time)

    @property
    def percent(self) -> int | None:
        """Its scaled score in whole percents."""
        return None if self.scaled is None else percent_of(self.scaled)


class Tallies:
    """Counts the sessions of one tenant, where so many `writers` may write at once."""

    def __init__(self, tenant_id: str, writers: int = 1) -> None:
        self._tenant_id = tenant_id
        self._lanes = _LANES if writers > 1 else 1

    def move(self, connection: Connection, before: SessionRecord | None, after: SessionRecord | None) -> None:
        """Count `after` and no longer `before`, one of which may not be there, within the transaction of the change."""
        changes = _Changes()
        gone, come = before and CountedSession.of(before), after and CountedSession.of(after)
        if gone and come and gone.counts_with(come):
            changes.turn(gone, come)
        else:
            if gone:
                changes.count(gone, -1)
            if come:
                changes.count(come, 1)
        changes.write(connection, self._tenant_id, randrange(self._lanes))  # noqa: S311 - no secret


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
            # Only by day, which is told of many sessions at once below: there may be millions.
            course.count_in((package_id,), periods_of(session.updated_at)[-1:], session, 1)
        course.spread(every).write(connection, tenant, 0)
        every.write(connection, tenant, 0)


@dataclass(slots=True)
class _Changes:
    """By what a tally is kept: how it changes."""

    sessions: defaultdict[tuple[str, str], SessionTally] = field(default_factory=lambda: defaultdict(SessionTally))
    scores: defaultdict[tuple[str, str, int], int] = field(default_factory=lambda: defaultdict(int))
    answers: defaultdict[tuple[str, str, str], InteractionTally] = field(
        default_factory=lambda: defaultdict(InteractionTally)
    )
    responses: defaultdict[tuple[str, str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    words: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    old_words: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def count(self, session: CountedSession, times: int) -> None:
        """Count a session once more or once less, for its course and for all."""
        periods = periods_of(session.updated_at)
        self.count_in((session.package_id, EVERY_PACKAGE), periods, session, times)

    def count_in(self, packages: tuple[str, ...], periods: Sequence[str], session: CountedSession, times: int) -> None:
        """Count a session for these packages and periods, and its answers for its own package."""
        tally, percent = session.tally, session.percent
        for package in packages:
            for period in periods:
                self.sessions[package, period] = self.sessions[package, period].plus(tally, times)
                if percent is not None:
                    self.scores[package, period, percent] += times
        for answer in answers_in(session.interactions):
            self._count_answer(session.package_id, periods, answer, times)

    def turn(self, before: CountedSession, after: CountedSession) -> None:
        """Count a session as it is now and no longer as it was, where both count in the same places."""
        periods = periods_of(after.updated_at)
        places = [(package, period) for package in (after.package_id, EVERY_PACKAGE) for period in periods]
        difference = after.tally.plus(before.tally, -1)
        if difference != NOTHING:
            self.sessions.update(dict.fromkeys(places, difference))
        old_percent, percent = before.percent, after.percent
        if old_percent != percent:
            for counted, times in ((old_percent, -1), (percent, 1)):
                if counted is not None:
                    self.scores.update({(*place, counted): times for place in places})
        if before.interactions != after.interactions:
            for session, times in ((before, -1), (after, 1)):
                for answer in answers_in(session.interactions):
                    self._count_answer(session.package_id, periods, answer, times)

    def spread(self, every: _Changes) -> _Changes:
        """What was counted for a package by day, for its other periods too; `every` counts it with all packages."""
        spread = _Changes(words=self.words)
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

    def _count_answer(self, package: str, periods: Iterable[str], answer: InteractionAnswer, times: int) -> None:
        for period in periods:
            key = package, answer.id, period
            self.answers[key] = self.answers[key].plus(answer.tally, times)
            if answer.wrong is not None:
                self.responses[(*key, answer.wrong)] += times
        (self.words if times > 0 else self.old_words)[package, answer.id] = (answer.type, answer.description)

    def _answer_rows(self, tenant_id: str, lane: int) -> Iterator[tuple[Any, ...]]:
        for (package, interaction, period), tally in sorted(self.answers.items()):
            said = self.words.get((package, interaction), ("", "")) if period == ALL_TIME else ("", "")
            if tally != _NO_ANSWERS or (any(said) and said != self.old_words.get((package, interaction))):
                words = [text_column(word) if word else None for word in said]
                yield tenant_id, package, text_column(interaction), period, lane, *tally, *words


def _add(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    if found := list(rows):
        connection.executemany(statement, found)
