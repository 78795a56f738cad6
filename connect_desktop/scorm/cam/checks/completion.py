"""Courses and items that can never be completed or passed, whatever the learner does [SN 3.7, 4.6, RTE 4.2.4]."""

from __future__ import annotations

from connect_desktop.scorm.cam.checks.package import CheckedPackage, is_sco
from connect_desktop.scorm.cam.course import Item
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.sequencing import ObjectiveDefinition

_WAITS = {
    "completion": "“{title}” waits for its page to report completion, but the page is not a SCO and cannot, so the "
    "item is never completed. Declare its resource a SCO or remove the setting.",
    "progress": "“{title}” is completed by a progress measure, but its page is not a SCO and reports none, so the item "
    "is never completed. Declare its resource a SCO or remove the setting.",
    "success": "“{title}” waits for its page to report success, but the page is not a SCO and cannot, so the item is "
    "never passed. Declare its resource a SCO or remove the setting.",
    "measure": "“{title}” is passed by a score, but its page is not a SCO and reports none, so the item is never "
    "passed. Declare its resource a SCO or remove the setting.",
}


def courses_without_sco(package: CheckedPackage, log: FindingLog) -> None:
    leaves = package.leaves()
    if leaves and not any(is_sco(leaf) for leaf in leaves):
        log.hint(
            "no-sco",
            "None of the course's pages is a SCO, so none reports progress or a score; only that a page was opened is "
            "known. If a page should report, set its scormType to sco.",
            line=package.course.organization.root.line,
            clause="CAM 3.4.1 resource",
        )


def assets_that_should_report(package: CheckedPackage, log: FindingLog) -> None:
    """In SCORM 2004 an asset counts as completed and satisfied when left, unless its definition waits for content."""
    if not package.course.edition.is_2004:
        return
    for leaf in package.leaves():
        if is_sco(leaf):
            continue
        for what in _awaited(leaf):
            log.warning(
                "asset-should-report",
                _WAITS[what],
                line=leaf.line,
                clause="SN 3.13" if what in ("completion", "success") else "SN 4.6",
                title=leaf.title,
            )


def clusters_that_never_complete(package: CheckedPackage, log: FindingLog) -> None:
    if not package.course.edition.is_2004:
        return
    for cluster in package.course.organization.root.walk():
        if not cluster.children:
            continue
        actions = {rule.action for rule in cluster.sequencing.rollup_rules}
        if "incomplete" in actions and "completed" not in actions:
            log.warning(
                "never-completes",
                "“{title}” has rollup rules that make it incomplete and none that completes it, so it is never "
                "completed. Add a rollup rule with the action completed.",
                line=cluster.line,
                clause="SN 4.6",
                title=cluster.title or cluster.identifier,
            )
        elif _measures_nothing(cluster):
            log.warning(
                "never-completes",
                "“{title}” is completed by the measures of its items, but each has the weight 0, so there is never a "
                "measure. Give at least one item a progressWeight above 0.",
                line=cluster.line,
                clause="SN 4.6",
                title=cluster.title or cluster.identifier,
            )


def nothing_rolls_up(package: CheckedPackage, log: FindingLog) -> None:
    root = package.course.organization.root
    if package.course.edition.is_2004 and root.children and not any(_contributes(child) for child in root.children):
        log.warning(
            "nothing-rolls-up",
            "No item counts towards the completion of the course: each is untracked or has rollupProgressCompletion "
            "false. What learners do will not change whether the course is completed.",
            line=root.line,
            clause="SN 4.6",
        )


def _awaited(leaf: Item) -> list[str]:
    """What only a SCO could report and the definition counts on."""
    definition = leaf.sequencing
    threshold = leaf.completion_threshold
    awaited = {
        "completion": definition.delivery.completion_set_by_content,
        "progress": threshold is not None and threshold.completed_by_measure,
        "success": definition.delivery.objective_set_by_content,
        "measure": any(_waits_for_score(objective) for objective in definition.objectives),
    }
    return [what for what, is_awaited in awaited.items() if is_awaited]


def _waits_for_score(objective: ObjectiveDefinition) -> bool:
    """Whether only the page can supply the measure: none is read from a shared objective."""
    shared = any(map_.read_normalized_measure for map_ in objective.maps)
    return objective.primary and objective.satisfied_by_measure and not shared


def _measures_nothing(cluster: Item) -> bool:
    threshold = cluster.completion_threshold
    return (
        threshold is not None
        and threshold.completed_by_measure
        and all(
            child.completion_threshold and child.completion_threshold.progress_weight == 0 for child in cluster.children
        )
    )


def _contributes(child: Item) -> bool:
    return child.sequencing.delivery.tracked and child.sequencing.rollup.rollup_progress_completion
