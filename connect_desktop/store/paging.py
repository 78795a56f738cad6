"""A page of a list that begins with what was made last."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from connect_desktop.store.columns import moment_column, text_column


class Page(Struct, frozen=True, kw_only=True):
    """At most `limit` rows that were created within `since` and `until`, both included, and come after the row whose
    moment and id are `after`."""

    limit: int
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None

    def sql(self) -> tuple[str, tuple[str | bytes, ...]]:
        """What to go on with after a WHERE and its first condition, and its parameters."""
        sql, parameters = "", list[str | bytes]()
        if self.since is not None:
            sql += " AND created_at >= ?"
            parameters.append(moment_column(self.since))
        if self.until is not None:
            sql += " AND created_at <= ?"
            parameters.append(moment_column(self.until))
        if self.after is not None:
            sql += " AND (created_at, id) < (?, ?)"
            parameters += [moment_column(self.after[0]), text_column(self.after[1])]
        return f"{sql} ORDER BY created_at DESC, id DESC LIMIT {int(self.limit)}", tuple(parameters)
