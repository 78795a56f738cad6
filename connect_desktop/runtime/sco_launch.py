"""What a SCO is told at Initialize: from its item in the manifest, its stored state and its learner. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.scorm.rte.durations import format_timeinterval
from connect_desktop.scorm.rte.launch import Credit, InitialObjective, Mode, ScoLaunch, SharedDatum
from connect_desktop.store.course_state import ActivityState, CourseState
from connect_desktop.store.records import Learner


class LaunchOptions(Struct, frozen=True, kw_only=True):
    """How a course is opened. `lenient` takes over-long strings and odd time formats from content."""

    mode: Mode = Mode.NORMAL
    lenient: bool = False

    @property
    def credit(self) -> Credit:
        """Only normal mode is for credit [RTE 4.2.5]."""
        return Credit.CREDIT if self.mode is Mode.NORMAL else Credit.NO_CREDIT


def entry_of(activity: ActivityState, edition: Edition, *, resume: bool) -> str:
    """`cmi.entry`: first time in, going on, or (SCORM 1.2, back again after a normal exit) neither [RTE 4.2.8]."""
    if resume:
        return "resume"
    return "ab-initio" if edition.is_2004 or activity.attempts == 0 else ""


def sco_launch(
    item: Item,
    edition: Edition,
    learner: Learner,
    state: CourseState,
    entry: str,
    objectives: tuple[InitialObjective, ...],
    options: LaunchOptions,
) -> ScoLaunch:
    """Everything the data model of `item`'s SCO starts from; `objectives` are the sequencer's."""
    activity = state.activity(item.identifier)
    primary = next((objective for objective in item.sequencing.objectives if objective.primary), None)
    return ScoLaunch(
        learner_id=learner.id,
        learner_name=learner.name,
        entry=entry,
        mode=options.mode,
        credit=options.credit,
        stored=dict(activity.values),
        total_time=activity.total_time,
        launch_data=item.data_from_lms,
        mastery_score="" if edition.is_2004 else item.mastery_score,
        scaled_passing_score=(primary.minimum_normalized_measure if primary and primary.satisfied_by_measure else None),
        completion_threshold=_completion_threshold(item, edition),
        max_time_allowed=item.max_time_allowed or _duration_limit(item),
        time_limit_action=item.time_limit_action,
        objectives=objectives if edition.is_2004 else (),
        shared_data=_shared_data(item, state.shared),
        preferences=dict(state.preferences),
        lenient=options.lenient,
    )


def _completion_threshold(item: Item, edition: Edition) -> float | None:
    """The 4th Edition's threshold counts only with `completedByMeasure`; before, its presence is enough."""
    threshold = item.completion_threshold
    if threshold is None or (edition is Edition.SCORM_2004_4TH and not threshold.completed_by_measure):
        return None
    return threshold.minimum_progress_measure


def _duration_limit(item: Item) -> str:
    seconds = item.sequencing.limits.attempt_absolute_duration
    return format_timeinterval(round(seconds * 100)) if seconds else ""


def _shared_data(item: Item, shared: Mapping[str, str]) -> tuple[SharedDatum, ...]:
    return tuple(
        SharedDatum(
            target=data_map.target,
            value=shared.get(data_map.target),
            readable=data_map.read_shared_data,
            writable=data_map.write_shared_data,
        )
        for data_map in item.data_maps
    )
