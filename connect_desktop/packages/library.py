"""The packages on this disk: each zip whole under the name of its content, each folder where its author has it."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from connect_desktop.packages.errors import LibraryFull, PackageChanged, PackageRefused, read_failure, write_failure
from connect_desktop.packages.examination import (
    CheckReport,
    examine,
    examine_folder,
    examine_zip,
    read_course,
    source_of,
)
from connect_desktop.packages.export import export_folder, export_zip
from connect_desktop.packages.folder_archive import FolderArchive
from connect_desktop.packages.incoming import Incoming, IncomingFile
from connect_desktop.packages.inflation_cache import InflationCache
from connect_desktop.packages.intake import Cancelled, Progress, copy_and_hash
from connect_desktop.packages.members import PackageReader
from connect_desktop.packages.zip_archive import ZipArchive
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.finding import Finding

__all__ = ["CheckReport", "ImportedPackage", "PackageLibrary"]

CACHE_LIMIT = 4 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPackage:
    """A package taken in. `id`, `content_hash` and `location` are as `store.records.PackageRecord` keeps them.

    `size` is in bytes; of a folder, of its files together. `already_there` says that the library held these very bytes;
    of a folder it is always False, since only the store knows which folders were imported.
    """

    id: str
    content_hash: str
    kind: Literal["zip", "folder"]
    location: str
    size: int
    course: Course
    findings: tuple[Finding, ...]
    already_there: bool


class PackageLibrary:
    """The packages under `root`: `<id>.zip`, `incoming/` and `inflated/`. Any number of threads may use it at once.

    Where a method takes an id and a `location`, the location is that of the package's record: "" for zips.
    """

    def __init__(self, root: Path, *, cache_limit: int = CACHE_LIMIT) -> None:
        self._root = root
        self._incoming = Incoming(root / "incoming")
        self._cache = InflationCache(root / "inflated", cache_limit)
        self._incoming.sweep()
        self._cache.sweep()
        self._last_opened: tuple[Path, ZipArchive] | None = None

    def check(self, source: Path) -> CheckReport:
        """Look at a zip or a folder without importing it. Raises `PackageMissing` and `PackageUnreadable`."""
        return examine(source_of(source))

    def take_in(
        self,
        source: Path,
        *,
        progress: Progress = lambda _done, _total: None,
        cancelled: Cancelled = lambda: False,
    ) -> ImportedPackage:
        """Import a zip (copied) or a folder (read in place); the same bytes twice are one package.

        Raises `PackageRefused`, `PackageMissing`, `PackageUnreadable`, `LibraryFull`, `LibraryUnwritable` and
        `ImportCancelled`; each leaves the library as it was.
        """
        source = source_of(source)
        return self._take_in_folder(source) if source.is_dir() else self._take_in_zip(source, progress, cancelled)

    def source(self, package_id: str, location: str = "") -> Path:
        """The zip file or the folder that holds a package; it need not be there any more."""
        return Path(location) if location else self._root / f"{package_id}.zip"

    def reader(self, package_id: str, location: str = "") -> PackageReader:
        """A reader of the package as it is now. Raises `PackageMissing`, `PackageUnreadable`, `PackageRefused`."""
        return PackageReader(package_id, self._archive(package_id, location), self._cache)

    def course(self, package_id: str, location: str = "") -> Course:
        """The course as its manifest says now. Raises as `reader`."""
        return read_course(self._archive(package_id, location))

    def export(self, package_id: str, location: str, destination: Path) -> None:
        """Write the package as a zip to the file `destination`, replacing it only when all is written.

        Raises `PackageMissing`, `PackageUnreadable`, `LibraryFull` and `LibraryUnwritable`.
        """
        if location:
            export_folder(FolderArchive(Path(location)), destination)
        else:
            export_zip(self.source(package_id), destination)

    def remove(self, package_id: str) -> None:
        """Delete a package's zip and what was inflated from it; a folder stays its author's. Raises
        `LibraryUnwritable`."""
        path = self.source(package_id)
        self._last_opened = None
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise write_failure(path, error) from error
        self._cache.forget(package_id)

    def _take_in_folder(self, source: Path) -> ImportedPackage:
        archive = FolderArchive(source)
        course, findings = _accepted(examine_folder(archive))
        location = source.resolve()
        return ImportedPackage(
            id=_package_id(hashlib.sha256(os.fsencode(location)).digest()),
            content_hash=archive.fingerprint(),
            kind="folder",
            location=str(location),
            size=archive.total_size(),
            course=course,
            findings=findings,
            already_there=False,
        )

    def _take_in_zip(self, source: Path, progress: Progress, cancelled: Cancelled) -> ImportedPackage:
        archive = ZipArchive(source)
        before = _stamp(source)
        course, findings = _accepted(examine_zip(archive, before[0]))
        try:
            self._require_room(before[0])
            with self._incoming.file() as file:
                digest, size = copy_and_hash(source, file, progress=progress, cancelled=cancelled)
                if _stamp(source) != before:
                    raise PackageChanged(source)
                package_id = _package_id(digest)
                already_there = self._settle(file, self.source(package_id), size)
        except OSError as error:
            raise write_failure(self._root, error) from error
        return ImportedPackage(
            id=package_id,
            content_hash=digest.hex(),
            kind="zip",
            location="",
            size=size,
            course=course,
            findings=findings,
            already_there=already_there,
        )

    def _settle(self, file: IncomingFile, target: Path, size: int) -> bool:
        """Put the file in its place unless the same bytes are there; whether they were."""
        if target.is_file() and target.stat().st_size == size:
            return True
        file.settle(target)
        return False

    def _require_room(self, size: int) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._root).free < size:
            raise LibraryFull

    def _archive(self, package_id: str, location: str) -> ZipArchive | FolderArchive:
        """A folder is listed anew each time. A zip never changes, so that its last directory may be used again: a
        launch reads the course and then its files."""
        path = self.source(package_id, location)
        if location:
            return FolderArchive(path)
        last = self._last_opened
        if last is None or last[0] != path:
            last = self._last_opened = (path, ZipArchive(path))
        return last[1]


def _accepted(report: CheckReport) -> tuple[Course, tuple[Finding, ...]]:
    if report.course is None or report.refused:
        raise PackageRefused(report.findings)
    return report.course, report.findings


def _stamp(source: Path) -> tuple[int, int]:
    """Size in bytes and time of change, to notice a file that is still being downloaded."""
    try:
        status = source.stat()
    except OSError as error:
        raise read_failure(source, error) from error
    return status.st_size, status.st_mtime_ns


def _package_id(digest: bytes) -> str:
    """`pkg_` and 160 bits of a SHA-256: a host name that is nobody else's [RFC 4648 6, RFC 1035 2.3.4]."""
    return "pkg_" + base64.b32encode(digest).decode().lower()[:32]
