"""The tracking model: what is known of an objective and of an activity [SN 4th Ed. 4.2]. Immutable values.

The book keeps a status beside each value ("Objective Measure Status"); here a value of None is a status of false.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import fields


class ObjectiveProgress(Struct, frozen=True):
    """Objective Progress Information [SN 4th Ed. 4.2.1.1], of a local or a global objective.

    `measure` is -1..1, `progress` 0..1. Of the primary objective `completed` and `progress` are the attempt's own
    [SN 4th Ed. 4.2.1.3].
    """

    satisfied: bool | None = None
    measure: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None
    completed: bool | None = None
    progress: float | None = None

    def as_json(self) -> dict[str, bool | float]:
        """The parts that are known."""
        return {name: value for name in PARTS if (value := getattr(self, name)) is not None}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> ObjectiveProgress:
        """What `as_json` told of; parts this version does not know are left out."""
        return cls(**{name: document[name] for name in PARTS if name in document})


PARTS = ObjectiveProgress.__struct_fields__
UNKNOWN = ObjectiveProgress()


class ActivityState(Struct, frozen=True):
    """Activity Progress, Attempt Progress and Activity State Information [SN 4th Ed. 4.2.1.2, 4.2.1.3, 4.2.2.1].

    `attempts` is the Activity Attempt Count; `parent_attempt` is the parent's count when this attempt began, so that it
    can be told whether what is known here belongs to the parent's current attempt. `objectives` are parallel to those
    of the activity. `available` are positions among all children in the order they are given, None for all of them;
    `prepared` says that they were selected and randomized. `success_said` and `completion_said` tell that the content
    set a status, be it to unknown. `began` is when the attempt began in the clock's seconds, None while there is none
    under way; `duration` is how long the last one took.
    """

    active: bool = False
    suspended: bool = False
    attempts: int = 0
    parent_attempt: int = 0
    objectives: tuple[ObjectiveProgress, ...] = ()
    available: tuple[int, ...] | None = None
    prepared: bool = False
    success_said: bool = False
    completion_said: bool = False
    began: float | None = None
    duration: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """What differs from a state never touched."""
        document: dict[str, Any] = {}
        for name, default in _DEFAULTS.items():
            value = getattr(self, name)
            if value != default:
                document[name] = list(value) if name == "available" else value
        if any(objective != UNKNOWN for objective in self.objectives):
            document["objectives"] = [objective.as_json() for objective in self.objectives]
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any], objectives: int) -> ActivityState:
        """What `as_json` told of, for an activity that has so many objectives."""
        known = {name: document[name] for name in _DEFAULTS if name in document}
        if "available" in known:
            known["available"] = tuple(known["available"])
        stored = [ObjectiveProgress.from_json(part) for part in document.get("objectives", ())]
        padded = [*stored[:objectives], *([UNKNOWN] * (objectives - len(stored)))]
        return cls(objectives=tuple(padded), **known)


_DEFAULTS = {it.name: it.default for it in fields(ActivityState) if it.name != "objectives"}
