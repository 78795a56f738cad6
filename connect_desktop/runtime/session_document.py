"""A session as the REST API gives it: the seed document's object, field for field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict

from connect_desktop.runtime.session_record import traces_of
from connect_desktop.store.cmi_document import as_cmi
from connect_desktop.store.database import Store
from connect_desktop.store.record_view import RecordView, record_view
from connect_desktop.store.records import SessionRecord

_CENTISECONDS = 100


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


def session_document(store: Store, session: SessionRecord) -> SessionDocument:
    """The session with the record of all its launches; raises `StoreError`."""
    score: ScoreDocument = {"scaled": session.scaled, "raw": session.raw, "max": session.max, "min": session.min}
    return {
        "id": session.id,
        "tenant_id": store.database.tenant_id,
        "user_id": session.learner_id,
        "package_id": session.package_id,
        "cmi_data": cmi_data(record_view(traces_of(store, session.id)), session),
        "completion_status": session.completion,
        "success_status": session.success,
        "score": score if any(value is not None for value in score.values()) else None,
        "time_spent_seconds": seconds(session.total_time),
        "version": session.version,
        "created_at": timestamp(session.created_at),
        "updated_at": timestamp(session.updated_at),
    }


def cmi_data(record: RecordView, session: SessionRecord) -> dict[str, str]:
    """One activity's elements bare; of several, each under `activities.<identifier>.`, the rolled-up record bare."""
    if len(record.activities) == 1:
        return as_cmi(next(iter(record.activities.values())), record.preferences)
    document = _rolled_up(session, is_12=any(activity.is_12 for activity in record.activities.values()))
    document.update(record.preferences)
    for identifier, activity in record.activities.items():
        document.update((f"activities.{identifier}.{name}", value) for name, value in as_cmi(activity).items())
    return document


def seconds(centiseconds: int) -> float:
    """Whole seconds as an int, so that 930 stays 930."""
    whole, rest = divmod(centiseconds, _CENTISECONDS)
    return whole if rest == 0 else centiseconds / _CENTISECONDS


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _rolled_up(session: SessionRecord, *, is_12: bool) -> dict[str, str]:
    scores = {"scaled": session.scaled, "raw": session.raw, "min": session.min, "max": session.max}
    if is_12:
        status = session.success if session.success != "unknown" else session.completion
        known = {f"cmi.core.score.{part}": value for part, value in scores.items() if part != "scaled"}
        return {"cmi.core.lesson_status": status, **_written(known)}
    known = {f"cmi.score.{part}": value for part, value in scores.items()}
    known["cmi.progress_measure"] = session.progress
    return {
        "cmi.completion_status": session.completion,
        "cmi.success_status": session.success,
        **_written(known),
    }


def _written(numbers: dict[str, float | None]) -> dict[str, str]:
    return {element: f"{value:g}" for element, value in numbers.items() if value is not None}
