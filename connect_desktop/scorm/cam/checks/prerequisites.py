"""Prerequisites of SCORM 1.2: whether they parse, name items that exist, and can ever hold [CAM 1.2 2.3.2 item]."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection

from connect_desktop.scorm.cam.checks.package import CheckedPackage
from connect_desktop.scorm.cam.course import Item, Organization
from connect_desktop.scorm.cam.prerequisites import (
    STATUSES,
    Prerequisite,
    PrerequisiteSyntaxError,
    parse_prerequisites,
)
from connect_desktop.scorm.cam.reading import FindingLog

_CLAUSE = "CAM 1.2 2.3.2 item"


def prerequisites(package: CheckedPackage, log: FindingLog) -> None:
    if package.course.edition.is_2004:
        return
    organization = package.course.organization
    parsed: dict[str, Prerequisite] = {}
    for item in organization.items():
        try:
            if item.prerequisites:
                parsed[item.identifier] = parse_prerequisites(item.prerequisites)
        except PrerequisiteSyntaxError as error:
            log.warning(
                "unreadable-prerequisites",
                "The prerequisites of “{title}” cannot be understood ({reason}), so it is open from the start. "
                "They are: {prerequisites}",
                line=item.line,
                clause=_CLAUSE,
                title=item.title,
                reason=error,
                prerequisites=item.prerequisites,
            )
    if not parsed:
        return
    _unknown_items(organization, parsed, log)
    _unreachable_items(organization, parsed, log)


def _unknown_items(organization: Organization, parsed: dict[str, Prerequisite], log: FindingLog) -> None:
    known = {item.identifier for item in organization.root.walk()}
    for item in organization.items():
        prerequisite = parsed.get(item.identifier)
        for identifier in prerequisite.identifiers if prerequisite is not None else ():
            if identifier not in known:
                log.warning(
                    "unknown-prerequisite",
                    "“{title}” waits for the item “{identifier}”, which does not exist. Correct its prerequisites.",
                    line=item.line,
                    clause=_CLAUSE,
                    title=item.title,
                    identifier=identifier,
                )


def _unreachable_items(organization: Organization, parsed: dict[str, Prerequisite], log: FindingLog) -> None:
    reachable = _Reachability(organization, parsed).reachable
    for leaf in organization.leaves():
        if leaf.identifier not in reachable:
            log.warning(
                "unreachable-item",
                "“{title}” can never be opened: it waits for something that cannot happen, such as an item that does "
                "not exist or that waits for this one. Correct the prerequisites: {prerequisites}",
                line=leaf.line,
                clause=_CLAUSE,
                title=leaf.title,
                prerequisites=leaf.prerequisites or "those of the items above it",
            )


class _Reachability:
    """Grows the set of items that can be opened: an item joins once it can be opened if all in the set may have any
    status and all others stay not attempted."""

    def __init__(self, organization: Organization, parsed: dict[str, Prerequisite]) -> None:
        self.reachable: set[str] = set()
        self._parsed = parsed
        self._above: dict[str, tuple[str, ...]] = {}
        waiting_for: defaultdict[str, list[Item]] = defaultdict(list)
        self._place(organization.root, ())
        for item in organization.items():
            prerequisite = parsed.get(item.identifier)
            for identifier in prerequisite.identifiers if prerequisite is not None else ():
                waiting_for[identifier].append(item)
        queue = deque(organization.leaves())
        while queue:
            leaf = queue.popleft()
            if leaf.identifier in self.reachable or not self._open(leaf):
                continue
            for identifier in (leaf.identifier, *self._above[leaf.identifier]):
                if identifier not in self.reachable:
                    self.reachable.add(identifier)
                    for dependent in waiting_for[identifier]:
                        queue.extend(item for item in dependent.walk() if item.launch is not None)

    def _place(self, item: Item, above: tuple[str, ...]) -> None:
        self._above[item.identifier] = above
        for child in item.children:
            self._place(child, (*above, item.identifier))

    def _open(self, leaf: Item) -> bool:
        guards = (self._parsed.get(identifier) for identifier in (leaf.identifier, *self._above[leaf.identifier]))
        return all(guard.satisfiable(self._statuses) for guard in guards if guard is not None)

    def _statuses(self, identifier: str) -> Collection[str]:
        return STATUSES if identifier in self.reachable else ("not attempted",)
