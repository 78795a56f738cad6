"""A course without sequencing rules as an instructor looks into it: statuses and prerequisites. Pure."""

from __future__ import annotations

from connect_desktop.runtime.inspection import InspectedActivity, InspectedObjective
from connect_desktop.runtime.navigation import Completion, Outcome, Refused, Success
from connect_desktop.scorm.cam.course import Item
from connect_desktop.scorm.sn.tracking import ObjectiveProgress
from connect_desktop.scorm.sn.verdict import Verdict

_PREREQUISITES = "CAM 1.2 2.3.2"
_SATISFIED = {Success.PASSED: True, Success.FAILED: False}
_COMPLETED = {Completion.COMPLETED: True, Completion.INCOMPLETE: False}


def inspect_item(
    item: Item, depth: int, outcome: Outcome, *, status: str, current: bool, refused: Refused | None
) -> InspectedActivity:
    """A row; `outcome` is of the item and all below it, `status` the `cmi.core.lesson_status` its SCO stored."""
    progress = ObjectiveProgress(
        satisfied=_SATISFIED.get(outcome.success),
        measure=outcome.scaled,
        raw=outcome.raw,
        min=outcome.min,
        max=outcome.max,
        completed=_COMPLETED.get(outcome.completion),
        progress=outcome.progress,
    )
    return InspectedActivity(
        identifier=item.identifier,
        title=item.title or item.identifier,
        depth=depth,
        is_leaf=not item.children,
        current=current,
        active=current,
        objectives=(InspectedObjective(identifier="", primary=True, progress=progress),),
        refusal=verdict_of(refused) if refused else None,
        status=status,
        prerequisites=item.prerequisites,
    )


def verdict_of(refused: Refused) -> Verdict:
    return Verdict(_PREREQUISITES, refused.template, refused.values)


def passed_over(item: Item) -> Verdict:
    """Why going forward or back did not come to the item."""
    template = "“{title}” was passed over: its prerequisites “{rule}” are not met."
    return Verdict(_PREREQUISITES, template, {"title": item.title, "rule": item.prerequisites})
