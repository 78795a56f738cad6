"""Dispatches as another system makes, changes and takes them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.server.dispatch.dispatch_zip import build_dispatch_zip
from tests.server.dispatches.here import BODY, Here, is_page
from tests.server_for_tests import PACKAGE, RunningServer


class TestTheApi:
    def test_answers_as_the_owners_document_does(self, server: RunningServer, client: httpx.Client) -> None:
        answer = client.post(f"/packages/{PACKAGE}/dispatches", json=BODY)
        assert answer.status_code == 201
        document = answer.json()
        assert list(document) == ["dispatch", "dispatch_url"]
        dispatch = document["dispatch"]
        assert dispatch["id"].startswith("dsp_")
        url = f"{server.address}/player/dispatch/{dispatch['id']}"
        assert dispatch["launchUrl"] == document["dispatch_url"] == url
        assert dispatch["packageId"] == PACKAGE
        assert (dispatch["label"], dispatch["destination"]) == (BODY["label"], BODY["destination"])
        assert client.get(answer.headers["Location"].removeprefix("/api/v1")).json() == document
        assert client.post("/packages/pkg_none/dispatches", json=BODY).status_code == 404

    def test_the_same_request_twice_makes_one(self, client: httpx.Client) -> None:
        headers = {"Idempotency-Key": "once"}
        answers = [client.post(f"/packages/{PACKAGE}/dispatches", json=BODY, headers=headers) for _ in range(2)]
        assert answers[0].json() == answers[1].json()
        other = client.post(f"/packages/{PACKAGE}/dispatches", json={**BODY, "label": "Other"}, headers=headers)
        assert other.status_code == 422

    @pytest.mark.parametrize(
        "wrong",
        [
            {"label": ""},
            {"registration_limit": 0},
            {"license_limit": -1},
            {"expires_in_hours": 0},
            {"expires_in_hours": 1e9},
            {"allowed_domains": ["https://acme.example"]},
            {"allowed_domains": ["acme.example/lms"]},
            {"allowed_domains": ["*"]},
            {"allowed_domains": ["a.*.example"]},
            {"allowed_domains": ["acme example"]},
            {"allowed_domains": ["acme.example;script-src"]},
            {"password": ""},
            {"registration_limit": "5"},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client: httpx.Client, wrong: dict[str, Any]) -> None:
        answer = client.post(f"/packages/{PACKAGE}/dispatches", json={**BODY, **wrong})
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_lists_changes_and_forgets(self, here: Here) -> None:
        first, second = here.dispatch(registration_limit=3, password="secret"), here.dispatch()
        here.clock.step()
        body = {"registration_limit": None, "allowed_domains": ["Bücher.example", "*.ACME.example."], "password": None}
        changed = here.api.patch(f"dispatches/{first['id']}", json=body).json()["dispatch"]
        assert changed["registrationLimit"] is None
        assert changed["allowedDomains"] == ["xn--bcher-kva.example", "*.acme.example"]
        assert (changed["label"], changed["hasPassword"]) == (BODY["label"], False)
        page = here.api.get("dispatches", params={"limit": 1}).json()
        assert [it["id"] for it in page["dispatches"]] == [first["id"]]
        rest = here.api.get("dispatches", params={"cursor": page["next_cursor"]}).json()
        assert ([it["id"] for it in rest["dispatches"]], rest["next_cursor"]) == ([second["id"]], None)
        assert here.api.get("dispatches", params={"package_id": "pkg_none"}).json()["dispatches"] == []
        assert here.api.delete(f"dispatches/{first['id']}").status_code == 204
        for method, path in (
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/rotate"),
            ("POST", "/revoke"),
            ("GET", "/zip"),
        ):
            nothing: dict[str, Any] | None = {} if method == "PATCH" else None
            assert here.api.request(method, f"dispatches/{first['id']}{path}", json=nothing).status_code == 404
        assert is_page(here.come(first), 404, "Launch link unavailable")

    def test_no_password_is_kept_as_it_is(self, here: Here, tmp_path: Path) -> None:
        made = here.dispatch(password="correct horse battery")
        assert made["hasPassword"] is True
        assert "horse" not in json.dumps(made)
        stored = b"".join(path.read_bytes() for path in tmp_path.glob("connect.db*"))
        assert b"horse" not in stored


class TestThePackage:
    def test_is_one_any_platform_takes(self, here: Here, tmp_path: Path) -> None:
        dispatch = here.dispatch()
        answer = here.api.get(f"dispatches/{dispatch['id']}/zip")
        assert answer.headers["Content-Type"] == "application/zip"
        assert dispatch["id"] in answer.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            page = archive.read("index.html").decode()
            assert sorted(archive.namelist()) == [
                "dispatch.css",
                "dispatch.js",
                "imsmanifest.xml",
                "index.html",
                "tokens.css",
            ]
        assert f'data-launch-url="{dispatch["launchUrl"]}"' in page
        assert "http" not in page.replace(dispatch["launchUrl"], "")

    @pytest.mark.parametrize(
        "title",
        ["Fire & <safety>", '"$url" ${id} $', "A\x00B\x1bC", "Half \ud83d of one", " ", "Ärger 火 🔥", "x" * 5000],
    )
    def test_has_no_fault_whatever_the_course_is_called(self, title: str, tmp_path: Path) -> None:
        archive = tmp_path / "dispatch.zip"
        archive.write_bytes(build_dispatch_zip("dsp_-_x", title, "https://learn.example/player/dispatch/dsp_-_x"))
        report = PackageLibrary(tmp_path / "packages").check(archive)
        assert report.findings == ()
        assert report.course is not None
        assert len(report.course.organization.leaves()) == 1
