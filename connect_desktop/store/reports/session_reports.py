"""Counts of sessions, of all and by course, from the tallies that are kept of them.

What of a period is less than a day is counted from its sessions, and so is what a single learner has, which is little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nlargest

from connect_desktop.store.columns import moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.reports.periods import Stretch, day_of, month_of, stretch
from connect_desktop.store.reports.selection import Selection, in_periods
from connect_desktop.store.reports.tallies import EVERY_PACKAGE
from connect_desktop.store.reports.tally import Counted, SessionTally, percent_of, tally_of

_SUMS = (
    "sum(sessions), sum(completed), sum(incomplete), sum(not_attempted), sum(passed), sum(failed), sum(scored), "
    "sum(score_sum), sum(time_sum)"
)
_COUNTS = "sessions, completed, incomplete, not_attempted, passed, failed, scored, score_sum, time_sum"
_LOOSE = "SELECT package_id, updated_at, completion, success, score_scaled, total_time FROM session WHERE"
_OF_PACKAGE = "FROM session_tally WHERE tenant_id = ? AND package_id = ?"
_PERCENTS = "SELECT percent, sessions FROM score_tally WHERE tenant_id = ? AND package_id = ?"
_EARLIEST, _LATEST = "0000", "9999-12-31T23:59:59.999999+00:00"


class SessionReports:
    """Counts the sessions of one tenant."""

    def __init__(self, connections: Connections, tenant_id: str) -> None:
        self._connections = connections
        self._tenant_id = tenant_id

    def overall(self, selection: Selection) -> Counted:
        """All of the selection together; raises `StoreError`."""
        counted = Counted()
        time = _time_of(selection)
        with self._connections.reading() as connection:
            for _, tally, percents in self._loose(connection, selection, time):
                counted.add(tally, percents)
            key = (self._tenant_id, text_column(selection.package_id or EVERY_PACKAGE))
            table, parameters = in_periods(f"SELECT {_COUNTS} {_OF_PACKAGE}", key, time.tallied)
            row = connection.execute(f"SELECT {_SUMS} FROM {table}", parameters).fetchone()  # noqa: S608 - ours
            counted.add(_tally(row), self._percents(connection, selection.package_id or EVERY_PACKAGE, time))
        return counted

    def by_package(
        self, selection: Selection, *, limit: int, after: str = EVERY_PACKAGE, percents: bool = True
    ) -> dict[str, Counted]:
        """At most `limit` packages that have sessions in the selection, by the order of their ids, those after
        `after`, with their `percents` where these are asked for; raises `StoreError`."""
        time = _time_of(selection)
        with self._connections.reading() as connection:
            found = self._packages(connection, selection, time, after, limit)
            chosen = {package: found[package] for package in sorted(found)[:limit]}
            for package, counted in chosen.items() if percents else ():
                counted.add(SessionTally(), self._percents(connection, package, time))
        return chosen

    def most_used(self, selection: Selection, *, limit: int) -> dict[str, Counted]:
        """The packages with most sessions in the selection, those first, without percents; raises `StoreError`."""
        time = _time_of(selection)
        with self._connections.reading() as connection:
            found = self._packages(connection, selection, time, EVERY_PACKAGE, None)
        return dict(nlargest(limit, found.items(), key=lambda item: (item[1].tally.sessions, item[0])))

    def over_time(self, selection: Selection, *, by_day: bool) -> dict[str, SessionTally]:
        """The sessions by the day (2026-03-05) or month (2026-03) they last changed in, in order; raises `StoreError`.

        Days and months without any are left out.
        """
        time = _time_of(selection, by_day=by_day, over_time=True)
        named: Callable[[str], str] = day_of if by_day else month_of
        found: dict[str, Counted] = {}
        with self._connections.reading() as connection:
            for updated_at, tally, _ in self._loose(connection, selection, time, by_moment=True):
                found.setdefault(updated_at[: 10 if by_day else 7], Counted()).add(tally, {})
            key = (self._tenant_id, text_column(selection.package_id or EVERY_PACKAGE))
            table, parameters = in_periods(f"SELECT period, {_COUNTS} {_OF_PACKAGE}", key, time.tallied)
            query = f"SELECT period, {_SUMS} FROM {table} GROUP BY period"  # noqa: S608 - ours
            rows = connection.execute(query, parameters).fetchall()
        for period, *sums in rows:
            found.setdefault(named(period), Counted()).add(_tally(sums), {})
        return {period: found[period].tally for period in sorted(found) if found[period].tally.sessions}

    def _packages(
        self, connection: Connection, selection: Selection, time: Stretch, after: str, limit: int | None
    ) -> dict[str, Counted]:
        """Packages after `after` with their tallies: those of the tallied periods to a limit, all of the loose ones."""
        found: dict[str, Counted] = {}
        if time.tallied:
            # Written so that SQLite goes by the period: by the package it would read every day of each.
            package = "NOT package_id <= ?" if selection.package_id is None else "package_id = ?"
            key = (self._tenant_id, text_column(after if selection.package_id is None else selection.package_id))
            counts = f"SELECT package_id, {_COUNTS} FROM session_tally WHERE tenant_id = ? AND {package}"  # noqa: S608
            table, parameters = in_periods(counts, key, time.tallied)
            query = (
                f"SELECT package_id, {_SUMS} FROM {table}"  # noqa: S608 - ours
                " GROUP BY package_id HAVING sum(sessions) > 0 ORDER BY package_id"
            )
            if limit is not None:
                query += f" LIMIT {int(limit)}"
            rows = connection.execute(query, parameters).fetchall()
            found = {package: Counted(_tally(sums)) for package, *sums in rows if package > after}
        for package, tally, percents in self._loose(connection, selection, time):
            if package > after:
                found.setdefault(package, Counted()).add(tally, percents)
        return found

    def _percents(self, connection: Connection, package: str, time: Stretch) -> dict[int, int]:
        """The distribution of scores in the tallied periods."""
        table, parameters = in_periods(_PERCENTS, (self._tenant_id, text_column(package)), time.tallied)
        query = f"SELECT percent, sum(sessions) FROM {table} GROUP BY percent"  # noqa: S608 - ours
        return {percent: int(sessions) for percent, sessions in connection.execute(query, parameters).fetchall()}

    def _loose(
        self, connection: Connection, selection: Selection, time: Stretch, *, by_moment: bool = False
    ) -> Iterator[tuple[str, SessionTally, dict[int, int]]]:
        """Each session that no tally stands for, by its package or by when it changed."""
        for changed in time.loose:
            condition, parameters = selection.loose_sql(self._tenant_id, changed)
            for package, updated_at, completion, success, scaled, total_time in connection.execute(
                f"{_LOOSE} {condition}", parameters
            ):
                percents = {} if scaled is None else {percent_of(scaled): 1}
                tally = tally_of(completion, success, scaled, total_time)
                yield updated_at if by_moment else package, tally, percents


def _time_of(selection: Selection, *, by_day: bool = False, over_time: bool = False) -> Stretch:
    if selection.learner_id is None:
        open_ended = selection.since is None and selection.until is None
        if over_time and open_ended and not by_day:
            return Stretch(tallied=(("m0000-00", "m9999-99"),))
        return stretch(selection.since, selection.until, by_day=by_day)
    first = _EARLIEST if selection.since is None else moment_column(selection.since)
    last = _LATEST if selection.until is None else moment_column(selection.until)
    return Stretch(loose=((first, last),))


def _tally(row: tuple[int | None, ...] | list[int | None]) -> SessionTally:
    # A sum is a decimal where the database's sums of whole numbers are.
    return SessionTally(*(int(number or 0) for number in row))
