"""A session as the REST API gives it: the seed document's object, field for field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from connect_desktop.runtime.elements_on_record import cmi_data
from connect_desktop.runtime.json_values import seconds, timestamp, whole
from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course, VerdictRule
from connect_desktop.store.database import Store
from connect_desktop.store.record_view import record_view
from connect_desktop.store.records import SessionRecord


class ScoreDocument(TypedDict):
    """Numbers as the content reported them, None where it did not."""

    scaled: float | None
    raw: float | None
    max: float | None
    min: float | None


class SessionDocument(TypedDict):
    """`cmi_data` maps elements to text; times are RFC 3339 UTC with milliseconds; `score` is None before any."""

    id: str
    tenant_id: str
    user_id: str
    package_id: str
    cmi_data: dict[str, str]
    completion_status: str
    success_status: str
    score: ScoreDocument | None
    time_spent_seconds: float
    version: int
    created_at: str
    updated_at: str


def session_document(store: Store, session: SessionRecord, course: Course | None = None) -> SessionDocument:
    """The session with the record of all its launches; raises `StoreError`.

    What is running still is read from its journal; `course` tells then how many parts there are, without it that is
    judged by those that were begun.
    """
    elements = session.cmi_data
    if elements is None or store.launches.running(session.id):
        rule = course.organization.verdict_rule if course else VerdictRule.BEST
        elements = cmi_data(record_view(traces_of(store, session.id), rule), outcome_of_session(session), course)
    return document_of(session, elements, store.tenant_id)


def document_of(session: SessionRecord, elements: Mapping[str, str], tenant_id: str) -> SessionDocument:
    """The session with these elements."""
    score: ScoreDocument = {
        "scaled": whole(session.scaled),
        "raw": whole(session.raw),
        "max": whole(session.max),
        "min": whole(session.min),
    }
    return {
        "id": session.id,
        "tenant_id": tenant_id,
        "user_id": session.learner_id,
        "package_id": session.package_id,
        "cmi_data": dict(elements),
        "completion_status": session.completion,
        "success_status": session.success,
        "score": score if any(value is not None for value in score.values()) else None,
        "time_spent_seconds": seconds(session.total_time),
        "version": session.version,
        "created_at": timestamp(session.created_at),
        "updated_at": timestamp(session.updated_at),
    }


def outcome_of_session(session: SessionRecord) -> Outcome:
    """What the session came to, as it was last kept."""
    return Outcome(
        completion=Completion(session.completion),
        success=Success(session.success),
        scaled=session.scaled,
        raw=session.raw,
        min=session.min,
        max=session.max,
        progress=session.progress,
    )
