"""Answers to questions, as a session's `cmi_data` has them in either edition. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from operator import add, sub
from typing import NamedTuple

from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.store.reports.tally import LONGEST

_ARRAY = "cmi.interactions."
_RESPONSES = ("learner_response", "student_response")
_WRONG = frozenset({"incorrect", "wrong"})
# Keys of an index are bounded; what is told apart by more than this is told apart by a hash at its end.
_LONGEST_TEXT = 200


class InteractionTally(NamedTuple):
    """How often a question was answered, how often right and wrong, how often a latency was told, and the sum of those
    in centiseconds."""

    answered: int = 0
    correct: int = 0
    incorrect: int = 0
    timed: int = 0
    latency_sum: int = 0

    def plus(self, other: InteractionTally) -> InteractionTally:
        """Both together."""
        return InteractionTally._make(map(add, self, other))

    def minus(self, other: InteractionTally) -> InteractionTally:
        """This without the other."""
        return InteractionTally._make(map(sub, self, other))


class InteractionAnswer(NamedTuple):
    """One answer to the question `id`; `wrong` is what was responded where that was wrong."""

    id: str
    type: str
    description: str
    tally: InteractionTally
    wrong: str | None


def answers_in(cmi_data: Mapping[str, str]) -> list[InteractionAnswer]:
    """Every interaction of the record that has an id and was answered."""
    items: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, value in cmi_data.items():
        start = key.find(_ARRAY)
        if start < 0:
            continue
        index, _, name = key[start + len(_ARRAY) :].partition(".")
        items[key[:start] + index][name] = value
    found = (_answer(values) for values in items.values())
    return [answer for answer in found if answer is not None]


def bounded(text: str) -> str:
    """The text, or as much of it as an index takes."""
    if len(text) <= _LONGEST_TEXT:
        return text
    from hashlib import sha256  # long ones are rare, and starting to play must be quick

    digest = sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]
    return f"{text[: _LONGEST_TEXT - 14]}… {digest}"


def _answer(values: Mapping[str, str]) -> InteractionAnswer | None:
    result = values.get("result", "")
    response = next((values[name] for name in _RESPONSES if name in values), None)
    if not values.get("id") or (response is None and not result):
        return None
    latency = centiseconds(values.get("latency", ""))
    incorrect = result in _WRONG
    return InteractionAnswer(
        id=bounded(values["id"]),
        type=values.get("type", "")[:_LONGEST_TEXT],
        description=values.get("description", ""),
        tally=InteractionTally(
            answered=1,
            correct=int(result == "correct"),
            incorrect=int(incorrect),
            timed=int(latency is not None),
            latency_sum=min(latency or 0, LONGEST),
        ),
        wrong=bounded(response) if incorrect and response else None,
    )
