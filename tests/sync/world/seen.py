"""What a database holds, read without this program's own code, and what may never happen to it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from connect_desktop.store.columns import column_text

Row = tuple[str, str, str, str]

COMPLETIONS = ("unknown", "not attempted", "incomplete", "completed")

_TIMES = ("cmi.core.session_time", "cmi.session_time")
_TIME_12 = re.compile(r"(\d+):(\d\d):(\d\d)\.(\d\d)")
_TIME_2004 = re.compile(r"PT(\d+)\.(\d\d)S")
_PARTS = frozenset({"opened", "closed", "attempt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLaunch:
    """A launch as its rows tell it: what tells its writer's life from a copy's, and all that was written."""

    id: str
    origin: str
    session_id: str
    header: tuple[object, ...]
    is_over: bool
    taken_in: bool
    rev: int
    rows: tuple[Row, ...]

    def goes_on_from(self, earlier: SeenLaunch) -> bool:
        """Whether all that was in the earlier one is in this."""
        return (
            self.origin == earlier.origin
            and self.header == earlier.header
            and self.rows[: len(earlier.rows)] == earlier.rows
            and (self.is_over or not earlier.is_over or len(self.rows) > len(earlier.rows))
        )

    @property
    def counts(self) -> bool:
        """Whether it is reported: browsing, reviewing and playing without credit are not."""
        return self.header[2:4] == ("normal", "credit")

    @property
    def time(self) -> int:
        """Centiseconds: the last that was said in each opening of a part, as tests write times."""
        total, last = 0, defaultdict[str, int](int)
        for kind, activity, element, value in self.rows:
            if kind in _PARTS:
                total += last.pop(activity, 0)
            elif element in _TIMES:
                last[activity] = _centiseconds(value)
        return total + sum(last.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSession:
    """What is on record of a session."""

    id: str
    learner_id: str
    package_id: str
    completion: str
    success: str
    scores: tuple[float | None, ...]
    time: int
    cmi_data: str

    @property
    def is_begun(self) -> bool:
        """Whether anything of it is reported."""
        said = self.completion != "unknown" or self.success != "unknown"
        return said or self.time > 0 or any(it is not None for it in self.scores)


@dataclass(frozen=True, slots=True)
class Seen:
    """A database at one time. `receipts` are the revisions that each account's server is said to hold."""

    launches: Mapping[str, SeenLaunch]
    sessions: Mapping[str, SeenSession]
    receipts: Mapping[tuple[str, str], int]

    def holds(self, launch: SeenLaunch) -> bool:
        """Whether all of the launch is here, under whichever id."""
        return any(found.goes_on_from(launch) for found in self.launches.values())

    def lost_since(self, earlier: Seen) -> list[str]:
        """What was here then and is not any more."""
        return [f"launch {it.id}: {it}" for it in earlier.launches.values() if not self.holds(it)]

    def gone_down_since(self, earlier: Seen) -> list[str]:
        """The sessions that were further then, together with those to which launches of theirs went."""
        return [
            f"session {it.id}: {it.completion} became {self._completion_now(it, earlier)}"
            for it in earlier.sessions.values()
            if it.id not in self.sessions
            or COMPLETIONS.index(self._completion_now(it, earlier)) < COMPLETIONS.index(it.completion)
        ]

    def _completion_now(self, session: SeenSession, earlier: Seen) -> str:
        origins = {it.origin for it in earlier.launches.values() if it.session_id == session.id}
        now = {session.id, *(it.session_id for it in self.launches.values() if it.origin in origins)}
        known = [self.sessions[it].completion for it in now if it in self.sessions]
        return max(known, key=COMPLETIONS.index, default=COMPLETIONS[0])

    def held_in(self, launch_id: str) -> int:
        """The highest revision of a launch, or of a copy of it."""
        return max((it.rev for it in self.launches.values() if launch_id in (it.id, it.origin)), default=0)

    def time_of(self, session_id: str) -> int:
        """Centiseconds of all launches of the session that are reported."""
        return sum(it.time for it in self.launches.values() if it.session_id == session_id and it.counts)

    def reported_without_reason(self) -> list[SeenSession]:
        """The sessions that came to something though no launch of theirs is reported."""
        counted = {it.session_id for it in self.launches.values() if it.counts}
        return [it for it in self.sessions.values() if it.id not in counted and it.is_begun]


def look(database: Path) -> Seen:
    """All there is in a database now."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=5)) as connection:
        connection.execute("BEGIN")
        return Seen(_launches(connection), _sessions(connection), _receipts(connection))


def furthest(launches: Iterable[SeenLaunch]) -> list[SeenLaunch]:
    """Of the launches those that no other goes on from."""
    kept: list[SeenLaunch] = []
    for launch in launches:
        if not any(known.goes_on_from(launch) for known in kept):
            kept = [known for known in kept if not launch.goes_on_from(known)]
            kept.append(launch)
    return kept


def _launches(connection: sqlite3.Connection) -> dict[str, SeenLaunch]:
    rows = defaultdict[str, list[Row]](list)
    for launch_id, *row in connection.execute(
        "SELECT launch_id, kind, activity, element, value FROM entry ORDER BY launch_id, seq"
    ):
        kind, activity, element, value = map(column_text, row)
        rows[launch_id].append((kind, activity, element, value))
    found = connection.execute(
        "SELECT id, coalesce(fork_of, id), session_id, device_id, lamport, mode, credit, base, ended_at, taken_in, rev"
        " FROM launch"
    )
    return {
        launch_id: SeenLaunch(
            id=launch_id,
            origin=origin,
            session_id=column_text(session_id),
            header=(device_id, lamport, mode, credit, _sorted(base)),
            is_over=ended_at is not None,
            taken_in=bool(taken_in),
            rev=rev if taken_in else 1 + len(rows[launch_id]) + (ended_at is not None),
            rows=tuple(rows[launch_id]),
        )
        for launch_id, origin, session_id, device_id, lamport, mode, credit, base, ended_at, taken_in, rev in found
    }


def _sessions(connection: sqlite3.Connection) -> dict[str, SeenSession]:
    found = connection.execute(
        "SELECT id, learner_id, package_id, completion, success, score_scaled, score_raw, score_min, score_max,"
        " progress, total_time, cmi_data"
        " FROM session"
    )
    return {
        column_text(session_id): SeenSession(
            id=column_text(session_id),
            learner_id=column_text(learner_id),
            package_id=column_text(package_id),
            completion=completion,
            success=success,
            scores=tuple(scores[:5]),
            time=scores[5],
            cmi_data=_sorted(column_text(scores[6] or "{}")),
        )
        for session_id, learner_id, package_id, completion, success, *scores in found
    }


def _receipts(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    rows = connection.execute("SELECT account_id, launch_id, rev FROM sync_receipt")
    return {(account_id, launch_id): rev for account_id, launch_id, rev in rows}


def _sorted(document: str) -> str:
    """JSON that is the same however its members were written down."""
    return json.dumps(json.loads(document), sort_keys=True)


def _centiseconds(text: str) -> int:
    if found := _TIME_12.fullmatch(text):
        hours, minutes, seconds, hundredths = map(int, found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 100 + hundredths
    found = _TIME_2004.fullmatch(text)
    assert found is not None, text
    return int(found[1]) * 100 + int(found[2])
