"""How well somebody did in an activity or an objective, and which of many such verdicts is reported. Pure.

Elements are named relative to their subject here: `status` (SCORM 1.2), `success_status`, `score.raw`,
`completion_status`, `progress_measure` and so on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

STATUS = "status"
SUCCESS = "success_status"
COMPLETION = "completion_status"
PROGRESS = "progress_measure"
SCORES = ("score.scaled", "score.raw", "score.min", "score.max")
VERDICT_ELEMENTS = frozenset({STATUS, SUCCESS, *SCORES})
STANDING_ELEMENTS = VERDICT_ELEMENTS | {COMPLETION, PROGRESS}

_UNKNOWN = "unknown"
_RANKS_12 = {
    word: rank
    for rank, word in enumerate(("not attempted", "browsed", "incomplete", "failed", "completed", "passed"), start=1)
}
_RANKS_SUCCESS = {word: rank for rank, word in enumerate((_UNKNOWN, "failed", "passed"))}
_RANKS_COMPLETION = {word: rank for rank, word in enumerate((_UNKNOWN, "not attempted", "incomplete", "completed"))}
# SCORM 1.2 has one status for two questions; a failed SCO was worked through to its end.
_COMPLETION_OF_STATUS = {
    "not attempted": "not attempted",
    "browsed": "incomplete",
    "incomplete": "incomplete",
    "failed": "completed",
    "completed": "completed",
    "passed": "completed",
}


class Verdict(Struct, frozen=True, kw_only=True):
    """A status and a score that one launch gave together. `values` are verbatim; `attempt` counts within the launch."""

    launch: str
    attempt: int
    values: Mapping[str, str]

    @property
    def success(self) -> str:
        """`passed`, `failed` or `unknown`, in either edition."""
        word = self.values.get(SUCCESS) or self.values.get(STATUS, "")
        return word if word in _RANKS_SUCCESS else _UNKNOWN

    @property
    def scaled(self) -> float | None:
        """-1..1: as written, else where the raw score lies between its bounds (0 and 100 where it has none)."""
        scaled = number(self.values.get("score.scaled"))
        raw = number(self.values.get("score.raw"))
        if scaled is None and raw is not None:
            low = number(self.values.get("score.min")) or 0.0
            high = number(self.values.get("score.max"))
            high = 100.0 if high is None else high
            if high > low:
                scaled = (raw - low) / (high - low)
        return None if scaled is None else max(-1.0, min(1.0, scaled))

    def rank(self) -> tuple[int, float, str, int]:
        """The order of verdicts: status, then scaled score, then launch."""
        scaled = self.scaled
        return (self._status_rank(), -math.inf if scaled is None else scaled, self.launch, self.attempt)

    def _status_rank(self) -> int:
        if STATUS in self.values:
            return _RANKS_12.get(self.values[STATUS], 0)
        return _RANKS_SUCCESS.get(self.values.get(SUCCESS, ""), 0)


class Standing(Struct, frozen=True, kw_only=True):
    """What is reported of an activity or an objective. `progress` is verbatim, "" where unknown."""

    verdict: Verdict | None = None
    completion: str = _UNKNOWN
    progress: str = ""

    @property
    def success(self) -> str:
        """`passed`, `failed` or `unknown`."""
        return self.verdict.success if self.verdict else _UNKNOWN

    @property
    def status(self) -> str:
        """The verdict's word of SCORM 1.2, "" where it has none."""
        return self.verdict.values.get(STATUS, "") if self.verdict else ""

    @property
    def scaled(self) -> float | None:
        """-1..1, None where unknown."""
        return self.verdict.scaled if self.verdict else None

    @property
    def progress_measure(self) -> float | None:
        """0..1, None where unknown."""
        return number(self.progress)

    def score(self, part: str) -> float | None:
        """The `raw`, `min` or `max` score of the verdict."""
        return number(self.verdict.values.get(f"score.{part}")) if self.verdict else None


class StandingTrack(Struct):
    """Follows one subject through one attempt in one launch.

    `values` are the subject's standing elements as they are now; they start as what the launch inherited, because a SCO
    that goes on with an attempt need not say again what it reads back.

    A SCO writes its verdict in several calls. As long as no element comes twice they make up one verdict; when one
    does, the verdict before it was complete and stays a candidate, so that a second try within the launch neither hides
    a better first one nor mixes with it.
    """

    launch: str
    attempt: int
    values: dict[str, str] = field(default_factory=dict)
    completion: str = _UNKNOWN
    progress: str = ""
    _written: set[str] = field(default_factory=set)
    _overtaken: Verdict | None = None

    def write(self, name: str, value: str) -> None:
        """Take one of `STANDING_ELEMENTS`."""
        if name in VERDICT_ELEMENTS:
            if name in self._written:
                self._overtaken = self.best
                self._written.clear()
            self._written.add(name)
        self.values[name] = value
        if name == COMPLETION:
            self.completion = highest_completion((self.completion, value))
        elif name == STATUS:
            self.completion = highest_completion((self.completion, _COMPLETION_OF_STATUS.get(value, _UNKNOWN)))
        elif name == PROGRESS:
            self.progress = highest_progress((self.progress, value))

    @property
    def last(self) -> Verdict | None:
        """The verdict as it stands; None if this launch wrote none."""
        if not self._written:
            return None
        values = {name: value for name, value in self.values.items() if name in VERDICT_ELEMENTS}
        return Verdict(launch=self.launch, attempt=self.attempt, values=values)

    @property
    def best(self) -> Verdict | None:
        """The best verdict there ever was; of equals the last."""
        return highest_verdict((self._overtaken, self.last))


def outcome_rank(completion: str, success: str, *, is_12: bool) -> int:
    """How a verdict ranks of which only this is known: by its success; in SCORM 1.2, which has one status for both, by
    the status that says as much. Nothing tells browsed from incomplete there."""
    if not is_12:
        return _RANKS_SUCCESS.get(success, -1)
    return _RANKS_12.get(completion if success == _UNKNOWN else success, 0)


def highest_verdict(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The verdict that ranks highest; of equals, which can only be of one launch, the last."""
    highest: Verdict | None = None
    for verdict in verdicts:
        if verdict and (highest is None or verdict.rank() >= highest.rank()):
            highest = verdict
    return highest


def highest_completion(words: Iterable[str]) -> str:
    """The highest completion status; a word that is none counts as unknown."""
    return max(
        (word for word in words if word in _RANKS_COMPLETION), key=_RANKS_COMPLETION.__getitem__, default=_UNKNOWN
    )


def highest_progress(measures: Iterable[str]) -> str:
    """The highest progress measure as it was written, "" if there is none; of equals the first."""
    known = [(measure, value) for measure in measures if (value := number(measure)) is not None]
    return max(known, key=lambda pair: pair[1])[0] if known else ""


def number(text: str | None) -> float | None:
    """A real number; None for anything else."""
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None
