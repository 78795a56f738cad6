"""The real server with a course, and devices that have it too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from uuid import uuid4

import httpx
import pytest
from hypothesis.internal.conjecture.providers import HypothesisProvider

from connect_desktop.store import journal, sqlite
from tests.document_server_for_tests import KEY, DocumentServer, document_server
from tests.packages_for_tests import build_zip
from tests.server_for_tests import RunningServer, add_package, running_server
from tests.sync.world.courses import Shelf, filled_shelf
from tests.sync_for_tests import Device, device

MakeDevice = Callable[..., Device]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_zip(tmp_path_factory.mktemp("course") / "course.zip")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, course: Path) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("server") / "data"
    add_package(data, course)
    with running_server(data) as running:
        yield running


@pytest.fixture
def learner() -> str:
    return f"learner-{uuid4()}"


@pytest.fixture
def session_id() -> str:
    return f"s-{uuid4()}"


@pytest.fixture
def make_device(server: RunningServer, course: Path, tmp_path: Path) -> Iterator[MakeDevice]:
    """Devices of the test's own that ask the server."""
    with ExitStack() as stack:

        def make(name: str, transport: httpx.BaseTransport | None = None, *, with_course: bool = True) -> Device:
            data = tmp_path / name
            there = course if with_course else None
            return stack.enter_context(device(data, there, server.address, server.key, transport))

        yield make


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return filled_shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> Random:
    """What ids are made from, so that a run that fails fails again; and no patience with a database that is busy."""
    chance = Random()
    # Hypothesis also draws what stands in the modules that happen to be loaded: others than when a test runs alone.
    monkeypatch.setattr(HypothesisProvider, "_maybe_draw_constant", lambda *_, **__: None)
    monkeypatch.setattr(os, "urandom", chance.randbytes)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.02)
    monkeypatch.setattr(journal, "_BUSY_MILLISECONDS", 20)
    return chance


@pytest.fixture
def documents() -> Iterator[DocumentServer]:
    """A server that knows only documents."""
    with document_server() as running:
        yield running


@pytest.fixture
def make_device_of_documents(documents: DocumentServer, course: Path, tmp_path: Path) -> Iterator[MakeDevice]:
    """Devices that ask it."""
    with ExitStack() as stack:

        def make(name: str, transport: httpx.BaseTransport | None = None) -> Device:
            return stack.enter_context(device(tmp_path / name, course, documents.address, KEY, transport))

        yield make
