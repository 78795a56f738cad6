"""Everything the window knows as text, to be sent along with the report of a bug."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from connect_desktop import __version__
from connect_desktop.runtime.inspection import Inspection
from connect_desktop.ui.inspector.activity_model import activity_headings, activity_row
from connect_desktop.ui.inspector.activity_words import activity_words
from connect_desktop.ui.inspector.objectives_view import objective_headings, objective_row
from connect_desktop.ui.inspector.request_words import chain_words, headline_words, reason_words
from connect_desktop.ui.inspector.value_words import NOT_KNOWN

_INDENT = "  "


def report_text(seen: Inspection, calls: Sequence[str]) -> str:
    """`calls` are the API calls, one a line."""
    return "\n".join(_lines(seen, calls))


def _lines(seen: Inspection, calls: Sequence[str]) -> Iterator[str]:
    yield f"{seen.title} (SCORM {seen.edition}, Connect Desktop {__version__})"
    yield headline_words(seen)
    yield from (_INDENT + reason for reason in reason_words(seen))
    if seen.request is not None:
        yield from _section(QCoreApplication.translate("Inspector", "Last request"), chain_words(seen.request))
    yield from _section(QCoreApplication.translate("Inspector", "Activities"), _activities(seen))
    yield from _section(QCoreApplication.translate("Inspector", "Global objectives"), _objectives(seen))
    yield from _section(QCoreApplication.translate("Inspector", "API calls"), calls)


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (_INDENT + line for line in lines)


def _activities(seen: Inspection) -> list[str]:
    lines = []
    headings = activity_headings()[1:]
    for activity in seen.activities:
        title, *cells = activity_row(activity)
        lines.append(f"{_INDENT * activity.depth}{title} ({_known(headings, cells)})")
        details = (f"{name}: {value}" for name, value in activity_words(activity) if name not in headings)
        lines += [_INDENT * (activity.depth + 2) + detail for detail in details]
    return lines


def _objectives(seen: Inspection) -> list[str]:
    headings = objective_headings()[1:]
    lines = []
    for objective in seen.global_objectives:
        identifier, *cells = objective_row(objective)
        lines.append(f"{identifier} ({_known(headings, cells)})")
    return lines


def _known(headings: Sequence[str], cells: Sequence[str]) -> str:
    pairs = zip(headings, cells, strict=True)
    return ", ".join(f"{name}: {cell}" for name, cell in pairs if cell not in ("", NOT_KNOWN))
