"""Options of the whole test run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import keyring_for_tests
from tests.keyring_for_tests import RealKeyring
from tests.postgres_for_tests import MISSING, Postgres, running_postgres
from tests.statements_for_tests import Statements, empty_tables, heard

pytest_plugins = ("tests.conformance.reporting",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where material beside the checkout is, and how much of what takes long is done."""
    parser.addoption(
        "--adl",
        default=Path(__file__).resolve().parents[2] / "shared" / "adl",
        metavar="DIR",
        help="the folder of ADL's decoded LMS conformance cases (default: ../shared/adl)",
    )
    parser.addoption(
        "--seed-document",
        default=Path(__file__).resolve().parents[2] / "shared" / "seed" / "launch-your-first-scorm-session.md",
        type=Path,
        metavar="FILE",
        help="the document whose samples the server is to satisfy (default: in ../shared/seed)",
    )
    parser.addoption(
        "--schemathesis-examples",
        default=8,
        type=int,
        metavar="N",
        help="requests made up for each operation of the API (default: 8; a thorough run takes hundreds)",
    )
    parser.addoption(
        "--sync-steps",
        type=int,
        default=0,
        metavar="N",
        help="how many steps of everything that goes wrong with sync to take, other ones each time (default:"
        " some 2,000, the same each time)",
    )


@pytest.fixture(scope="session", autouse=True)
def no_keyring() -> Iterator[None]:
    """Have tests, and what they start, ask no keyring but one they bring: neither the one of whoever runs them, nor one
    that another test has made, which `keyring` finds among all classes that are keyrings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture(scope="session", autouse=True)
def statements() -> Iterator[Statements]:
    """What this process says to SQLite."""
    with heard() as it:
        yield it


@pytest.fixture(scope="session")
def no_rows(tmp_path_factory: pytest.TempPathFactory, statements: Statements) -> Iterator[sqlite3.Connection]:
    """The store's tables, with nothing in them."""
    with empty_tables(tmp_path_factory.mktemp("tables")) as connection:
        yield connection


@pytest.fixture(autouse=True)
def every_statement_keeps_to_its_tenant(statements: Statements, no_rows: sqlite3.Connection) -> Iterator[None]:
    """Looks through what was said in this process while the test ran."""
    yield
    assert statements.stray(no_rows) == []


@pytest.fixture
def real_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[RealKeyring]:
    """The keyring of the system, as programs find it here for as long as the test runs."""
    if not keyring_for_tests.is_there():
        pytest.skip(keyring_for_tests.MISSING)
    with keyring_for_tests.running_keyring() as running:
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running
    keyring_for_tests.wait_for_who_asked()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, started for the first test that wants it."""
    with running_postgres() as running:
        if running is None:
            pytest.skip(MISSING)
        yield running


@pytest.fixture(scope="session")
def postgres_address(postgres: Postgres) -> str:
    """A database that tests share; each works with a tenant of its own."""
    return postgres.new_database()
