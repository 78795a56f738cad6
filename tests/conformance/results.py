"""What came of ADL's cases in a run: counted by group, and written as a table by case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

# The property of a test report that says where which case was played.
PLAYED = "conformance case"
_PASSED, _FAILED, _UNKNOWN = "pass", "FAIL", "-"
_ROW = re.compile(r"^\| (?P<case>[A-Z]+(?:-\w+)?) \|(?P<results>.*)\|$")

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


def summary(results: Results) -> Iterator[str]:
    """A line for each group of cases and one for all, for each place they were played in."""
    for where, found in sorted(results.items()):
        passed = Counter(_group(case) for case, ok in found.items() if ok)
        for group, count in sorted(Counter(map(_group, found)).items()):
            yield f"{where}: {group:4} {passed[group]:3} of {count:3}"
        yield f"{where}: {passed.total()} of {len(found)}"


def write_table(path: Path, results: Results) -> None:
    """Keep the results; those of places that had no part in this run stay as they were."""
    table = {
        **_read(path),
        **{where: {case: _word(ok) for case, ok in found.items()} for where, found in results.items()},
    }
    places = sorted(table)
    cases = sorted({case for found in table.values() for case in found})
    lines = [
        "# ADL's SCORM 2004 4th Edition LMS conformance cases",
        "",
        "Written by the tests that play them: `pytest tests/conformance`.",
        "",
        *(
            f"- {where}: {list(found.values()).count(_PASSED)} of {len(found)}"
            for where, found in sorted(table.items())
        ),
        "",
        f"| case | {' | '.join(places)} |",
        f"|---|{'---|' * len(places)}",
        *(f"| {case} | {' | '.join(table[where].get(case, _UNKNOWN) for where in places)} |" for case in cases),
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def _read(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    heading = next(line for line in lines if line.startswith("| case |"))
    places = [place.strip() for place in heading.strip("|").split("|")[1:]]
    table: dict[str, dict[str, str]] = {place: {} for place in places}
    for match in filter(None, map(_ROW.match, lines)):
        for place, result in zip(places, match["results"].split("|"), strict=True):
            table[place][match["case"]] = result.strip()
    return table


def _group(case: str) -> str:
    return case.split("-")[0]


def _word(ok: bool) -> str:
    return _PASSED if ok else _FAILED
