"""Navigation by the SN book: the `Sequencer` of SCORM 2004."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from connect_desktop.runtime.course_contents import CourseContents
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
    Waiting,
)
from connect_desktop.runtime.requests import LEAVING_EXITS
from connect_desktop.runtime.sco_reports import initial_objectives, take_report
from connect_desktop.runtime.shared_objectives import SHARED, as_state
from connect_desktop.scorm.cam.course import Organization
from connect_desktop.scorm.rte.launch import InitialObjective
from connect_desktop.scorm.sn.activity_tree import Activity, ActivityTree
from connect_desktop.scorm.sn.overall_sequencing import overall_sequencing_process
from connect_desktop.scorm.sn.requests import NavigationKind
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.tracking import ObjectiveProgress
from connect_desktop.scorm.sn.verdict import SequencingException, Verdict

if TYPE_CHECKING:
    from connect_desktop.runtime.inspection import InspectedSequencing

_BEGINNING = frozenset((Command.START, Command.RESUME_ALL))


class SnSequencer:
    """A `Sequencer` over the sequencing engine.

    `values` is what each activity's SCO has stored so far; `state` is what `state()` gave in an earlier launch;
    `suspended` are the activities whose SCO asked to go on later, or was cut off; `shared` gives the global objectives
    of all the learner's courses, and is asked only where this course takes part in them. `clock` gives seconds. A
    launch that ended in the midst of an activity counts as suspended there.
    """

    def __init__(
        self,
        organization: Organization,
        values: Mapping[str, Mapping[str, str]],
        state: Mapping[str, Any] | None = None,
        suspended: Collection[str] = (),
        *,
        shared: Callable[[], Mapping[str, ObjectiveProgress]] = dict,
        random: Random,
        clock: Callable[[], float],
    ) -> None:
        tree = ActivityTree(organization)
        self._shares = organization.objectives_global_to_system and tree.has_maps
        self._session = SequencingSession(tree, random, clock)
        known = dict(state or {})
        self._session.restore({**known, "globals": known.get(SHARED) or known.get("globals", {})})
        if self._shares:
            self._session.adopt_globals(shared())
        self._exit = ""
        self._verdicts: tuple[Verdict, ...] = ()
        self._seen = CourseContents(self._session)
        self._recover(values, suspended)

    def decide(self, request: NavigationRequest) -> Decision:
        self._verdicts = ()
        if request.command in _BEGINNING:
            return self._begin()
        if self._exit in LEAVING_EXITS and self._active() is not None:
            self._verdicts = (
                Verdict("RTE 4.2.9", "The content left by “{exit}”, which ends the course.", {"exit": self._exit}),
            )
            return self._try(Command.EXIT_ALL)
        return self._try(request.command, request.target)

    def report(self, activity: str, values: Mapping[str, str]) -> None:
        current = self._active()
        if current is not None and current.identifier == activity:
            take_report(self._session, current, values)
            self._exit = values.get("cmi.exit", "")
            self._seen = CourseContents(self._session)

    def valid(self, request: NavigationRequest) -> bool | None:
        return request.command in _BEGINNING or self._refusal(request.command, request.target) is None

    def controls(self) -> Controls:
        current = self._session.current
        hidden = frozenset[str]() if current is None else current.item.hide_lms_ui

        def flowing(command: Command) -> Offer:
            parent = current.parent if current else None
            if parent is None or not parent.sequencing.control_mode.flow or command.value in hidden:
                return Offer.HIDDEN
            return Offer.ENABLED if self._refusal(command) is None else Offer.DISABLED

        def leaving(command: Command) -> Offer:
            return Offer.HIDDEN if command.value in hidden else Offer.ENABLED

        def leaving_a_part(command: Command) -> Offer:
            parted = current is not None and current.parent is not None and len(self._session.tree.activities) > 2
            if not parted or command.value in hidden:
                return Offer.HIDDEN
            return Offer.ENABLED if self._refusal(command) is None else Offer.DISABLED

        elsewhere = any(entry.selectable and not entry.current for entry in self._seen.entries)
        return Controls(
            continue_=flowing(Command.CONTINUE),
            previous=flowing(Command.PREVIOUS),
            exit=leaving_a_part(Command.EXIT),
            exit_all=leaving(Command.EXIT_ALL),
            suspend_all=leaving(Command.SUSPEND_ALL),
            abandon=leaving_a_part(Command.ABANDON),
            abandon_all=leaving_a_part(Command.ABANDON_ALL),
            contents=Offer.ENABLED if elsewhere else Offer.HIDDEN,
        )

    def contents(self) -> tuple[ContentsEntry, ...]:
        return self._seen.entries

    def outcome(self) -> Outcome:
        return self._seen.outcome

    def current(self) -> str | None:
        current = self._active()
        return None if current is None else current.identifier

    def objectives(self, activity: str) -> tuple[InitialObjective, ...]:
        found = self._session.tree.find(activity)
        return () if found is None else initial_objectives(self._session, found)

    def state(self) -> Mapping[str, Any]:
        document = self._session.as_json()
        if self._shares:
            del document["globals"]
            document[SHARED] = as_state(self._session.global_objectives())
        return document

    def session(self) -> SequencingSession:
        """A copy of the sequencing session as it stands."""
        return self._session.copy()

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the steps of the last request decided, in order, for an instructor."""
        return self._verdicts

    def inspect(self) -> InspectedSequencing:
        # Few learners are looked over the shoulder: no course waits for what only the instructor needs.
        from connect_desktop.runtime.inspection import InspectedSequencing
        from connect_desktop.runtime.sequenced_inspection import inspect_activities, inspect_global_objectives

        return InspectedSequencing(
            activities=inspect_activities(self._session, self._seen.ahead),
            global_objectives=inspect_global_objectives(self._session),
            verdicts=self._verdicts,
        )

    def explain(self, request: NavigationRequest) -> tuple[Verdict, ...]:
        trial = self._session.copy()
        try:
            overall_sequencing_process(trial, NavigationKind(request.command.value), trial.tree.find(request.target))
        except SequencingException as exception:
            return (*trial.verdicts, exception.verdict)
        return ()

    def _begin(self) -> Decision:
        """Go on where the learner was, or start."""
        if (active := self._active()) is not None:
            # Decided, but never delivered: the disk was full, say.
            return Deliver(active.identifier)
        if self._session.current is not None:
            return Waiting()
        decision: Decision | None = None
        if self._session.suspended_activity is not None:
            decision = self._try(Command.RESUME_ALL)
        if decision is None or isinstance(decision, Refused):
            decision = self._try(Command.START)
        if isinstance(decision, Deliver | Ended):
            return decision
        return self._first_choice() or decision

    def _first_choice(self) -> Decision | None:
        """Where no order leads in, what the learner would choose: the first part that is not done."""
        choices = [entry for entry in self._seen.entries if entry.selectable and entry.launchable]
        undone = (entry for entry in choices if entry.outcome.completion is not Completion.COMPLETED)
        chosen = next(undone, None) or next(iter(choices), None)
        return None if chosen is None else self._try(Command.CHOICE, chosen.identifier)

    def _try(self, command: Command, target: str | None = None) -> Decision:
        """Do the request on a copy; only what succeeds is kept."""
        trial = self._session.copy()
        try:
            result = overall_sequencing_process(trial, NavigationKind(command.value), trial.tree.find(target))
        except SequencingException as exception:
            self._verdicts += (*trial.verdicts, exception.verdict)
            return Refused(exception.verdict.template, exception.verdict.values)
        self._verdicts += tuple(trial.verdicts)
        self._session, self._exit, self._seen = trial, "", CourseContents(trial)
        if result.delivery is not None:
            return Deliver(result.delivery.identifier, resume=result.resumed)
        return Ended(suspended=trial.suspended_activity is not None) if result.session_ended else Waiting()

    def _refusal(self, command: Command, target: str | None = None) -> Verdict | None:
        return self._seen.ahead.refusal(NavigationKind(command.value), self._session.tree.find(target))

    def _active(self) -> Activity | None:
        """The activity being experienced."""
        current = self._session.current
        return current if current is not None and self._session.state(current).active else None

    def _recover(self, values: Mapping[str, Mapping[str, str]], suspended: Collection[str]) -> None:
        """The launch before this one died or was closed inside an activity: what it had stored counts."""
        current = self._active()
        if current is not None:
            self.report(current.identifier, values.get(current.identifier, {}))
            self._session.change(current, suspended=current.identifier in suspended)
            self._try(Command.SUSPEND_ALL)
