"""How long lists and reports take on a million sessions, whichever filters, on the first page and on deep ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter

from msgspec.structs import replace

from connect_desktop.server.pagination import cursor_after, cursor_of
from connect_desktop.server.reports.documents import completion_document, scores_document
from connect_desktop.server.reports.reporting import (
    COMPLETION,
    INTERACTIONS,
    PROGRESS,
    SCORES,
    interaction_reports,
    over_time,
    session_reports,
)
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.reports.selection import Selection
from connect_desktop.store.session_query import SessionQuery
from tests.bench.figures import Figure
from tests.bench.million_sessions import DAYS, FIRST_DAY, PACKAGES, SESSIONS, make, package_id

_LIMIT = 100
_PAGE = 200
_TIMES = 5
_SINCE, _UNTIL = FIRST_DAY + timedelta(days=40, hours=7), FIRST_DAY + timedelta(days=DAYS - 50, hours=9)
_MIDDLE = FIRST_DAY + timedelta(days=DAYS / 2)
_PACKAGE, _LEARNER = package_id(3), "user-7"

Query = Callable[[], object]


def measure() -> Iterable[Figure]:
    """The median of each query, in milliseconds; of lists the slowest combination of filters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "connect.db"
        started = perf_counter()
        make(path)
        yield Figure("reports.sessions", SESSIONS, "sessions", limit=SESSIONS, at_most=False)
        yield Figure("reports.filling", perf_counter() - started, "s")
        with closing(open_store(path)) as store:
            yield from figures_of(store, "reports")


def figures_of(store: Store, kind: str) -> Iterator[Figure]:
    """How long each takes on this store, which has a million sessions."""
    for name, queries in _lists(store):
        yield Figure(f"{kind}.{name}", max(map(_milliseconds, queries)), "ms", limit=_LIMIT)
    for name, query in _reports(store):
        yield Figure(f"{kind}.{name}", _milliseconds(query), "ms", limit=_LIMIT)
    for name, query in _changes(store):
        yield Figure(f"{kind}.{name}", _milliseconds(query), "ms")


def _lists(store: Store) -> Iterator[tuple[str, list[Query]]]:
    filters = product(
        (None, _LEARNER),
        (None, _PACKAGE),
        (None, "completed", "unknown"),
        (None, "failed"),
        ((None, None), (_SINCE, None), (None, _UNTIL), (_SINCE, _UNTIL)),
    )
    queries = [
        SessionQuery(learner_id=learner, package_id=package, completion=completion, success=success, since=a, until=b)
        for learner, package, completion, success, (a, b) in filters
    ]
    deep = [replace(query, after=(_MIDDLE, "s05")) for query in queries]
    last = [replace(query, after=(FIRST_DAY + timedelta(days=41), "s05")) for query in queries]
    for name, wanted in (("sessions_first_page", queries), ("sessions_deep_page", deep), ("sessions_last_page", last)):
        yield name, [lambda query=query: store.sessions.page(query, _PAGE + 1) for query in wanted]  # type: ignore[misc]
    yield "packages", [lambda: store.packages.page(_PAGE + 1)]


def _reports(store: Store) -> Iterator[tuple[str, Query]]:
    selections = {
        "all": Selection(),
        "period": Selection(since=_SINCE, until=_UNTIL),
        "package": Selection(package_id=_PACKAGE),
        "package_and_period": Selection(package_id=_PACKAGE, since=_SINCE, until=_UNTIL),
        "learner": Selection(learner_id=_LEARNER),
        "learner_package_and_period": Selection(learner_id=_LEARNER, package_id=_PACKAGE, since=_SINCE, until=_UNTIL),
    }
    place, half = cursor_after(_MIDDLE, "s05"), package_id(PACKAGES // 4)
    for name, chosen in selections.items():
        for cursor, at in ((None, "first"), (place, "deep")):
            yield f"progress_{at}.{name}", lambda it=chosen, on=cursor: PROGRESS.rows(store, it, _PAGE, on)  # type: ignore[misc]
        for cursor, at in ((None, "first"), (cursor_of([half]), "deep")):
            yield f"completion_{at}.{name}", lambda it=chosen, on=cursor: _completion(store, it, on)  # type: ignore[misc]
            yield f"scores_{at}.{name}", lambda it=chosen, on=cursor: _scores(store, it, on)  # type: ignore[misc]
        for cursor, at in ((None, "first"), (cursor_of([half, "question-2"]), "deep")):
            yield f"interactions_{at}.{name}", lambda it=chosen, on=cursor: INTERACTIONS.rows(store, it, _PAGE, on)  # type: ignore[misc]
        yield f"hardest.{name}", lambda it=chosen: interaction_reports(store).hardest(it, limit=10, answered=5)  # type: ignore[misc]
        yield f"most_used.{name}", lambda it=chosen: session_reports(store).most_used(it, limit=21)  # type: ignore[misc]


def _completion(store: Store, selection: Selection, cursor: str | None) -> object:
    overall = completion_document(session_reports(store).overall(selection).tally)
    return overall, over_time(store, selection), COMPLETION.rows(store, selection, _PAGE, cursor)


def _scores(store: Store, selection: Selection, cursor: str | None) -> object:
    return scores_document(session_reports(store).overall(selection)), SCORES.rows(store, selection, _PAGE, cursor)


def _changes(store: Store) -> Iterator[tuple[str, Query]]:
    """What a change costs with all its counting, made safe against loss of power."""
    session = store.sessions.page(SessionQuery(), 1)[0]

    def save() -> None:
        store.sessions.save_record(
            session.id, completion="completed", success="passed", scaled=0.5, total_time=1, suspended=False, cmi_data={}
        )

    def begin_and_remove() -> None:
        store.sessions.create("begun-by-bench", _LEARNER, _PACKAGE)
        store.sessions.remove("begun-by-bench")

    yield "saving_a_record", save
    yield "creating_and_removing_a_session", begin_and_remove


def _milliseconds(query: Query) -> float:
    return median(_timed(query) for _ in range(_TIMES)) * 1000


def _timed(query: Query) -> float:
    started = perf_counter()
    query()
    return perf_counter() - started
