"""What the run-time environment is given when a SCO is launched, and the two things it asks of the outside."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field


class Mode(StrEnum):
    """`cmi.mode` / `cmi.core.lesson_mode` [RTE 4.2.15, RTE 1.2 3.4.4]."""

    NORMAL = "normal"
    BROWSE = "browse"
    REVIEW = "review"


class Credit(StrEnum):
    """`cmi.credit` / `cmi.core.credit`; anything but normal mode is `no-credit` [RTE 4.2.5]."""

    CREDIT = "credit"
    NO_CREDIT = "no-credit"


class InitialObjective(Struct, frozen=True, kw_only=True):
    """An objective the LMS creates before Initialize [RTE 4.2.17]; absent values are "" and stay unset."""

    identifier: str
    success_status: str = ""
    completion_status: str = ""
    scaled: str = ""
    raw: str = ""
    min: str = ""
    max: str = ""
    progress_measure: str = ""


class SharedDatum(Struct, frozen=True, kw_only=True):
    """One `adl.data.n` store of the SCO [RTE 4.3]; `value` None is a store never written."""

    target: str
    value: str | None = None
    readable: bool = True
    writable: bool = True


class LmsComment(Struct, frozen=True, kw_only=True):
    """One `cmi.comments_from_lms.n` [RTE 4.2.3]."""

    comment: str
    location: str = ""
    timestamp: str = ""


class ScoLaunch(Struct, frozen=True, kw_only=True):
    """Everything a data model starts from.

    `stored` holds what earlier launches of this attempt wrote, element name to value, verbatim; it may hold any element
    a SCO can write and nothing else. `total_time` is in centiseconds and leaves out the session about to start. Absent
    texts are "" and answer as uninitialised. `lenient` takes over-long strings and odd time formats instead of
    refusing them; nothing is truncated either way.
    """

    learner_id: str
    learner_name: str
    entry: str = "ab-initio"
    mode: Mode = Mode.NORMAL
    credit: Credit = Credit.CREDIT
    stored: Mapping[str, str] = field(default_factory=dict)
    total_time: int = 0
    launch_data: str = ""
    mastery_score: str = ""
    scaled_passing_score: float | None = None
    completion_threshold: float | None = None
    max_time_allowed: str = ""
    time_limit_action: str = ""
    objectives: tuple[InitialObjective, ...] = ()
    shared_data: tuple[SharedDatum, ...] = ()
    comments_from_lms: tuple[LmsComment, ...] = ()
    preferences: Mapping[str, str] = field(default_factory=dict)
    lenient: bool = False


class RecordRefused(Exception):
    """The recorder could not make a value durable (full disk, locked database)."""


class Recorder(Protocol):
    """Where accepted values go before the SCO is told "true"."""

    def record(self, element: str, value: str) -> None:
        """Keep one accepted value safe against a crash of this process; raise `RecordRefused` if that failed."""

    def initialized(self) -> None:
        """Keep that the SCO's session began; raise `RecordRefused` if that failed."""

    def terminated(self, exit_value: str) -> None:
        """Keep that the SCO ended its session, and how; raise `RecordRefused` if that failed."""

    def commit(self) -> None:
        """Make everything recorded so far safe against loss of power; raise `RecordRefused` if that failed."""


class Navigation(Protocol):
    """What the sequencer says when a SCO asks `adl.nav.request_valid` [SN 5.6.5]."""

    def request_valid(self, request: str) -> str:
        """`true`, `false` or `unknown` for `continue`, `previous`, `choice.{target=ID}` or `jump.{target=ID}`."""
