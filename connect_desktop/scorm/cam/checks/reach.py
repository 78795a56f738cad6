"""Whether learners can get to every item of a SCORM 2004 course, or see it in a 1.2 course [SN 3.2, SB.2.9]."""

from __future__ import annotations

from connect_desktop.scorm.cam.checks.package import CheckedPackage
from connect_desktop.scorm.cam.course import Item
from connect_desktop.scorm.cam.reading import FindingLog


def unreachable_items(package: CheckedPackage, log: FindingLog) -> None:
    if not package.course.edition.is_2004:
        return
    shut: set[str] = set()
    for parent, item in package.families():
        barrier = _barrier(parent, item)
        if barrier is None and parent.identifier not in shut:
            continue
        shut.add(item.identifier)
        if barrier is not None:
            log.warning(
                "unreachable-item",
                barrier,
                line=item.line,
                clause="SN 3.2",
                title=item.title,
                parent=parent.title or parent.identifier,
            )


def hidden_items(package: CheckedPackage, log: FindingLog) -> None:
    if package.course.edition.is_2004:
        return
    for leaf in package.leaves():
        if not leaf.visible:
            log.hint(
                "hidden-item",
                "“{title}” is not shown in the table of contents (isvisible is false); learners get to it with "
                "Continue and Previous only.",
                line=leaf.line,
                clause="CAM 1.2 2.3.2 item",
                title=leaf.title,
            )


def attempt_limits(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.course.organization.root.walk():
        if item.sequencing.limits.attempt_limit == 0:
            log.warning(
                "attempt-limit-zero",
                "“{title}” allows no attempt at all (attemptLimit is 0), so it can never be started. Allow at least "
                "one or remove the limit.",
                line=item.line,
                clause="SN 3.5",
                title=item.title or item.identifier,
            )


def _barrier(parent: Item, item: Item) -> str | None:
    """What keeps all but a SCO's jump from the item and what is below it, as a sentence; None where nothing does."""
    mode = parent.sequencing.control_mode
    if _always(item, "disabled"):
        return (
            "Nothing but a page's own request leads to “{title}”: a rule disables it always. Remove the rule or give "
            "it a condition that can end."
        )
    if not mode.choice and not mode.flow:
        return (
            "Nothing but a page's own request leads to “{title}”: “{parent}” allows neither choice nor flow. Allow one "
            "of them in its controlMode."
        )
    if not mode.choice and _always(item, "skip"):
        return (
            "Nothing but a page's own request leads to “{title}”: a rule skips it always and “{parent}” does not let "
            "learners choose. Change one of the two."
        )
    if not mode.flow and _always(item, "hiddenFromChoice"):
        return (
            "Nothing but a page's own request leads to “{title}”: a rule hides it always and “{parent}” has no flow. "
            "Change one of the two."
        )
    if not mode.flow and not item.visible and not item.children:
        return (
            "Nothing but a page's own request leads to “{title}”: it is not shown in the table of contents (isvisible "
            "is false) and “{parent}” has no flow. Change one of the two."
        )
    return None


def _always(item: Item, action: str) -> bool:
    """Whether a pre-condition rule takes this action whatever happens."""
    for rule in item.sequencing.precondition_rules:
        truths = [condition.condition == "always" and not condition.negated for condition in rule.conditions]
        if rule.action == action and (any(truths) if rule.combination == "any" else all(truths)):
            return True
    return False
