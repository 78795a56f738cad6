"""What launches that did not know of each other come to together: each part of the course as the best of them left it,
rolled up once more by the rules of the course. Pure.

A learner who did the first half on one device and the second on another, both offline, has done the course; neither
launch's own rollup says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connect_desktop.runtime.course_contents import CourseContents
from connect_desktop.runtime.navigation import Outcome
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import completed, measure, satisfied
from connect_desktop.scorm.sn.overall_rollup import overall_rollup_process
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.store.launch_trace import LaunchTrace

_Standing = tuple[bool, int, float]


def joint_outcome(sessions: Sequence[SequencingSession]) -> Outcome:
    """The outcome of the course whose launches came to these sessions, one at least, in causal order; the last one is
    changed. What only one of them wrote to a global objective is taken over.
    """
    *others, joint = sessions
    for other in others:
        known = joint.global_objectives()
        joint.adopt_globals({it: told for it, told in other.global_objectives().items() if it not in known})
    parts = [activity for activity in joint.tree.activities if activity.is_leaf and activity.tracked]
    for part in parts:
        _take_the_best(joint, others, part)
    # From one child of each cluster, which takes in all of them: from each child would be once more for every other.
    for part in {part.parent: part for part in parts}.values():
        overall_rollup_process(joint, part)
    return CourseContents(joint).outcome


def heads_of(traces: Iterable[LaunchTrace]) -> list[LaunchTrace]:
    """Those of these launches that no other of them went on from, in causal order."""
    by_id = {trace.launch.id: trace for trace in traces}
    gone_on_from = {parent for trace in by_id.values() for parent in trace.launch.parents}
    heads = (trace for launch_id, trace in by_id.items() if launch_id not in gone_on_from)
    return sorted(heads, key=lambda trace: (trace.launch.lamport, trace.launch.id))


def _take_the_best(joint: SequencingSession, others: Iterable[SequencingSession], part: Activity) -> None:
    """What was done of a part in the launch that came furthest with it; of equals, the causally latest."""
    best = max(others, key=lambda session: _standing(session, part), default=joint)
    if _standing(best, part) > _standing(joint, part):
        done = best.state(part)
        joint.change(
            part,
            objectives=done.objectives,
            attempts=max(done.attempts, joint.state(part).attempts),
            success_said=done.success_said,
            completion_said=done.completion_said,
        )
    joint.date(part)


def _standing(session: SequencingSession, part: Activity) -> _Standing:
    """Completed before not, passed before failed before unknown, and then the higher score."""
    verdict = satisfied(session, part)
    scored = measure(session, part)
    return (
        completed(session, part) is True,
        -1 if verdict is None else int(verdict),
        -2.0 if scored is None else scored,
    )
