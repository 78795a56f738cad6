"""Options of the whole test run."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ("tests.conformance.reporting",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--adl DIR`: ADL's decoded conformance cases, beside the checkout unless said otherwise."""
    parser.addoption(
        "--adl",
        default=Path(__file__).resolve().parents[2] / "shared" / "adl",
        metavar="DIR",
        help="the folder of ADL's decoded LMS conformance cases (default: ../shared/adl)",
    )
