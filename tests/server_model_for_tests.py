"""What a server must hold, said in a few lines: the model that the laws of the API are checked against. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connect_desktop.scorm.rte.durations import centiseconds

_STANDING = ("cmi.completion_status", "cmi.success_status", "cmi.score.scaled", "cmi.score.raw", "cmi.score.min")
_PARTS = ("scaled", "raw", "min", "max")
_NO_SCORE: Mapping[str, float | None] = dict.fromkeys(_PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A launch token: it opens `session` in this `life` of it, and speaks for `launch`."""

    text: str
    session: str
    launch: str
    life: object


@dataclass(slots=True, kw_only=True)
class ModelSession:
    """A session. `times` are centiseconds by what each is the time of: a launch, or a request apart. A token is dead
    when `life` is another than its own."""

    id: str
    user: str
    package: str
    launch: str | None = None
    version: int = 1
    elements: dict[str, str] = field(default_factory=dict)
    completion: str = "unknown"
    success: str = "unknown"
    score: Mapping[str, float | None] = field(default_factory=lambda: _NO_SCORE)
    times: dict[str, int] = field(default_factory=dict)
    life: object = field(default_factory=object)

    def say(self, body: Mapping[str, Any], speaks_for: str) -> None:
        """An accepted PUT in a course of one part: keys are merged, null removes; what is not said follows from the
        elements where it may have changed by them; time is each launch's last."""
        judged = False
        for key, value in body.get("cmi_data", {}).items():
            judged = judged or (key in _STANDING and self.elements.get(key) != value)
            self.elements.pop(key, None)
            if value is not None:
                self.elements[key] = value
        if judged:
            self.completion = self.elements.get("cmi.completion_status", "unknown")
            self.success = self.elements.get("cmi.success_status", "unknown")
            told = {part: self.elements.get(f"cmi.score.{part}") for part in _PARTS}
            self.score = _whole_score({part: None if text is None else float(text) for part, text in told.items()})
        self.completion = body.get("completion_status") or self.completion
        self.success = body.get("success_status") or self.success
        if "score" in body:
            self.score = _whole_score({**_NO_SCORE, **(body["score"] or {})})
        if body.get("session_time") is not None:
            time = centiseconds(body["session_time"])
            assert time is not None
            self.times[speaks_for] = time
        self.version += 1

    @property
    def time(self) -> float:
        """Seconds."""
        return sum(self.times.values()) / 100

    def shown(self) -> dict[str, Any]:
        """The session's object without the moments."""
        return {
            "id": self.id,
            "user_id": self.user,
            "package_id": self.package,
            "cmi_data": self.elements,
            "completion_status": self.completion,
            "success_status": self.success,
            "score": None if self.score == _NO_SCORE else dict(self.score),
            "time_spent_seconds": self.time,
            "version": self.version,
        }


def _whole_score(score: Mapping[str, float | None]) -> Mapping[str, float | None]:
    """With what follows: the lowest raw score is 0 unless said, and the scaled one lies between both ends."""
    raw, high = score["raw"], score["max"]
    if raw is None:
        return score
    low = score["min"] or 0.0
    top = 100.0 if high is None else high
    scaled = score["scaled"]
    if scaled is None and top > low:
        scaled = max(-1.0, min(1.0, (raw - low) / (top - low)))
    return {**score, "min": low, "scaled": scaled}


@dataclass(slots=True, kw_only=True)
class ModelDispatch:
    """A dispatch. `learners` maps each who registered to their session; `dying` maps links that were rotated away to
    the second in which they die, and `before_limits` is how many were in when the limits were set."""

    id: str
    package: str
    link: str
    registration_limit: int | None
    license_limit: int | None
    learners: dict[str, str] = field(default_factory=dict)
    launches: int = 0
    revoked: bool = False
    dying: dict[str, float] = field(default_factory=dict)
    before_limits: int = 0

    def limit(self, registrations: int | None, licenses: int | None) -> None:
        """Other limits from now on; who is in stays in."""
        self.registration_limit, self.license_limit = registrations, licenses
        self.before_limits = len(self.learners)

    @property
    def places(self) -> int | None:
        """How many new learners may come still; None for any number."""
        return None if self.most is None else self.most - len(self.learners)

    @property
    def most(self) -> int | None:
        """How many learners there may be at most; None for any number."""
        limits = [it for it in (self.registration_limit, self.license_limit) if it is not None]
        return max(min(limits), self.before_limits) if limits else None


def completion_of(sessions: list[ModelSession]) -> dict[str, Any]:
    """The overall figures of the completion report, counted again."""
    completion, success = Counter(it.completion for it in sessions), Counter(it.success for it in sessions)
    verdicts = success["passed"] + success["failed"]
    total = sum(it.time for it in sessions)
    return {
        "sessions": len(sessions),
        "completed": completion["completed"],
        "incomplete": completion["incomplete"],
        "not_attempted": completion["not attempted"],
        "unknown": completion["unknown"],
        "passed": success["passed"],
        "failed": success["failed"],
        "completion_rate": round(completion["completed"] / len(sessions), 6) if sessions else None,
        "pass_rate": round(success["passed"] / verdicts, 6) if verdicts else None,
        "time_spent_seconds": round(total, 2),
        "average_time_seconds": round(total / len(sessions), 2) if sessions else None,
    }
