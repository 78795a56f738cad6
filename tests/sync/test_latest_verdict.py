"""A course may ask that the latest verdict be told instead of the best: everybody tells the same then too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from connect_desktop.sync.report import Outcome
from tests.document_server_for_tests import KEY, DocumentServer
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, add_package, running_server
from tests.sync_for_tests import Device, device

S = "s-1"
PASSED = (("cmi.success_status", "passed"), ("cmi.completion_status", "completed"), ("cmi.score.scaled", "0.9"))
FAILED = (("cmi.success_status", "failed"), ("cmi.score.scaled", "0.4"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_zip(tmp_path_factory.mktemp("course") / "course.zip", course_files(verdict="latest"))


@contextmanager
def two(folder: Path, course: Path, address: str, key: str) -> Iterator[tuple[Device, Device]]:
    with ExitStack() as stack:
        one, other = (stack.enter_context(device(folder / name, course, address, key)) for name in ("a", "b"))
        one.begin(S)
        sync(one, other)
        yield one, other


def sync(*devices: Device) -> None:
    for it in devices * 2:
        assert it.sync().outcome is Outcome.DONE


def told(*devices: Device) -> set[tuple[str, str, float | None]]:
    sessions = [it.session(S) for it in devices]
    return {(it.completion, it.success, it.scaled) for it in sessions}


def test_a_server_of_ours_and_devices(tmp_path: Path, course: Path) -> None:
    add_package(tmp_path / "server", course)
    with running_server(tmp_path / "server") as server, two(tmp_path, course, server.address, server.key) as devices:
        one, other = devices
        one.play(S, *PASSED)
        sync(one, other)
        other.play(S, *FAILED)
        sync(other, one)
        assert told(one, other) == {("completed", "failed", 0.4)}
        with server.client() as client:
            there = client.get(f"/sessions/{S}").json()
        assert (there["completion_status"], there["success_status"], there["score"]["scaled"]) == (
            "completed",
            "failed",
            0.4,
        )


def test_a_server_of_documents_and_devices(tmp_path: Path, course: Path, documents: DocumentServer) -> None:
    assert PACKAGE in documents.packages
    with two(tmp_path, course, documents.address, KEY) as (one, other):
        one.play(S, *PASSED)
        sync(one, other)
        other.play(S, *FAILED)
        sync(other, one)
        assert told(one, other) == {("completed", "failed", 0.4)}
        document = documents.sessions[S]
        assert (document["completion_status"], document["success_status"]) == ("completed", "failed")
        assert (document["score"]["scaled"], document["cmi_data"]["cmi.score.scaled"]) == (0.4, "0.4")


def test_where_both_went_on_the_better_one_is_told_by_a_server_of_documents(
    tmp_path: Path, course: Path, documents: DocumentServer
) -> None:
    with two(tmp_path, course, documents.address, KEY) as (one, other):
        one.play(S, *FAILED)
        other.play(S, *PASSED)
        sync(one, other)
        assert told(one, other) == {("completed", "passed", 0.9)}
