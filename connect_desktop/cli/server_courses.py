"""courses: what servers offer and what they lack, fetching and giving it, and making room again."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial

from connect_desktop.app import OpenedCourses, open_courses
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.errors import UnknownLearner
from connect_desktop.runtime.json_values import seconds, timestamp
from connect_desktop.store.records import Learner
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.sync.courses.server_courses import CatalogView, Unheard

_UNITS = ("bytes", "KB", "MB", "GB", "TB")
_THOUSAND = 1000


class CannotComeBack(ConnectError):
    """A course is to be removed that no server has, and nobody said that this is meant."""

    code = "cannot-come-back"

    def __init__(self, title: str) -> None:
        super().__init__("“{title}” cannot be downloaded again; add --yes to remove it all the same.", title=title)


def manage_server_courses(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """List, download, offer or remove; 1 where any of several courses was refused. Raises `UnknownLearner` and
    `StoreError`, and what refuses a single course."""
    with open_courses(paths) as opened:
        match options.action:
            case "download":
                return _download(opened, options, terminal)
            case "offer":
                return _offer(opened, options, terminal)
            case "remove":
                return _remove(opened, options, terminal)
            case _:
                return _list(opened, options, terminal)


def _list(opened: OpenedCourses, options: argparse.Namespace, terminal: Terminal) -> int:
    unheard = _look(opened, terminal) if not options.offline else ()
    view = opened.server_courses.view(_learner_id(opened, options.learner))
    space = opened.library.space()
    names = {server.account_id: server.name for server in view.servers}
    rows = [
        (it.package_id, it.edition, it.title, _place(it, names), _size(space.get(it.package_id, it.size)), _mark(it))
        for it in view.courses
    ]
    text = table([("ID", "EDITION", "TITLE", "WHERE", "SIZE", ""), *rows]) if rows else "There are no courses yet."
    total = f"{_size(sum(space.values()))} of courses are on this device."
    terminal.answer(_document(view, space, unheard), f"{text}\n{total}")
    return 0


def _download(opened: OpenedCourses, options: argparse.Namespace, terminal: Terminal) -> int:
    _look(opened, terminal)
    wanted = list(options.ids)
    if options.assigned:
        courses = opened.server_courses.view(_learner_id(opened, options.learner)).courses
        wanted += [it.package_id for it in courses if it.assigned and not it.here and it.package_id not in wanted]
    documents: list[dict[str, object]] = []
    lines: list[str] = []
    for package_id in wanted:
        try:
            taken = opened.server_courses.download(package_id, partial(terminal.progress, package_id), lambda: False)
        except ConnectError as error:
            documents.append({"id": package_id, **error.as_json()})
            lines.append(str(error))
        else:
            documents.append({"id": package_id, "title": taken.package.title, "size": taken.package.size})
            lines.append(f"“{taken.package.title}” is here.")
    terminal.answer(documents, "\n".join(lines) or "There is nothing to download.")
    return 1 if any("error" in document for document in documents) else 0


def _offer(opened: OpenedCourses, options: argparse.Namespace, terminal: Terminal) -> int:
    documents: list[dict[str, object]] = []
    lines: list[str] = []
    for account in opened.accounts.all():
        for course in opened.offers.wanted(account):
            if options.ids and course.package_id not in options.ids:
                continue
            document: dict[str, object] = {"id": course.package_id, "account_id": account.id}
            try:
                opened.offers.give(account, course.package_id, partial(terminal.progress, course.title), lambda: False)
            except ConnectError as error:
                documents.append({**document, **error.as_json()})
                lines.append(str(error))
            else:
                documents.append({**document, "title": course.title, "sessions": course.sessions})
                lines.append(f"{account.name} has “{course.title}” now; what waited for it goes with the next sync.")
    terminal.answer(documents, "\n".join(lines) or "No server lacks a course that is waited for.")
    return 1 if any("error" in document for document in documents) else 0


def _remove(opened: OpenedCourses, options: argparse.Namespace, terminal: Terminal) -> int:
    package = opened.library.package(options.id)
    source = opened.server_courses.source_of(package.id)
    if source is None and not options.yes:
        raise CannotComeBack(package.title)
    freed = opened.library.space()[package.id]
    opened.library.remove(package.id, cut_off=options.cut_off)
    again = f"it can be downloaded again from {source}" if source else "no server has it"
    terminal.answer(
        {"removed": package.id, "freed": freed, "can_be_downloaded_again": source is not None},
        f"Removed “{package.title}”, {_size(freed)}; {again}. What learners did in it stays.",
    )
    return 0


def _look(opened: OpenedCourses, terminal: Terminal) -> Iterable[Unheard]:
    unheard = opened.server_courses.look(lambda: False)
    for one in unheard:
        terminal.warn(str(one.error))
    return unheard


def _learner_id(opened: OpenedCourses, name: str | None) -> str:
    """The learner of this name or id, else the first one; "" while there is nobody."""
    learners = opened.library.learners()
    if name is None:
        return learners[0].id if learners else ""
    found: Learner | None = next((it for it in learners if name in (it.id, it.name)), None)
    if found is None:
        raise UnknownLearner(name)
    return found.id


def _place(course: CatalogCourse, names: dict[str, str]) -> str:
    if course.here:
        return "here, gone from the server" if course.gone else "here"
    return names.get(course.account_id or "", "gone")


def _mark(course: CatalogCourse) -> str:
    marks = []
    if course.assigned:
        marks.append("assigned")
    if course.updates and not course.here:
        marks.append(f"new version of {course.updates}")
    if course.newer:
        marks.append(f"newer: {course.newer}")
    if course.received:
        marks.append(f"{course.received / course.size:.0%} downloaded")
    return ", ".join(marks)


def _document(view: CatalogView, space: dict[str, int], unheard: Iterable[Unheard]) -> dict[str, object]:
    errors = {one.account_id: one.error.as_json()["error"] for one in unheard}
    return {
        "servers": [
            {
                "account_id": server.account_id,
                "name": server.name,
                "listed_at": timestamp(server.listed_at) if server.listed_at else None,
                "error": errors.get(server.account_id),
            }
            for server in view.servers
        ],
        "courses": [_course_document(course, space) for course in view.courses],
        "space": sum(space.values()),
    }


def _course_document(course: CatalogCourse, space: dict[str, int]) -> dict[str, object]:
    session = course.session
    return {
        "id": course.package_id,
        "title": course.title,
        "edition": course.edition,
        "size": course.size,
        "here": course.here,
        "space": space.get(course.package_id, 0),
        "account_id": course.account_id,
        "gone": course.gone,
        "assigned": course.assigned,
        "updates": course.updates,
        "newer": course.newer,
        "received": course.received,
        "session": session
        and {
            "id": session.id,
            "completion_status": session.completion,
            "success_status": session.success,
            "time_spent_seconds": seconds(session.total_time),
        },
    }


def _size(count: int) -> str:
    """So many bytes, in a unit that one reads."""
    size, unit = float(count), 0
    while size >= _THOUSAND and unit < len(_UNITS) - 1:
        size, unit = size / _THOUSAND, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit < 2 else f"{size:.1f} {_UNITS[unit]}"
