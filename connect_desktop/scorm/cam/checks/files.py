"""Files: what the manifest lists and what the package holds [CAM 3.4.1 resource, file]."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connect_desktop.scorm.cam.addresses import is_absolute
from connect_desktop.scorm.cam.checks.package import CheckedPackage
from connect_desktop.scorm.cam.course import Item
from connect_desktop.scorm.cam.reading import FindingLog

_NAMED = 3
# Schemas, metadata, folders, and what operating systems and version control leave behind.
_NEVER_LISTED = re.compile(
    r"\.(?:xsd|dtd)$|(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$|metadata[^/]*\.xml$)|/$", re.I
)


def missing_launch_files(package: CheckedPackage, log: FindingLog) -> None:
    """The one kind of missing file that stops an import."""
    first_to_open: dict[str, Item] = {}
    for item in package.leaves():
        if item.resource is not None and item.resource.href is not None:
            first_to_open.setdefault(item.resource.href, item)
    for address, item in first_to_open.items():
        if is_absolute(address) or package.member(address) is not None:
            continue
        log.error(
            "missing-launch-file",
            "“{title}” opens the file “{name}”, which is not in the package. Add the file or export the package again.",
            line=item.resource.line if item.resource is not None else item.line,
            clause="CAM 3.4.1 resource",
            title=item.title,
            name=address,
        )


def missing_listed_files(package: CheckedPackage, log: FindingLog) -> None:
    launched = {leaf.resource.href for leaf in package.leaves() if leaf.resource is not None}
    for resource in package.course.resources.values():
        for name in resource.files:
            if name in launched or is_absolute(name) or package.member(name) is not None:
                continue
            log.warning(
                "missing-file",
                "The manifest lists “{name}”, which is not in the package. Add the file if a page needs it, or take "
                "it off the list.",
                line=resource.line,
                clause="CAM 3.4.1 file",
                name=name,
            )


def unlisted_files(package: CheckedPackage, log: FindingLog) -> None:
    course = package.course
    listed = {package.member(name) for resource in course.resources.values() for name in resource.files}
    listed |= {package.member(resource.href) for resource in course.resources.values() if resource.href}
    listed.add(course.manifest)
    unlisted = sorted(name for name in package.members - listed if name and not _NEVER_LISTED.search(name))
    if not unlisted:
        return
    template = (
        "{count} files in the package are not listed in the manifest, such as {names}. They work here; other players "
        "may leave them out."
    )
    if len(unlisted) == 1:
        template = (
            "One file in the package is not listed in the manifest: {names}. It works here; other players may leave "
            "it out."
        )
    log.hint(
        "unlisted-files",
        template,
        clause="CAM 3.4.1 file",
        count=len(unlisted),
        names=_quoted(unlisted[:_NAMED]),
    )


def unknown_dependencies(package: CheckedPackage, log: FindingLog) -> None:
    resources = package.course.resources
    for resource in resources.values():
        for reference in resource.dependencies:
            if reference not in resources:
                log.warning(
                    "unknown-dependency",
                    "The resource “{resource}” depends on “{reference}”, but there is no such resource. Correct the "
                    "dependency or remove it.",
                    line=resource.line,
                    clause="CAM 3.4.1 dependency",
                    resource=resource.identifier,
                    reference=reference,
                )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
