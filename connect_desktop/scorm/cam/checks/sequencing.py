"""Sequencing definitions that contradict themselves [CAM 5.1, SN 3]."""

from __future__ import annotations

from collections import Counter

from connect_desktop.scorm.cam.checks.package import CheckedPackage
from connect_desktop.scorm.cam.course import Item
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.sequencing import ObjectiveMap


def objective_references(package: CheckedPackage, log: FindingLog) -> None:
    """Rules may name only objectives of their own activity."""
    for item in package.course.organization.root.walk():
        definition = item.sequencing
        known = {objective.identifier for objective in definition.objectives}
        rules = (*definition.precondition_rules, *definition.postcondition_rules, *definition.exit_rules)
        referenced = [condition.referenced_objective for rule in rules for condition in rule.conditions]
        for reference in dict.fromkeys(referenced):
            if reference is not None and reference not in known:
                log.warning(
                    "unknown-objective",
                    "A rule of “{title}” asks about the objective “{objective}”, which this item does not have, so "
                    "the rule cannot be decided. Add the objective or correct the name.",
                    line=item.line,
                    clause="CAM 5.1 sequencingRules",
                    title=_name(item),
                    objective=reference,
                )


def duplicate_objectives(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.course.organization.root.walk():
        counts = Counter(objective.identifier for objective in item.sequencing.objectives if objective.identifier)
        for identifier, count in counts.items():
            if count > 1:
                log.warning(
                    "duplicate-identifier",
                    "“{title}” has {count} objectives called “{objective}”; only the first can be found. Give each a "
                    "name of its own.",
                    line=item.line,
                    clause="CAM 5.1 objectives",
                    title=_name(item),
                    count=count,
                    objective=identifier,
                )


def competing_writes(package: CheckedPackage, log: FindingLog) -> None:
    """Two objectives of one activity may not write to the same global objective."""
    for item in package.course.organization.root.walk():
        writes = Counter(
            map_.target for objective in item.sequencing.objectives for map_ in objective.maps if _writes(map_)
        )
        for target, count in writes.items():
            if count > 1:
                log.warning(
                    "competing-writes",
                    "{count} objectives of “{title}” write to the same shared objective “{target}”; the last one wins. "
                    "Let only one of them write.",
                    line=item.line,
                    clause="SN 3.10",
                    title=_name(item),
                    target=target,
                    count=count,
                )


def selections(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.course.organization.root.walk():
        controls = item.sequencing.randomization
        count = controls.select_count
        if count is None or not item.children:
            continue
        if count > len(item.children):
            log.warning(
                "selects-too-many",
                "“{title}” wants {count} of its items selected but has only {available}; all of them are used.",
                line=item.line,
                clause="SN 3.11",
                title=_name(item),
                count=count,
                available=len(item.children),
            )
        elif count == 0 and controls.selection_timing != "never":
            log.warning(
                "selects-nothing",
                "“{title}” wants none of its items selected (selectCount is 0), so nothing below it is ever shown.",
                line=item.line,
                clause="SN 3.11",
                title=_name(item),
            )


def shared_data(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.course.organization.items():
        for target, count in Counter(map_.target for map_ in item.data_maps).items():
            if count > 1:
                log.warning(
                    "duplicate-data-map",
                    "“{title}” maps the shared data “{target}” {count} times; once is enough.",
                    line=item.line,
                    clause="CAM 3.4.1 data",
                    title=item.title,
                    target=target,
                    count=count,
                )


def _writes(map_: ObjectiveMap) -> bool:
    return map_.write_satisfied_status or map_.write_normalized_measure


def _name(item: Item) -> str:
    return item.title or item.identifier
