"""Servers in memory that courses come from: slow, broken or away on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from msgspec.structs import replace

from connect_desktop.runtime.library import LibraryCourse, TakenIn
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.sync.courses.server_courses import CatalogView, CourseServer, Unheard
from connect_desktop.sync.errors import SyncCancelled
from tests.gui.ui.fake_library import NOW, FakeLibrary, a_package, taken

ACCOUNT = "account-1"
TRAINING = CourseServer(account_id=ACCOUNT, name="Training", listed_at=NOW - timedelta(hours=6))


def an_offer(number: int, title: str = "", size: int = 12_400_000, **more: object) -> CatalogCourse:
    """A course that only the server has; as a package it is `a_package(number)`."""
    base = CatalogCourse(
        package_id=f"pkg_{number:04}",
        title=title or f"Course {number}",
        edition="2004 4th Edition",
        size=size,
        here=False,
        account_id=ACCOUNT,
    )
    return replace(base, **more)


@dataclass
class FakeServers:
    library: FakeLibrary
    offers: list[CatalogCourse] = field(default_factory=list)
    known: dict[str, CatalogCourse] = field(default_factory=dict)
    servers: tuple[CourseServer, ...] = (TRAINING,)
    unheard: Sequence[Unheard] = ()
    refusal: Exception | None = None
    gate: Event = field(default_factory=Event)
    looks: int = 0
    forgotten: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def view(self, _learner_id: str) -> CatalogView:
        here = [self.known.get(it.package.id) or _here(it) for it in self.library.shelf]
        ids = {course.package_id for course in here}
        return CatalogView(
            servers=self.servers, courses=(*here, *(it for it in self.offers if it.package_id not in ids))
        )

    def look(self, _cancelled: Callable[[], bool]) -> Sequence[Unheard]:
        self.looks += 1
        return self.unheard

    def download(self, package_id: str, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
        offer = next(it for it in self.offers if it.package_id == package_id)
        progress(offer.size // 4, offer.size)
        while not self.gate.wait(0.005):
            if cancelled():
                self._keep(replace(offer, received=offer.size // 4))
                raise SyncCancelled
        if self.refusal is not None:
            raise self.refusal
        progress(offer.size, offer.size)
        package = replace(a_package(int(package_id[-4:]), offer.title, offer.edition), size=offer.size)
        self.library.shelf.append(LibraryCourse(package=package))
        return taken(package)

    def forget_part(self, package_id: str) -> None:
        self.forgotten.append(package_id)
        for offer in self.offers:
            if offer.package_id == package_id:
                self._keep(replace(offer, received=0))

    def sweep(self) -> None:
        pass

    def _keep(self, changed: CatalogCourse) -> None:
        self.offers = [changed if it.package_id == changed.package_id else it for it in self.offers]


def _here(course: LibraryCourse) -> CatalogCourse:
    package = course.package
    return CatalogCourse(
        package_id=package.id, title=package.title, edition=package.edition, size=package.size, here=True
    )
