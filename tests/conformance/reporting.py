"""A pytest plugin that says at the end of a run what came of ADL's cases.

`tests/conftest.py` names it: a run that is spread over processes loads no deeper conftest in the one that reports.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.results import TABLE, is_complete, results_of, summary, table
from tests.conformance.scenario import cases


def cases_folder(config: pytest.Config) -> Path:
    """Where the decoded cases should be."""
    return Path(config.getoption("--adl"))


def absence(folder: Path) -> str:
    """Why nothing is played."""
    return f"ADL's conformance cases are not in {folder}; say where they are with --adl DIR."


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many cases pass, by group, and keep the table of a run that took every case everywhere."""
    folder = cases_folder(config)
    skipped = terminalreporter.stats.get("skipped", ())
    if not folder.is_dir() and any(report.nodeid.startswith("tests/conformance/") for report in skipped):
        terminalreporter.write_line(absence(folder))
    results = results_of(terminalreporter)
    if results:
        terminalreporter.section("ADL's LMS conformance cases")
        for line in summary(results):
            terminalreporter.write_line(line)
    if is_complete(results, cases(folder)):
        TABLE.write_text(table(results), encoding="utf-8")
