"""The packages of this program: each zip whole under the name of its content, each folder where its author has it."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from msgspec import Struct

from connect_desktop.packages.disk_cache import DiskCache
from connect_desktop.packages.errors import (
    LibraryFull,
    PackageChanged,
    PackageError,
    PackageRefused,
    read_failure,
    write_failure,
)
from connect_desktop.packages.examination import (
    CheckReport,
    examine,
    examine_folder,
    examine_zip,
    read_course,
    source_of,
)
from connect_desktop.packages.export import export_folder, export_zip, pack_folder
from connect_desktop.packages.folder_archive import FolderArchive
from connect_desktop.packages.folder_storage import FolderStorage, ZipOnDisk
from connect_desktop.packages.incoming import Incoming, IncomingFile
from connect_desktop.packages.members import PackageReader
from connect_desktop.packages.read_courses import ReadCourses
from connect_desktop.packages.zip_archive import ZipArchive
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.finding import Finding

if TYPE_CHECKING:
    from connect_desktop.packages.intake import ArrivingZip, Cancelled, Progress
    from connect_desktop.packages.zip_storage import ZipStorage

# Bytes of inflated media that are kept.
_INFLATED = 4 << 30


class ImportedPackage(Struct, frozen=True, kw_only=True):
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
    """The packages in a storage, by default the folder `root` itself. Any number of threads may use it at once.

    Under `root` are also `incoming/`, `inflated/` and `courses/`. Where a method takes an id and a `location`, the
    location is that of the package's record: "" for zips.
    """

    def __init__(self, root: Path, *, storage: ZipStorage | None = None) -> None:
        self.storage: ZipStorage = storage or FolderStorage(root)
        self._root = root
        self._incoming = Incoming(root / "incoming")
        self._read = ReadCourses(root / "courses")
        self._cache = DiskCache(root / "inflated", _INFLATED)
        self._incoming.sweep()
        self._cache.sweep()
        self._last_opened: tuple[str, ZipArchive] | None = None

    def check(self, source: Path) -> CheckReport:
        """Look at a zip or a folder without importing it. Raises `PackageMissing` and `PackageUnreadable`."""
        return examine(source_of(source))

    def check_stored(self, package_id: str, location: str = "") -> CheckReport:
        """Look at a package again. Raises as `check`, and `StorageOutOfReach`."""
        if location:
            return examine(Path(location))
        try:
            return examine_zip(self.storage.zip(package_id))
        except PackageRefused as refusal:
            return CheckReport(findings=refusal.findings, course=None)

    def take_in(
        self,
        source: Path,
        *,
        progress: Progress = lambda _done, _total: None,
        cancelled: Cancelled = lambda: False,
    ) -> ImportedPackage:
        """Import a zip (copied) or a folder (read in place); the same bytes twice are one package.

        Raises `PackageRefused`, `PackageMissing`, `PackageUnreadable`, `LibraryFull`, `LibraryUnwritable`,
        `StorageOutOfReach` and `ImportCancelled`; each leaves the library as it was.
        """
        source = source_of(source)
        return self._take_in_folder(source) if source.is_dir() else self._take_in_zip(source, progress, cancelled)

    @contextmanager
    def receiving(self) -> Iterator[ArrivingZip]:
        """A new file for a zip that somebody sends, deleted on the way out unless it was admitted.

        Raises `LibraryFull` and `LibraryUnwritable`.
        """
        from connect_desktop.packages.intake import ArrivingZip

        with self._writing(), self._incoming.file() as file:
            yield ArrivingZip(file)

    def require_playable(self, zip: Path) -> None:
        """Raises `PackageRefused`, `PackageMissing` and `PackageUnreadable` for a zip that cannot be imported."""
        _accepted(examine_zip(ZipOnDisk(zip)))

    def admit(self, file: IncomingFile, content_hash: str) -> ImportedPackage:
        """Import a zip that lies in the library's own folder already, and whose hash is known: it is moved, not copied
        where the storage is that folder too. Raises as `take_in`."""
        source = ZipOnDisk(file.path)
        course, findings = _accepted(examine_zip(source))
        size = source.size()
        with self._writing():
            already_there = self.storage.put(package_id_of(content_hash), file, content_hash)
        return _imported_zip(content_hash, size, course, findings, already_there=already_there)

    def stored(self, content_hash: str) -> ImportedPackage:
        """What was imported with this hash. Raises `PackageMissing`, `PackageUnreadable`, `PackageRefused`,
        `StorageOutOfReach`."""
        source = self.storage.zip(package_id_of(content_hash))
        course, findings = _accepted(examine_zip(source))
        return _imported_zip(content_hash, source.size(), course, findings, already_there=True)

    def reader(self, package_id: str, location: str = "") -> PackageReader:
        """A reader of the package as it is now. Raises `PackageMissing`, `PackageUnreadable`, `PackageRefused`,
        `StorageOutOfReach`."""
        return PackageReader(package_id, self._archive(package_id, location), self._cache)

    def course(self, package_id: str, location: str = "") -> Course:
        """The course as its manifest says now. Raises as `reader`."""
        if location:
            return read_course(self._archive(package_id, location))
        course = self._read.get(package_id)
        if course is None:
            course = read_course(self._archive(package_id, location))
            self._read.keep(package_id, course)
        return course

    def export(self, package_id: str, location: str, destination: Path, *, content_hash: str) -> None:
        """Write the package as a zip to the file `destination`, replacing it only when all is written and right.

        Raises `PackageMissing`, `PackageUnreadable`, `PackageDamaged`, `LibraryFull`, `LibraryUnwritable` and
        `StorageOutOfReach`.
        """
        if location:
            export_folder(FolderArchive(Path(location)), destination)
            return
        from connect_desktop.packages.integrity import verified

        source = self.storage.zip(package_id)
        export_zip(verified(source.blocks(0, source.size()), content_hash), destination)

    def packed(self, location: str) -> BinaryIO:
        """A folder as a zip, for the caller to close; it has no name and goes with the last who has it open.

        Raises as `export`.
        """
        import tempfile  # only a server packs folders that nobody keeps

        with self._writing():
            self._root.mkdir(parents=True, exist_ok=True)
            file = tempfile.TemporaryFile(dir=self._root)  # noqa: SIM115 - the caller closes it
            try:
                pack_folder(FolderArchive(Path(location)), file)
            except BaseException:
                file.close()
                raise
            return file

    def space(self, package_id: str, location: str = "") -> int:
        """The bytes that the package takes up here, with what was inflated from it."""
        return self._cache.size(package_id) + (0 if location else self._zip_size(package_id))

    def remove(self, package_id: str) -> None:
        """Delete a package's zip and what was inflated from it; a folder stays its author's. Raises
        `LibraryUnwritable` and `StorageOutOfReach`."""
        self._last_opened = None
        self.storage.delete(package_id)
        self._read.forget(package_id)
        self._cache.forget(package_id)

    def _take_in_folder(self, source: Path) -> ImportedPackage:
        archive = FolderArchive(source)
        course, findings = _accepted(examine_folder(archive))
        import hashlib

        location = source.resolve()
        return ImportedPackage(
            id=package_id_of(hashlib.sha256(os.fsencode(location)).hexdigest()),
            content_hash=archive.fingerprint(),
            kind="folder",
            location=str(location),
            size=archive.total_size(),
            course=course,
            findings=findings,
            already_there=False,
        )

    def _take_in_zip(self, source: Path, progress: Progress, cancelled: Cancelled) -> ImportedPackage:
        from connect_desktop.packages.intake import copy_and_hash  # a launch takes nothing in

        before = _stamp(source)
        course, findings = _accepted(examine_zip(ZipOnDisk(source)))
        with self._writing():
            self._require_room(before[0])
            with self._incoming.file() as file:
                content_hash = copy_and_hash(source, file, progress=progress, cancelled=cancelled)
                if _stamp(source) != before:
                    raise PackageChanged(source)
                already_there = self.storage.put(package_id_of(content_hash), file, content_hash)
        return _imported_zip(content_hash, before[0], course, findings, already_there=already_there)

    def _zip_size(self, package_id: str) -> int:
        try:
            return self.storage.zip(package_id).size()
        except PackageError:
            return 0

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise write_failure(self._root, error) from error

    def _require_room(self, size: int) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._root).free < size:
            raise LibraryFull

    def _archive(self, package_id: str, location: str) -> ZipArchive | FolderArchive:
        """A folder is listed anew each time. A zip never changes, so that its last directory may be used again: a
        launch reads the course and then its files."""
        if location:
            return FolderArchive(Path(location))
        last = self._last_opened
        if last is None or last[0] != package_id:
            last = self._last_opened = (package_id, ZipArchive(self.storage.zip(package_id)))
        return last[1]


def package_id_of(content_hash: str) -> str:
    """`pkg_` and 160 bits of a SHA-256: a host name that is nobody else's [RFC 4648 6, RFC 1035 2.3.4]."""
    return "pkg_" + base64.b32encode(bytes.fromhex(content_hash)).decode().lower()[:32]


def _imported_zip(
    content_hash: str, size: int, course: Course, findings: tuple[Finding, ...], *, already_there: bool
) -> ImportedPackage:
    return ImportedPackage(
        id=package_id_of(content_hash),
        content_hash=content_hash,
        kind="zip",
        location="",
        size=size,
        course=course,
        findings=findings,
        already_there=already_there,
    )


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
