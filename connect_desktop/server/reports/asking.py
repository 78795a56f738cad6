"""What a report is asked for: which sessions, which page, and in which format."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Header, Query
from msgspec import Struct

from connect_desktop.server.moments import Moment
from connect_desktop.server.pagination import LARGEST_PAGE
from connect_desktop.store.reports.selection import Selection

Format = Literal["json", "csv"]


class Asked(Struct, frozen=True, kw_only=True):
    """A report on `selection`, in pages of `limit` that go on at `cursor`; CSV is always whole."""

    selection: Selection
    limit: int
    cursor: str | None
    as_csv: bool


async def _asked(
    package_id: Annotated[str | None, Query(max_length=255)] = None,
    user_id: Annotated[str | None, Query(max_length=255)] = None,
    since: Annotated[Moment | None, Query(description="Sessions that changed then or later")] = None,
    until: Annotated[Moment | None, Query(description="Sessions that last changed then or earlier")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Of JSON; CSV is whole")] = 50,
    cursor: str | None = None,
    format: Annotated[Format | None, Query(description="Instead of what Accept says")] = None,
    accept: Annotated[str | None, Header(description="application/json or text/csv")] = None,
) -> Asked:
    selection = Selection(package_id=package_id, learner_id=user_id, since=since, until=until)
    as_csv = prefers_csv(accept or "") if format is None else format == "csv"
    return Asked(selection=selection, limit=limit, cursor=cursor, as_csv=as_csv)


ReportAsked = Annotated[Asked, Depends(_asked)]


def prefers_csv(accept: str) -> bool:
    """Whether an Accept header [RFC 9110 12.5.1] would rather have CSV than JSON."""
    csv, json = _quality(accept, ("text/csv", "text/*")), _quality(accept, ("application/json", "application/*", "*/*"))
    return csv > json


def _quality(accept: str, ranges: tuple[str, ...]) -> float:
    found = {}
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((it.removeprefix("q=") for it in parameters if it.startswith("q=")), "1")
        try:
            found[media] = float(quality)
        except ValueError:
            found[media] = 0.0
    return next((found[media] for media in ranges if media in found), 0.0)
