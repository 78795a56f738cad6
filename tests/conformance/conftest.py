"""Where ADL's cases are, and which of them a test is about."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.scheme import register_scheme
from tests.conformance.results import PLAYED, TABLE, is_complete, results_of, summary, table
from tests.conformance.scenario import cases

# Both must happen before the first QApplication, whichever test makes it.
set_chromium_flags()
register_scheme()


@pytest.fixture(scope="session")
def adl_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the decoded cases; the only reason a test of ours is ever skipped."""
    folder = _folder(request.config)
    if not folder.is_dir():
        pytest.skip(_absence(folder))
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
    """Call with where a case is played (one of `results.PLACES`) and its name: its result goes into the table."""

    def count(where: str, case: str) -> None:
        record_property(PLAYED, [where, case])

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many cases pass, by group, and keep the table of a run that took every case everywhere."""
    folder = _folder(config)
    if not folder.is_dir():
        terminalreporter.write_line(_absence(folder))
        return
    results = results_of(terminalreporter)
    if not results:
        return
    terminalreporter.section("ADL's LMS conformance cases")
    for line in summary(results):
        terminalreporter.write_line(line)
    if is_complete(results, cases(folder)):
        TABLE.write_text(table(results), encoding="utf-8")


def _folder(config: pytest.Config) -> Path:
    return Path(config.getoption("--adl"))


def _absence(folder: Path) -> str:
    return f"ADL's conformance cases are not in {folder}; say where they are with --adl DIR."
