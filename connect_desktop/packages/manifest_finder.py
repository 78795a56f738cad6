"""Where a package keeps its manifest, and what a package without one seems to be instead."""

from __future__ import annotations

from collections.abc import Iterable

from connect_desktop.packages.names import is_junk
from connect_desktop.scorm.cam.finding import Finding, Severity

MANIFEST = "imsmanifest.xml"

_OTHER_STANDARDS = {
    "cmi5.xml": "cmi5",
    "tincan.xml": "xAPI (Tin Can)",
    "h5p.json": "H5P",
    "moodle_backup.xml": "Moodle backup",
    "[content_types].xml": "Office",
    "container.xml": "EPUB",
}
_AICC_SUFFIXES = (".crs", ".cst")


def find_manifest(members: Iterable[str]) -> str | None:
    """The manifest at the root or in the one folder nearest to it [CAM 3.3]; None if there is none, or no one."""
    found = [name for name in members if not is_junk(name) and _parts(name)[-1] == MANIFEST]
    least = min(map(_depth, found), default=0)
    nearest = [name for name in found if _depth(name) == least]
    return nearest[0] if len(nearest) == 1 or (nearest and least == 1) else None


def no_manifest(members: Iterable[str]) -> Finding:
    """The finding for a package in which `find_manifest` found none."""
    names = [name for name in members if not is_junk(name)]
    files = [_parts(name)[-1] for name in names]
    if courses := [name for name in names if _parts(name)[-1] == MANIFEST]:
        return _error(
            "several-courses",
            "The package holds {count} courses in folders of their own: import each of these folders by itself.",
            count=str(len(courses)),
        )
    for file, standard in _OTHER_STANDARDS.items():
        if file in files:
            return _not_scorm(standard)
    if any(file.endswith(_AICC_SUFFIXES) for file in files):
        return _not_scorm("AICC")
    if {"manifest.json", "sessions/1.json"} <= set(names):
        return _error(
            "carried-file",
            "This is no course but what was learned on another device: take it in with “Import from another device…”.",
        )
    if inner := next((name for name in names if name.lower().endswith(".zip")), None):
        return _error(
            "zip-in-zip",
            "There is no imsmanifest.xml, but “{inner}” may be the course: unpack the package and import that.",
            inner=inner,
        )
    return _error(
        "no-manifest", "There is no imsmanifest.xml, so this is no SCORM course: export it as SCORM and import that."
    )


def _not_scorm(standard: str) -> Finding:
    return _error(
        "other-standard",
        "This is no SCORM course but {standard}: export the course as SCORM and import that.",
        standard=standard,
    )


def _error(code: str, template: str, **values: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, template=template, values=values, clause="CAM 3.3")


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").lower().strip().split("/")


def _depth(name: str) -> int:
    return len(_parts(name))
