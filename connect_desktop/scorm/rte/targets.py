"""What an element's name leads to: something that can be read, checked against a new value, and set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple, Protocol

from connect_desktop.scorm.rte.elements import Array, Identifier, Leaf, Pattern, Response
from connect_desktop.scorm.rte.errors import Fault, Refusal


class Elements(Protocol):
    """What the targets of one data model share.

    `values` is what the SCO has set, `given` what the LMS supplies and the SCO only reads, both by full name; `counts`
    the length of each array; `owners` which member of an array has an identifier.
    """

    values: dict[str, str]
    given: dict[str, str]
    counts: dict[str, int]
    owners: dict[str, dict[str, int]]


class Place(NamedTuple):
    """A member of an array on the way to an element: `prefix` is the member's name with a dot behind it."""

    array: str
    position: int
    prefix: str
    node: Array


class Target(ABC):
    """An element by its canonical name. `recorded` says whether a new value must be journaled."""

    __slots__ = ("name",)

    recorded: ClassVar[bool] = True

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def read(self) -> str:
        """The value for GetValue; raises `Refusal`."""

    @abstractmethod
    def check(self, value: str) -> None:
        """Raise `Refusal` if SetValue must not take this value now."""

    @abstractmethod
    def apply(self, value: str) -> None:
        """Set a value that `check` let pass."""

    def restore(self, value: str) -> None:
        """Take over a value of an earlier launch."""
        self.apply(value)


class Keyword(Target):
    """`_children`, `_count`, `_version`: never set."""

    __slots__ = ()

    def check(self, value: str) -> None:  # noqa: ARG002 - no value is good
        raise Refusal(Fault.KEYWORD)

    def apply(self, value: str) -> None:
        """Never has anything to set: `check` refuses every value."""


class Lacking(Keyword):
    """A keyword asked of an element that has none such."""

    __slots__ = ("_fault",)

    def __init__(self, name: str, fault: Fault) -> None:
        super().__init__(name)
        self._fault = fault

    def read(self) -> str:
        raise Refusal(self._fault)


class Version(Keyword):
    """`_version` of a data model."""

    __slots__ = ("_version",)

    def __init__(self, name: str, version: str) -> None:
        super().__init__(name)
        self._version = version

    def read(self) -> str:
        return self._version


class Children(Keyword):
    """`_children` of a group or of an array's members."""

    __slots__ = ("_children", "_model", "_places")

    def __init__(self, model: Elements, name: str, places: tuple[Place, ...], children: str) -> None:
        super().__init__(name)
        self._model = model
        self._places = places
        self._children = children

    def read(self) -> str:
        require_members(self._model, self._places)
        return self._children


class Count(Keyword):
    """`_count` of an array."""

    __slots__ = ("_model", "_places")

    def __init__(self, model: Elements, name: str, places: tuple[Place, ...]) -> None:
        super().__init__(name)
        self._model = model
        self._places = places

    def read(self) -> str:
        require_members(self._model, self._places)
        return str(self._model.counts.get(self.name, 0))


class Scalar(Target):
    """An element outside arrays."""

    __slots__ = ("_leaf", "_model", "_values")

    def __init__(self, model: Elements, name: str, leaf: Leaf) -> None:
        super().__init__(name)
        self._model = model
        self._leaf = leaf
        self._values = model.values if leaf.writable else model.given

    def read(self) -> str:
        leaf = self._leaf
        if not leaf.readable:
            raise Refusal(Fault.WRITE_ONLY)
        value = self._values.get(self.name, leaf.default)
        if value is None:
            raise Refusal(Fault.NOT_SET)
        return value

    def check(self, value: str) -> None:
        leaf = self._leaf
        if not leaf.writable:
            raise Refusal(Fault.READ_ONLY)
        fault = leaf.check(value)
        if fault is not None:
            raise Refusal(fault)

    def apply(self, value: str) -> None:
        self._values[self.name] = value

    def restore(self, value: str) -> None:
        if self._leaf.writable and not self._leaf.per_launch:
            self.apply(value)


