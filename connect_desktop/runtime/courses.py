"""The courses of packages that sessions are about, each manifest read once."""

from __future__ import annotations

from functools import lru_cache

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.records import PackageRecord

_REMEMBERED = 128


class Courses:
    """Reads courses from a library; any number of threads may ask."""

    def __init__(self, library: PackageLibrary) -> None:
        self._library = library
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def of(self, package: PackageRecord) -> Course:
        """The course of a package; raises `PackageError`. An author's folder may change, so that is read anew."""
        if package.location:
            return self._read(package.id, package.location)
        return self._remembered(package.id, package.location)

    def _read(self, package_id: str, location: str) -> Course:
        return self._library.course(package_id, location)
