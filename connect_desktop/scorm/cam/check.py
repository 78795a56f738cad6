"""What is wrong with a package, in sentences an instructor can act on.

`CHECKS` is the whole table; each check is a function that looks at the package and logs what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from connect_desktop.scorm.cam.checks import completion, files, launch, prerequisites, reach, scorm12, sequencing
from connect_desktop.scorm.cam.checks.package import CheckedPackage
from connect_desktop.scorm.cam.finding import Finding
from connect_desktop.scorm.cam.reading import FindingLog, ManifestReading

CHECKS: tuple[Callable[[CheckedPackage, FindingLog], None], ...] = (
    files.missing_launch_files,
    files.missing_listed_files,
    files.unlisted_files,
    files.unknown_dependencies,
    launch.external_launches,
    launch.unusual_pages,
    launch.scos_without_script,
    launch.resources_without_page,
    launch.clusters_with_page,
    reach.unreachable_items,
    reach.hidden_items,
    reach.attempt_limits,
    prerequisites.prerequisites,
    scorm12.mastery_scores,
    scorm12.time_limits,
    completion.courses_without_sco,
    completion.assets_that_should_report,
    completion.clusters_that_never_complete,
    completion.nothing_rolls_up,
    sequencing.objective_references,
    sequencing.duplicate_objectives,
    sequencing.competing_writes,
    sequencing.selections,
    sequencing.shared_data,
)


def check_course(
    reading: ManifestReading, members: Collection[str], *, resolve: Callable[[str], str | None]
) -> tuple[Finding, ...]:
    """What the checks find in a package, beyond the findings of `reading` itself; nothing where there is no course.

    `members` are the names of all members; `resolve` maps a package-relative name, as the manifest writes it, to the
    member it means or None.
    """
    if reading.course is None:
        return ()
    package = CheckedPackage(reading.course, frozenset(members), resolve)
    log = FindingLog(reading.course.manifest)
    for check in CHECKS:
        check(package, log)
    return log.findings()
