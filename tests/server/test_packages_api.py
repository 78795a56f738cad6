"""Packages over HTTP: sent whole or refused with reasons, listed, read in parts, deleted."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, RunningServer


def send(client: httpx.Client, path: Path, route: str = "/packages/upload") -> httpx.Response:
    with path.open("rb") as file:
        return client.post(route, files={"file": (path.name, file, "application/zip")}, data={"note": "a field"})


@pytest.fixture
def uploaded(client: httpx.Client, tmp_path: Path) -> dict[str, Any]:
    answer = send(client, build_zip(tmp_path / "two.zip", course_files(2)))
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_a_package_sent_is_there(client: httpx.Client, uploaded: dict[str, Any], tmp_path: Path) -> None:
    package = {name: value for name, value in uploaded.items() if name not in ("already_there", "findings")}
    assert (package["title"], package["edition"]) == ("Course", "2004 4th Edition")
    assert client.get(f"/packages/{package['id']}").json() == package
    assert package in client.get("/packages").json()["packages"]
    again = send(client, tmp_path / "two.zip")
    assert (again.status_code, again.json()["already_there"], again.json()["id"]) == (201, True, package["id"])


def test_a_package_may_be_the_whole_body(client: httpx.Client, uploaded: dict[str, Any], tmp_path: Path) -> None:
    headers = {"Content-Type": "application/zip"}
    answer = client.post("/packages/upload", content=(tmp_path / "two.zip").read_bytes(), headers=headers)
    assert (answer.status_code, answer.json()["id"]) == (201, uploaded["id"])


def test_a_package_that_cannot_be_played_is_refused_with_reasons(
    server: RunningServer, client: httpx.Client, tmp_path: Path
) -> None:
    path = build_zip(tmp_path / "none.zip", {"index.html": "no manifest"})
    before = client.get("/packages").json()
    answer = send(client, path)
    assert answer.status_code == 422
    assert any(finding["severity"] == "error" for finding in answer.json()["findings"])
    found = send(client, path, "/packages/validate").json()
    assert (found["valid"], found["findings"]) == (False, answer.json()["findings"])
    assert client.get("/packages").json() == before
    assert list((server.data / "packages" / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("text/plain", b"x", 415),
        ("multipart/form-data", b"x", 415),
        ("multipart/form-data; boundary=b", b"nonsense", 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nx',
            400,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n',
            422,
        ),
        ("application/zip", b"no zip", 422),
        ("application/zip", b"", 422),
    ],
)
def test_what_is_no_package_is_refused(client: httpx.Client, content_type: str, body: bytes, status: int) -> None:
    answer = client.post("/packages/upload", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_activity_tree(client: httpx.Client, uploaded: dict[str, Any]) -> None:
    document = client.get(f"/packages/{uploaded['id']}/manifest").json()
    (tree,) = document["organizations"]
    assert document["organization"] == tree["identifier"] == "ORG"
    assert [(child["identifier"], child["launchable"]) for child in tree["children"]] == [
        ("ITEM1", True),
        ("ITEM2", True),
    ]


def test_the_bytes_come_back_whole_and_in_parts(client: httpx.Client, uploaded: dict[str, Any], tmp_path: Path) -> None:
    sent = (tmp_path / "two.zip").read_bytes()
    address = f"/packages/{uploaded['id']}/zip"
    whole = client.get(address)
    assert whole.content == sent
    assert hashlib.sha256(whole.content).hexdigest() == uploaded["content_hash"]
    for first, last in ((0, 9), (5, 5), (len(sent) - 3, len(sent) + 99)):
        part = client.get(address, headers={"Range": f"bytes={first}-{last}"})
        assert (part.status_code, part.content) == (206, sent[first : last + 1])
    assert client.get(address, headers={"Range": f"bytes={len(sent)}-"}).status_code == 416


def test_pages_of_packages(client: httpx.Client, uploaded: dict[str, Any], tmp_path: Path) -> None:
    for number in range(3, 6):
        assert send(client, build_zip(tmp_path / f"{number}.zip", course_files(number))).status_code == 201
    every = [package["id"] for package in client.get("/packages").json()["packages"]]
    paged: list[str] = []
    cursor: str | None = None
    while True:
        page = client.get("/packages", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        paged += [package["id"] for package in page["packages"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == every
    assert len(every) >= 5


def test_deleting(client: httpx.Client, uploaded: dict[str, Any]) -> None:
    package_id = uploaded["id"]
    body = {"user_id": "ada", "session_id": f"of-{package_id}"}
    client.post(f"/packages/{package_id}/launch", json=body).raise_for_status()
    assert client.delete(f"/packages/{package_id}").status_code == 409
    assert client.delete(f"/packages/{package_id}?force=true").status_code == 204
    for route in ("", "/manifest", "/zip"):
        assert client.get(f"/packages/{package_id}{route}").status_code == 404
    assert client.get(f"/sessions/of-{package_id}").status_code == 200
    assert client.put(f"/sessions/of-{package_id}", json={"version": 1}).json()["title"] == "Package Not Found"


def test_a_body_that_is_too_long_is_not_read(client: httpx.Client) -> None:
    body = b'{"user_id": "' + b"x" * (9 << 20) + b'"}'
    headers = {"Content-Type": "application/json"}
    assert client.post(f"/packages/{PACKAGE}/launch", content=body, headers=headers).status_code == 413

    def unannounced() -> Any:
        for start in range(0, len(body), 1 << 20):
            yield body[start : start + (1 << 20)]

    assert client.post(f"/packages/{PACKAGE}/launch", content=unannounced(), headers=headers).status_code == 413


def test_a_package_can_be_a_new_version_of_another(
    client: httpx.Client, uploaded: dict[str, Any], tmp_path: Path
) -> None:
    newer = send(client, build_zip(tmp_path / "three.zip", course_files(3))).json()
    assert newer["replaces"] is None
    answer = client.patch(f"/packages/{newer['id']}", json={"replaces": uploaded["id"]})
    assert (answer.status_code, answer.json()["replaces"]) == (200, uploaded["id"])
    assert client.get(f"/packages/{newer['id']}").json() == answer.json()
    # Sending the very same bytes again says nothing about versions.
    assert send(client, tmp_path / "three.zip").json()["replaces"] == uploaded["id"]
    round_about = client.patch(f"/packages/{uploaded['id']}", json={"replaces": newer["id"]})
    assert (round_about.status_code, round_about.json()["error"]["code"]) == (409, "package-replaces-itself")
    assert client.patch("/packages/pkg_nobody", json={"replaces": None}).status_code == 404
    assert client.patch(f"/packages/{newer['id']}", json={}).status_code == 422
    assert client.patch(f"/packages/{newer['id']}", json={"replaces": None}).json()["replaces"] is None
    # The version before may be gone by now.
    answer = client.patch(f"/packages/{newer['id']}", json={"replaces": "pkg_long-gone"})
    assert (answer.status_code, answer.json()["replaces"]) == (200, "pkg_long-gone")
