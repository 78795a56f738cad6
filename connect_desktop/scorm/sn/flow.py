"""Flow Subprocess and the traversals it is made of [SN 4th Ed. SB.2.1, SB.2.2, SB.2.3]."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.check_activity import check_activity_process
from connect_desktop.scorm.sn.closed import why_closed
from connect_desktop.scorm.sn.requests import Direction
from connect_desktop.scorm.sn.rule_words import rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import SKIP, precondition
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException, Verdict

_FORWARD, _BACKWARD = Direction.FORWARD, Direction.BACKWARD


class Flow(Struct, frozen=True):
    """What a traversal came to: `activity` can be delivered, or `verdict` says why none can. `off_the_tree` says that
    it walked forward past the last activity, which ends the sequencing session; `choose` that it came to a cluster
    without flow, in which the learner has to choose."""

    activity: Activity | None = None
    verdict: Verdict | None = None
    off_the_tree: bool = False
    choose: bool = False

    def deliverable(self) -> Activity:
        """The activity; raises `SequencingException` if there is none."""
        if self.activity is None:
            raise SequencingException.saying(self.verdict or _OFF_THE_TREE)
        return self.activity


_OFF_THE_TREE = Verdict("SB.2.1", "This was the last part of the course.")


class _Step(NamedTuple):
    """Where a traversal stands: the next candidate and how it was come upon."""

    activity: Activity
    direction: Direction
    previous: Direction | None = None


def flow_subprocess(
    session: SequencingSession, activity: Activity, direction: Direction, *, consider_children: bool
) -> Flow:
    """Find the activity to deliver from here on [SB.2.3]."""
    found = flow_tree_traversal_subprocess(session, _Step(activity, direction), consider_children=consider_children)
    if isinstance(found, Flow):
        return found
    return flow_activity_traversal_subprocess(session, _Step(found.activity, direction))


def flow_tree_traversal_subprocess(session: SequencingSession, step: _Step, *, consider_children: bool) -> _Step | Flow:
    """The next activity in this direction, and the direction from there on; a `Flow` where there is none [SB.2.1]."""
    activity, direction, reversed_ = step.activity, step.direction, False
    if step.previous is _BACKWARD and activity.parent is not None and session.neighbour(activity, 1) is None:
        direction, reversed_ = _BACKWARD, True
        activity = session.available_children(activity.parent)[0]
    if consider_children and not activity.is_leaf:
        return _into(session, activity, direction)
    if direction is _FORWARD:
        return _past(session, activity)
    return _before(session, activity, reversed_=reversed_)


def flow_activity_traversal_subprocess(session: SequencingSession, step: _Step) -> Flow:
    """The first activity from this candidate on that can be delivered [SB.2.2].

    The book recurses; this loops, and what one candidate came to holds for all that led to it until anything changes.
    """
    visited: dict[_Step, None] = {}
    result: Flow | None = None
    while result is None:
        known = session.remembered(("flow", *step))
        if isinstance(known, Flow):
            result = known
            break
        if step in visited:
            result = Flow(verdict=Verdict("SB.2.2", "No part of the course can be opened from here."))
            break
        visited[step] = None
        followed = _follow(session, step)
        if isinstance(followed, Flow):
            result = followed
        else:
            step = followed
    for earlier in visited:
        session.remember(("flow", *earlier), result)
    return result


def _follow(session: SequencingSession, step: _Step) -> _Step | Flow:
    """The candidate itself, or the next one."""
    activity, direction, previous = step
    if activity.parent is not None and not activity.parent.sequencing.control_mode.flow:
        verdict = Verdict("SB.2.2-1", "“{title}” has no fixed order; choose a part yourself.", _of(activity.parent))
        return Flow(verdict=verdict, choose=activity.parent.sequencing.control_mode.choice)
    if _is_passed_over(session, activity):
        found = flow_tree_traversal_subprocess(session, step, consider_children=False)
        if isinstance(found, Flow):
            return found
        if previous is _BACKWARD and found.direction is _BACKWARD:
            return _Step(found.activity, _BACKWARD)
        return _Step(found.activity, direction, previous)
    if check_activity_process(session, activity):
        return Flow(verdict=why_closed(session, activity, "SB.2.2-2"))
    if activity.is_leaf:
        return Flow(activity=activity)
    found = flow_tree_traversal_subprocess(session, _Step(activity, direction), consider_children=True)
    if isinstance(found, Flow):
        return found
    if direction is _BACKWARD and found.direction is _FORWARD:
        return _Step(found.activity, _FORWARD, _BACKWARD)
    return _Step(found.activity, direction)


def _is_passed_over(session: SequencingSession, activity: Activity) -> bool:
    """[SB.2.2 2] Besides what its rules skip, a leaf without a page."""
    if activity.has_nothing_to_show:
        session.note("SB.2.2", "“{title}” was passed over: it has no page.", title=activity.title)
        return True
    rule = precondition(session, activity, SKIP)
    if rule is not None:
        session.note(
            "UP.2", "“{title}” was skipped: its rule says “{rule}”.", title=activity.title, rule=rule_words(rule)
        )
    return rule is not None


def _into(session: SequencingSession, activity: Activity, direction: Direction) -> _Step | Flow:
    children = session.available_children(activity)
    if not children:
        return Flow(verdict=Verdict("SB.2.1-2", "“{title}” has no part that can be opened.", _of(activity)))
    if direction is _FORWARD:
        return _Step(children[0], _FORWARD)
    if activity.sequencing.control_mode.forward_only:
        return _Step(children[0], _FORWARD)
    return _Step(children[-1], _BACKWARD)


def _past(session: SequencingSession, activity: Activity) -> _Step | Flow:
    for ancestor in activity.path_to_root():
        following = session.neighbour(ancestor, 1)
        if following is not None:
            return _Step(following, _FORWARD)
    return Flow(off_the_tree=True)


def _before(session: SequencingSession, activity: Activity, *, reversed_: bool) -> _Step | Flow:
    for ancestor in activity.path_to_root():
        if ancestor.parent is None:
            break
        if ancestor.parent.sequencing.control_mode.forward_only and not reversed_:
            return Flow(verdict=Verdict("SB.2.1-4", "In “{title}” you can only go forward.", _of(ancestor.parent)))
        preceding = session.neighbour(ancestor, -1)
        if preceding is not None:
            return _Step(preceding, _BACKWARD)
        reversed_ = False
    return Flow(verdict=Verdict("SB.2.1-3", "This is the first part of the course."))


def _of(activity: Activity) -> dict[str, str]:
    return {"title": activity.title}
