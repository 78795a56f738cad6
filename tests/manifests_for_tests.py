"""Manifests written by hand, for tests of how they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from connect_desktop.scorm.cam.check import check_course
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.finding import Finding
from connect_desktop.scorm.cam.manifest import parse_manifest

NAMESPACES_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" '
    'xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"'
)
NAMESPACES_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss" xmlns:lom="http://ltsc.ieee.org/xsd/LOM"'
)
ITEM = '<item identifier="I" identifierref="R"><title>Item</title></item>'
SCO_12 = (
    '<resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="a.html"><file href="a.html"/></resource>'
)
SCO_2004 = SCO_12.replace("scormtype", "scormType")
ASSET_2004 = SCO_2004.replace('"sco"', '"asset"')


def item(children: str = "", *, identifier: str = "I", attributes: str = 'identifierref="R"') -> str:
    return f'<item identifier="{identifier}" {attributes}><title>Item</title>{children}</item>'


def manifest_12(
    items: str = ITEM,
    resources: str = SCO_12,
    *,
    version: str = "<schemaversion>1.2</schemaversion>",
    metadata: str = "",
    attributes: str = "",
    after: str = "",
) -> str:
    return _manifest(NAMESPACES_12, items, resources, version, metadata, attributes, after)


def manifest_2004(
    items: str = ITEM,
    resources: str = SCO_2004,
    *,
    version: str = "<schemaversion>2004 4th Edition</schemaversion>",
    metadata: str = "",
    attributes: str = "",
    after: str = "",
) -> str:
    return _manifest(NAMESPACES_2004, items, resources, version, metadata, attributes, after)


def read_course(manifest: str | bytes, *, member: str = "imsmanifest.xml") -> Course:
    """The course in a manifest that has one."""
    data = manifest.encode() if isinstance(manifest, str) else manifest
    course = parse_manifest(data, member=member).course
    assert course is not None
    return course


def findings_of(manifest: str | bytes) -> tuple[Finding, ...]:
    return parse_manifest(manifest.encode() if isinstance(manifest, str) else manifest).findings


def checks_of(manifest: str, members: Collection[str] = ("imsmanifest.xml", "a.html")) -> tuple[Finding, ...]:
    """What the checks say about a package with these members, names resolving exactly."""
    return check_course(
        parse_manifest(manifest.encode()), members, resolve=lambda name: name if name in members else None
    )


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def _manifest(
    namespaces: str, items: str, resources: str, version: str, metadata: str, attributes: str, after: str
) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1" {namespaces} {attributes}>
<metadata><schema>ADL SCORM</schema>{version}{metadata}</metadata>
<organizations default="O">
<organization identifier="O"><title>Course</title>
{items}
</organization>
</organizations>
<resources>
{resources}
</resources>
{after}
</manifest>
"""
