"""The words a data model is described in: leaves, groups and arrays [RTE 4.1]."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from connect_desktop.scorm.rte.datatypes import Validator
from connect_desktop.scorm.rte.patterns import PatternRule


class Leaf(Struct, frozen=True, kw_only=True):
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


class Identifier(Leaf, frozen=True, kw_only=True):
    """A leaf no two members of its array may share; `fixed` says that it cannot be changed once set."""

    fixed: bool = False


class Response(Leaf, frozen=True, kw_only=True):
    """What the learner answered: `by_type` adds what the interaction's type asks of it."""

    by_type: Mapping[str, Validator]


class Pattern(Leaf, frozen=True, kw_only=True):
    """A correct response pattern: its interaction's type decides its form, its number and which are equal."""

    by_type: Mapping[str, PatternRule]


class Group(Struct, frozen=True):
    """Named elements. `lists_children` says whether `_children` is an element of it."""

    children: Mapping[str, Node]
    lists_children: bool = True


class Array(Struct, frozen=True, kw_only=True):
    """Members counted from 0. `lists_children` and `requires` as above; `growable` by the content or not."""

    member: Group
    lists_children: bool = True
    requires: str = ""
    growable: bool = True


Node = Leaf | Group | Array


class Description(Struct, frozen=True):
    """A whole data model: its tree, and `_version` of its parts that have one."""

    root: Group
    versions: Mapping[str, str] = field(default_factory=dict)
