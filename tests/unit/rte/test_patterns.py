"""Interactions: what each type lets a learner answer and an author expect [RTE 4.2.9]."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.scorm.rte.patterns import PATTERNS, RESPONSES
from tests.rte_for_tests import DONE, Sco2004

MISMATCH = ("false", 406)
GENERAL = ("false", 351)

# type, learner_response or pattern, whether it is one
RESPONSE_TABLE = [
    ("true-false", "true", True),
    ("true-false", "t", False),
    ("true-false", "", False),
    ("choice", "", True),
    ("choice", "a", True),
    ("choice", "a[,]b", True),
    ("choice", "a[,]a", False),
    ("choice", "[,]", False),
    ("choice", "a[,]", False),
    ("choice", "an answer", False),
    ("fill-in", "", True),
    ("fill-in", "{lang=fr}oui[,]{lang=de}nein", True),
    ("fill-in", "{lang=frl}oui", False),
    ("long-fill-in", "{lang=en}" + "x" * 10_000, True),
    ("long-fill-in", "{lang=}x", False),
    ("matching", "", True),
    ("matching", "a[.]1[,]b[.]2", True),
    ("matching", "a[.]", False),
    ("matching", "a", False),
    ("matching", "a[.]b[.]c", False),
    ("performance", "step[.]done[,]next[.]1[:]3", True),
    ("performance", "[.]some text", True),
    ("performance", "step[.]", True),
    ("performance", "[.]", False),
    ("performance", "step", False),
    ("performance", "a[.]b[.]c", False),
    ("performance", "a[.]3[:]1", False),
    ("performance", "a b[.]1", False),
    ("performance", "", False),
    ("sequencing", "a[,]b[,]a", True),
    ("sequencing", "ab", True),
    ("sequencing", "", False),
    ("likert", "scale-3", True),
    ("likert", "", False),
    ("numeric", "-0.5", True),
    ("numeric", "", False),
    ("numeric", "1[:]2", False),
    ("other", "", True),
    ("other", "{}{[]}", True),
]

PATTERN_TABLE = [
    ("true-false", "false", True),
    ("choice", "a[,]b", True),
    ("fill-in", "{case_matters=true}{order_matters=false}{lang=en}a[,]b", True),
    ("fill-in", "{order_matters=false}{case_matters=true}a", True),
    ("fill-in", "{case_matters=maybe}a", False),
    ("long-fill-in", "{lang=en}{case_matters=true}text", True),
    ("long-fill-in", "{case_matters=true}{lang=en}text", True),
    ("long-fill-in", "{case_matters=true}{lang=sp}text", False),
    ("matching", "", False),
    ("matching", "a[.]1", True),
    ("performance", "{order_matters=false}a[.]1", True),
    ("performance", "{order_matters=no}a[.]1", False),
    ("sequencing", "a[,]b", True),
    ("likert", "scale-3", True),
    ("numeric", "1[:]2", True),
    ("numeric", "[:]2", True),
    ("numeric", "1[:]", True),
    ("numeric", "[:]", True),
    ("numeric", "2[:]1", False),
    ("numeric", "1", False),
    ("other", "anything", True),
]


def interaction(kind: str) -> Sco2004:
    sco = Sco2004()
    assert sco.set("cmi.interactions.0.id", "q1") == DONE
    assert sco.set("cmi.interactions.0.type", kind) == DONE
    return sco


@pytest.mark.parametrize(("kind", "response", "good"), RESPONSE_TABLE)
def test_learner_responses(kind: str, response: str, good: bool) -> None:
    sco = interaction(kind)
    assert sco.set("cmi.interactions.0.learner_response", response) == (DONE if good else MISMATCH)
    if good:
        assert sco.get("cmi.interactions.0.learner_response") == (response, 0)
    else:
        assert sco.get("cmi.interactions.0.learner_response") == ("", 403)


@pytest.mark.parametrize(("kind", "pattern", "good"), PATTERN_TABLE)
def test_correct_response_patterns(kind: str, pattern: str, good: bool) -> None:
    sco = interaction(kind)
    assert sco.set("cmi.interactions.0.correct_responses.0.pattern", pattern) == (DONE if good else MISMATCH)
    assert sco.get("cmi.interactions.0.correct_responses._count") == ("1" if good else "0", 0)


def test_both_tables_are_about_every_type() -> None:
    assert {kind for kind, _, _ in RESPONSE_TABLE} == set(RESPONSES) == set(PATTERNS)
    assert {kind for kind, _, _ in PATTERN_TABLE} == set(PATTERNS)


@pytest.mark.parametrize("kind", ["true-false", "likert", "numeric", "other"])
def test_types_with_one_pattern_at_most(kind: str) -> None:
    pattern = {"true-false": "true", "numeric": "1[:]2"}.get(kind, "x")
    sco = interaction(kind)
    assert sco.set("cmi.interactions.0.correct_responses.0.pattern", pattern) == DONE
    assert sco.set("cmi.interactions.0.correct_responses.1.pattern", pattern) == GENERAL


@pytest.mark.parametrize(("kind", "one", "same"), [("choice", "a[,]b", "b[,]a"), ("sequencing", "a[,]b", "a[,]b")])
def test_equal_patterns_do_not_stand_side_by_side(kind: str, one: str, same: str) -> None:
    sco = interaction(kind)
    assert sco.set("cmi.interactions.0.correct_responses.0.pattern", one) == DONE
    assert sco.set("cmi.interactions.0.correct_responses.1.pattern", same) == GENERAL
    assert sco.set("cmi.interactions.0.correct_responses.0.pattern", same) == DONE
    assert sco.get("cmi.interactions.0.correct_responses.0.pattern") == (same, 0)


def test_another_order_is_another_sequence() -> None:
    sco = interaction("sequencing")
    assert sco.set("cmi.interactions.0.correct_responses.0.pattern", "a[,]b") == DONE
    assert sco.set("cmi.interactions.0.correct_responses.1.pattern", "b[,]a") == DONE


@pytest.mark.parametrize("kind", ["fill-in", "long-fill-in", "matching", "performance"])
def test_other_types_may_repeat_a_pattern_any_number_of_times(kind: str) -> None:
    sco = interaction(kind)
    for index in range(20):
        assert sco.set(f"cmi.interactions.0.correct_responses.{index}.pattern", "a[.]b") == DONE
    assert sco.get("cmi.interactions.0.correct_responses._count") == ("20", 0)


@given(st.sampled_from(list(PATTERNS)), st.text(alphabet="ab[].,:{}=langorde_mtsu 1", max_size=60))
def test_no_text_breaks_a_type(kind: str, text: str) -> None:
    sco = interaction(kind)
    for element in ("learner_response", "correct_responses.0.pattern"):
        answer = sco.set(f"cmi.interactions.0.{element}", text)
        assert answer in (DONE, MISMATCH)
        if answer == DONE:
            assert sco.get(f"cmi.interactions.0.{element}") == (text, 0)
