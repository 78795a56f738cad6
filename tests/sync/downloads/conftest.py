"""A device without courses, and a large package that a server may have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.catalog import CatalogPackage
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import RunningServer
from tests.sync.downloads.place import MEGABYTE, Place, announced


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    data = tmp_path / "device"
    with closing(open_store(DataPaths(data).database)) as store:
        packages = PackageLibrary(DataPaths(data).packages)
        yield Place(data, Library(packages, store, samples=data, clock=utc_now))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A package of three megabytes that no compression makes smaller."""
    film = random.Random(5).randbytes(3 * MEGABYTE)
    return build_zip(tmp_path_factory.mktemp("film") / "c.zip", {**course_files(), "film.mp4": film}).read_bytes()


@pytest.fixture(scope="module")
def package(content: bytes) -> CatalogPackage:
    return announced(content)


@pytest.fixture
def online(server: RunningServer, place: Place, content: bytes) -> RunningServer:
    """The server with the package, and the place's key and address for it."""
    with server.client() as client:
        sent = client.post("/packages/upload", content=content, headers={"Content-Type": "application/zip"})
        assert sent.status_code == 201, sent.text
    place.address, place.credentials.key = server.address, server.key
    return server
