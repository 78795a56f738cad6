"""Where ADL's cases are, and which of them a test is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.results import PLAYED, results_of, summary, write_table
from tests.conformance.scenario import cases


@pytest.fixture(scope="session")
def adl_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the decoded cases; the only reason a test of ours is ever skipped."""
    folder = _folder(request.config)
    if not folder.is_dir():
        pytest.skip(f"ADL's conformance cases are not in {folder}; say where they are with --adl DIR.")
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`case`: each case; `rte_case`: each that is about the API or the data model."""
    found = cases(_folder(metafunc.config))
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", found or ["API"])
    if "rte_case" in metafunc.fixturenames:
        about = [case for case in found if case.startswith(("API", "DM", "DDM", "CM-"))]
        metafunc.parametrize("rte_case", about or ["API"])


@pytest.fixture
def count_case(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Call with where a case is played (`runtime`, say) and its name: its result goes into the table of results."""

    def count(where: str, case: str) -> None:
        record_property(PLAYED, [where, case])

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many cases pass, by group, and keep the table of a run that took every case."""
    results = results_of(terminalreporter)
    if not results:
        return
    terminalreporter.section("ADL's LMS conformance cases")
    for line in summary(results):
        terminalreporter.write_line(line)
    complete = {where: found for where, found in results.items() if set(found) == set(cases(_folder(config)))}
    if complete:
        write_table(Path(__file__).with_name("RESULTS.md"), complete)


def _folder(config: pytest.Config) -> Path:
    return Path(config.getoption("--adl"))
