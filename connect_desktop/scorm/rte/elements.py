"""The words a data model is described in: leaves, groups and arrays [RTE 4.1]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from connect_desktop.scorm.rte.datatypes import Validator
from connect_desktop.scorm.rte.patterns import PatternRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An element that has a value.

    `default` is what it answers before it is set, None if that is an error. `requires` names the element of the same
    array member that must be set before. `per_launch` says that a value of an earlier launch does not count.
    """

    check: Validator
    default: str | None = None
    readable: bool = True
    writable: bool = True
    requires: str = ""
    per_launch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier(Leaf):
    """A leaf no two members of its array may share; `fixed` says that it cannot be changed once set."""

    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Leaf):
    """What the learner answered: `by_type` adds what the interaction's type asks of it."""

    by_type: Mapping[str, Validator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(Leaf):
    """A correct response pattern: its interaction's type decides its form, its number and which are equal."""

    by_type: Mapping[str, PatternRule]


@dataclass(frozen=True, slots=True)
class Group:
    """Named elements. `lists_children` says whether `_children` is an element of it."""

    children: Mapping[str, Node]
    lists_children: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Array:
    """Members counted from 0. `lists_children` and `requires` as above; `growable` by the content or not."""

    member: Group
    lists_children: bool = True
    requires: str = ""
    growable: bool = True


Node = Leaf | Group | Array


@dataclass(frozen=True, slots=True)
class Description:
    """A whole data model: its tree, and `_version` of its parts that have one."""

    root: Group
    versions: Mapping[str, str] = field(default_factory=dict)
