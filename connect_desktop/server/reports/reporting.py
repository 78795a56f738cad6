"""Each report as a source of documents, page after page: JSON gives one page, CSV all of them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from pydantic import BaseModel

from connect_desktop.server.pagination import cursor_after, cursor_of, names_of, position_of
from connect_desktop.server.reports import schemas
from connect_desktop.server.reports.documents import (
    Document,
    completion_document,
    interaction_document,
    of_package,
    progress_document,
    scores_document,
)
from connect_desktop.store.database import Store
from connect_desktop.store.reports.interaction_reports import InteractionReports
from connect_desktop.store.reports.progress_report import progress_rows
from connect_desktop.store.reports.selection import Selection
from connect_desktop.store.reports.session_reports import SessionReports
from connect_desktop.store.session_query import SessionQuery

Page = tuple[list[Document], str | None]
"""Documents, and the cursor to those after them; None after the last."""

# Each course has a distribution of scores of its own to be read.
_LARGEST_PAGE_OF_SCORES = 100
_LARGEST_DAYS = 92


class Report(Struct, frozen=True):
    """`rows` gives a page of a selection, `row` is the schema of its documents."""

    name: str
    row: type[BaseModel]
    rows: Callable[[Store, Selection, int, str | None], Page]


def progress_page(store: Store, selection: Selection, limit: int, cursor: str | None) -> Page:
    """A row a session; raises `StoreError` and, as all here do, a 400 for what is no cursor."""
    query = SessionQuery(
        learner_id=selection.learner_id,
        package_id=selection.package_id,
        since=selection.since,
        until=selection.until,
        after=position_of(cursor) if cursor is not None else None,
    )
    found = progress_rows(store.database.connections, store.tenant_id, query, limit + 1)
    more = cursor_after(found[limit - 1].updated_at, found[limit - 1].session_id) if len(found) > limit else None
    return [progress_document(row) for row in found[:limit]], more


def completion_page(store: Store, selection: Selection, limit: int, cursor: str | None) -> Page:
    """A row a package."""
    after = names_of(cursor, 1)[0] if cursor is not None else ""
    found = session_reports(store).by_package(selection, limit=limit + 1, after=after, percents=False)
    given = list(found)[:limit]
    titles = store.packages.titles(given)
    rows = [of_package(package, titles, completion_document(found[package].tally)) for package in given]
    return rows, cursor_of([given[-1]]) if len(found) > limit else None


def scores_page(store: Store, selection: Selection, limit: int, cursor: str | None) -> Page:
    """A row a package."""
    limit = min(limit, _LARGEST_PAGE_OF_SCORES)
    after = names_of(cursor, 1)[0] if cursor is not None else ""
    found = session_reports(store).by_package(selection, limit=limit + 1, after=after)
    given = list(found)[:limit]
    titles = store.packages.titles(given)
    rows = [of_package(package, titles, scores_document(found[package])) for package in given]
    return rows, cursor_of([given[-1]]) if len(found) > limit else None


def interactions_page(store: Store, selection: Selection, limit: int, cursor: str | None) -> Page:
    """A row an interaction."""
    after = ("", "")
    if cursor is not None:
        package, interaction = names_of(cursor, 2)
        after = (package, interaction)
    found = interaction_reports(store).page(selection, limit=limit + 1, after=after)
    given = found[:limit]
    titles = store.packages.titles([interaction.package_id for interaction in given])
    rows = [interaction_document(interaction, titles) for interaction in given]
    return rows, cursor_of([given[-1].package_id, given[-1].id]) if len(found) > limit else None


PROGRESS = Report("progress", schemas.ProgressRowBody, progress_page)
COMPLETION = Report("completion", schemas.PackageCompletion, completion_page)
SCORES = Report("scores", schemas.PackageScores, scores_page)
INTERACTIONS = Report("interactions", schemas.InteractionBody, interactions_page)
REPORTS = {report.name: report for report in (PROGRESS, COMPLETION, SCORES, INTERACTIONS)}


def over_time(store: Store, selection: Selection) -> list[Document]:
    """The selection's sessions by month, or by day where that makes not too many."""
    found = session_reports(store).over_time(selection, by_day=is_by_day(selection))
    return [{"period": period, **completion_document(tally)} for period, tally in found.items()]


def is_by_day(selection: Selection) -> bool:
    """Whether a course of time is told by days."""
    since, until = selection.since, selection.until
    return since is not None and until is not None and (until - since).days <= _LARGEST_DAYS


def session_reports(store: Store) -> SessionReports:
    """The counts of a tenant's sessions."""
    return SessionReports(store.database.connections, store.tenant_id)


def interaction_reports(store: Store) -> InteractionReports:
    """The counts of a tenant's answers."""
    return InteractionReports(store.database.connections, store.tenant_id)
