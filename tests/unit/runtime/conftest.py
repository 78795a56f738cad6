"""A running course over a real store, for tests of the runtime."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connect_desktop.store.database import Store, open_store
from connect_desktop.store.records import Learner
from tests.running_courses_for_tests import Open, learner_with_package, opener


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "connect.db")
    yield store
    store.close()


@pytest.fixture
def learner(store: Store) -> Learner:
    return learner_with_package(store)


@pytest.fixture
def open_course(store: Store, learner: Learner) -> Open:
    return opener(store, learner)
