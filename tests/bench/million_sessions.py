"""A database with a million sessions, made in one go, with scores and answers as a few years leave them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connect_desktop.store.columns import moment_column
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.reports.tallies import recounted

SESSIONS = 1_000_000
PACKAGES, LEARNERS, DAYS = 200, 50_000, 730
FIRST_DAY = datetime(2024, 11, 1, tzinfo=UTC)

_INSERT = """
INSERT INTO session (tenant_id, id, learner_id, package_id, version, created_at, updated_at, completion, success,
                     score_scaled, score_raw, score_min, score_max, progress, total_time, suspended, cmi_data)
VALUES (?, ?, ?, ?, 3, ?, ?, ?, ?, ?, ?, 0, 100, ?, ?, 0, ?)
"""
_STATUSES = (("completed", "passed"), ("completed", "failed"), ("incomplete", "unknown"), ("not attempted", "unknown"))


def package_id(number: int) -> str:
    """The id of a course."""
    return f"pkg_{number:04}"


def make(path: Path, sessions: int = SESSIONS) -> None:
    """Fill a new database at `path`."""
    with closing(open_store(path)) as store, store.database.connections.writing() as connection:
        tenant = store.tenant_id
        now = moment_column(FIRST_DAY)
        connection.executemany(
            "INSERT INTO learner (tenant_id, id, name, name_key, created_at) VALUES (?, ?, ?, ?, ?)",
            [(tenant, f"user-{n}", f"Learner {n}", f"learner {n}", now) for n in range(LEARNERS)],
        )
        connection.executemany(
            "INSERT INTO package (tenant_id, id, content_hash, kind, location, title, edition, size, imported_at)"
            " VALUES (?, ?, '', 'zip', '', ?, '1.2', 1, ?)",
            [(tenant, package_id(n), f"Course {n}", now) for n in range(PACKAGES)],
        )
        # Indexes grow faster from what is there than row by row.
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'session' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.executemany(_INSERT, _rows(store, sessions))  # type: ignore[arg-type]
        for _, sql in indexes:
            connection.execute(sql)
        recounted(connection)


def _rows(store: Store, sessions: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(2004)
    step = timedelta(days=DAYS) / sessions
    for number in range(sessions):
        changed = FIRST_DAY + number * step
        package = min(int(chance.expovariate(4) * PACKAGES), PACKAGES - 1)
        completion, success = chance.choices(_STATUSES, (60, 12, 25, 3))[0]
        percent = min(100, max(0, round(chance.gauss(78 if success == "passed" else 45, 12))))
        scaled = percent / 100 if completion == "completed" else None
        yield (
            store.tenant_id,
            f"s{(number * 7919) % sessions:07}",
            f"user-{chance.randrange(LEARNERS)}",
            package_id(package),
            moment_column(changed - timedelta(minutes=30)),
            moment_column(changed),
            completion,
            success,
            scaled,
            None if scaled is None else float(percent),
            None,
            chance.randrange(3_000, 400_000),
            _document(chance, success, answered=number % 10 == 0 and scaled is not None),
        )


def _document(chance: random.Random, success: str, *, answered: bool) -> str:
    elements = {"cmi.core.lesson_status": success, "cmi.core.lesson_location": str(chance.randrange(40))}
    for number in range(6 if answered else 0):
        place = f"cmi.interactions.{number}"
        right = chance.random() < 0.9 - number / 10
        elements |= {
            f"{place}.id": f"question-{number}",
            f"{place}.type": "choice",
            f"{place}.student_response": "a" if right else chance.choice("bcd"),
            f"{place}.result": "correct" if right else "wrong",
            f"{place}.latency": "00:00:12.50",
        }
    return json.dumps(elements, separators=(",", ":"))
