"""Organizations of a manifest, of the manifests nested in it, or made from its resources [CAM 3.4.1 organizations]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from connect_desktop.scorm.cam.addresses import AddressReader, launch_address, path_of
from connect_desktop.scorm.cam.course import Edition, Item, Organization, Resource, ScormType, VerdictRule
from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.items import ItemsReader
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.sequencing_reader import SequencingReader
from connect_desktop.scorm.cam.values import ValueReader

_CLAUSE = "CAM 3.4.1 organizations"


class OrganizationsReader:
    """Reads the organizations of `manifest` and says which one to play."""

    def __init__(
        self,
        manifest: Element,
        *,
        edition: Edition,
        resources: Mapping[str, Resource],
        root: str,
        log: FindingLog,
    ) -> None:
        self._manifest = manifest
        self._edition = edition
        self._resources = resources
        self._root = root
        self._log = log
        self._addresses = AddressReader(root, log)
        self._values = ValueReader(log, "CAM 3.4.1 organization")
        self._sequencing = SequencingReader(manifest, log)
        self._nested = {
            element.identifier("identifier"): element
            for element in manifest.walk()
            if element.name == "manifest" and element is not manifest
        }

    def read(self) -> tuple[Organization, ...]:
        """Every organization that has items; one made from the resources where there is none; () for nothing at all."""
        if self._nested:
            self._log.hint(
                "nested-manifest",
                "There is a manifest within the manifest, which SCORM advises against; both were read as one.",
                line=next(iter(self._nested.values())).line,
                clause="CAM 3.4.1 manifest",
            )
        elements = self._organizations(self._manifest)
        if not elements:
            elements = [found for nested in self._nested.values() for found in self._organizations(nested)]
        read = [self._organization(element, index) for index, element in enumerate(elements)]
        with_items = tuple(organization for organization in read if organization.root.children)
        if with_items:
            return with_items
        made = self._made_from_resources(read[0].root if read else None)
        return () if made is None else (made,)

    def default(self, organizations: tuple[Organization, ...]) -> Organization:
        """The organization to play: the default one, else the first that can be launched."""
        section = self._manifest.first("organizations")
        wanted = section.identifier("default") if section is not None else ""
        line = section.line if section is not None else self._manifest.line
        found = next((one for one in organizations if one.identifier == wanted), None)
        if found is not None:
            return found
        chosen = next((one for one in organizations if one.leaves()), organizations[0])
        if wanted:
            self._log.warning(
                "unknown-default-organization",
                "The default organization “{wanted}” does not exist or is empty; “{chosen}” is played instead.",
                line=line,
                clause=_CLAUSE,
                wanted=wanted,
                chosen=chosen.title or chosen.identifier,
            )
        elif len(organizations) > 1:
            self._log.warning(
                "missing-default-organization",
                "There are {count} organizations and none is the default; “{chosen}” is played.",
                line=line,
                clause=_CLAUSE,
                count=len(organizations),
                chosen=chosen.title or chosen.identifier,
            )
        return chosen

    def _organizations(self, manifest: Element) -> list[Element]:
        return [element for section in manifest.all("organizations") for element in section.all("organization")]

    def _organization(self, element: Element, index: int) -> Organization:
        identifier = element.identifier("identifier") or f"organization-{index + 1}"
        reader = ItemsReader(
            edition=self._edition,
            resources=self._resources,
            nested=self._items_of_nested,
            sequencing=self._sequencing,
            addresses=self._addresses,
            base=self._root,
            log=self._log,
        )
        if not element.text_of("title"):
            self._log.hint(
                "missing-title",
                "The organization “{identifier}” has no title, so the course is shown by another name.",
                line=element.line,
                clause="CAM 3.4.1 title",
                identifier=identifier,
            )
        return Organization(
            root=reader.root(element, identifier),
            verdict_rule=VerdictRule(self._values.token(element, "verdict", tuple(VerdictRule), VerdictRule.BEST)),
            objectives_global_to_system=self._values.boolean(element, "objectivesGlobalToSystem", True),
            shared_data_global_to_system=self._values.boolean(element, "sharedDataGlobalToSystem", True),
        )

    def _items_of_nested(self, identifier: str) -> Iterable[Element]:
        """The items of a nested manifest's default organization [CAM 1.2 2.3.2 item]."""
        manifest = self._nested.get(identifier)
        if manifest is None:
            return ()
        organizations = self._organizations(manifest)
        section = manifest.first("organizations")
        default = section.identifier("default") if section is not None else ""
        chosen = next((one for one in organizations if one.identifier("identifier") == default), None)
        if chosen is None and organizations:
            chosen = organizations[0]
        return chosen.all("item") if chosen is not None else ()

    def _made_from_resources(self, empty: Item | None) -> Organization | None:
        """A flat organization of the SCOs, else of the launchable assets that no other resource depends on."""
        launchable = [resource for resource in self._resources.values() if resource.href is not None]
        needed = {identifier for resource in self._resources.values() for identifier in resource.dependencies}
        chosen = [resource for resource in launchable if resource.scorm_type is ScormType.SCO]
        chosen = chosen or [resource for resource in launchable if resource.identifier not in needed] or launchable
        if not chosen:
            return None
        self._log.warning(
            "no-organization",
            "The manifest has no organization with items; the course was made from its {count} launchable resources.",
            line=self._manifest.line,
            clause=_CLAUSE,
            count=len(chosen),
        )
        root = empty or Item(identifier="organization", title="", line=self._manifest.line)
        used = {root.identifier}
        return Organization(root=replace(root, children=tuple(_item_of(resource, used) for resource in chosen)))


def _item_of(resource: Resource, used: set[str]) -> Item:
    identifier = resource.identifier if resource.identifier not in used else f"{resource.identifier}~2"
    used.add(identifier)
    href = resource.href or ""
    name = path_of(href).rpartition("/")[2].rpartition(".")[0]
    return Item(
        identifier=identifier,
        title=name or resource.identifier,
        resource=resource,
        launch=launch_address(href, ""),
        line=resource.line,
    )