class Member(Scalar):
    """An element of an array's members."""

    __slots__ = ("_places",)

    def __init__(self, model: Elements, name: str, leaf: Leaf, places: tuple[Place, ...]) -> None:
        super().__init__(model, name, leaf)
        self._places = places

    def read(self) -> str:
        require_members(self._model, self._places)
        return super().read()

    def check(self, value: str) -> None:
        """Read-only first, then the way to the member from the outermost array inwards, then the value itself."""
        if not self._leaf.writable:
            raise Refusal(Fault.READ_ONLY)
        counts, values = self._model.counts, self._values
        inside = ""
        for array, index, prefix, node in self._places:
            if node.requires and inside + node.requires not in values:
                raise Refusal(Fault.DEPENDENCY)
            count = counts.get(array, 0)
            if index > count or (index == count and not node.growable):
                raise Refusal(Fault.OUT_OF_ORDER)
            inside = prefix
        if self._leaf.requires and inside + self._leaf.requires not in values:
            raise Refusal(Fault.DEPENDENCY)
        super().check(value)

    def apply(self, value: str) -> None:
        self._values[self.name] = value
        counts = self._model.counts
        for place in self._places:
            if place.position >= counts.get(place.array, 0):
                counts[place.array] = place.position + 1


class IdentifierMember(Member):
    """An identifier that no other member of its array may have."""

    __slots__ = ("_fixed",)

    def __init__(self, model: Elements, name: str, leaf: Identifier, places: tuple[Place, ...]) -> None:
        super().__init__(model, name, leaf, places)
        self._fixed = leaf.fixed

    def check(self, value: str) -> None:
        super().check(value)
        place = self._places[-1]
        if self._model.owners.get(place.array, {}).get(value, place.position) != place.position:
            raise Refusal(Fault.NOT_UNIQUE)
        if self._fixed and self._values.get(self.name, value) != value:
            raise Refusal(Fault.WRITTEN_ONCE)

    def apply(self, value: str) -> None:
        place = self._places[-1]
        owners = self._model.owners.setdefault(place.array, {})
        before = self._values.get(self.name)
        if before is not None and owners.get(before) == place.position:
            del owners[before]
        owners[value] = place.position
        super().apply(value)


class ResponseMember(Member):
    """A learner's response, of the form its interaction's type asks for."""

    __slots__ = ("_by_type", "_type")

    def __init__(self, model: Elements, name: str, leaf: Response, places: tuple[Place, ...]) -> None:
        super().__init__(model, name, leaf, places)
        self._by_type = leaf.by_type
        self._type = places[-1].prefix + "type"

    def check(self, value: str) -> None:
        super().check(value)
        check = self._by_type.get(self._values.get(self._type, ""))
        if check is not None and (fault := check(value)) is not None:
            raise Refusal(fault)


class PatternMember(Member):
    """A correct response pattern of an interaction."""

    __slots__ = ("_by_type", "_type")

    def __init__(self, model: Elements, name: str, leaf: Pattern, places: tuple[Place, ...]) -> None:
        super().__init__(model, name, leaf, places)
        self._by_type = leaf.by_type
        self._type = places[0].prefix + "type"

    def check(self, value: str) -> None:
        super().check(value)
        rule = self._by_type.get(self._values[self._type])
        if rule is None:
            return
        place = self._places[-1]
        if rule.single and place.position > 0:
            raise Refusal(Fault.TOO_MANY)
        fault = rule.check(value)
        if fault is not None:
            raise Refusal(fault)
        if rule.key is not None:
            key = rule.key(value)
            for other in range(self._model.counts.get(place.array, 0)):
                pattern = self._values.get(f"{place.array}.{other}.pattern")
                if other != place.position and pattern is not None and rule.key(pattern) == key:
                    raise Refusal(Fault.NOT_UNIQUE)


def require_members(model: Elements, places: tuple[Place, ...]) -> None:
    """Raise `Refusal` if one of these members does not exist."""
    for place in places:
        if place.position >= model.counts.get(place.array, 0):
            raise Refusal(Fault.BEYOND_END)


def member_target(model: Elements, name: str, leaf: Leaf, places: tuple[Place, ...]) -> Target:
    """The target for a leaf, with the manners of its kind."""
    if not places:
        return Scalar(model, name, leaf)
    if isinstance(leaf, Identifier):
        return IdentifierMember(model, name, leaf, places)
    if isinstance(leaf, Response):
        return ResponseMember(model, name, leaf, places)
    if isinstance(leaf, Pattern):
        return PatternMember(model, name, leaf, places)
    return Member(model, name, leaf, places)
