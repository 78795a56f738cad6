"""What stands on the shelf - courses that are here, and courses that servers have - and in which order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from msgspec import Struct

from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.sync.courses.server_courses import CatalogView
from connect_desktop.ui.course_words import edition_words

NO_SERVERS = CatalogView(servers=(), courses=())
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Shown(StrEnum):
    """Which courses one wants to see."""

    ALL = "all"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    ASSIGNED = "assigned"


class HereItem(Struct, frozen=True):
    """A course of this device; `catalog` is what servers say of it, None where there are none."""

    course: LibraryCourse
    catalog: CatalogCourse | None = None

    @property
    def package_id(self) -> str:
        return self.course.package.id


class OfferItem(Struct, frozen=True):
    """A course that the server of this name has, and this device has not."""

    catalog: CatalogCourse
    server: str

    @property
    def package_id(self) -> str:
        return self.catalog.package_id


ShelfItem = HereItem | OfferItem


def items_of(courses: Iterable[LibraryCourse], view: CatalogView = NO_SERVERS) -> tuple[ShelfItem, ...]:
    """All there is; what servers say counts only where there are servers."""
    names = {server.account_id: server.name for server in view.servers}
    known = {course.package_id: course for course in view.courses} if names else {}
    here: list[ShelfItem] = [HereItem(course, known.get(course.package.id)) for course in courses]
    ids = {item.package_id for item in here}
    offers = [
        OfferItem(course, names.get(course.account_id, ""))
        for course in known.values()
        if course.package_id not in ids and course.account_id is not None
    ]
    return (*here, *offers)


def kinds_of(items: Iterable[ShelfItem]) -> Sequence[Shown]:
    """The kinds there are any of, for somebody to choose among; none where all are of one kind."""
    items = tuple(items)
    kinds = [kind for kind in Shown if kind is not Shown.ALL and any(_is(item, kind) for item in items)]
    return (Shown.ALL, *kinds) if Shown.ELSEWHERE in kinds and len(kinds) > 1 else ()


def arranged(items: Iterable[ShelfItem], search: str = "", shown: Shown = Shown.ALL) -> list[ShelfItem]:
    """The items of this kind that have every word of `search`.

    First what was played, the last played first; then what is assigned, and new versions; then what is here, the last
    imported first; then all else that servers have.
    """
    words = search.casefold().split()

    def found(item: ShelfItem) -> bool:
        return _is(item, shown) and all(word in _text(item) for word in words)

    return sorted(sorted(filter(found, items), key=_moment, reverse=True), key=_rank)


def _is(item: ShelfItem, kind: Shown) -> bool:
    match kind:
        case Shown.HERE:
            return isinstance(item, HereItem)
        case Shown.ELSEWHERE:
            return isinstance(item, OfferItem)
        case Shown.ASSIGNED:
            return item.catalog is not None and item.catalog.assigned
        case _:
            return True


def _text(item: ShelfItem) -> str:
    described = item.course.package if isinstance(item, HereItem) else item.catalog
    return f"{described.title} {edition_words(described)}".casefold()


def _rank(item: ShelfItem) -> tuple[int, str]:
    if isinstance(item, HereItem):
        if _played_at(item) is not None:
            return 0, ""
        return (1 if item.catalog is not None and item.catalog.assigned else 3), ""
    if item.catalog.assigned:
        return 1, ""
    return (2 if item.catalog.updates else 4), _text(item)


def _moment(item: ShelfItem) -> tuple[datetime, datetime]:
    imported_at = item.course.package.imported_at if isinstance(item, HereItem) else _LONG_AGO
    return _played_at(item) or _LONG_AGO, imported_at


def _played_at(item: ShelfItem) -> datetime | None:
    session = item.course.session if isinstance(item, HereItem) else item.catalog.session
    return session.last_played_at if session else None
