"""One server for each module of tests, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.server_for_tests import RunningServer, server_with_course


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with server_with_course(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
