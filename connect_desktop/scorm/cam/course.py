"""A course as its manifest describes it, immutable, free of XML [CAM 3]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, field

from connect_desktop.scorm.cam.sequencing import SequencingDefinition


class Edition(StrEnum):
    """The edition a package is played as."""

    SCORM_12 = "1.2"
    SCORM_2004_2ND = "2004 2nd Edition"
    SCORM_2004_3RD = "2004 3rd Edition"
    SCORM_2004_4TH = "2004 4th Edition"

    @property
    def is_2004(self) -> bool:
        return self is not Edition.SCORM_12


class ScormType(StrEnum):
    """`adlcp:scormtype` / `adlcp:scormType` of a resource [CAM 3.4.2]."""

    SCO = "sco"
    ASSET = "asset"


class Metadata(Struct, frozen=True, kw_only=True):
    """What we show of LOM metadata; texts are plain, "" where absent. `thumbnail` is a member name."""

    title: str = ""
    description: str = ""
    language: str = ""
    thumbnail: str | None = None


class Resource(Struct, frozen=True, kw_only=True):
    """A resource [CAM 3.4.1.8]. `href` and `files` are relative to the package root: every `xml:base` is applied."""

    identifier: str
    scorm_type: ScormType
    href: str | None
    files: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    line: int | None = None


class CompletionThreshold(Struct, frozen=True, kw_only=True):
    """`adlcp:completionThreshold` [CAM 5.1.2.2]; in 2nd/3rd Edition only `minimum_progress_measure` is ever set."""

    completed_by_measure: bool = False
    minimum_progress_measure: float = 1.0
    progress_weight: float = 1.0


class DataMap(Struct, frozen=True, kw_only=True):
    """`adlcp:map` of an item: a shared store the SCO sees as `adl.data.n` [CAM 3.4.1.14]."""

    target: str
    read_shared_data: bool = True
    write_shared_data: bool = True


class Item(Struct, frozen=True, kw_only=True):
    """An activity [CAM 3.4.1.5]. Leaves with a `resource` can be launched.

    `launch` is the address to load, relative to the package root: the resource's href with the item's `parameters`
    joined as [CAM 3.4.1.5] says (query or fragment), None for clusters of SCORM 2004 and items without a page
    (an item of SCORM 1.2 may have both a page and items below it). Identifiers are unique within an organization.
    `mastery_score` (0-100) and `prerequisites` (aicc_script) are SCORM 1.2 only; `max_time_allowed` and
    `data_from_lms` are 1.2, `data_from_lms` and `time_limit_action` are both. Absent texts are "".
    """

    identifier: str
    title: str
    children: tuple[Item, ...] = ()
    resource: Resource | None = None
    launch: str | None = None
    parameters: str = ""
    visible: bool = True
    prerequisites: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""
    data_from_lms: str = ""
    mastery_score: str = ""
    completion_threshold: CompletionThreshold | None = None
    sequencing: SequencingDefinition = field(default_factory=SequencingDefinition)
    hide_lms_ui: frozenset[str] = frozenset()
    data_maps: tuple[DataMap, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    line: int | None = None

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class VerdictRule(StrEnum):
    """Which of several verdicts is reported: the best one, or, where the course asks for it, the causally latest."""

    BEST = "best"
    LATEST = "latest"


class Organization(Struct, frozen=True, kw_only=True):
    """An organization: the root of an activity tree [CAM 3.4.1.4]. `root` carries its title, children, sequencing.

    `verdict_rule` is no part of SCORM: an attribute `verdict` in a namespace of this program's asks for it.
    """

    root: Item
    verdict_rule: VerdictRule = VerdictRule.BEST
    objectives_global_to_system: bool = True
    shared_data_global_to_system: bool = True

    @property
    def identifier(self) -> str:
        return self.root.identifier

    @property
    def title(self) -> str:
        return self.root.title

    def items(self) -> tuple[Item, ...]:
        """All items below the root, in document order."""
        return tuple(self.root.walk())[1:]

    def leaves(self) -> tuple[Item, ...]:
        """The items a learner can be in, in document order."""
        return tuple(item for item in self.items() if item.launch is not None)

    def item(self, identifier: str) -> Item | None:
        """The item (or root) with this identifier."""
        return next((item for item in self.root.walk() if item.identifier == identifier), None)


class Course(Struct, frozen=True, kw_only=True):
    """One package's content. `manifest` is the member the course was read from, `base` the folder it stood in
    ("" or "folder/"): every path in the course already includes it. `organization` is the one to play."""

    edition: Edition
    identifier: str
    organization: Organization
    organizations: tuple[Organization, ...]
    resources: Mapping[str, Resource]
    metadata: Metadata = field(default_factory=Metadata)
    manifest: str = "imsmanifest.xml"

    @property
    def title(self) -> str:
        """The best title there is: the organization's, else the metadata's, else the manifest's identifier."""
        return self.organization.title or self.metadata.title or self.identifier
