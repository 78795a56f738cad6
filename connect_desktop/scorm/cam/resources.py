"""Resources of a manifest and of the manifests nested in it [CAM 3.4.1 resources]."""

from __future__ import annotations

from connect_desktop.scorm.cam.addresses import AddressReader
from connect_desktop.scorm.cam.course import Resource, ScormType
from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.tokens import SCORM_TYPES
from connect_desktop.scorm.cam.values import ValueReader

_CLAUSE = "CAM 3.4.1 resource"


def read_resources(manifest: Element, root: str, log: FindingLog) -> dict[str, Resource]:
    """All resources by identifier, in document order. Of two with the same identifier the first counts."""
    reader = _ResourcesReader(root, log)
    reader.read(manifest, root)
    return reader.resources


class _ResourcesReader:
    def __init__(self, root: str, log: FindingLog) -> None:
        self.resources: dict[str, Resource] = {}
        self._log = log
        self._addresses = AddressReader(root, log)
        self._values = ValueReader(log, _CLAUSE)

    def read(self, manifest: Element, base: str) -> None:
        base = self._addresses.base(base, manifest)
        for section in manifest.all("resources"):
            section_base = self._addresses.base(base, section)
            for element in section.all("resource"):
                self._add(self._resource(element, section_base))
        for nested in manifest.all("manifest"):
            self.read(nested, base)

    def _add(self, resource: Resource) -> None:
        if resource.identifier in self.resources:
            self._log.warning(
                "duplicate-identifier",
                "Two resources are called “{identifier}”; the first one counts. Give each a name of its own.",
                line=resource.line,
                clause=_CLAUSE,
                identifier=resource.identifier,
            )
        else:
            self.resources[resource.identifier] = resource

    def _resource(self, element: Element, base: str) -> Resource:
        base = self._addresses.base(base, element)
        identifier = element.identifier("identifier")
        if not identifier:
            identifier = f"resource-{len(self.resources) + 1}"
            self._log.warning(
                "missing-identifier",
                "A resource has no identifier, so no item can refer to it.",
                line=element.line,
                clause=_CLAUSE,
            )
        hrefs = (self._addresses.href(base, file) for file in element.all("file"))
        return Resource(
            identifier=identifier,
            scorm_type=self._scorm_type(element),
            href=self._addresses.href(base, element),
            files=tuple(href for href in hrefs if href is not None),
            dependencies=tuple(
                reference
                for dependency in element.all("dependency")
                if (reference := dependency.identifier("identifierref"))
            ),
            line=element.line,
        )

    def _scorm_type(self, element: Element) -> ScormType:
        written = element.get("scormtype")
        if not written:
            return ScormType.ASSET
        token = self._values.token_of(element, "scormType", written.lower(), SCORM_TYPES)
        return ScormType(token) if token else ScormType.ASSET
