"""import, check, list, export."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from connect_desktop.app import open_library
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.json_values import seconds
from connect_desktop.runtime.library import Library, LibraryCourse
from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.store.records import Learner


def import_courses(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Import every path; one that is refused does not keep the others out."""
    results: list[dict[str, object]] = []
    lines: list[str] = []
    failed = False
    with open_library(paths) as library:
        for path in options.paths:
            document, text = _import_one(library, path, terminal)
            results.append(document)
            lines.append(text)
            failed = failed or "error" in document
    terminal.answer(results, "\n".join(lines))
    return 1 if failed else 0


def check_course(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Say what a look at the package finds; 1 when something keeps it from being played."""
    target = Path(options.target).expanduser()
    with open_library(paths) as library:
        findings = library.check_file(target).findings if target.exists() else library.check(options.target)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    terminal.answer(
        {"target": options.target, "playable": errors == 0, "findings": [finding.as_json() for finding in findings]},
        "\n".join([*(_finding_line(finding) for finding in findings), _verdict(findings, errors)]),
    )
    return 1 if errors else 0


def list_courses(paths: DataPaths, terminal: Terminal) -> int:
    """Every course, with each learner's session in it."""
    with open_library(paths) as library:
        learners = library.learners()
        rows = [(course, learner) for learner in learners for course in library.courses(learner.id)]
        unclaimed = () if learners else library.courses("")
    documents = _documents(rows) + [_course_document(course, []) for course in unclaimed]
    text = table(
        [
            ("ID", "EDITION", "TITLE", "LEARNER", "STATE", "SESSION"),
            *(_row(course, learner) for course, learner in rows),
            *(_row(course, None) for course in unclaimed),
        ]
    )
    terminal.answer(documents, text if rows or unclaimed else "There are no courses here yet; add one with “import”.")
    return 0


def export_course(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Write the package as it was imported."""
    with open_library(paths) as library:
        library.export(options.id, options.destination)
    terminal.answer(
        {"id": options.id, "file": str(options.destination)}, f"Wrote {options.id} to {options.destination}."
    )
    return 0


def _import_one(library: Library, path: Path, terminal: Terminal) -> tuple[dict[str, object], str]:
    try:
        taken = library.take_in(path, lambda done, total: terminal.progress(path.name, done, total), lambda: False)
    except ConnectError as error:
        findings: Sequence[Finding] = getattr(error, "findings", ())
        document = {"source": str(path), **error.as_json(), "findings": [finding.as_json() for finding in findings]}
        return document, "\n".join([_not_imported(path, error, findings), *map(_finding_line, findings)])
    package = taken.package
    counted = f" ({len(taken.findings)} findings: see “check {package.id}”)" if taken.findings else ""
    verb = "is already here as" if taken.already_there else "imported as"
    return (
        {
            "source": str(path),
            "id": package.id,
            "title": package.title,
            "edition": package.edition,
            "already_there": taken.already_there,
            "findings": [finding.as_json() for finding in taken.findings],
        },
        f"“{package.title}” {verb} {package.id}{counted}",
    )


def _not_imported(path: Path, error: ConnectError, findings: Sequence[Finding]) -> str:
    """The first line; what was found, where something was, stands below it."""
    return f"{path} was not imported:" if findings else f"{path}: {error}"


def _finding_line(finding: Finding) -> str:
    place = f"{finding.file or ''}{f':{finding.line}' if finding.line else ''}"
    clause = f" [{finding.clause}]" if finding.clause else ""
    return f"  {finding.severity.value:<7} {place + ': ' if place else ''}{finding.message}{clause}"


def _verdict(findings: Sequence[Finding], errors: int) -> str:
    if errors:
        return "This package cannot be played until the errors are mended."
    return "This package can be played." if findings else "Nothing to find fault with: this package can be played."


def _documents(rows: Sequence[tuple[LibraryCourse, Learner]]) -> list[dict[str, object]]:
    by_package: dict[str, list[tuple[LibraryCourse, Learner]]] = {}
    for course, learner in rows:
        by_package.setdefault(course.package.id, []).append((course, learner))
    return [_course_document(courses[0][0], courses) for courses in by_package.values()]


def _course_document(course: LibraryCourse, seen: Sequence[tuple[LibraryCourse, Learner]]) -> dict[str, object]:
    package = course.package
    return {
        "id": package.id,
        "title": package.title,
        "edition": package.edition,
        "kind": package.kind.value,
        "size": package.size,
        "imported_at": package.imported_at.isoformat(),
        "sessions": [
            {
                "id": session.id,
                "learner": learner.name,
                "completion_status": session.completion,
                "success_status": session.success,
                "scaled": session.scaled,
                "progress": session.progress,
                "time_spent_seconds": seconds(session.total_time),
                "suspended": session.suspended,
            }
            for seen_course, learner in seen
            if (session := seen_course.session) is not None
        ],
    }


def _row(course: LibraryCourse, learner: Learner | None) -> tuple[str, ...]:
    session = course.session
    state = "not started"
    if session is not None:
        verdict = session.success if session.success != "unknown" else session.completion
        share = f" {session.progress:.0%}" if session.progress is not None else ""
        state = f"{verdict}{share}"
    package = course.package
    return (
        package.id,
        package.edition,
        package.title,
        learner.name if learner else "",
        state,
        session.id if session else "",
    )
