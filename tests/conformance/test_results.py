"""The table of results that is kept is whole, and is what a run writes."""

from __future__ import annotations

from tests.conformance.results import IN_WINDOW, PLACES, TABLE, WITHOUT_WINDOW, is_complete, summary, table

CASES = 188


def test_the_table_kept_says_that_every_case_passes_everywhere() -> None:
    text = TABLE.read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    results = {case: cells for case, *cells in rows[rows.index(["case", "group", *PLACES]) + 1 :]}
    assert len(results) == CASES
    assert {tuple(cells) for _, *cells in results.values()} == {("pass",) * len(PLACES)}
    assert text.endswith("".join(f"- {place}: {CASES} of {CASES}\n" for place in PLACES))
    everywhere = {place: dict.fromkeys(results, True) for place in PLACES}
    assert text == table(everywhere)


def test_a_failure_shows_in_the_table_and_in_the_count() -> None:
    results = {WITHOUT_WINDOW: {"CM-01": True, "T-01a": True}, IN_WINDOW: {"CM-01": True, "T-01a": False}}
    assert is_complete(results, ("CM-01", "T-01a"))
    assert "| T-01a | T | pass | FAIL |" in table(results)
    assert table(results).endswith("- without a window: 2 of 2\n- in the window: 1 of 2\n")
    *groups, total = summary(results)
    assert [line.split() for line in groups[1:]] == [
        ["CM", "1", "of", "1", "1", "of", "1"],
        ["T", "1", "of", "1", "0", "of", "1"],
    ]
    assert total == "1 of 2"


def test_a_run_of_some_cases_keeps_no_table() -> None:
    some = {WITHOUT_WINDOW: {"CM-01": True, "T-01a": True}, IN_WINDOW: {"CM-01": True}}
    assert not is_complete(some, ("CM-01", "T-01a"))
    assert not is_complete({}, ())
    assert list(summary(some))[-1] == "2 of 2"
