"""Laws of merging documents."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.sync.documents.three_way import Record, content_hash, patched, three_way

_WORDS = {
    "cmi.completion_status": ["unknown", "incomplete", "completed"],
    "cmi.success_status": ["unknown", "failed", "passed"],
    "cmi.score.scaled": ["0", "0.5", "1"],
    "cmi.progress_measure": ["0.25", "1"],
    "cmi.suspend_data": ["a", "b", "c"],
    "cmi.location": ["1", "2"],
    "cmi.learner_preference.language": ["de", "fr"],
    "cmi.launch_data": ["x", "y"],
    "their.own": ["p", "q"],
    "activities.A.cmi.core.lesson_status": ["incomplete", "passed", "failed"],
    "activities.A.cmi.core.score.raw": ["10", "90"],
    "activities.A.cmi.comments": ["so", "so\nlala"],
    "activities.A.cmi.suspend_data": ["a"],
}


@st.composite
def records(draw: st.DrawFn) -> Record:
    elements = draw(st.fixed_dictionaries({}, optional={key: st.sampled_from(it) for key, it in _WORDS.items()}))
    for index, answer in enumerate(draw(st.lists(st.sampled_from("abc"), max_size=3))):
        elements |= {f"cmi.interactions.{index}.id": "q", f"cmi.interactions.{index}.learner_response": answer}
    for index, name in enumerate(draw(st.lists(st.sampled_from("xyz"), unique=True, max_size=2))):
        status = draw(st.sampled_from(["unknown", "failed", "passed"]))
        elements |= {f"cmi.objectives.{index}.id": name, f"cmi.objectives.{index}.success_status": status}
    return Record(
        elements=elements,
        completion=draw(st.sampled_from(["unknown", "not attempted", "incomplete", "completed"])),
        success=draw(st.sampled_from(["unknown", "failed", "passed"])),
        score=(draw(st.sampled_from([None, 0.0, 0.5, 1.0])), None, None, None),
        times=draw(st.dictionaries(st.sampled_from("LMN"), st.integers(1, 10_000))),
    )


RECORDS = records()
RANKS = ["unknown", "not attempted", "incomplete", "completed"]


@settings(max_examples=40)
@given(RECORDS, RECORDS, RECORDS)
def test_both_sides_are_alike(base: Record, one: Record, other: Record) -> None:
    assert three_way(base, one, other) == three_way(base, other, one)


@settings(max_examples=40)
@given(RECORDS, RECORDS)
def test_the_same_on_both_sides_is_that(base: Record, one: Record) -> None:
    assert three_way(base, one, one).record == one


@settings(max_examples=40)
@given(RECORDS, RECORDS, RECORDS)
def test_merging_once_more_changes_nothing(base: Record, one: Record, other: Record) -> None:
    merged = three_way(base, one, other).record
    again = three_way(other, merged, other)
    assert again.record == three_way(other, again.record, other).record
    assert not again.two_places
    assert (again.record.completion, again.record.success, again.record.times) == (
        merged.completion,
        merged.success,
        merged.times,
    )


@settings(max_examples=40)
@given(RECORDS, RECORDS, RECORDS)
def test_nobody_loses_what_they_have_come_to(base: Record, one: Record, other: Record) -> None:
    merged = three_way(base, one, other).record
    for side in (one, other):
        assert RANKS.index(merged.completion) >= RANKS.index(side.completion)
        assert merged.success == "passed" or side.success != "passed"
    assert (merged.success, merged.score) in [(it.success, it.score) for it in (base, one, other)]


@settings(max_examples=40)
@given(RECORDS, st.integers(0, 1000), st.integers(0, 1000))
def test_time_is_exact(base: Record, ours: int, theirs: int) -> None:
    one = replace(base, times={**base.times, "ours": ours}, elements={**base.elements, "their.own": "ours"})
    other = replace(base, times={**base.times, "theirs": theirs})
    assert three_way(base, one, other).record.time == base.time + ours + theirs
    assert three_way(Record(), one, three_way(base, one, other).record).record.time == base.time + ours + theirs


@settings(max_examples=40)
@given(RECORDS, RECORDS, RECORDS)
def test_where_to_go_on_moves_whole(base: Record, one: Record, other: Record) -> None:
    merged = three_way(base, one, other)
    places = [(it.elements.get("cmi.suspend_data"), it.elements.get("cmi.location")) for it in (base, one, other)]
    assert (merged.record.elements.get("cmi.suspend_data"), merged.record.elements.get("cmi.location")) in places


@settings(max_examples=40)
@given(RECORDS, RECORDS)
def test_a_patch_is_only_what_changed(document: Record, before: Record) -> None:
    assert patched(document, before, before) == document
    assert patched(before, before, document) == three_way(before, document, before).record


def test_answers_of_both_sides_are_kept_and_equal_ones_are_one() -> None:
    def answers(*texts: str) -> Record:
        return Record(elements={f"cmi.interactions.{index}.id": text for index, text in enumerate(texts)})

    base = answers("a")
    assert three_way(base, answers("a", "b"), answers("a", "c")).record == answers("a", "b", "c")
    assert three_way(base, answers("a", "b"), answers("a", "b", "b")).record == answers("a", "b", "b")
    assert three_way(base, answers("x"), answers("a", "c")).record == answers("c", "x")


def test_two_places_are_told() -> None:
    def at(place: str) -> Record:
        return Record(elements={"cmi.location": place})

    assert three_way(at("1"), at("2"), at("3")).two_places
    assert not three_way(at("1"), at("2"), at("1")).two_places
    assert not three_way(at("1"), at("2"), at("2")).two_places


@settings(max_examples=40)
@given(RECORDS, RECORDS)
def test_a_hash_tells_what_is_the_same(one: Record, other: Record) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


def test_in_12_it_is_a_better_verdict_to_have_completed_than_to_have_failed() -> None:
    def came_to(status: str, success: str, scaled: float, element: str) -> Record:
        return Record(
            elements={element: status}, completion="completed", success=success, score=(scaled, None, None, None)
        )

    for element, better in (("cmi.core.lesson_status", "unknown"), ("cmi.success_status", "failed")):
        completed, failed = came_to("completed", "unknown", 0.9, element), came_to("failed", "failed", 0.1, element)
        merged = three_way(Record(), completed, failed).record
        assert (merged.success, merged.score) == (better, completed.score if better == "unknown" else failed.score)
