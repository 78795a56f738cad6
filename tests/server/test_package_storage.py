"""Where packages lie does not show over HTTP: a folder or a bucket; and what is kept is kept for whoever has it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.packages.folder_storage import FolderStorage
from connect_desktop.packages.storage_address import open_storage
from connect_desktop.packages.zip_storage import ZipStorage
from tests.command_line_for_tests import CommandLine
from tests.packages_for_tests import build_zip, course_files
from tests.s3_for_tests import answering_parts, running_s3
from tests.server_for_tests import RunningServer, running_server

_ADDRESS = "s3://packages/of/a/school"
_FILM = random.Random(4).randbytes((9 << 20) + 77)


@pytest.fixture(scope="module", params=["local", "s3"])
def backend(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(scope="module")
def server(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp(backend)
    if backend == "local":
        with running_server(folder / "data") as running:
            yield running
        return
    (folder / "buckets" / "packages").mkdir(parents=True)
    with running_s3(folder / "buckets") as plain, answering_parts(plain) as s3, pytest.MonkeyPatch.context() as patch:
        for name, value in s3.environment.items():
            patch.setenv(name, value)
        with running_server(folder / "data", options=["--storage", _ADDRESS]) as running:
            yield running


@pytest.fixture(scope="module")
def kept(server: RunningServer, backend: str) -> Path:
    """Where the packages of the server are in the end."""
    if backend == "local":
        return server.data / "packages"
    return server.data.parent / "buckets" / "packages" / "of" / "a" / "school"


@pytest.fixture
def storage(server: RunningServer, backend: str, kept: Path, tmp_path: Path) -> ZipStorage:
    """The storage as somebody else who has it sees it."""
    return FolderStorage(kept) if backend == "local" else open_storage(_ADDRESS, tmp_path / "cache")


@pytest.fixture
def other(server: RunningServer) -> Iterator[httpx.Client]:
    """A client of another tenant."""
    with httpx.Client(base_url=f"{server.address}/api/admin", headers={"X-API-Key": server.key}) as admin:
        tenant = admin.post("/tenants", json={"name": "others"}).raise_for_status().json()
        made = admin.post("/api-keys", json={"name": "k", "scope": "admin", "tenant_id": tenant["id"]})
    with server.client(made.raise_for_status().json()["key"]) as client:
        yield client


def film(path: Path, compression: int = 0) -> Path:
    """A package that no other test sends."""
    files: dict[str, bytes | str] = {**course_files(), "film.mp4": _FILM, "name.txt": str(path)}
    return build_zip(path, files, compression=compression)


def send(client: httpx.Client, path: Path) -> dict[str, Any]:
    answer = client.post("/packages/upload", content=path.read_bytes(), headers={"Content-Type": "application/zip"})
    document: dict[str, Any] = answer.raise_for_status().json()
    return document


def test_sent_and_fetched(client: httpx.Client, backend: str, kept: Path, tmp_path: Path) -> None:
    path = film(tmp_path / "film.zip")
    package, sent = send(client, path), path.read_bytes()
    assert package["storage_backend"] == backend
    assert client.get(f"/packages/{package['id']}").json()["storage_backend"] == backend
    assert (kept / f"{package['id']}.zip").read_bytes() == sent
    address = f"/packages/{package['id']}/zip"
    whole = client.get(address)
    assert (whole.status_code, whole.content == sent) == (200, True)
    assert whole.headers["ETag"] == f'"{hashlib.sha256(sent).hexdigest()}"'
    for first, last in ((0, 9), (4 << 20, (8 << 20) + 5), (len(sent) - 3, len(sent) + 99)):
        part = client.get(address, headers={"Range": f"bytes={first}-{last}"})
        assert (part.status_code, part.content == sent[first : last + 1]) == (206, True)
    assert client.get(address, headers={"Range": f"bytes={len(sent)}-"}).status_code == 416
    unchanged = client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    for tag, status in ((whole.headers["ETag"], 206), ('"another"', 200)):
        assert client.get(address, headers={"Range": "bytes=1-2", "If-Range": tag}).status_code == status


@pytest.mark.parametrize("compression", [0, 8])
def test_played(client: httpx.Client, server: RunningServer, compression: int, tmp_path: Path) -> None:
    package = send(client, film(tmp_path / "film.zip", compression))
    launch = client.post(f"/packages/{package['id']}/launch", json={"user_id": "ada"}).raise_for_status().json()
    token = httpx.URL(launch["launch_url"]).params["token"]
    player = f"{server.address}/player/{launch['session_id']}"
    opened = httpx.post(f"{player}/open", headers={"Authorization": f"Bearer {token}"}).raise_for_status().json()
    address = f"{player}/{opened['sitting']}/content/film.mp4"
    assert httpx.get(address).content == _FILM
    part = httpx.get(address, headers={"Range": "bytes=5000000-5000009"})
    assert (part.status_code, part.content) == (206, _FILM[5_000_000:5_000_010])


def test_bytes_go_with_the_last_who_has_them(
    client: httpx.Client, other: httpx.Client, kept: Path, tmp_path: Path
) -> None:
    path = film(tmp_path / "film.zip")
    package_id = send(client, path)["id"]
    assert send(other, path)["already_there"] is False
    assert client.delete(f"/packages/{package_id}").status_code == 204
    assert client.get(f"/packages/{package_id}/zip").status_code == 404
    assert other.get(f"/packages/{package_id}/zip").content == path.read_bytes()
    other.post(f"/packages/{package_id}/launch", json={"user_id": "ada"}).raise_for_status()
    refused = other.delete(f"/packages/{package_id}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "package-in-use")
    assert (kept / f"{package_id}.zip").is_file()
    assert other.delete(f"/packages/{package_id}?force=true").status_code == 204
    assert not (kept / f"{package_id}.zip").exists()


def test_what_was_damaged_is_not_given_out_whole(client: httpx.Client, kept: Path, tmp_path: Path) -> None:
    path = film(tmp_path / "film.zip")
    package_id = send(client, path)["id"]
    with (kept / f"{package_id}.zip").open("r+b") as file:
        file.seek(5 << 20)
        file.write(b"rotten")
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(f"/packages/{package_id}/zip")
    part = client.get(f"/packages/{package_id}/zip", headers={"Range": "bytes=0-9"})
    assert part.content == path.read_bytes()[:10]


def test_bytes_that_are_gone(client: httpx.Client, storage: ZipStorage, tmp_path: Path) -> None:
    package_id = send(client, film(tmp_path / "film.zip"))["id"]
    storage.delete(package_id)
    gone = client.get(f"/packages/{package_id}/zip")
    assert (gone.status_code, gone.json()["error"]["code"]) == (410, "package-missing")


def test_a_tenant_deleted_on_the_command_line_leaves_no_package(
    server: RunningServer, client: httpx.Client, backend: str, kept: Path, tmp_path: Path
) -> None:
    mine = send(client, film(tmp_path / "shared.zip"))["id"]
    with httpx.Client(base_url=f"{server.address}/api/admin", headers={"X-API-Key": server.key}) as admin:
        tenant = admin.post("/tenants", json={"name": "going"}).raise_for_status().json()["id"]
        made = admin.post("/api-keys", json={"name": "k", "scope": "admin", "tenant_id": tenant})
    with server.client(made.raise_for_status().json()["key"]) as going:
        theirs = send(going, film(tmp_path / "theirs.zip"))["id"]
        assert send(going, tmp_path / "shared.zip")["id"] == mine
    where = ("--storage", _ADDRESS) if backend == "s3" else ()
    words = ("tenants", "delete", tenant, "--force", "--data-dir", server.data, *where)
    assert CommandLine(tmp_path).run(*words).code == 0
    assert [(kept / f"{package_id}.zip").exists() for package_id in (theirs, mine)] == [False, True]


def test_a_storage_that_cannot_be_used_is_said_in_one_sentence(tmp_path: Path) -> None:
    answer = CommandLine(tmp_path).run("serve", "--port", "0", "--storage", "ftp://somewhere")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert "s3://BUCKET" in answer.err
