"""What a course came to by all its launches: what was played, and what was reported of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from random import Random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from connect_desktop.runtime.elements_on_record import parts_on_record
from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.outcomes import highest, latest, outcome_of, roll_up
from connect_desktop.runtime.statement import reported_outcome
from connect_desktop.scorm.cam.course import Course, VerdictRule
from connect_desktop.store.elements import standing_name
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import RecordView, record_view
from connect_desktop.store.standing import Standing

if TYPE_CHECKING:
    from connect_desktop.runtime.sequenced import SnSequencer
    from connect_desktop.scorm.sn.session import SequencingSession

OutcomeOfLaunch = Callable[[LaunchTrace, Course], Outcome | None]
Elements = Mapping[str, str]


def outcome_on_record(
    record: RecordView, traces: Collection[LaunchTrace], course: Course, sequenced: OutcomeOfLaunch | None = None
) -> Outcome:
    """What the session came to. What an API user reported overrules what was played before it; what is played then, or
    was played elsewhere without knowing of it, can better it, never take it back."""
    played = course_outcome(record, traces, course, sequenced)
    if record.reported_in is None:
        return played
    reported = reported_outcome(record.said.reports, played)
    reporting = next(trace for trace in traces if trace.launch.id == record.reported_in)
    seen = _seen_by(reporting, traces)
    since = [trace for trace in traces if trace.played and trace.launch.id not in seen]
    if not since:
        return reported
    new = record_view(since, course.organization.verdict_rule)
    outcomes = [reported, course_outcome(new, since, course, sequenced)]
    if played.completion is Completion.COMPLETED and any(it.standing != Standing() for it in new.activities.values()):
        before = [trace for trace in traces if trace.launch.id in seen]
        knew = record_view(before, course.organization.verdict_rule)
        if course_outcome(knew, before, course, sequenced).completion is not Completion.COMPLETED:
            # Who reported it on its way did not take back its parts: they need not be done again.
            return judged(outcomes, course, beside=[played])
    return judged(outcomes, course)


def course_outcome(
    record: RecordView, traces: Iterable[LaunchTrace], course: Course, sequenced: OutcomeOfLaunch | None = None
) -> Outcome:
    """The outcome of what is on record: the best that a launch's sequencing rolled up, or that several rolled up
    together which ran side by side, or with what others told of parts; where no sequencing engine was at work, or there
    is one part only, what the parts on record come to."""
    of_launch = sequenced or sequenced_outcome
    counted = [trace for trace in traces if trace.counts]
    if not counted:
        # As it was when it began; "not attempted" would be more than the first launch may come to.
        return Outcome()
    by_launch = [outcome for trace in sorted(counted, key=_causally) if (outcome := of_launch(trace, course))]
    beside = []
    leaves = course.organization.leaves()
    told = _told(record) if len(leaves) > 1 else {}
    parts = roll_up(_outcome_of_part(record, told, leaf.identifier, course) for leaf in leaves)
    if told and course.edition.is_2004:
        beside = [_outcome_with(told, counted, course)]
    elif len(by_launch) > 1 and len(leaves) > 1:
        beside = _side_by_side(counted, course)
    if not by_launch and not beside:
        return parts
    outcome = judged([parts, *by_launch] if len(leaves) == 1 else by_launch, course, beside)
    if outcome.completion is not Completion.UNKNOWN:
        return outcome
    if parts.completion in (Completion.INCOMPLETE, Completion.COMPLETED):
        # Rollup may leave a course unknown until its rules are met; whoever asks for begun ones must find it.
        return replace(outcome, completion=Completion.INCOMPLETE)
    if not all(trace.played for trace in counted):
        # It was "not attempted" when somebody only told of it, and does not go back from there.
        return replace(outcome, completion=Completion.NOT_ATTEMPTED)
    return outcome


def judged(outcomes: Iterable[Outcome], course: Course, beside: Iterable[Outcome] = ()) -> Outcome:
    """One outcome of several in causal order, and of those `beside` them that have no place in it, by the rule that the
    course asks for."""
    if course.organization.verdict_rule is VerdictRule.LATEST:
        return latest([*beside, *outcomes])
    return highest([*outcomes, *beside], is_12=not course.edition.is_2004)


def outcome_of_parts(elements: Elements, traces: Iterable[LaunchTrace], course: Course) -> Outcome:
    """What the parts of a course of several come to by its `cmi_data`, whoever wrote that, and by these launches."""
    parts = parts_on_record(elements)
    if course.edition.is_2004:
        return _outcome_with(parts, traces, course)
    return roll_up(outcome_of(parts.get(leaf.identifier, {})) for leaf in course.organization.leaves())


def _told(record: RecordView) -> Mapping[str, Elements]:
    parts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (activity, element), value in record.said.told.items():
        if value is not None:
            parts[activity][element] = value
    return parts


def _outcome_of_part(record: RecordView, told: Mapping[str, Elements], identifier: str, course: Course) -> Outcome:
    """The better of what was played and what others told of it."""
    known = record.activities.get(identifier)
    played = Outcome() if known is None else _outcome(known.standing)
    if identifier not in told:
        return played
    heard = outcome_of(told[identifier])
    is_last = any(part == identifier and standing_name(element) for part, element in record.said.elements)
    return judged([played, heard] if is_last else [heard, played], course)


def _outcome_with(parts: Mapping[str, Elements], traces: Iterable[LaunchTrace], course: Course) -> Outcome:
    # Few courses are gone on with where others told of them; the rest need none of it.
    from connect_desktop.runtime.joint_rollup import joint_outcome
    from connect_desktop.runtime.session_of_parts import session_of_parts

    return joint_outcome([session_of_parts(parts, course.organization), *_heads(traces, course)])


def _side_by_side(traces: Iterable[LaunchTrace], course: Course) -> list[Outcome]:
    # Few sessions are played on two devices at a time; the others need none of it.
    from connect_desktop.runtime.joint_rollup import joint_outcome

    heads = _heads(traces, course)
    return [joint_outcome(heads)] if len(heads) > 1 else []


def _heads(traces: Iterable[LaunchTrace], course: Course) -> list[SequencingSession]:
    """The sessions of the launches that no other went on from, in causal order."""
    from connect_desktop.runtime.joint_rollup import heads_of

    sequencers = (_sequencer(head, course) for head in heads_of(traces))
    return [sequencer.session() for sequencer in sequencers if sequencer is not None]


def _causally(trace: LaunchTrace) -> tuple[int, str]:
    return trace.launch.lamport, trace.launch.id


def _seen_by(launch: LaunchTrace, traces: Collection[LaunchTrace]) -> set[str]:
    """The launches that were known where this one began."""
    parents = {trace.launch.id: trace.launch.parents for trace in traces}
    seen: set[str] = set()
    ahead = list(launch.launch.parents)
    while ahead:
        parent = ahead.pop()
        if parent not in seen:
            seen.add(parent)
            ahead.extend(parents.get(parent, ()))
    return seen


def sequenced_outcome(trace: LaunchTrace, course: Course) -> Outcome | None:
    """What the course came to in a launch, as its sequencing engine rolled it up; None if none was at work."""
    sequencer = _sequencer(trace, course)
    return None if sequencer is None else sequencer.outcome()


def _sequencer(trace: LaunchTrace, course: Course) -> SnSequencer | None:
    state = trace.state
    if not course.edition.is_2004 or "activities" not in (state.sequencing or {}):
        return None
    # Only a course with sequencing needs the engine for its record.
    from connect_desktop.runtime.sequenced import SnSequencer

    values = {identifier: activity.values for identifier, activity in state.activities.items()}
    still = Random(0)  # noqa: S311 - nothing is shuffled by looking
    return SnSequencer(course.organization, values, state.sequencing, random=still, clock=lambda: 0.0)


def _outcome(standing: Standing) -> Outcome:
    return Outcome(
        completion=Completion(standing.completion),
        success=Success(standing.success),
        scaled=standing.scaled,
        raw=standing.score("raw"),
        min=standing.score("min"),
        max=standing.score("max"),
        progress=standing.progress_measure,
        status=standing.status,
    )
