"""How questions were answered, from the tallies that are kept of them; a learner's own from their sessions.

Answers are counted by whole days (UTC) of their sessions' last change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest

from msgspec import Struct, field
from msgspec.structs import replace

from connect_desktop.store.columns import column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.reports.interaction_answers import InteractionAnswer, InteractionTally, answers_in
from connect_desktop.store.reports.periods import Stretch, stretch, whole_days
from connect_desktop.store.reports.selection import Selection, in_periods, within
from connect_desktop.store.reports.tally import share

Key = tuple[str, str]
"""Package and interaction."""

_MOST_FREQUENT = 5
_SUMS = "sum(answered), sum(correct), sum(incorrect), sum(timed), sum(latency_sum)"
_RESPONSES = """
SELECT response, answers FROM response_tally WHERE tenant_id = ? AND package_id = ? AND interaction_id = ?
"""
_EARLIEST, _LATEST = "0000", "9999-12-31T23:59:59.999999+00:00"


class Interaction(Struct, frozen=True, kw_only=True):
    """How a question was answered. `wrong` are the most frequent wrong responses with how often each was given."""

    package_id: str
    id: str
    type: str = ""
    description: str = ""
    tally: InteractionTally = field(default_factory=InteractionTally)
    wrong: tuple[tuple[str, int], ...] = ()

    @property
    def correct_rate(self) -> float | None:
        """The share of right ones in those judged right or wrong."""
        return share(self.tally.correct, self.tally.correct + self.tally.incorrect)

    @property
    def average_latency(self) -> float | None:
        """Seconds."""
        return self.tally.latency_sum / self.tally.timed / 100 if self.tally.timed else None


class InteractionReports:
    """The interactions of one tenant."""

    def __init__(self, connections: Connections, tenant_id: str) -> None:
        self._connections = connections
        self._tenant_id = tenant_id

    def page(self, selection: Selection, *, limit: int, after: Key = ("", "")) -> list[Interaction]:
        """At most `limit` of them by the order of package and id, those after `after`; raises `StoreError`."""
        selection = _by_day(selection)
        with self._connections.reading() as connection:
            if selection.learner_id is not None:
                found = [it for it in self._of_learner(connection, selection) if (it.package_id, it.id) > after]
                return found[:limit]
            return self._with_words(connection, selection, self._tallied(connection, selection, after, limit))

    def hardest(self, selection: Selection, *, limit: int, answered: int) -> list[Interaction]:
        """Those most often answered wrong of those judged so often, the hardest first; raises `StoreError`."""
        selection = _by_day(selection)
        with self._connections.reading() as connection:
            found: Iterable[Interaction]
            if selection.learner_id is not None:
                found = self._of_learner(connection, selection)
            else:
                found = self._tallied(connection, selection, ("", ""), None)
            judged = [it for it in found if it.tally.correct + it.tally.incorrect >= answered and it.tally.incorrect]
            hardest = nsmallest(
                limit, judged, key=lambda it: (it.correct_rate, -it.tally.answered, it.package_id, it.id)
            )
            return hardest if selection.learner_id else self._with_words(connection, selection, hardest)

    def _tallied(
        self, connection: Connection, selection: Selection, after: Key, limit: int | None
    ) -> list[Interaction]:
        time = stretch(selection.since, selection.until)
        condition, parameters = within(time.tallied)
        only = "" if selection.package_id is None else "AND package_id = ?"
        package = [] if selection.package_id is None else [text_column(selection.package_id)]
        rows = connection.execute(
            f"SELECT package_id, interaction_id, {_SUMS} FROM interaction_tally"  # noqa: S608 - ours
            f" WHERE tenant_id = ? {only} AND (package_id, interaction_id) > (?, ?) AND {condition}"
            " GROUP BY package_id, interaction_id HAVING sum(answered) > 0 ORDER BY package_id, interaction_id"
            + ("" if limit is None else f" LIMIT {int(limit)}"),
            (self._tenant_id, *package, *map(text_column, after), *parameters),
        ).fetchall()
        return [
            Interaction(package_id=package, id=column_text(identifier), tally=_tally(sums))
            for package, identifier, *sums in rows
        ]

    def _with_words(self, connection: Connection, selection: Selection, found: list[Interaction]) -> list[Interaction]:
        """What they are about and which wrong answers they got."""
        time = stretch(selection.since, selection.until)
        return [self._with_words_of(connection, it, time) for it in found]

    def _with_words_of(self, connection: Connection, interaction: Interaction, time: Stretch) -> Interaction:
        key = (self._tenant_id, interaction.package_id, text_column(interaction.id))
        words = connection.execute(
            "SELECT max(type), max(description) FROM interaction_tally"
            " WHERE tenant_id = ? AND package_id = ? AND interaction_id = ? AND period = 'a'",
            key,
        ).fetchone()
        given = (
            "SELECT response, answers FROM response_tally WHERE tenant_id = ? AND package_id = ? AND interaction_id = ?"
        )
        table, parameters = in_periods(given, key, time.tallied)
        rows = connection.execute(
            f"SELECT response, sum(answers) AS given FROM {table} GROUP BY response HAVING sum(answers) > 0"  # noqa: S608
            f" ORDER BY given DESC, response LIMIT {_MOST_FREQUENT}",
            parameters,
        ).fetchall()
        return replace(
            interaction,
            type=column_text(words[0] or ""),
            description=column_text(words[1] or ""),
            wrong=tuple((column_text(response), int(given)) for response, given in rows),
        )

    def _of_learner(self, connection: Connection, selection: Selection) -> list[Interaction]:
        first = _EARLIEST if selection.since is None else moment_column(selection.since)
        last = _LATEST if selection.until is None else moment_column(selection.until)
        condition, parameters = selection.loose_sql(self._tenant_id, (first, last))
        rows = connection.execute(
            f"SELECT package_id, cmi_data FROM session WHERE {condition} AND cmi_data IS NOT NULL"  # noqa: S608 - ours
            " ORDER BY updated_at, id",
            parameters,
        ).fetchall()
        given: dict[Key, list[InteractionAnswer]] = {}
        for package, document in rows:
            for answer in answers_in(json.loads(column_text(document))):
                given.setdefault((package, answer.id), []).append(answer)
        return [_of_answers(key, given[key]) for key in sorted(given)]


def _of_answers(key: Key, answers: list[InteractionAnswer]) -> Interaction:
    tally = InteractionTally()
    for answer in answers:
        tally = tally.plus(answer.tally)
    wrong = Counter(answer.wrong for answer in answers if answer.wrong is not None)
    frequent = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:_MOST_FREQUENT]
    return Interaction(
        package_id=key[0],
        id=key[1],
        type=next((answer.type for answer in reversed(answers) if answer.type), ""),
        description=next((answer.description for answer in reversed(answers) if answer.description), ""),
        tally=tally,
        wrong=tuple(frequent),
    )


def _by_day(selection: Selection) -> Selection:
    since, until = whole_days(selection.since, selection.until)
    return replace(selection, since=since, until=until)


def _tally(row: list[int | None]) -> InteractionTally:
    return InteractionTally(*(int(number or 0) for number in row))
