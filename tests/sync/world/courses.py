"""The courses that everybody has: both editions, one part and several, best verdicts and the latest."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.runtime.library import record_of
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.records import PackageRecord
from tests.packages_for_tests import build_zip, course_files
from tests.store_for_tests import MORNING

_COURSES = (("1.2", 1, "best"), ("2004", 1, "best"), ("1.2", 3, "best"), ("2004", 2, "best"), ("1.2", 1, "latest"))
_REPLACED, _OTHER_CONTENT = "pkg_replaced", "0" * 64


@dataclass(frozen=True, slots=True)
class Shelf:
    """Packages that lie in one folder, which nobody writes to any more; `Courses` for who syncs.

    Under the id of `replaced`, which is the first of `packages` too, servers have other content sooner or later:
    `replacement`.
    """

    library: PackageLibrary
    packages: tuple[PackageRecord, ...]
    replaced: PackageRecord
    replacement: PackageRecord
    courses: Mapping[str, Course]

    def of(self, package: PackageRecord) -> Course:
        return self.courses[package.id]


def filled_shelf(folder: Path) -> Shelf:
    """Five courses, imported as a library does it."""
    kept = folder / "packages"
    library = PackageLibrary(kept)
    packages, courses = [], {}
    for edition, parts, verdict in _COURSES:
        name = folder / f"{edition}-{parts}-{verdict}.zip"
        taken = library.take_in(build_zip(name, course_files(parts, edition=edition, verdict=verdict)))
        packages.append(record_of(taken, MORNING))
        courses[taken.id] = taken.course
    replaced = replace(packages[0], id=_REPLACED)
    replacement = replace(replaced, content_hash=_OTHER_CONTENT)
    courses[_REPLACED] = courses[packages[0].id]
    shutil.copyfile(kept / f"{packages[0].id}.zip", kept / f"{_REPLACED}.zip")
    return Shelf(library, tuple(packages), replaced, replacement, courses)
