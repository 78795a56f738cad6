"""Which sessions are wanted, as SQL that reads of an index what it answers with and no more."""

from __future__ import annotations

from datetime import datetime
from itertools import product

from msgspec import Struct

from connect_desktop.store.columns import moment_column, text_column

_COMPLETIONS = ("unknown", "not attempted", "incomplete", "completed")
_SUCCESSES = ("unknown", "failed", "passed")

Parameters = list[str | bytes]


class SessionQuery(Struct, frozen=True, kw_only=True):
    """Which sessions are wanted: None wants any. `since` and `until` bound `updated_at`, both included; `after` is the
    last session of the page before, as its `updated_at` and id."""

    learner_id: str | None = None
    package_id: str | None = None
    completion: str | None = None
    success: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None

    def page(self, tenant_id: str, limit: int) -> tuple[str, Parameters]:
        """The wanted sessions as `page_id` and `changed`, `limit` at most, the last one changed first; and parameters.

        A learner has few sessions; of the others every pair of statuses is a stretch of an index in the order wanted,
        so a page is put together from the ends of those that are asked for.
        """
        base: list[tuple[str, str | bytes]] = [("tenant_id = ?", tenant_id)]
        if self.package_id is not None:
            base.append(("package_id = ?", text_column(self.package_id)))
        if self.learner_id is not None:
            base.append(("learner_id = ?", text_column(self.learner_id)))
        statuses = {"completion = ?": self.completion, "success = ?": self.success}
        asked = [(condition, value) for condition, value in statuses.items() if value is not None]
        if not asked:
            return self._stretch(base, limit)
        if self.learner_id is not None:
            # So said, SQLite goes by the learner and does not take the statuses for the shorter way.
            return self._stretch([*base, *((f"NOT {it.replace('=', '<>')}", value) for it, value in asked)], limit)
        pairs = product(
            _COMPLETIONS if self.completion is None else (self.completion,),
            _SUCCESSES if self.success is None else (self.success,),
        )
        stretches = [
            self._stretch([*base, ("completion = ?", completion), ("success = ?", success)], limit)
            for completion, success in pairs
        ]
        parts = " UNION ALL ".join(
            f"SELECT page_id, changed FROM ({sql}) AS part{number}"  # noqa: S608 - ours
            for number, (sql, _) in enumerate(stretches)
        )
        order = f"ORDER BY changed DESC, page_id DESC LIMIT {int(limit)}"
        sql = f"SELECT page_id, changed FROM ({parts}) AS parts {order}"  # noqa: S608 - ours
        return sql, [parameter for _, parameters in stretches for parameter in parameters]

    def _stretch(self, conditions: list[tuple[str, str | bytes]], limit: int) -> tuple[str, Parameters]:
        bounded = [*conditions, *self._bounds()]
        where = " AND ".join(condition for condition, _ in bounded)
        parameters: Parameters = [value for _, value in bounded]
        if self.after is not None:
            where += " AND (updated_at, id) < (?, ?)"
            parameters += [moment_column(self.after[0]), text_column(self.after[1])]
        order = f"ORDER BY updated_at DESC, id DESC LIMIT {int(limit)}"
        return f"SELECT id AS page_id, updated_at AS changed FROM session WHERE {where} {order}", parameters  # noqa: S608 - ours

    def _bounds(self) -> list[tuple[str, str | bytes]]:
        bounds: list[tuple[str, str | bytes]] = []
        if self.since is not None:
            bounds.append(("updated_at >= ?", moment_column(self.since)))
        # A page that goes on ends where it begins: a second bound above would only mislead the planner.
        if self.until is not None and (self.after is None or self.until < self.after[0]):
            bounds.append(("updated_at <= ?", moment_column(self.until)))
        return bounds
