"""Where ADL's cases are, and which of them a test is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.scenario import cases


@pytest.fixture(scope="session")
def adl_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the decoded cases; the only reason a test of ours is ever skipped."""
    folder = _folder(request.config)
    if not folder.is_dir():
        pytest.skip(f"ADL's conformance cases are not in {folder}; say where they are with --adl DIR.")
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`rte_case`: each case that is about the API or the data model."""
    if "rte_case" in metafunc.fixturenames:
        found = [case for case in cases(_folder(metafunc.config)) if case.startswith(("API", "DM", "DDM", "CM-"))]
        metafunc.parametrize("rte_case", found or ["API"])


def _folder(config: pytest.Config) -> Path:
    return Path(config.getoption("--adl"))
