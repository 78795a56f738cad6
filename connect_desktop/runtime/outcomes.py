"""From what a SCO stored to an outcome, and from many outcomes to one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.store.standing import number, outcome_rank

# SCORM 1.2 has one status for two questions [RTE 1.2 3.4.4]; a failed SCO was worked through to its end.
_LESSON_STATUS = {
    "passed": (Completion.COMPLETED, Success.PASSED),
    "completed": (Completion.COMPLETED, Success.UNKNOWN),
    "failed": (Completion.COMPLETED, Success.FAILED),
    "incomplete": (Completion.INCOMPLETE, Success.UNKNOWN),
    "browsed": (Completion.INCOMPLETE, Success.UNKNOWN),
    "not attempted": (Completion.NOT_ATTEMPTED, Success.UNKNOWN),
}
_COMPLETION_WORDS = {member.value: member for member in Completion}
_SUCCESS_WORDS = {member.value: member for member in Success}


def outcome_of(values: Mapping[str, str]) -> Outcome:
    """The outcome an activity's stored values amount to, in either edition's vocabulary."""
    if any(element.startswith("cmi.core.") for element in values):
        completion, success = _LESSON_STATUS.get(
            values.get("cmi.core.lesson_status", ""), (Completion.UNKNOWN, Success.UNKNOWN)
        )
        return _scored(values, "cmi.core.score.", completion, success, scaled=None, progress=None)
    return _scored(
        values,
        "cmi.score.",
        _COMPLETION_WORDS.get(values.get("cmi.completion_status", ""), Completion.UNKNOWN),
        _SUCCESS_WORDS.get(values.get("cmi.success_status", ""), Success.UNKNOWN),
        scaled=number(values.get("cmi.score.scaled")),
        progress=number(values.get("cmi.progress_measure")),
    )


def roll_up(outcomes: Iterable[Outcome]) -> Outcome:
    """One outcome for a course without sequencing rules: complete when all activities are, failed when one is, passed
    when it is complete and a verdict was given, scored by the mean of the scored activities."""
    leaves = list(outcomes)
    if not leaves:
        return Outcome()
    only = leaves[0] if len(leaves) == 1 else None
    done = sum(leaf.completion is Completion.COMPLETED for leaf in leaves)
    begun = any(leaf.completion not in (Completion.UNKNOWN, Completion.NOT_ATTEMPTED) for leaf in leaves)
    verdicts = {leaf.success for leaf in leaves} - {Success.UNKNOWN}
    scores = [leaf for leaf in leaves if leaf.scaled is not None]
    sole_score = scores[0] if len(scores) == 1 else None
    if done == len(leaves):
        completion = Completion.COMPLETED
    elif begun:
        completion = Completion.INCOMPLETE
    else:
        completion = only.completion if only else Completion.NOT_ATTEMPTED
    if Success.FAILED in verdicts:
        success = Success.FAILED
    elif verdicts and (only or completion is Completion.COMPLETED):
        success = Success.PASSED
    else:
        success = Success.UNKNOWN
    carrier = only or sole_score
    return Outcome(
        completion=completion,
        success=success,
        scaled=sum(leaf.scaled or 0.0 for leaf in scores) / len(scores) if scores else None,
        raw=carrier.raw if carrier else None,
        min=carrier.min if carrier else None,
        max=carrier.max if carrier else None,
        progress=sum(_share_done(leaf) for leaf in leaves) / len(leaves),
        status=only.status if only else "",
    )


def highest(outcomes: Iterable[Outcome], *, is_12: bool = False) -> Outcome:
    """The best of several outcomes of one course: the highest completion and progress there ever were, and one verdict
    with its score, never mixed. In SCORM 1.2 it is a better verdict to have completed than to have failed, or to be on
    the way with a score."""
    known = list(outcomes)
    verdict = max(
        known,
        key=lambda outcome: (
            outcome_rank(outcome.status or outcome.completion, outcome.success, is_12=is_12),
            -2.0 if outcome.scaled is None else outcome.scaled,
        ),
    )
    return _with_verdict(verdict, known)


def latest(outcomes: Iterable[Outcome]) -> Outcome:
    """Of outcomes of one course in causal order: the highest completion and progress there ever were, and the last
    verdict that was given with its score."""
    known = list(outcomes)
    return _with_verdict(next((outcome for outcome in reversed(known) if _is_judged(outcome)), known[-1]), known)


def _is_judged(outcome: Outcome) -> bool:
    scored = (outcome.scaled, outcome.raw) != (None, None)
    return outcome.success is not Success.UNKNOWN or scored or bool(outcome.status)


def _with_verdict(verdict: Outcome, known: Collection[Outcome]) -> Outcome:
    progress = [outcome.progress for outcome in known if outcome.progress is not None]
    return replace(
        verdict,
        completion=max((outcome.completion for outcome in known), key=list(Completion).index),
        progress=max(progress, default=None),
    )


def _share_done(leaf: Outcome) -> float:
    if leaf.completion is Completion.COMPLETED:
        return 1.0
    return leaf.progress or 0.0


def _scored(
    values: Mapping[str, str],
    prefix: str,
    completion: Completion,
    success: Success,
    *,
    scaled: float | None,
    progress: float | None,
) -> Outcome:
    raw, low, high = (number(values.get(prefix + part)) for part in ("raw", "min", "max"))
    if scaled is None and raw is not None:
        floor, ceiling = low or 0.0, 100.0 if high is None else high
        if ceiling > floor:
            scaled = max(-1.0, min(1.0, (raw - floor) / (ceiling - floor)))
    return Outcome(completion=completion, success=success, scaled=scaled, raw=raw, min=low, max=high, progress=progress)
