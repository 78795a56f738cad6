"""Which sessions a report is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from connect_desktop.store.columns import text_column


class Selection(Struct, frozen=True, kw_only=True):
    """None selects all. `since` and `until` bound when a session last changed, both included."""

    package_id: str | None = None
    learner_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def loose_sql(self, tenant_id: str, changed: tuple[str, str] | None = None) -> tuple[str, list[str | bytes]]:
        """A condition on sessions that lie in it, changed within these moments, and its parameters."""
        sql, parameters = "tenant_id = ?", list[str | bytes]([tenant_id])
        if self.package_id is not None:
            sql += " AND package_id = ?"
            parameters.append(text_column(self.package_id))
        if self.learner_id is not None:
            sql += " AND learner_id = ?"
            parameters.append(text_column(self.learner_id))
        if changed is not None:
            sql += " AND updated_at >= ? AND updated_at <= ?"
            parameters += changed
        return sql, parameters


def within(ranges: tuple[tuple[str, str], ...]) -> tuple[str, list[str]]:
    """A condition that `period` lies in one of the ranges, and its parameters."""
    if not ranges:
        return "1 = 0", []
    sql = " OR ".join("(period >= ? AND period <= ?)" for _ in ranges)
    return f"({sql})", [end for ends in ranges for end in ends]


def in_periods(
    rows: str, parameters: Sequence[str | bytes], ranges: tuple[tuple[str, str], ...]
) -> tuple[str, list[str | bytes]]:
    """`rows`, a SELECT with a WHERE, of those periods, as a table to select from; and its parameters.

    Each range is a SELECT of its own, which goes by the index to its end: of ranges joined by OR SQLite reads every
    period there is.
    """
    if not ranges:
        return f"({rows} AND 1 = 0) AS tallied", list(parameters)
    sql = " UNION ALL ".join(f"{rows} AND period >= ? AND period <= ?" for _ in ranges)
    return f"({sql}) AS tallied", [each for ends in ranges for each in (*parameters, *ends)]
