"""A data model in use: flat values by full element name, with what makes each question about them cost the same.

    name --DataModel.target--> Target --check, apply, read--> values, counts

A name is resolved once. Array lengths and identifiers in use are kept as they change, never counted; so a call costs
the same with ten interactions stored or ten thousand.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from connect_desktop.scorm.rte.elements import Array, Description, Group, Leaf, Node
from connect_desktop.scorm.rte.errors import Fault, Refusal
from connect_desktop.scorm.rte.targets import Children, Count, Lacking, Place, Target, Version, member_target

# More names than any course has; content that asks for random indices must not fill memory.
_REMEMBERED_NAMES = 200_000


class DataModel(ABC):
    """The elements of one SCO.

    `values` is what the SCO has set, `given` what the LMS supplies and the SCO only reads, both by full name; `counts`
    the length of each array; `owners` which member of an array has an identifier.
    """

    def __init__(self, description: Description, given: Mapping[str, str]) -> None:
        self.values: dict[str, str] = {}
        self.given = dict(given)
        self.counts: dict[str, int] = {}
        self.owners: dict[str, dict[str, int]] = {}
        self._description = description
        self._targets: dict[str, Target] = {}

    def target(self, name: str) -> Target:
        """The element of this name; raises `Refusal` where the data model has none."""
        target = self._targets.get(name)
        if target is None:
            target = self.resolve(name)
            if len(self._targets) < _REMEMBERED_NAMES:
                self._targets[name] = target
        return target

    def replace(self, name: str, target: Target) -> None:
        """Let `target` stand for the element of this name."""
        self._targets[name] = target

    def restore(self, stored: Iterable[tuple[str, str]]) -> None:
        """Take over what earlier launches wrote, in any order, unchecked: it was accepted once and is kept as it is."""
        for name, value in stored:
            try:
                target = self.target(name)
            except Refusal:
                self.values[name] = value
            else:
                target.restore(value)

    def announced(self) -> Iterable[tuple[str, str]]:
        """What the LMS has set and an earlier launch has not recorded, but later launches must find at its place."""
        return ()

    @abstractmethod
    def derived(self) -> Mapping[str, str]:
        """The statuses that the LMS decides when the SCO terminates and that differ from what is set."""

    def snapshot(self) -> Mapping[str, str]:
        """What `ApiInstance.values` answers."""
        return dict(self.values)

    def resolve(self, name: str) -> Target:
        """Find the element of this name in the description; raises `Refusal`."""
        node: Node = self._description.root
        places: tuple[Place, ...] = ()
        path = ""
        parts = name.split(".")
        last = len(parts) - 1
        for depth, part in enumerate(parts):
            if depth == last and part in ("_children", "_count", "_version"):
                return self._keyword(part, path, node, places)
            if isinstance(node, Group) and part in node.children:
                node = node.children[part]
                path = f"{path}.{part}" if path else part
            elif isinstance(node, Array) and part.isascii() and part.isdigit() and len(part) < 10:
                index = int(part)
                places += (Place(path, index, f"{path}.{index}.", node),)
                path = f"{path}.{index}"
                node = node.member
            else:
                raise Refusal(Fault.UNKNOWN_ELEMENT if depth > 1 else Fault.UNKNOWN_CATEGORY)
        if not isinstance(node, Leaf):
            raise Refusal(Fault.UNKNOWN_ELEMENT if len(parts) > 1 else Fault.UNKNOWN_CATEGORY)
        return self._targets.get(path) or member_target(self, path, node, places)

    def _keyword(self, word: str, path: str, node: Node, places: tuple[Place, ...]) -> Target:
        if word == "_version":
            version = self._description.versions.get(path)
            return Lacking(path, Fault.NO_VERSION) if version is None else Version(path, version)
        if word == "_count":
            return Count(self, path, places) if isinstance(node, Array) else Lacking(path, Fault.NO_COUNT)
        if isinstance(node, Leaf) or not node.lists_children:
            return Lacking(path, Fault.NO_CHILDREN)
        group = node.member if isinstance(node, Array) else node
        return Children(self, path, places, ",".join(group.children))
