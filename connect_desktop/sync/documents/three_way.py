"""Merging documents of a session, for servers that know nothing else: the rules of the record view, field by field.

| field | rule |
|---|---|
| success and score; a part's status and score | one verdict from one side: the highest [`store.standing`]; where the
course asks for the latest, that of the side that changed it, if only one did |
| completion, progress | the highest |
| time | by launch, the longest that any side knows: it is the same however often it is told |
| suspend data, location, exit, entry, stores: all that tells where to go on | whole, from the side that changed it |
| interactions, comments | what was there, and what each side added; the same on both sides is one |
| objectives | by id, the rules above inside |
| preferences, limits, launch data, whatever else | an element at a time, from the side that changed it |

Pure. Both sides are treated alike: it makes no difference which one is called ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from connect_desktop.runtime.navigation import Completion, Success
from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.standing import highest_completion, outcome_rank
from connect_desktop.sync.documents.element_merge import (
    STATUS_12,
    Both,
    Elements,
    elements_merged,
    on_record,
    resume_elements,
    side_that_changed,
)

Score = tuple[float | None, float | None, float | None, float | None]
"""Scaled, raw, lowest, highest."""
NO_SCORE: Score = (None, None, None, None)


class Record(Struct, frozen=True, kw_only=True):
    """What a document says a session came to; no times among the elements. `times` are centiseconds by launch: who has
    them has the sum, and adds none of them twice."""

    elements: Elements = field(default_factory=dict)
    completion: str = "unknown"
    success: str = "unknown"
    score: Score = NO_SCORE
    times: Mapping[str, int] = field(default_factory=dict)

    @property
    def time(self) -> int:
        """Centiseconds of all launches."""
        return sum(self.times.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was learnt yet."""
        return not self.elements and not self.time and self.completion in ("unknown", "not attempted")


class Merged(Struct, frozen=True):
    """`two_places` says that each side goes on elsewhere: one was taken, the other is to be kept and asked about."""

    record: Record
    two_places: bool = False


def record_of(document: Mapping[str, Any], times: Mapping[str, int]) -> Record:
    """What a server's document says, with these times of launches; raises `ValueError` where it is none."""
    elements, score = document.get("cmi_data"), document.get("score") or {}
    if not isinstance(elements, dict) or not isinstance(score, dict):
        raise ValueError("not a session")
    return Record(
        elements=on_record({str(key): value for key, value in elements.items() if isinstance(value, str)}),
        completion=_word(document.get("completion_status"), Completion),
        success=_word(document.get("success_status"), Success),
        score=_score(score),
        times=times,
    )


def content_hash(record: Record) -> str:
    """SHA-256, in hex, of all that a record says: whoever has the same has come to the same."""
    said = [dict(record.elements), record.completion, record.success, record.score, dict(record.times)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def three_way(base: Record, one: Record, other: Record, rule: VerdictRule = VerdictRule.BEST) -> Merged:
    """What both sides made of `base`, together."""
    if one == other:
        return Merged(one)
    bundles = [resume_elements(record.elements) for record in (base, one, other)]
    parted = bundles[1] != bundles[2] and bundles[0] not in bundles[1:]
    return Merged(_merged(base, one, other, max, rule), parted)


def patched(document: Record, before: Record, after: Record, rule: VerdictRule = VerdictRule.BEST) -> Record:
    """The document with what happened between `before` and `after`, which goes ahead of what the document says."""
    return document if before == after else _merged(before, after, document, lambda ahead, _: ahead, rule)


def longest_times(*sides: Mapping[str, int]) -> dict[str, int]:
    """The longest time of each launch."""
    return {it: max(side.get(it, 0) for side in sides) for side in sides for it in side}


def _merged(base: Record, one: Record, other: Record, both: Both, rule: VerdictRule) -> Record:
    sides = (base, one, other)
    is_12 = any(STATUS_12 in side.elements for side in sides)
    best = max(sides, key=lambda side: _verdict_rank(side, is_12=is_12))
    changed = side_that_changed([(side.success, side.score) for side in sides]) if rule is VerdictRule.LATEST else None
    verdict = best if changed is None else sides[changed]
    return Record(
        elements=elements_merged(base.elements, one.elements, other.elements, both, rule),
        completion=highest_completion((base.completion, one.completion, other.completion)),
        success=verdict.success,
        score=verdict.score,
        times=longest_times(base.times, one.times, other.times),
    )


def _verdict_rank(record: Record, *, is_12: bool) -> tuple[int, float, str]:
    scaled, raw, low, high = record.score
    if scaled is None and raw is not None:
        # As in the record view, a raw score alone is one of 0 to 100.
        floor, ceiling = low or 0.0, 100.0 if high is None else high
        scaled = (raw - floor) / (ceiling - floor) if ceiling > floor else None
    return (
        outcome_rank(record.completion, record.success, is_12=is_12),
        -2.0 if scaled is None else scaled,
        json.dumps([record.success, record.score]),
    )


def _word(value: object, known: type[Completion | Success]) -> str:
    """What is none of the words that are known says nothing."""
    return next((word for word in known if word == value), known.UNKNOWN).value


def _score(score: Mapping[str, Any]) -> Score:
    scaled, raw, low, high = (_number(score.get(part)) for part in ("scaled", "raw", "min", "max"))
    return scaled, raw, low, high


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
