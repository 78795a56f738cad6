"""What came of ADL's cases in a run: counted by group, and written as a table by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

# The property of a test report that says where which case was played.
PLAYED = "conformance case"
WITHOUT_WINDOW = "without a window"
IN_WINDOW = "in the window"
PLACES = (WITHOUT_WINDOW, IN_WINDOW)
TABLE = Path(__file__).with_name("RESULTS.md")

_ABOUT = {
    "API": "the API and its states, assets",
    "CM": "control modes, limits and rules on activities",
    "CO": "completion and progress shared by objective maps",
    "CT": "completion by measure, progress weights",
    "DDM": "shared data stores of two courses",
    "DMB": "behaviour of the data model",
    "DMI": "elements and data types of the data model",
    "MS": "rollup of measures",
    "OB": "local and global objectives",
    "RU": "rollup rules and rollup of activities",
    "SX": "sessions, navigation and exits across features",
    "T": "a whole course",
}

# By where cases were played, whether each passed.
Results = Mapping[str, Mapping[str, bool]]


def results_of(reporter: pytest.TerminalReporter) -> Results:
    """The cases that were played in this run."""
    results: dict[str, dict[str, bool]] = {}
    for outcome in ("passed", "failed"):
        for report in reporter.stats.get(outcome, ()):
            for name, value in report.user_properties:
                if name == PLAYED:
                    where, case = value
                    results.setdefault(where, {})[case] = outcome == "passed"
    return results


def is_complete(results: Results, cases: Collection[str]) -> bool:
    """Whether every case was played in every place."""
    return bool(cases) and all(set(results.get(place, ())) == set(cases) for place in PLACES)


def summary(results: Results) -> Iterator[str]:
    """A line for each group of cases, for each place they were played in; the last line counts what passes in all."""
    places = [place for place in PLACES if place in results]
    yield " " * 6 + "".join(f"{place:>18}" for place in places)
    for group in _groups(results):
        yield f"{group:6}" + "".join(f"{_count(results[place], group):>18}" for place in places)
    cases = {case for place in places for case in results[place]}
    passed = [case for case in cases if all(results[place].get(case, True) for place in places)]
    yield f"{len(passed)} of {len(cases)}"


def table(results: Results) -> str:
    """The page that is kept: counts by group, then every case. The same results give the same text."""
    cases = sorted({case for place in PLACES for case in results[place]})
    return "\n".join(
        (
            "# ADL's SCORM 2004 4th Edition LMS conformance cases",
            "",
            "Written by the tests that play them (`pytest tests/conformance`) whenever they play all of them: once",
            "against the running course without a window, once in the player window with real pages.",
            "",
            *_rows("group", "about", *PLACES),
            *(
                _row(group, _ABOUT[group], *(_count(results[place], group) for place in PLACES))
                for group in _groups(results)
            ),
            "",
            *_rows("case", "group", *PLACES),
            *(
                _row(case, _group(case), *("pass" if results[place][case] else "FAIL" for place in PLACES))
                for case in cases
            ),
            "",
            *(f"- {place}: {sum(results[place].values())} of {len(cases)}" for place in PLACES),
            "",
        )
    )


def _rows(*heading: str) -> Sequence[str]:
    return _row(*heading), "|" + "---|" * len(heading)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _groups(results: Results) -> list[str]:
    return sorted({_group(case) for found in results.values() for case in found})


def _count(found: Mapping[str, bool], group: str) -> str:
    counted = Counter(passed for case, passed in found.items() if _group(case) == group)
    return f"{counted[True]} of {counted.total()}"


def _group(case: str) -> str:
    return case.split("-")[0]
