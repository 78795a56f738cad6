"""Packages in several requests: gone on with where a connection broke, and made a package of by a job."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.server.http.rate import Rate
from connect_desktop.server.settings import ServerSettings
from tests.full_disk_for_tests import no_file_grows_beyond
from tests.packages_for_tests import build_zip, course_files
from tests.served_app_for_tests import ServedApp, served_app
from tests.server_for_tests import running_server

# Tests ask more often than anybody.
_UNHURRIED = ServerSettings(key_rate=Rate(0))
_FILM = random.Random(9).randbytes(3 << 20)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_app(tmp_path_factory.mktemp("uploads"), _UNHURRIED) as served:
        yield served


@pytest.fixture
def client(served: ServedApp) -> Iterator[httpx.Client]:
    with client_of(served) as client:
        yield client


@pytest.fixture
def zip(tmp_path: Path, request: pytest.FixtureRequest) -> bytes:
    """A package that no other test sends."""
    files = course_files() | {"film.mp4": _FILM, "name.txt": request.node.name}
    return build_zip(tmp_path / "film.zip", files, compression=0).read_bytes()


def client_of(served: ServedApp) -> httpx.Client:
    return httpx.Client(base_url=f"{served.address}/api/v1", headers={"X-API-Key": served.key}, timeout=30)


def begin(client: httpx.Client, **announced: object) -> str:
    answer = client.post("/packages/upload-url", json=announced)
    assert answer.status_code == 201, answer.text
    assert answer.json()["method"] == "PUT"
    address: str = answer.json()["upload_url"]
    return address


def put(client: httpx.Client, address: str, body: bytes, content_range: str | None = None) -> httpx.Response:
    headers = {"Content-Range": content_range} if content_range else {}
    return client.put(address, content=body, headers={"Content-Type": "application/octet-stream", **headers})


def process(client: httpx.Client, address: str) -> httpx.Response:
    return client.post("/packages/process", json={"upload_id": address.rsplit("/", 1)[1]})


def outcome(client: httpx.Client, job_id: str) -> dict[str, Any]:
    """What the job came to; it is asked again and again, as a client would."""
    seen = 0.0
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(f"/jobs/{job_id}").json()
        assert seen <= job["progress"] <= 1
        seen = job["progress"]
        if job["status"] in ("succeeded", "failed"):
            return job
    raise AssertionError("the job does not end")


def test_a_package_in_parts(client: httpx.Client, zip: bytes) -> None:
    address, size, half = begin(client, size=len(zip), sha256=hashlib.sha256(zip).hexdigest()), len(zip), len(zip) // 2
    nothing = put(client, address, b"", f"bytes */{size}")
    assert (nothing.status_code, nothing.headers.get("Range")) == (308, None)
    first = put(client, address, zip[:half], f"bytes 0-{half - 1}/{size}")
    assert (first.status_code, first.headers["Range"]) == (308, f"bytes=0-{half - 1}")
    assert first.json() == {"upload_id": address.rsplit("/", 1)[1], "received": half, "size": size, "complete": False}
    assert process(client, address).status_code == 409
    again = put(client, address, zip[:half], f"bytes 0-{half - 1}/{size}")
    assert (again.status_code, again.json()["received"], again.headers["Range"]) == (409, half, f"bytes=0-{half - 1}")
    assert put(client, address, b"x", f"bytes {half + 1}-{half + 1}/{size}").status_code == 409
    assert put(client, address, b"x", f"bytes {half}-{half}/{size + 1}").status_code == 409
    last = put(client, address, zip[half:], f"bytes {half}-{size - 1}/{size}")
    assert (last.status_code, last.json()["complete"]) == (200, True)
    assert put(client, address, b"", "bytes */*").status_code == 200

    begun = process(client, address)
    assert begun.status_code == 202
    job = outcome(client, begun.json()["job_id"])
    assert (job["status"], job["progress"], job["error"]) == ("succeeded", 1, None)
    assert client.get(f"/packages/{job['package_id']}/zip").content == zip
    assert process(client, address).json()["job_id"] == job["job_id"]
    assert put(client, address, zip).status_code == 409


def test_a_package_in_one_part(client: httpx.Client, zip: bytes) -> None:
    address = begin(client)
    assert put(client, address, b"something else, which the next replaces").status_code == 200
    assert put(client, address, zip).json()["received"] == len(zip)
    job = outcome(client, process(client, address).json()["job_id"])
    assert client.get(f"/packages/{job['package_id']}").json()["size"] == len(zip)


def test_what_came_before_the_connection_broke_stays(served: ServedApp, client: httpx.Client, zip: bytes) -> None:
    address = begin(client, size=len(zip))
    cut = 2 << 20
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        head = f"PUT {httpx.URL(address).path} HTTP/1.1\r\nHost: x\r\nX-API-Key: {served.key}\r\n"
        connection.sendall(f"{head}Content-Length: {len(zip)}\r\n\r\n".encode() + zip[:cut])
    while (asked := put(client, address, b"", f"bytes */{len(zip)}")).json()["received"] < cut:
        pass
    there = asked.json()["received"]
    while (answer := put(client, address, zip[there:], f"bytes {there}-{len(zip) - 1}/{len(zip)}")).status_code == 409:
        assert answer.json()["error"]["code"] == "upload-busy"  # the request that broke is not over yet
    assert answer.json()["complete"]
    assert outcome(client, process(client, address).json()["job_id"])["status"] == "succeeded"


@pytest.mark.parametrize("header", ["bytes", "bytes 5-4/9", "bytes 0-9/9", "items 0-1/2", "bytes */", "bytes 0-/9"])
def test_what_is_no_content_range(client: httpx.Client, header: str) -> None:
    assert put(client, begin(client), b"x", header).status_code == 400


def test_what_is_too_large(client: httpx.Client) -> None:
    assert client.post("/packages/upload-url", json={"size": 5 << 30}).status_code == 413
    address = begin(client, size=4)
    assert put(client, begin(client), b"x", f"bytes 0-0/{5 << 30}").status_code == 413
    assert put(client, address, b"12345").status_code == 413
    assert put(client, address, b"", "bytes */4").json()["received"] == 0
    assert put(client, address, b"123", "bytes 0-1/4").status_code == 400
    assert put(client, address, b"12", "bytes 0-1/4").json()["received"] == 2


def test_an_upload_is_its_tenants(served: ServedApp, client: httpx.Client) -> None:
    address = begin(client)
    admin = httpx.Client(base_url=f"{served.address}/api/admin", headers={"X-API-Key": served.key})
    with admin:
        tenant = admin.post("/tenants", json={"name": "others"}).json()
        key = admin.post("/api-keys", json={"name": "k", "scope": "write", "tenant_id": tenant["id"]}).json()["key"]
    with httpx.Client(base_url=f"{served.address}/api/v1", headers={"X-API-Key": key}) as other:
        assert put(other, address, b"x").status_code == 404
        assert process(other, address).status_code == 404
        put(client, address, b"x")
        job_id = process(client, address).json()["job_id"]
        assert other.get(f"/jobs/{job_id}").status_code == 404
    assert client.get("/jobs/job_none").json()["error"]["code"] == "unknown-job"
    assert outcome(client, job_id)["status"] == "failed"


def test_what_is_no_package_fails_with_findings_and_leaves_nothing(client: httpx.Client, tmp_path: Path) -> None:
    address = begin(client)
    put(client, address, build_zip(tmp_path / "none.zip", {"index.html": "no manifest"}).read_bytes())
    job = outcome(client, process(client, address).json()["job_id"])
    assert (job["status"], job["package_id"], job["error"]["code"]) == ("failed", None, "package-refused")
    assert job["findings"][0]["code"] == "no-manifest"
    assert process(client, address).json()["status"] == "failed"


def test_what_is_not_what_was_announced(client: httpx.Client, zip: bytes) -> None:
    address = begin(client, sha256="0" * 64)
    put(client, address, zip)
    job = outcome(client, process(client, address).json()["job_id"])
    assert (job["status"], job["error"]["code"]) == ("failed", "upload-damaged")


def test_who_asked_is_told_of_it_once(client: httpx.Client, zip: bytes) -> None:
    events = ["package.processing.completed", "package.processing.failed", "package.updated"]
    hook = client.post("/webhooks", json={"url": "https://hooks.invalid/", "events": events}).raise_for_status().json()

    def told() -> list[str]:
        deliveries = client.get(f"/webhooks/{hook['id']}/deliveries").raise_for_status().json()["deliveries"]
        return sorted(delivery["event"] for delivery in deliveries)

    for body, expected in ((b"no zip", events[1:2]), (zip, events[:2]), (zip, [events[0], *events])):
        address = begin(client)
        put(client, address, body)
        for _ in range(2):
            outcome(client, process(client, address).json()["job_id"])
        assert told() == expected
    client.delete(f"/webhooks/{hook['id']}").raise_for_status()


def test_a_retried_request_is_one_upload(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "the same upload"}
    first, second = (client.post("/packages/upload-url", json={}, headers=headers).json() for _ in range(2))
    assert first == second
    assert client.post("/packages/upload-url", json={"size": 1}, headers=headers).status_code == 422


def test_a_full_disk_keeps_nothing_half(tmp_path: Path, zip: bytes) -> None:
    with served_app(tmp_path, _UNHURRIED) as served, client_of(served) as client:
        address = begin(client, size=len(zip))
        assert put(client, address, zip[:1000], f"bytes 0-999/{len(zip)}").status_code == 308
        with no_file_grows_beyond(1 << 20):
            full = put(client, address, zip[1000:], f"bytes 1000-{len(zip) - 1}/{len(zip)}")
            assert (full.status_code, full.json()["error"]["code"]) == (507, "library-full")
            assert put(client, address, b"", f"bytes */{len(zip)}").json()["received"] == 1000
            direct = client.post("/packages/upload", content=zip, headers={"Content-Type": "application/zip"})
            assert direct.status_code == 507
        incoming = DataPaths(tmp_path).packages / "incoming"
        assert [path.suffix for path in incoming.iterdir()] == [".partial"]
        assert client.get("/packages").json()["packages"] == []
        assert put(client, address, zip[1000:], f"bytes 1000-{len(zip) - 1}/{len(zip)}").status_code == 200
        assert outcome(client, process(client, address).json()["job_id"])["status"] == "succeeded"
        assert list(incoming.iterdir()) == []


def test_what_expired_is_swept_at_the_start(tmp_path: Path) -> None:
    with served_app(tmp_path, _UNHURRIED) as served, client_of(served) as client:
        for _ in range(2):
            put(client, begin(client), b"half")
    old, young = sorted((DataPaths(tmp_path).packages / "incoming").iterdir())
    day_before = time.time() - 25 * 3600
    os.utime(old, (day_before, day_before))
    with served_app(tmp_path, _UNHURRIED) as served, client_of(served) as client:
        deadline = time.monotonic() + 10
        while old.exists() and time.monotonic() < deadline:
            client.get("/packages")
    assert not old.exists()
    assert young.exists()


def test_a_job_that_was_cut_off_is_taken_up_again(tmp_path: Path) -> None:
    film = random.Random(1).randbytes(1 << 20) * 150
    zip = build_zip(tmp_path / "film.zip", course_files() | {"film.mp4": film}, compression=0).read_bytes()
    with running_server(tmp_path / "data") as server, server.client() as client:
        address = begin(client, size=len(zip))
        assert put(client, address, zip).status_code == 200
        job_id = process(client, address).json()["job_id"]
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(10)
        key = server.key
    with running_server(tmp_path / "data", key) as server, server.client() as client:
        job = outcome(client, job_id)
        assert job["status"] == "succeeded", job
        assert client.get(f"/packages/{job['package_id']}").json()["content_hash"] == hashlib.sha256(zip).hexdigest()
        assert list((server.data / "packages" / "incoming").iterdir()) == []
