"""When two texts are the same value of a data model element, as the conformance data defines it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from connect_desktop.scorm.rte.durations import timeinterval

_DELIMITER = re.compile(r"\{(lang|case_matters|order_matters)=([^}]*)\}")
_DEFAULTS = {"lang": "en", "case_matters": "false", "order_matters": "true"}
_REALS = frozenset(
    (
        "scaled",
        "raw",
        "min",
        "max",
        "progress_measure",
        "completion_threshold",
        "scaled_passing_score",
        "weighting",
        "audio_level",
        "delivery_speed",
        "result",
    )
)
_DURATIONS = frozenset(("total_time", "max_time_allowed", "latency", "session_time"))
_LOCALIZED = frozenset(("comment", "description", "learner_name"))

Form = Callable[[str], Hashable]


def same_value(element: str, interaction_type: str, expected: str, answer: str) -> bool:
    """Whether `answer` is `expected` by the data type of the element; `interaction_type` is "" where it has none."""
    if expected == answer:
        return True
    form = _FORMS.get(interaction_type) if interaction_type else _form(element.rpartition(".")[2])
    return form is not None and form(expected) == form(answer)


def _form(leaf: str) -> Form | None:
    if leaf in _REALS:
        return _number
    if leaf in _DURATIONS:
        return _duration
    if leaf in _LOCALIZED:
        return _delimited
    return (lambda text: frozenset(text.split(","))) if leaf == "_children" else None


def _number(text: str) -> Hashable:
    try:
        return round(float(text), 6)
    except ValueError:
        return text


def _duration(text: str) -> Hashable:
    length = timeinterval(text)
    return text if length is None else length


def _delimited(text: str) -> tuple[frozenset[tuple[str, str]], str]:
    """The delimiters that are not the default, and the text behind them."""
    found = set()
    while match := _DELIMITER.match(text):
        name, value = match.groups()
        if value != _DEFAULTS[name]:
            found.add((name, value))
        text = text[match.end() :]
    return frozenset(found), text


def _fill_in(text: str) -> Hashable:
    delimiters, rest = _delimited(text)
    texts = [_delimited(_cased(delimiters, part)) for part in rest.split("[,]")]
    return delimiters, _ordered(delimiters, texts)


def _long_fill_in(text: str) -> Hashable:
    delimiters, rest = _delimited(text)
    return delimiters, _cased(delimiters, rest)


def _performance(text: str) -> Hashable:
    delimiters, rest = _delimited(text)
    return delimiters, _ordered(delimiters, rest.split("[,]"))


def _cased(delimiters: frozenset[tuple[str, str]], text: str) -> str:
    return text if ("case_matters", "true") in delimiters else text.casefold()


def _ordered(delimiters: frozenset[tuple[str, str]], members: Sequence[Hashable]) -> Hashable:
    return frozenset(Counter(members).items()) if ("order_matters", "false") in delimiters else tuple(members)


_FORMS: dict[str, Form] = {
    "choice": lambda text: frozenset(text.split("[,]")),
    "matching": lambda text: frozenset(Counter(text.split("[,]")).items()),
    "fill-in": _fill_in,
    "long-fill-in": _long_fill_in,
    "performance": _performance,
    "numeric": lambda text: tuple(_number(end) for end in text.split("[:]")),
}
