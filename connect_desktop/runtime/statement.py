"""What an API user says of a session in one PUT, and what of it goes into the journal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from msgspec import Struct, field
from msgspec.structs import replace

from connect_desktop.runtime.elements_on_record import place_of
from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.outcomes import outcome_of
from connect_desktop.store.elements import SESSION_TIME, standing_name
from connect_desktop.store.records import EntryKind
from connect_desktop.store.said import REPORTED_TIME
from connect_desktop.store.standing import COMPLETION, SCORES, STATUS, SUCCESS, number

_COMPLETION = "completion_status"
_SUCCESS = "success_status"
_PARTS = ("scaled", "raw", "min", "max")

MOST_ELEMENTS = 20_000
"""Of a session, and so of one statement: twice what the limits of SCORM 2004 ask an LMS to keep of one activity
[RTE 4.2]. Whoever writes next waits for all of them."""

Row = tuple[EntryKind, str, str, str]
"""Kind, activity, element and value of an entry to be written."""


class Score(Struct, frozen=True, kw_only=True):
    """Numbers as somebody reported them, None where they did not."""

    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None

    def completed(self) -> Score:
        """With the lowest raw score 0 where nothing else is said, and `scaled` where it follows from the others."""
        if self.raw is None:
            return self
        low = 0.0 if self.min is None else self.min
        high = 100.0 if self.max is None else self.max
        scaled = self.scaled
        if scaled is None and high > low:
            scaled = max(-1.0, min(1.0, (self.raw - low) / (high - low)))
        return replace(self, scaled=scaled, min=low)


class Statement(Struct, frozen=True, kw_only=True):
    """One PUT. `cmi_data` maps keys to values, None to remove; of the fields, None says nothing and takes nothing back.
    `score_said` tells a score of null, which takes it back, from none at all."""

    cmi_data: Mapping[str, str | None] = field(default_factory=dict)
    completion: Completion | None = None
    success: Success | None = None
    score: Score | None = None
    score_said: bool = False
    session_time: str | None = None

    def rows(self, known: Mapping[str, str], outcome: Outcome, sole: str | None, *, apart: bool) -> Iterator[Row]:
        """What is new in it, beside the `cmi_data` and the outcome known so far.

        Whoever sends back the elements they read says nothing by it; but a statement that is a launch `apart` brings
        a session time of its own, be it as long as the last one.
        """
        merged = dict(known)
        told: set[str] = set()
        for key, value in self.cmi_data.items():
            activity, element = place_of(key, sole)
            if value is None:
                if merged.pop(key, None) is None:
                    continue
                yield EntryKind.RETRACTED, activity, element, ""
            else:
                if merged.get(key) == value and not (apart and element in SESSION_TIME):
                    continue
                merged[key] = value
                yield EntryKind.STATED, activity, element, value
            if activity in ("", sole) and (name := standing_name(element)) is not None:
                told.add(name)
        before = _reports(outcome)
        after = self._fields(_judged(outcome, known, merged, told))
        if after != before:
            # Whole: what was reported before this and overtaken since must not be what this leaves unsaid.
            for name, value in after.items():
                yield EntryKind.REPORTED, "", name, value
        if self.session_time is not None:
            yield EntryKind.REPORTED, "", REPORTED_TIME, self.session_time

    def _fields(self, derived: Outcome) -> dict[str, str]:
        """What the course comes to by this statement: as it says, else as `derived`."""
        if self.score_said:
            score = (self.score or Score()).completed()
            derived = replace(derived, scaled=score.scaled, raw=score.raw, min=score.min, max=score.max)
        return _reports(
            replace(derived, completion=self.completion or derived.completion, success=self.success or derived.success)
        )


def _judged(outcome: Outcome, known: Mapping[str, str], merged: Mapping[str, str], told: Set[str]) -> Outcome:
    """The outcome where the standing elements `told` are new: what they speak of follows from the elements as they are
    `merged` now, all else stays as it was, whoever said it."""
    if not told:
        return outcome
    before, after = outcome_of(known), outcome_of(merged)
    if told & {STATUS, COMPLETION}:
        outcome = replace(outcome, completion=after.completion)
    # A status of SCORM 1.2 that is no verdict takes back no other verdict than its own.
    if SUCCESS in told or (STATUS in told and {before.success, after.success} != {Success.UNKNOWN}):
        outcome = replace(outcome, success=after.success)
    if told & set(SCORES):
        score = _scored(outcome, before, after, number(merged.get("cmi.score.scaled"))).completed()
        outcome = replace(outcome, scaled=score.scaled, raw=score.raw, min=score.min, max=score.max)
    return outcome


def _scored(outcome: Outcome, before: Outcome, after: Outcome, scaled: float | None) -> Score:
    """The score of the elements, of which `scaled` is one. What they have never told is as the outcome has it."""
    raw = outcome.raw if before.raw is after.raw is None else after.raw
    if raw is None:
        untold = before.scaled is scaled is None
        return Score(scaled=outcome.scaled if untold else scaled, min=after.min, max=after.max)
    low = outcome.min if before.min is after.min is None else after.min
    high = outcome.max if before.max is after.max is None else after.max
    return Score(scaled=scaled, raw=raw, min=low, max=high)


def reported_outcome(reports: Mapping[str, str], played: Outcome) -> Outcome:
    """The outcome as it was reported; what nobody reported is what was played."""
    numbers = {part: _number(reports[f"score.{part}"]) for part in _PARTS if f"score.{part}" in reports}
    return replace(
        played,
        completion=Completion(reports.get(_COMPLETION, played.completion.value)),
        success=Success(reports.get(_SUCCESS, played.success.value)),
        status="",
        **numbers,
    )


def _reports(outcome: Outcome) -> dict[str, str]:
    scores = {"scaled": outcome.scaled, "raw": outcome.raw, "min": outcome.min, "max": outcome.max}
    return {
        _COMPLETION: outcome.completion.value,
        _SUCCESS: outcome.success.value,
        **{f"score.{part}": "" if value is None else repr(value) for part, value in scores.items()},
    }


def _number(text: str) -> float | None:
    return float(text) if text else None
