"""Where ADL's cases are, and which of them a test is about."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.scheme_registration import register_scheme
from tests.conformance.reporting import absence, cases_folder
from tests.conformance.results import PLAYED
from tests.conformance.scenario import cases

# Both must happen before the first QApplication, whichever test makes it.
set_chromium_flags()
register_scheme()


@pytest.fixture(scope="session")
def adl_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the decoded cases; the only reason a test of ours is ever skipped."""
    folder = cases_folder(request.config)
    if not folder.is_dir():
        pytest.skip(absence(folder))
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`case`: each case; `rte_case`: each that is about the API or the data model."""
    found = cases(cases_folder(metafunc.config))
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
