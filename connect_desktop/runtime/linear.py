"""Navigation without sequencing rules: through the leaves in order, by table of contents, minding prerequisites.

This is how SCORM 1.2 courses are navigated [CAM 1.2 2.3.2.5.2].
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from connect_desktop.runtime.navigation import (
    Command,
    Completion,
    ContentsEntry,
    Controls,
    Decision,
    Deliver,
    Ended,
    NavigationRequest,
    Offer,
    Outcome,
    Refused,
    Success,
)
from connect_desktop.runtime.outcomes import outcome_of, roll_up
from connect_desktop.scorm.cam.course import Item, Organization, ScormType
from connect_desktop.scorm.cam.prerequisites import Prerequisite, PrerequisiteSyntaxError, parse_prerequisites
from connect_desktop.scorm.rte.launch import InitialObjective

if TYPE_CHECKING:
    from connect_desktop.runtime.inspection import InspectedSequencing
    from connect_desktop.scorm.sn.verdict import Verdict

_LEAVING = {
    Command.EXIT: False,
    Command.EXIT_ALL: False,
    Command.ABANDON: False,
    Command.ABANDON_ALL: False,
    Command.SUSPEND_ALL: True,
}


class LinearSequencer:
    """A `Sequencer` for courses without sequencing rules.

    `values` is what each activity's SCO has stored so far; `state` is what `state()` gave in an earlier launch;
    `suspended` are the activities whose SCO asked to go on later, or was cut off.
    """

    def __init__(
        self,
        organization: Organization,
        values: Mapping[str, Mapping[str, str]],
        state: Mapping[str, Any] | None = None,
        suspended: Collection[str] = (),
    ) -> None:
        self._organization = organization
        self._leaves = organization.leaves()
        self._position = {leaf.identifier: index for index, leaf in enumerate(self._leaves)}
        self._prerequisites = {item.identifier: _prerequisite(item) for item in organization.items()}
        self._outcomes = {leaf.identifier: outcome_of(values.get(leaf.identifier, {})) for leaf in self._leaves}
        self._status = {
            leaf.identifier: values.get(leaf.identifier, {}).get("cmi.core.lesson_status", "") for leaf in self._leaves
        }
        known = state or {}
        self._last: str | None = known.get("last") if known.get("last") in self._position else None
        self._suspended = bool(known.get("suspended")) or self._last in suspended
        self._current: str | None = None
        self._passed_over: tuple[Item, ...] = ()

    def decide(self, request: NavigationRequest) -> Decision:
        command = request.command
        self._passed_over = ()
        if command in _LEAVING:
            self._current, self._suspended = None, _LEAVING[command]
            return Ended(suspended=self._suspended)
        if command in (Command.CHOICE, Command.JUMP):
            return self._choose(request.target or "")
        if command is Command.START:
            return self._start()
        if command is Command.RESUME_ALL:
            return self._go_on()
        return self._step(1 if command is Command.CONTINUE else -1)

    def report(self, activity: str, values: Mapping[str, str]) -> None:
        if activity in self._position:
            self._outcomes[activity] = outcome_of(values)
            self._status[activity] = values.get("cmi.core.lesson_status", "")

    def valid(self, request: NavigationRequest) -> bool | None:
        command = request.command
        if command in (Command.CHOICE, Command.JUMP):
            target = self._launchable(request.target or "")
            return target is not None and not self._missing(target)
        if command in (Command.CONTINUE, Command.PREVIOUS):
            step = 1 if command is Command.CONTINUE else -1
            return self._current is not None and next(self._open_leaves(self._current, step), None) is not None
        return True

    def controls(self) -> Controls:
        many = len(self._leaves) > 1

        def offered(command: Command) -> Offer:
            if not many:
                return Offer.HIDDEN
            return Offer.ENABLED if self.valid(NavigationRequest(command)) else Offer.DISABLED

        return Controls(
            continue_=offered(Command.CONTINUE),
            previous=offered(Command.PREVIOUS),
            exit=Offer.HIDDEN,
            exit_all=Offer.ENABLED,
            suspend_all=Offer.ENABLED,
            contents=Offer.ENABLED if many else Offer.HIDDEN,
        )

    def contents(self) -> tuple[ContentsEntry, ...]:
        return tuple(self._entries(self._organization.root.children, depth=0))

    def outcome(self) -> Outcome:
        return roll_up(self._outcomes.values())

    def current(self) -> str | None:
        return self._current

    def objectives(self, activity: str) -> tuple[InitialObjective, ...]:
        item = self._organization.item(activity)
        definitions = item.sequencing.objectives if item else ()
        return tuple(
            InitialObjective(identifier=definition.identifier) for definition in definitions if definition.identifier
        )

    def state(self) -> Mapping[str, Any]:
        return {"last": self._last, "suspended": self._suspended and self._current is None}

    def inspect(self) -> InspectedSequencing:
        # Few learners are looked over the shoulder: no course waits for what only the instructor needs.
        from connect_desktop.runtime.inspection import InspectedSequencing
        from connect_desktop.runtime.linear_inspection import inspect_item, passed_over

        rows = ((self._organization.root, 0), *_below(self._organization.root, 1))
        return InspectedSequencing(
            activities=tuple(
                inspect_item(
                    item,
                    depth,
                    roll_up(self._outcomes[leaf.identifier] for leaf in item.walk() if leaf.launch is not None),
                    status=self._status.get(item.identifier, ""),
                    current=item.identifier == self._current,
                    refused=self._missing(item),
                )
                for item, depth in rows
            ),
            verdicts=tuple(map(passed_over, self._passed_over)),
        )

    def explain(self, request: NavigationRequest) -> tuple[Verdict, ...]:
        from connect_desktop.runtime.linear_inspection import verdict_of

        decision = copy(self).decide(request)
        return (verdict_of(decision),) if isinstance(decision, Refused) else ()

    def _go_on(self) -> Decision:
        """Where the learner was, unless that part is done and the next one waits."""
        leaf = self._launchable(self._last or "")
        if leaf is None or (self._finished(leaf) and not self._suspended):
            return self._start()
        return replace(self._deliver(leaf.identifier), resume=self._suspended)

    def _start(self) -> Decision:
        unfinished = (leaf.identifier for leaf in self._leaves if not self._finished(leaf) and not self._missing(leaf))
        target = next(unfinished, None) or next((leaf.identifier for leaf in self._leaves), None)
        return self._deliver(target) if target else Refused("This course has no page that can be opened.")

    def _choose(self, identifier: str) -> Decision:
        target = self._launchable(identifier)
        if target is None:
            return Refused("That part of the course cannot be opened; choose another one.")
        why = self._missing(target)
        return why or self._deliver(target.identifier)

    def _step(self, step: int) -> Decision:
        if self._current is None:
            return self._start()
        target = next(self._open_leaves(self._current, step), None)
        if target is not None:
            here, there = self._position[self._current], self._position[target.identifier]
            self._passed_over = tuple(self._leaves[here + step : there : step])
            return self._deliver(target.identifier)
        if step > 0:
            blocked = next((why for leaf in self._leaves if (why := self._missing(leaf))), None)
            return blocked or Refused("This is the last part of the course.")
        return Refused("This is the first part of the course.")

    def _deliver(self, identifier: str) -> Deliver:
        self._current = self._last = identifier
        return Deliver(identifier)

    def _open_leaves(self, start: str, step: int) -> Iterator[Item]:
        at = self._position[start] + step
        while 0 <= at < len(self._leaves):
            if not self._missing(self._leaves[at]):
                yield self._leaves[at]
            at += step

    def _launchable(self, identifier: str) -> Item | None:
        """The leaf itself, or the first leaf of a chosen cluster."""
        item = self._organization.item(identifier)
        return next((below for below in item.walk() if below.launch is not None), None) if item else None

    def _missing(self, item: Item) -> Refused | None:
        prerequisite = self._prerequisites.get(item.identifier)
        if prerequisite is None or prerequisite.satisfied(self._lesson_status):
            return None
        for identifier in prerequisite.identifiers:
            needed = self._organization.item(identifier)
            if needed and not self._done(needed):
                return Refused("Finish “{title}” first.", {"title": needed.title})
        return Refused("“{title}” is not open yet.", {"title": item.title})

    def _lesson_status(self, identifier: str) -> str:
        """The status a prerequisite asks about; a cluster is completed when everything below it is."""
        if identifier in self._position:
            if self._finished(self._leaves[self._position[identifier]]):
                return self._status[identifier] or "completed"
            return self._status[identifier] or "not attempted"
        item = self._organization.item(identifier)
        if item is None:
            return "not attempted"
        return "completed" if self._done(item) else "incomplete"

    def _done(self, item: Item) -> bool:
        return all(self._finished(leaf) for leaf in item.walk() if leaf.launch is not None)

    def _finished(self, leaf: Item) -> bool:
        if leaf.identifier == self._current and leaf.resource and leaf.resource.scorm_type is ScormType.ASSET:
            return True  # an asset has nothing to say: looking at it is all there is to do
        outcome = self._outcomes[leaf.identifier]
        return outcome.completion is Completion.COMPLETED and outcome.success is not Success.FAILED

    def _entries(self, items: tuple[Item, ...], depth: int) -> Iterator[ContentsEntry]:
        for item in items:
            if not item.visible:
                continue
            leaves = [below for below in item.walk() if below.launch is not None]
            why = self._missing(item) or (self._missing(leaves[0]) if leaves else None)
            outcome = roll_up(self._outcomes[leaf.identifier] for leaf in leaves)
            yield ContentsEntry(
                identifier=item.identifier,
                title=item.title,
                depth=depth,
                selectable=bool(leaves) and why is None,
                current=item.identifier == self._current,
                launchable=item.launch is not None,
                outcome=replace(outcome, progress=None) if item.launch is None else outcome,
                why=why,
            )
            yield from self._entries(item.children, depth + 1)


def _below(item: Item, depth: int) -> Iterator[tuple[Item, int]]:
    """All items below with their depths, in document order."""
    for child in item.children:
        yield child, depth
        yield from _below(child, depth + 1)


def _prerequisite(item: Item) -> Prerequisite | None:
    """An item's prerequisite; one that cannot be read locks nothing (`check` reports it)."""
    if not item.prerequisites:
        return None
    try:
        return parse_prerequisites(item.prerequisites)
    except PrerequisiteSyntaxError:
        return None
