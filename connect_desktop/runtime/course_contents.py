"""The table of contents of a sequenced course: what is shown, what can be chosen, what each part came to. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from connect_desktop.runtime.navigation import Completion, ContentsEntry, Outcome, Refused, Success
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.look_ahead import LookAhead
from connect_desktop.scorm.sn.objective_progress import PRIMARY, completed, mapped, measure, progress, satisfied
from connect_desktop.scorm.sn.overall_rollup import overall_rollup_process
from connect_desktop.scorm.sn.requests import NavigationKind
from connect_desktop.scorm.sn.sequencing_rules_check import HIDDEN_FROM_CHOICE, precondition_holds
from connect_desktop.scorm.sn.session import SequencingSession


class CourseContents:
    """What a session offers and shows as long as it does not change; each answer is worked out once."""

    def __init__(self, session: SequencingSession) -> None:
        self._session = session
        current = session.current
        self._current = current if current is not None and session.state(current).active else None
        self.ahead = LookAhead(session)

    @cached_property
    def entries(self) -> tuple[ContentsEntry, ...]:
        """The rows in the order sequencing takes the activities in. The root has a row where it can be chosen as a way
        to begin; what an author made invisible is left out, its children are not [CAM 3.4.1.5 isvisible]."""
        root = self._session.tree.root
        if not root.sequencing.control_mode.flow or root.is_leaf:
            return tuple(self._below(root, depth=0))
        return (self._entry(root, depth=0), *self._below(root, depth=1))

    @cached_property
    def outcome(self) -> Outcome:
        """What the course comes to. Where nothing says how far it is, that is the share of its parts that are done."""
        session, root = self._rolled_up, self._session.tree.root
        outcome = outcome_of_activity(session, root)
        leaves = [activity for activity in session.tree.activities if activity.is_leaf and activity.tracked]
        if outcome.progress is None and leaves:
            outcome = replace(outcome, progress=sum(_share_done(session, leaf) for leaf in leaves) / len(leaves))
        if len(leaves) == 1 and outcome.raw is None:
            only = outcome_of_activity(session, leaves[0])
            outcome = replace(outcome, raw=only.raw, min=only.min, max=only.max)
        return outcome

    @cached_property
    def _rolled_up(self) -> SequencingSession:
        """The session as it would be if what is reported so far were rolled up."""
        if self._current is None:
            return self._session
        copy = self._session.copy()
        overall_rollup_process(copy, self._current)
        return copy

    def _below(self, activity: Activity, depth: int) -> Iterator[ContentsEntry]:
        for child in self._session.available_children(activity):
            if precondition_holds(self._session, child, HIDDEN_FROM_CHOICE):
                continue
            if child.item.visible:
                yield self._entry(child, depth)
            yield from self._below(child, depth + 1 if child.item.visible else depth)

    def _entry(self, activity: Activity, depth: int) -> ContentsEntry:
        refusal = self.ahead.refusal(NavigationKind.CHOICE, activity)
        return ContentsEntry(
            identifier=activity.identifier,
            title=activity.title,
            depth=depth,
            selectable=refusal is None,
            current=activity is self._current,
            launchable=activity.is_leaf,
            outcome=outcome_of_activity(self._rolled_up, activity),
            why=None if refusal is None else Refused(refusal.template, refusal.values),
        )


def outcome_of_activity(session: SequencingSession, activity: Activity) -> Outcome:
    """What the tracking model says of the activity; nothing of one that is not tracked."""
    if not activity.tracked:
        return Outcome()
    passed = satisfied(session, activity)
    return Outcome(
        completion=_completion(completed(session, activity), attempted=session.state(activity).attempts > 0),
        success=Success.UNKNOWN if passed is None else Success.PASSED if passed else Success.FAILED,
        scaled=measure(session, activity),
        raw=mapped(session, activity, PRIMARY, "raw"),
        min=mapped(session, activity, PRIMARY, "min"),
        max=mapped(session, activity, PRIMARY, "max"),
        progress=progress(session, activity),
    )


def _share_done(session: SequencingSession, leaf: Activity) -> float:
    return 1.0 if completed(session, leaf) else progress(session, leaf) or 0.0


def _completion(done: bool | None, *, attempted: bool) -> Completion:
    if done is None:
        return Completion.UNKNOWN if attempted else Completion.NOT_ATTEMPTED
    return Completion.COMPLETED if done else Completion.INCOMPLETE
