"""Responses and correct response patterns of SCORM 2004 interactions, type by type [RTE 4.2.9.1, 4.2.9.2].

`[,]` separates members, `[.]` the parts of a pair or of a step, `[:]` the ends of a range. `{case_matters=}` and
`{order_matters=}` stand before a pattern, in any order, each once; `{lang=}` stands before a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping

from msgspec import Struct

from connect_desktop.scorm.rte.datatypes import Validator, any_text, identifier, localized_text, real, vocabulary
from connect_desktop.scorm.rte.errors import Fault
from connect_desktop.scorm.rte.languages import is_language_tag

_DELIMITER = re.compile(r"\{([a-z_]+)=([^}]*)\}")
_real = real()


class PatternRule(Struct, frozen=True):
    """What a correct response pattern must be.

    `single` says that an interaction of the type has one pattern at most; `key`, where there is one, that two patterns
    with equal keys are the same pattern and may not stand side by side.
    """

    check: Validator
    single: bool = False
    key: Callable[[str], Hashable] | None = None


def choice(text: str) -> Fault | None:
    """A set of identifiers, perhaps empty."""
    if not text:
        return None
    members = text.split("[,]")
    if len(set(members)) != len(members) or any(map(identifier, members)):
        return Fault.TYPE_MISMATCH
    return None


def sequencing(text: str) -> Fault | None:
    """A list of identifiers, at least one."""
    return Fault.TYPE_MISMATCH if any(map(identifier, text.split("[,]"))) else None


def fill_in(text: str) -> Fault | None:
    """A list of localized texts."""
    return Fault.TYPE_MISMATCH if any(map(localized_text, text.split("[,]"))) else None


def matching(text: str) -> Fault | None:
    """A bag of pairs `source[.]target` of identifiers, at least one."""
    for pair in text.split("[,]"):
        source, dot, target = pair.partition("[.]")
        if not dot or identifier(source) or identifier(target):
            return Fault.TYPE_MISMATCH
    return None


def matching_or_nothing(text: str) -> Fault | None:
    """As `matching`; a learner may also have matched nothing."""
    return None if not text.strip() else matching(text)


def performance(text: str) -> Fault | None:
    """A list of steps `name[.]answer`, one side of which may be empty; an answer is a text or a range of numbers."""
    for step in text.split("[,]"):
        name, dot, answer = step.partition("[.]")
        if not dot or "[.]" in answer or not (name or answer):
            return Fault.TYPE_MISMATCH
        if (name and identifier(name)) or ("[:]" in answer and numeric_range(answer)):
            return Fault.TYPE_MISMATCH
    return None


def numeric_range(text: str) -> Fault | None:
    """`minimum[:]maximum`, either end open."""
    low, colon, high = text.partition("[:]")
    if not colon or (low and _real(low)) or (high and _real(high)):
        return Fault.TYPE_MISMATCH
    return Fault.TYPE_MISMATCH if low and high and float(low) > float(high) else None


def delimited(check: Validator, *names: str) -> Validator:
    """`check`, behind any of these delimiters; `lang` is among them only where the whole text is in one language."""

    def checked(text: str) -> Fault | None:
        rest, seen = text, set()
        while match := _DELIMITER.match(rest):
            name, value = match.groups()
            if name not in names or name in seen:
                break
            if not (is_language_tag(value) if name == "lang" else value in ("true", "false")):
                return Fault.TYPE_MISMATCH
            seen.add(name)
            rest = rest[match.end() :]
        return check(rest)

    return checked


_true_false = vocabulary("true", "false")

RESPONSES: Mapping[str, Validator] = {
    "true-false": _true_false,
    "choice": choice,
    "fill-in": fill_in,
    "long-fill-in": localized_text,
    "matching": matching_or_nothing,
    "performance": performance,
    "sequencing": sequencing,
    "likert": identifier,
    "numeric": _real,
    "other": any_text,
}

PATTERNS: Mapping[str, PatternRule] = {
    "true-false": PatternRule(_true_false, single=True),
    "choice": PatternRule(choice, key=lambda text: frozenset(text.split("[,]"))),
    "fill-in": PatternRule(delimited(fill_in, "case_matters", "order_matters")),
    "long-fill-in": PatternRule(delimited(any_text, "case_matters", "lang")),
    "matching": PatternRule(matching),
    "performance": PatternRule(delimited(performance, "order_matters")),
    "sequencing": PatternRule(sequencing, key=str),
    "likert": PatternRule(identifier, single=True),
    "numeric": PatternRule(numeric_range, single=True),
    "other": PatternRule(any_text, single=True),
}
