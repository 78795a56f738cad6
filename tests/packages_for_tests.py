"""Small SCORM packages for tests: real zips, as short as the standard allows."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from connect_desktop.packages.folder_storage import ZipOnDisk
from connect_desktop.packages.zip_archive import ZipArchive

_NAMESPACES_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
_NAMESPACES_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)
_FLOW = '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>'


def manifest_12(scos: int = 1, *, title: str = "Course", href: str = "sco{n}.html") -> str:
    """A SCORM 1.2 manifest: `ORG` with `ITEM1`..`ITEMn`, each launching `href` with its number as `{n}`."""
    return _manifest(
        namespaces=_NAMESPACES_12, version="1.2", type_attribute="scormtype", title=title, scos=scos, href=href
    )


def manifest_2004(
    scos: int = 1, *, title: str = "Course", href: str = "sco{n}.html", edition: str = "4th Edition"
) -> str:
    """A SCORM 2004 manifest, choice and flow allowed; else as `manifest_12`."""
    return _manifest(
        namespaces=_NAMESPACES_2004,
        version=f"2004 {edition}",
        type_attribute="scormType",
        title=title,
        scos=scos,
        href=href,
        sequencing=_FLOW,
    )


def _manifest(
    *, namespaces: str, version: str, type_attribute: str, title: str, scos: int, href: str, sequencing: str = ""
) -> str:
    numbers = range(1, scos + 1)
    items = "".join(
        f'<item identifier="ITEM{n}" identifierref="RES{n}"><title>SCO {n}</title></item>\n' for n in numbers
    )
    resources = "".join(
        f'<resource identifier="RES{n}" type="webcontent" adlcp:{type_attribute}="sco" href="{href.format(n=n)}">'
        f'<file href="{href.format(n=n)}"/></resource>\n'
        for n in numbers
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="MANIFEST" version="1" {namespaces}>
<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
<organizations default="ORG">
<organization identifier="ORG"><title>{title}</title>
{items}{sequencing}</organization>
</organizations>
<resources>
{resources}</resources>
</manifest>
"""


def course_files(
    scos: int = 1,
    *,
    edition: str = "2004",
    page: str = "<!doctype html><title>SCO</title>",
    verdict: str = "best",
) -> dict[str, str]:
    """The files of a course with `scos` SCOs, manifest first; `edition` is "1.2" or "2004", `verdict` the one that it
    asks to have told."""
    manifest = manifest_12(scos) if edition == "1.2" else manifest_2004(scos)
    if verdict != "best":
        asking = f'<organization xmlns:connect="urn:connect-desktop:course" connect:verdict="{verdict}" '
        manifest = manifest.replace("<organization ", asking)
    return {"imsmanifest.xml": manifest, **{f"sco{n}.html": page for n in range(1, scos + 1)}}


def build_zip(
    path: Path, files: Mapping[str, bytes | str] | None = None, *, compression: int = zipfile.ZIP_DEFLATED
) -> Path:
    """Write `files` (default: a one-SCO course) as a zip and return its path; the same files give the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (course_files() if files is None else files).items():
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            archive.writestr(entry, content, compression)
    return path


def build_folder(path: Path, files: Mapping[str, bytes | str] | None = None) -> Path:
    """Write `files` (default: a one-SCO course) as a folder and return its path."""
    for name, content in (course_files() if files is None else files).items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def archive_at(path: Path) -> ZipArchive:
    """The zip in a file."""
    return ZipArchive(ZipOnDisk(path))
