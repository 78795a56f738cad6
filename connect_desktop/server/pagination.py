"""Opaque cursors: where a list goes on."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Query

from connect_desktop.server.moments import Moment, in_utc
from connect_desktop.server.problems import Problem
from connect_desktop.store.paging import Page

LARGEST_PAGE = 200


def cursor_of(key: Sequence[str | int]) -> str:
    """Where a list goes on after the item with this key."""
    text = json.dumps(key, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(cursor: str) -> object:
    """What `cursor_of` was told, or any JSON; raises a 400 for what is none."""
    try:
        return json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise no_cursor() from None


def cursor_after(moment: datetime, identifier: str) -> str:
    """Where the list goes on after the item that was changed then and has this id."""
    return cursor_of((moment.isoformat(), identifier))


def position_of(cursor: str) -> tuple[datetime, str]:
    """What `cursor_after` was told; raises a 400 for what is no cursor of ours."""
    match key_of(cursor):
        case [str(moment), identifier]:
            with suppress(ValueError):
                position = datetime.fromisoformat(moment)
                if position.tzinfo is not None:
                    return in_utc(position), str(identifier)
    raise no_cursor()


def no_cursor() -> Problem:
    """The cursor is none that a list gave."""
    return Problem(400, "invalid-cursor", "The cursor is none that a list here gave.")


def names_of(cursor: str, count: int) -> list[str]:
    """What `cursor_of` was told, so many names; raises a 400 for what is no cursor of ours."""
    names = key_of(cursor)
    if isinstance(names, list) and len(names) == count and all(isinstance(name, str) for name in names):
        return names
    raise no_cursor()


class Made(Protocol):
    """What a list holds that begins with what was made last."""

    @property
    def id(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...


T = TypeVar("T", bound=Made)


async def _page_asked(
    since: Annotated[Moment | None, Query(description="Made then or later")] = None,
    until: Annotated[Moment | None, Query(description="Made then or earlier")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    cursor: str | None = None,
) -> Page:
    after = position_of(cursor) if cursor is not None else None
    # One more than is given tells whether there are more.
    return Page(limit=limit + 1, since=since, until=until, after=after)


PageAsked = Annotated[Page, Depends(_page_asked)]


def page_of(found: Sequence[T], asked: Page) -> tuple[Sequence[T], str | None]:
    """What to give of what a store found for `asked`, and the cursor of the next page."""
    given = found[: asked.limit - 1]
    return given, cursor_after(given[-1].created_at, given[-1].id) if len(found) > len(given) else None
