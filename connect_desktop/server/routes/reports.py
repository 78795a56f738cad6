"""Reports for programs: progress, completion, scores and interactions, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Caller, Reader
from connect_desktop.server.pagination import LARGEST_PAGE
from connect_desktop.server.reports import schemas
from connect_desktop.server.reports.asking import Asked, ReportAsked
from connect_desktop.server.reports.csv_text import BYTE_ORDER_MARK, MEDIA_TYPE, csv_bytes, csv_lines
from connect_desktop.server.reports.documents import (
    columns_of,
    completion_document,
    csv_header,
    csv_row,
    scores_document,
)
from connect_desktop.server.reports.reporting import (
    COMPLETION,
    INTERACTIONS,
    PROGRESS,
    SCORES,
    Report,
    over_time,
    session_reports,
)
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.store.database import Store
from connect_desktop.store.reports.selection import Selection

router = APIRouter(prefix="/api/v1/reports", tags=["Reports"])

_OK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report; CSV is whole, in UTF-8 after a byte order mark",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
RESPONSES = {**_OK, **problems()}
_HEADERS = {"Vary": "Accept", "Cache-Control": "no-store"}


@router.get("/progress", operation_id="report_progress", response_model=schemas.ProgressBody, responses=RESPONSES)
async def progress(room: RoomHere, caller: Reader, asked: ReportAsked) -> Response:
    """How far each session has come: a row a session, the last one changed first."""
    return await _answer(room, caller, asked, PROGRESS, "rows")


@router.get("/completion", operation_id="report_completion", response_model=schemas.CompletionBody, responses=RESPONSES)
async def completion(room: RoomHere, caller: Reader, asked: ReportAsked) -> Response:
    """How many sessions are completed and passed: in all, over time by their last change, and by package. CSV has a row
    a package."""

    def around() -> dict[str, Any]:
        return {
            "overall": completion_document(session_reports(caller.store).overall(asked.selection).tally),
            "over_time": over_time(caller.store, asked.selection),
        }

    return await _answer(room, caller, asked, COMPLETION, "packages", around)


@router.get("/scores", operation_id="report_scores", response_model=schemas.ScoresBody, responses=RESPONSES)
async def scores(room: RoomHere, caller: Reader, asked: ReportAsked) -> Response:
    """How scaled scores are distributed, in all and by package; a page has 100 packages at most. CSV has a row a
    package; for the score of each session see the progress report."""

    def around() -> dict[str, Any]:
        return {"overall": scores_document(session_reports(caller.store).overall(asked.selection))}

    return await _answer(room, caller, asked, SCORES, "packages", around)


@router.get(
    "/interactions", operation_id="report_interactions", response_model=schemas.InteractionsBody, responses=RESPONSES
)
async def interactions(room: RoomHere, caller: Reader, asked: ReportAsked) -> Response:
    """How each question was answered, how often right, and which wrong answers it got most. `since` and `until` count
    by whole days, in UTC."""
    return await _answer(room, caller, asked, INTERACTIONS, "interactions")


def csv_response(room: Room, store: Store, selection: Selection, report: Report) -> Response:
    """The whole report as CSV, sent while it is read."""
    headers = {
        **_HEADERS,
        "Content-Disposition": f'attachment; filename="{report.name}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_csv(room, store, selection, report), media_type=MEDIA_TYPE, headers=headers)


async def _csv(room: Room, store: Store, selection: Selection, report: Report) -> AsyncIterator[bytes]:
    columns = columns_of(report.row)
    yield csv_bytes(BYTE_ORDER_MARK + csv_lines([csv_header(columns)]))
    cursor: str | None = None
    while True:
        documents, cursor = await room.workers.read(partial(report.rows, store, selection, LARGEST_PAGE, cursor))
        if documents:
            yield csv_bytes(csv_lines(csv_row(columns, document) for document in documents))
        if cursor is None:
            return


async def _answer(
    room: Room, caller: Caller, asked: Asked, report: Report, name: str, around: Any = dict[str, Any]
) -> Response:
    if asked.as_csv:
        return csv_response(room, caller.store, asked.selection, report)

    def read() -> dict[str, Any]:
        documents, cursor = report.rows(caller.store, asked.selection, asked.limit, asked.cursor)
        return {**around(), name: documents, "next_cursor": cursor}

    return json_answer(await room.workers.read(read), headers=_HEADERS)
