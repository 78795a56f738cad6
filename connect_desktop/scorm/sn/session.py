"""A sequencing session: the activity tree with everything that changes while a course is played.

The state is made of immutable values, so a copy costs two shallow copies: a request is tried on a copy, and what it
came to is kept or forgotten whole.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from random import Random
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from connect_desktop.scorm.sn.activity_tree import Activity, ActivityTree
from connect_desktop.scorm.sn.tracking import UNKNOWN, ActivityState, ObjectiveProgress
from connect_desktop.scorm.sn.verdict import Verdict

Clock = Callable[[], float]
T = TypeVar("T")


class SequencingSession:
    """Holds Activity State and tracking of every activity, the global objectives, the Current and the Suspended
    Activity [SN 4th Ed. 4.2.2]. The processes read and change it; it decides nothing itself.

    `clock` gives seconds on any scale that goes on between launches. `changed_globals` are the global objectives whose
    readers have not been rolled up yet.
    """

    def __init__(self, tree: ActivityTree, random: Random, clock: Clock) -> None:
        self.tree = tree
        self.random = random
        self.clock = clock
        self.current: Activity | None = None
        self.suspended_activity: Activity | None = None
        self.verdicts: list[Verdict] = []
        self.changed_globals: set[str] = set()
        self._untouched = tuple(_untouched(activity) for activity in tree.activities)
        self._states = list(self._untouched)
        self._globals: dict[str, ObjectiveProgress] = {}
        self._memo: dict[Hashable, object] = {}

    def state(self, activity: Activity) -> ActivityState:
        return self._states[activity.index]

    def change(self, activity: Activity, **changes: Any) -> None:
        """Replace parts of the activity's state."""
        self._states[activity.index] = replace(self._states[activity.index], **changes)
        self._memo.clear()

    def objective(self, activity: Activity, number: int) -> ObjectiveProgress:
        """What is recorded locally, whatever the maps say."""
        return self._states[activity.index].objectives[number]

    def set_objective(self, activity: Activity, number: int, progress: ObjectiveProgress) -> None:
        objectives = self._states[activity.index].objectives
        if objectives[number] != progress:
            self.change(activity, objectives=(*objectives[:number], progress, *objectives[number + 1 :]))

    def begin_attempt(self, activity: Activity) -> None:
        """Fresh tracking for one more attempt on the activity [SN 4th Ed. DB.2]."""
        state = self.state(activity)
        self._states[activity.index] = replace(
            self._untouched[activity.index],
            attempts=state.attempts + 1,
            parent_attempt=0 if activity.parent is None else self.state(activity.parent).attempts,
            available=state.available,
            prepared=state.prepared,
            began=self.clock(),
        )
        self._memo.clear()

    def date(self, activity: Activity) -> None:
        """What is recorded of the activity now belongs to its parent's current attempt."""
        if activity.parent is not None:
            attempt = self.state(activity.parent).attempts
            if self.state(activity).parent_attempt != attempt:
                self.change(activity, parent_attempt=attempt)

    def global_objective(self, target: str) -> ObjectiveProgress:
        return self._globals.get(target, UNKNOWN)

    def global_objectives(self) -> Mapping[str, ObjectiveProgress]:
        """All global objectives anything was ever written to."""
        return dict(self._globals)

    def set_global(self, target: str, part: str, value: bool | float | None) -> None:
        known = self.global_objective(target)
        if getattr(known, part) != value:
            self._globals[target] = replace(known, **{part: value})
            self.changed_globals.add(target)
            self._memo.clear()

    def adopt_globals(self, objectives: Mapping[str, ObjectiveProgress]) -> None:
        """Take over the global objectives of all courses; their readers are rolled up with the next rollup."""
        for target, progress in objectives.items():
            if self.global_objective(target) != progress:
                self._globals[target] = progress
                self.changed_globals.add(target)
        self._memo.clear()

    def clear_globals(self) -> None:
        """Forget all global objectives: their life is one attempt on the root [SN 4th Ed. 3.10.2]."""
        self._globals.clear()
        self.changed_globals.clear()
        self._memo.clear()

    def available_children(self, activity: Activity) -> tuple[Activity, ...]:
        """The children that sequencing considers, in their order [SN 4th Ed. SR.1, SR.2]."""
        available = self._states[activity.index].available
        if available is None:
            return activity.children
        return self.cached(
            ("children", activity.index), lambda: tuple(activity.children[position] for position in available)
        )

    def place(self, activity: Activity) -> int | None:
        """Where the activity stands among its parent's available children; None if it is not one of them."""
        if activity.parent is None:
            return None
        available = self._states[activity.parent.index].available
        if available is None:
            return activity.position
        return self.cached(
            ("places", activity.parent.index), lambda: {position: place for place, position in enumerate(available)}
        ).get(activity.position)

    def neighbour(self, activity: Activity, step: int) -> Activity | None:
        """The next (1) or previous (-1) available sibling."""
        place = self.place(activity)
        if activity.parent is None or place is None:
            return None
        siblings = self.available_children(activity.parent)
        return siblings[place + step] if 0 <= place + step < len(siblings) else None

    def cached(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once until anything changes."""
        if key not in self._memo:
            self._memo[key] = compute()
        return cast(T, self._memo[key])

    def remembered(self, key: Hashable) -> object | None:
        """What was remembered, unless anything changed since."""
        return self._memo.get(key)

    def remember(self, key: Hashable, value: object) -> None:
        """Keep a result until anything changes."""
        self._memo[key] = value

    def note(self, step: str, template: str, /, **values: str) -> None:
        """Remember what a step decided, for the instructor."""
        self.verdicts.append(Verdict(step, template, values))

    def copy(self) -> SequencingSession:
        """The same session again, its randomness included: what happens to one does not happen to the other.

        It has decided nothing yet and works everything out anew, so that its verdicts tell all that led to a decision.
        """
        random = Random()  # noqa: S311 - order of exercises, not secrets
        random.setstate(self.random.getstate())
        twin = SequencingSession.__new__(SequencingSession)
        twin.tree, twin.random, twin.clock = self.tree, random, self.clock
        twin.current, twin.suspended_activity = self.current, self.suspended_activity
        twin.verdicts = []
        twin.changed_globals = set(self.changed_globals)
        twin._untouched = self._untouched
        twin._states, twin._globals, twin._memo = list(self._states), dict(self._globals), {}
        return twin

    def as_json(self) -> dict[str, Any]:
        """The state as JSON values; `restore` gives it back exactly."""
        states = zip(self.tree.activities, self._states, self._untouched, strict=True)
        return {
            "activities": {
                self._name(it): state.as_json() for it, state, untouched in states if state is not untouched
            },
            "globals": {target: progress.as_json() for target, progress in self._globals.items()},
            "unrolled": sorted(self.changed_globals),
            "current": self._name(self.current) if self.current else None,
            "suspended": self._name(self.suspended_activity) if self.suspended_activity else None,
        }

    def restore(self, document: Mapping[str, Any]) -> None:
        """Take over a state; activities the tree does not have (any more) are left out."""
        stored = document.get("activities", {})
        for activity in self.tree.activities:
            known = stored.get(self._name(activity))
            if known is not None:
                self._states[activity.index] = ActivityState.from_json(known, len(activity.objectives))
        self._globals = {
            target: ObjectiveProgress.from_json(stored) for target, stored in document.get("globals", {}).items()
        }
        self.changed_globals = set(document.get("unrolled", ()))
        named = {self._name(activity): activity for activity in self.tree.activities}
        self.current = named.get(document.get("current", ""))
        self.suspended_activity = named.get(document.get("suspended", ""))
        self._memo.clear()

    def _name(self, activity: Activity) -> str:
        """The identifier; where an author gave it twice, the place in the tree tells the later ones apart."""
        first = self.tree.find(activity.identifier)
        return activity.identifier if first is activity else f"{activity.identifier}\n{activity.index}"


def _untouched(activity: Activity) -> ActivityState:
    return ActivityState(objectives=(UNKNOWN,) * len(activity.objectives))
