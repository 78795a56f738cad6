"""A look at a package before anything is done with it: its container, its manifest, its course."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.packages.archive import Archive
from connect_desktop.packages.errors import MemberDamaged, MemberTooLarge, PackageRefused
from connect_desktop.packages.folder_archive import FolderArchive
from connect_desktop.packages.folder_storage import ZipOnDisk
from connect_desktop.packages.manifest_finder import MANIFEST, find_manifest, no_manifest
from connect_desktop.packages.names import NameIndex, is_junk
from connect_desktop.packages.zip_archive import ZipArchive
from connect_desktop.packages.zip_faults import zip_faults
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.finding import Finding, Severity

if TYPE_CHECKING:
    from connect_desktop.packages.zip_storage import ZipSource
    from connect_desktop.scorm.cam.reading import ManifestReading


class CheckReport(Struct, frozen=True, kw_only=True):
    """What is to be said of a package; `course` is None where none could be read."""

    findings: tuple[Finding, ...]
    course: Course | None

    @property
    def refused(self) -> bool:
        """Whether an import would be refused."""
        return self.course is None or any(finding.severity is Severity.ERROR for finding in self.findings)


def source_of(path: Path) -> Path:
    """The package someone means who points at `path`: pointing at a manifest means its folder."""
    return path.parent if path.name.lower() == MANIFEST and path.is_file() else path


def examine(source: Path) -> CheckReport:
    """The report on a zip or a folder. Raises `PackageMissing` and `PackageUnreadable`, nothing else."""
    try:
        if source.is_dir():
            return examine_folder(FolderArchive(source))
        return examine_zip(ZipOnDisk(source))
    except PackageRefused as refusal:
        return CheckReport(findings=refusal.findings, course=None)


def examine_zip(source: ZipSource) -> CheckReport:
    """The report on a zip; an unsafe zip is not read beyond its directory. Raises `PackageRefused` where it has none,
    and what its source raises."""
    archive = ZipArchive(source)
    faults = zip_faults(archive.entries, source.size())
    if any(fault.severity is Severity.ERROR for fault in faults):
        return CheckReport(findings=faults, course=None)
    return _examine_course(archive, faults)


def examine_folder(archive: FolderArchive) -> CheckReport:
    """The report on a folder."""
    return _examine_course(archive, ())


def read_course(archive: Archive) -> Course:
    """The course of a package that was imported before; `PackageRefused` if there is none any more."""
    try:
        reading = _read_manifest(archive, archive.names())
    except (MemberDamaged, MemberTooLarge) as error:
        raise PackageRefused((_as_finding(error),)) from error
    if reading.course is None:
        raise PackageRefused(reading.findings)
    return reading.course


def _examine_course(archive: Archive, faults: tuple[Finding, ...]) -> CheckReport:
    names = [name for name in archive.names() if not is_junk(name)]
    try:
        reading = _read_manifest(archive, names)
    except (MemberDamaged, MemberTooLarge) as error:
        return CheckReport(findings=(*faults, _as_finding(error)), course=None)
    # A launch reads its course too, and should not wait for the checks of an import to load.
    from connect_desktop.packages.film_check import check_films
    from connect_desktop.scorm.cam.check import check_course

    checks = check_course(reading, names, resolve=NameIndex(names).resolve)
    return CheckReport(
        findings=(*faults, *reading.findings, *checks, *check_films(archive, names)), course=reading.course
    )


def _read_manifest(archive: Archive, names: Collection[str]) -> ManifestReading:
    manifest = find_manifest(names)
    if manifest is None:
        raise PackageRefused((no_manifest(names),))
    # Most launches know their course already, and should not wait for what reads XML.
    from connect_desktop.scorm.cam.manifest import MANIFEST_LIMIT, parse_manifest

    return parse_manifest(archive.read(manifest, MANIFEST_LIMIT), member=manifest)


def _as_finding(error: MemberDamaged | MemberTooLarge) -> Finding:
    values = {name: str(value) for name, value in error.values.items()}
    return Finding(
        severity=Severity.ERROR, code=error.code, template=error.template, values=values, file=values["name"]
    )
