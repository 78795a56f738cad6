"""A data model in use: flat values by full element name, with what makes each question about them cost the same.

    name --DataModel.target--> Target --check, apply, read--> values, counts

A name is resolved once. Array lengths and identifiers in use are kept as they change, never counted; so a call costs
the same with ten interactions stored or ten thousand.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from connect_desktop.scorm.rte.elements import Array, Description, Group, Leaf, Node
from connect_desktop.scorm.rte.errors import Fault, Refusal
from connect_desktop.scorm.rte.targets import Children, Count, Lacking, Place, Target, Version, member_target

# More names than any course has; content that asks for random indices must not fill memory.
_REMEMBERED_NAMES = 200_000
_DEEPEST = 9
_KEYWORDS = frozenset(("_children", "_count", "_version"))


class Spot(NamedTuple):
    """A node of the tree by its canonical path, with the array members on the way to it."""

    path: str
    node: Node
    places: tuple[Place, ...]


class DataModel(ABC):
    """The `Elements` of one SCO, found by name."""

    def __init__(self, description: Description, given: Mapping[str, str]) -> None:
        self.values: dict[str, str] = {}
        self.given = dict(given)
        self.counts: dict[str, int] = {}
        self.owners: dict[str, dict[str, int]] = {}
        self._description = description
        self._targets: dict[str, Target] = {}
        self._root = Spot("", description.root, ())
        self._spots: dict[str, Spot] = {}

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
        if name.count(".") > _DEEPEST:
            raise Refusal(Fault.UNKNOWN_ELEMENT)
        parent, _, word = name.rpartition(".")
        if word in _KEYWORDS:
            return self._keyword(word, self._spot(parent))
        spot = self._spot(name)
        if not isinstance(spot.node, Leaf):
            raise Refusal(Fault.UNKNOWN_ELEMENT if parent else Fault.UNKNOWN_CATEGORY)
        return self._targets.get(spot.path) or member_target(self, spot.path, spot.node, spot.places)

    def _spot(self, path: str) -> Spot:
        """Where a path leads. Groups and members are remembered: their elements mostly come one after another."""
        spot = self._spots.get(path)
        if spot is None:
            parent, dot, part = path.rpartition(".")
            spot = self._next(self._spot(parent) if dot else self._root, part)
            if not isinstance(spot.node, Leaf) and len(self._spots) < _REMEMBERED_NAMES:
                self._spots[path] = spot
        return spot

    @staticmethod
    def _next(spot: Spot, part: str) -> Spot:
        path, node, places = spot
        if isinstance(node, Group) and part in node.children:
            return Spot(f"{path}.{part}" if path else part, node.children[part], places)
        if isinstance(node, Array) and part.isascii() and part.isdigit() and len(part) < 10:
            index = int(part)
            member = f"{path}.{index}"
            return Spot(member, node.member, (*places, Place(path, index, f"{member}.", node)))
        raise Refusal(Fault.UNKNOWN_ELEMENT if "." in path else Fault.UNKNOWN_CATEGORY)

    def _keyword(self, word: str, spot: Spot) -> Target:
        path, node, places = spot
        if word == "_version":
            version = self._description.versions.get(path)
            return Lacking(path, Fault.NO_VERSION) if version is None else Version(path, version)
        if word == "_count":
            return Count(self, path, places) if isinstance(node, Array) else Lacking(path, Fault.NO_COUNT)
        if isinstance(node, Leaf) or not node.lists_children:
            return Lacking(path, Fault.NO_CHILDREN)
        group = node.member if isinstance(node, Array) else node
        return Children(self, path, places, ",".join(group.children))
