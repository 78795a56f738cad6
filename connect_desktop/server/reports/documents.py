"""Reports as JSON documents and as rows of CSV. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from connect_desktop.runtime.json_values import seconds, timestamp, whole
from connect_desktop.server.reports.csv_text import Cell
from connect_desktop.store.reports.interaction_reports import Interaction
from connect_desktop.store.reports.progress_report import ProgressRow
from connect_desktop.store.reports.tally import Counted, SessionTally

Document = dict[str, Any]
Titles = Mapping[str, str]

BINS = ((-100, -1), *((start, start + 9) for start in range(0, 90, 10)), (90, 100))


def progress_document(row: ProgressRow) -> Document:
    """A session."""
    return {
        "session_id": row.session_id,
        "user_id": row.learner_id,
        "user_name": row.learner_name,
        "package_id": row.package_id,
        "package_title": row.package_title,
        "completion_status": row.completion,
        "success_status": row.success,
        "score_scaled": whole(row.scaled),
        "score_raw": whole(row.raw),
        "score_min": whole(row.min),
        "score_max": whole(row.max),
        "progress": whole(row.progress),
        "time_spent_seconds": seconds(row.total_time),
        "launches": row.launches,
        "created_at": timestamp(row.created_at),
        "updated_at": timestamp(row.updated_at),
        "last_played_at": None if row.last_played_at is None else timestamp(row.last_played_at),
    }


def completion_document(tally: SessionTally) -> Document:
    """Sessions by status."""
    counted = Counted(tally)
    known = tally.completed + tally.incomplete + tally.not_attempted
    return {
        "sessions": tally.sessions,
        "completed": tally.completed,
        "incomplete": tally.incomplete,
        "not_attempted": tally.not_attempted,
        "unknown": tally.sessions - known,
        "passed": tally.passed,
        "failed": tally.failed,
        "completion_rate": _rounded(counted.completion_rate),
        "pass_rate": _rounded(counted.pass_rate),
        "time_spent_seconds": seconds(tally.time_sum),
        "average_time_seconds": round(tally.time_sum / tally.sessions / 100, 2) if tally.sessions else None,
    }


def scores_document(counted: Counted) -> Document:
    """Scores of sessions."""
    return {
        "sessions": counted.tally.sessions,
        "scored": counted.tally.scored,
        "mean": _rounded(counted.mean),
        "median": _rounded(counted.median),
        "passed": counted.tally.passed,
        "failed": counted.tally.failed,
        "pass_rate": _rounded(counted.pass_rate),
        "distribution": [
            {"percent_from": low, "percent_to": high, "sessions": sessions}
            for (low, high), sessions in zip(BINS, distribution(counted), strict=True)
        ],
    }


def distribution(counted: Counted) -> list[int]:
    """How many sessions have a score in each of `BINS`."""
    return [sum(counted.percents.get(percent, 0) for percent in range(low, high + 1)) for low, high in BINS]


def interaction_document(interaction: Interaction, titles: Titles) -> Document:
    """How a question was answered."""
    latency = interaction.average_latency
    return {
        "package_id": interaction.package_id,
        "package_title": titles.get(interaction.package_id),
        "interaction_id": interaction.id,
        "type": interaction.type,
        "description": interaction.description,
        "answered": interaction.tally.answered,
        "correct": interaction.tally.correct,
        "incorrect": interaction.tally.incorrect,
        "correct_rate": _rounded(interaction.correct_rate),
        "average_latency_seconds": None if latency is None else round(latency, 2),
        "wrong_responses": [{"response": response, "times": times} for response, times in interaction.wrong],
    }


def of_package(package_id: str, titles: Titles, document: Document) -> Document:
    """A document with the package it is of."""
    return {"package_id": package_id, "package_title": titles.get(package_id), **document}


def columns_of(model: type[BaseModel]) -> list[str]:
    """The names of a schema in the order of CSV's columns: the package first."""
    return sorted(model.model_fields, key=lambda name: not name.startswith("package_"))


def csv_header(columns: Sequence[str]) -> list[Cell]:
    """The first row; a distribution has a column a bin."""
    names: list[Cell] = []
    for name in columns:
        names += [f"scores_{low}_to_{high}_percent" for low, high in BINS] if name == "distribution" else [name]
    return names


def csv_row(columns: Sequence[str], document: Document) -> list[Cell]:
    """The values of a document as a row below that header."""
    cells: list[Cell] = []
    for name in columns:
        if name == "distribution":
            cells += [each["sessions"] for each in document[name]]
        elif name == "wrong_responses":
            cells.append("; ".join(f"{each['response']} ({each['times']})" for each in document[name]))
        else:
            cells.append(document[name])
    return cells


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 6)
