"""The progress report: a row a session, with who learns in it and what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text
from connect_desktop.store.connections import Connections
from connect_desktop.store.session_query import SessionQuery

_ROWS = """
SELECT session.id, session.learner_id, learner.name, session.package_id, package.title, session.completion,
       session.success, session.score_scaled, session.score_raw, session.score_min, session.score_max,
       session.progress, session.total_time,
       (SELECT count(*) FROM launch WHERE launch.tenant_id = session.tenant_id AND launch.session_id = session.id),
       session.created_at, session.updated_at, session.last_played_at
FROM ({page}) AS page
JOIN session ON session.tenant_id = ? AND session.id = page.page_id
LEFT JOIN learner ON learner.tenant_id = session.tenant_id AND learner.id = session.learner_id
LEFT JOIN package ON package.tenant_id = session.tenant_id AND package.id = session.package_id
ORDER BY changed DESC, page_id DESC
"""


class ProgressRow(Struct, frozen=True, kw_only=True):
    """A session. `package_title` is None where the package was deleted; `total_time` is in centiseconds."""

    session_id: str
    learner_id: str
    learner_name: str
    package_id: str
    package_title: str | None
    completion: str
    success: str
    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None
    progress: float | None
    total_time: int
    launches: int
    created_at: datetime
    updated_at: datetime
    last_played_at: datetime | None


def progress_rows(connections: Connections, tenant_id: str, query: SessionQuery, limit: int) -> list[ProgressRow]:
    """At most `limit` of them, the last one changed first; raises `StoreError`."""
    page, parameters = query.page(tenant_id, limit)
    with connections.reading() as connection:
        rows = connection.execute(_ROWS.format(page=page), (*parameters, tenant_id)).fetchall()
    return [_row(row) for row in rows]


def _row(row: tuple[Any, ...]) -> ProgressRow:
    session_id, learner_id, name, package_id, title, *rest, created_at, updated_at, last_played_at = row
    completion, success, scaled, raw, low, high, progress, total_time, launches = rest
    return ProgressRow(
        session_id=column_text(session_id),
        learner_id=column_text(learner_id),
        learner_name=column_text(name or ""),
        package_id=column_text(package_id),
        package_title=None if title is None else column_text(title),
        completion=completion,
        success=success,
        scaled=scaled,
        raw=raw,
        min=low,
        max=high,
        progress=progress,
        total_time=total_time,
        launches=launches,
        created_at=column_moment(created_at),
        updated_at=column_moment(updated_at),
        last_played_at=None if last_played_at is None else column_moment(last_played_at),
    )
