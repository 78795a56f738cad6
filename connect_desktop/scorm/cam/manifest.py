"""From the bytes of `imsmanifest.xml` to a `Course`, with a finding for everything that is not as it should be."""

from __future__ import annotations

from connect_desktop.scorm.cam.addresses import AddressReader
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.decoding import decode
from connect_desktop.scorm.cam.document import Document, read_document
from connect_desktop.scorm.cam.editions import detect_edition
from connect_desktop.scorm.cam.metadata import read_metadata
from connect_desktop.scorm.cam.organizations import OrganizationsReader
from connect_desktop.scorm.cam.reading import FindingLog, ManifestReading
from connect_desktop.scorm.cam.resources import read_resources

MANIFEST_LIMIT = 20 * 1024 * 1024
"""Bytes of the largest manifest that is read: a package of 5,900 files has one of a single megabyte."""


def parse_manifest(data: bytes, *, member: str = "imsmanifest.xml") -> ManifestReading:
    """Read a manifest; `member` is its name in the package, whose folder becomes part of every path.

    Never raises, whatever the bytes are: where no course can be made of them, `course` is None and a finding of
    severity error says why.
    """
    log = FindingLog(member)
    course = _course(data, member, log)
    return ManifestReading(course, log.findings())


def _course(data: bytes, member: str, log: FindingLog) -> Course | None:
    if len(data) > MANIFEST_LIMIT:
        log.error(
            "manifest-too-large",
            "The manifest has {size} MB, more than the {limit} MB that any real course needs; it was not read.",
            size=len(data) // 1_000_000,
            limit=MANIFEST_LIMIT // 1_000_000,
        )
        return None
    if not data.strip():
        log.error("empty-manifest", "The manifest is empty. Export the package again.", clause="CAM 3.4")
        return None
    document = read_document(decode(data, log), log)
    if document is None:
        return None
    if document.root.name != "manifest":
        log.error(
            "not-a-manifest",
            "This XML file starts with “{root}” instead of “manifest”, so it is not a SCORM manifest.",
            line=document.root.line,
            clause="CAM 3.4.1 manifest",
            root=document.root.name,
        )
        return None
    return _course_of(document, member, log)


def _course_of(document: Document, member: str, log: FindingLog) -> Course | None:
    manifest = document.root
    folder = member[: member.rfind("/") + 1]
    edition = detect_edition(document, log)
    resources = read_resources(manifest, folder, log)
    reader = OrganizationsReader(manifest, edition=edition, resources=resources, root=folder, log=log)
    organizations = reader.read()
    if not organizations:
        log.error(
            "nothing-to-launch",
            "The manifest names no page to open: it has neither an organization with items nor a resource with an "
            "href. Export the package again.",
            line=manifest.line,
            clause="CAM 3.4.1 organizations",
        )
        return None
    organization = reader.default(organizations)
    if not organization.leaves():
        log.error(
            "nothing-to-launch",
            "None of the course's items leads to a page, so there is nothing to open. Export the package again.",
            line=organization.root.line,
            clause="CAM 3.4.1 item",
        )
    return Course(
        edition=edition,
        identifier=manifest.identifier("identifier"),
        organization=organization,
        organizations=organizations,
        resources=resources,
        metadata=read_metadata(manifest, folder, AddressReader(folder, log)),
        manifest=member,
    )
