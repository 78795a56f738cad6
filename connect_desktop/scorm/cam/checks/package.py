"""A course together with what the package holds, as the checks are given it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from connect_desktop.scorm.cam.addresses import path_of
from connect_desktop.scorm.cam.course import Course, Item, ScormType


class CheckedPackage(Struct, frozen=True):
    """`resolve` maps a package-relative name to the member it means, None where there is none."""

    course: Course
    members: frozenset[str]
    resolve: Callable[[str], str | None]

    def member(self, address: str) -> str | None:
        """The member behind an address, whose query and fragment do not count unless they are part of a file name."""
        return self.resolve(address) or self.resolve(path_of(address))

    def leaves(self) -> tuple[Item, ...]:
        return self.course.organization.leaves()

    def families(self) -> Iterator[tuple[Item, Item]]:
        """Every item of the organization with its parent, in document order."""
        for parent in self.course.organization.root.walk():
            for child in parent.children:
                yield parent, child


def is_sco(item: Item) -> bool:
    return item.resource is not None and item.resource.scorm_type is ScormType.SCO
