"""The activity tree: what never changes while a course is played [SN 4th Ed. 2.1].

Everything a process asks of a definition is looked up once here, so that no request parses or searches anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connect_desktop.scorm.cam.course import Item, Organization
from connect_desktop.scorm.cam.sequencing import ObjectiveDefinition, ObjectiveMap, SequencingRule

# The parts of an objective's progress, with the flags of a map that read and write each [SN 4th Ed. 3.10.2].
_MAPPED = {
    "satisfied": ("read_satisfied_status", "write_satisfied_status"),
    "measure": ("read_normalized_measure", "write_normalized_measure"),
    "raw": ("read_raw_score", "write_raw_score"),
    "min": ("read_min_score", "write_min_score"),
    "max": ("read_max_score", "write_max_score"),
    "completed": ("read_completion_status", "write_completion_status"),
    "progress": ("read_progress_measure", "write_progress_measure"),
}
_PRIMARY = ObjectiveDefinition(primary=True)


class Objective:
    """A local objective. `reads` names the global objective each part is read from, `writes` those it is written to."""

    __slots__ = ("definition", "reads", "writes")

    def __init__(self, definition: ObjectiveDefinition) -> None:
        self.definition = definition
        self.reads = {part: target for part in _MAPPED if (target := _source(definition.maps, part)) is not None}
        self.writes = {part: targets for part in _MAPPED if (targets := _targets(definition.maps, part))}

    @property
    def identifier(self) -> str | None:
        return self.definition.identifier

    @property
    def satisfied_by_measure(self) -> bool:
        return self.definition.satisfied_by_measure


class Activity:
    """A node of the tree. `index` counts activities in document order from 0, the root; `position` counts among all
    children of the parent; the first of `objectives` is the primary one."""

    __slots__ = (
        "children",
        "completed_by_measure",
        "depth",
        "index",
        "item",
        "minimum_progress",
        "objective_index",
        "objectives",
        "parent",
        "position",
        "preconditions",
        "progress_weight",
        "sequencing",
    )

    def __init__(self, item: Item, parent: Activity | None, index: int, position: int) -> None:
        self.item = item
        self.parent = parent
        self.index = index
        self.position = position
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.children: tuple[Activity, ...] = ()
        self.sequencing = item.sequencing
        self.objectives = _objectives(item.sequencing.objectives)
        self.objective_index = {
            objective.identifier: number
            for number, objective in reversed(tuple(enumerate(self.objectives)))
            if objective.identifier is not None
        }
        self.preconditions = _by_action(item.sequencing.precondition_rules)
        threshold = item.completion_threshold
        self.completed_by_measure = threshold is not None and threshold.completed_by_measure
        self.minimum_progress = 1.0 if threshold is None else threshold.minimum_progress_measure
        self.progress_weight = 1.0 if threshold is None else threshold.progress_weight

    def __repr__(self) -> str:
        return f"<Activity {self.identifier}>"

    @property
    def identifier(self) -> str:
        return self.item.identifier

    @property
    def title(self) -> str:
        return self.item.title or self.item.identifier

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def has_nothing_to_show(self) -> bool:
        """Whether this is a leaf without a page, which sequencing passes over."""
        return not self.children and self.item.launch is None

    @property
    def tracked(self) -> bool:
        return self.sequencing.delivery.tracked and not self.has_nothing_to_show

    def path_from_root(self) -> tuple[Activity, ...]:
        """The root first, this activity last."""
        return tuple(self.path_to_root())[::-1]

    def path_to_root(self) -> Iterator[Activity]:
        """This activity first, the root last."""
        at: Activity | None = self
        while at is not None:
            yield at
            at = at.parent

    def is_within(self, other: Activity) -> bool:
        """Whether this activity is `other` or below it."""
        return any(at is other for at in self.path_to_root())

    def walk(self) -> Iterator[Activity]:
        """This activity and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class ActivityTree:
    """All activities of an organization. `readers` are the activities an objective of which reads a global one,
    `writers` those that write a part of it."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self.activities: list[Activity] = []
        self.root = self._grow(organization.root, None, 0)
        self._by_identifier = {activity.identifier: activity for activity in reversed(self.activities)}
        self.readers = _readers(self.activities)
        self.writers = _writers(self.activities)

    @property
    def has_maps(self) -> bool:
        """Whether any objective reads or writes a global one."""
        return any(objective.definition.maps for activity in self.activities for objective in activity.objectives)

    def find(self, identifier: str | None) -> Activity | None:
        """The activity with this identifier; the first one where an author gave it twice."""
        return None if identifier is None else self._by_identifier.get(identifier)

    def common_ancestor(self, one: Activity, other: Activity) -> Activity:
        """The deepest activity that both are, or are below [SN 4th Ed. glossary]."""
        above = set(one.path_to_root())
        return next(activity for activity in other.path_to_root() if activity in above)

    def _grow(self, item: Item, parent: Activity | None, position: int) -> Activity:
        activity = Activity(item, parent, len(self.activities), position)
        self.activities.append(activity)
        activity.children = tuple(self._grow(child, activity, number) for number, child in enumerate(item.children))
        return activity


def _objectives(definitions: tuple[ObjectiveDefinition, ...]) -> tuple[Objective, ...]:
    """The primary objective first; an activity whose manifest names none has one all the same [SN 4th Ed. 3.10]."""
    primary = next((definition for definition in definitions if definition.primary), _PRIMARY)
    others = (definition for definition in definitions if definition is not primary)
    return (Objective(primary), *(Objective(definition) for definition in others))


def _source(maps: tuple[ObjectiveMap, ...], part: str) -> str | None:
    return next((map_.target for map_ in maps if getattr(map_, _MAPPED[part][0])), None)


def _targets(maps: tuple[ObjectiveMap, ...], part: str) -> tuple[str, ...]:
    return tuple(map_.target for map_ in maps if getattr(map_, _MAPPED[part][1]))


def _by_action(rules: tuple[SequencingRule, ...]) -> Mapping[str, tuple[SequencingRule, ...]]:
    actions = {rule.action for rule in rules}
    return {action: tuple(rule for rule in rules if rule.action == action) for action in actions}


def _readers(activities: list[Activity]) -> Mapping[str, tuple[Activity, ...]]:
    readers: dict[str, dict[Activity, None]] = {}
    for activity in activities:
        for objective in activity.objectives:
            for target in objective.reads.values():
                readers.setdefault(target, {})[activity] = None
    return {target: tuple(found) for target, found in readers.items()}


def _writers(activities: list[Activity]) -> Mapping[tuple[str | None, str | None], tuple[Activity, ...]]:
    """By the global objective and the part of it that is written."""
    writers: dict[tuple[str | None, str | None], list[Activity]] = {}
    for activity in activities:
        for objective in activity.objectives:
            for part, targets in objective.writes.items():
                for target in targets:
                    writers.setdefault((target, part), []).append(activity)
    return {key: tuple(found) for key, found in writers.items()}
