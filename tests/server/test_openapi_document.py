"""The OpenAPI document by itself: whole, with nothing that leads nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import httpx
import pytest

from connect_desktop.server.openapi import PATH, TAGS
from tests.server_for_tests import RunningServer

PUBLIC = {"health", "ready", "open_player", "open_dispatch", "answer_password"}


@pytest.fixture(scope="module")
def document(server: RunningServer) -> dict[str, Any]:
    answer = httpx.get(f"{server.address}{PATH}")
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = [operation for methods in document["paths"].values() for operation in methods.values()]
    by_id = {operation["operationId"]: operation for operation in found}
    assert len(by_id) == len(found), "an operationId is there twice"
    return by_id


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from references(part)


def at(document: dict[str, Any], schema: dict[str, Any], pointer: str) -> dict[str, Any]:
    """The schema of what a JSON pointer finds in an answer; raises `KeyError` where there is no such thing."""
    for part in pointer.strip("/").split("/"):
        while "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if schema.get("type") == "object" and "properties" not in schema:
            return {}
        schema = schema["items"] if part.isdigit() else schema["properties"][part]
    return schema


def test_refers_to_nothing_that_is_not_there(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_says_of_each_operation_what_it_is(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert operation["description"], name
        assert operation["tags"][0] in TAGS, name
        assert ("security" in operation) != (name in PUBLIC), name
        for way in operation.get("security", ()):
            assert set(way) <= set(document["components"]["securitySchemes"]), name


def test_asks_for_the_scope_that_is_needed(document: dict[str, Any]) -> None:
    wanted = {"list_sessions": "read", "put_session": "write", "delete_session": "admin", "create_tenant": "system"}
    for name, scope in wanted.items():
        assert operations(document)[name]["security"] == [{"ApiKey": [scope]}, {"Bearer": [scope]}]


@pytest.mark.parametrize(
    "chain",
    [
        ["upload_package", "launch", "read_session", "list_launches"],
        ["launch", "put_session"],
        ["launch", "refresh_token", "open_player"],
        ["create_dispatch", "rotate_dispatch"],
        ["create_dispatch", "open_dispatch"],
        ["create_webhook", "list_deliveries", "read_delivery", "replay_delivery"],
        ["begin_upload", "send_upload", "process_upload", "read_job", "launch"],
        ["create_tenant", "create_key", "revoke_key"],
    ],
)
def test_leads_from_one_resource_to_the_next(document: dict[str, Any], chain: list[str]) -> None:
    known = operations(document)
    for here, there in pairwise(chain):
        links = [link for answer in known[here]["responses"].values() for link in answer.get("links", {}).values()]
        assert there in {link["operationId"] for link in links}


def test_links_say_what_is_there(document: dict[str, Any]) -> None:
    known, followed = operations(document), 0
    for name, operation in known.items():
        for status, answer in operation["responses"].items():
            for link in answer.get("links", {}).values():
                target = known[link["operationId"]]
                given = {parameter["name"] for parameter in operation.get("parameters", ())}
                taken = {parameter["name"] for parameter in target.get("parameters", ())}
                assert set(link.get("parameters", {})) <= taken, (name, link)
                body = link.get("requestBody", {})
                for expression in [*link.get("parameters", {}).values(), *body.values()]:
                    if expression.startswith("$response.body#"):
                        at(document, answer["content"]["application/json"]["schema"], expression.partition("#")[2])
                    else:
                        assert expression.removeprefix("$request.path.") in given
                    followed += 1
                assert status.startswith("2")
    assert followed > 80


def test_what_is_refused_is_a_problem(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                kinds = set(answer.get("content", {}))
                assert kinds <= {"application/problem+json", "text/html", "text/plain"}, (name, status)


def test_is_what_the_page_for_people_tells(server: RunningServer, document: dict[str, Any]) -> None:
    page = httpx.get(f"{server.address}/api/docs")
    assert page.status_code == 200
    for path in document["paths"]:
        assert path in page.text.replace("<var>", "").replace("</var>", "")
    # Nothing is fetched from elsewhere: the page works with no network.
    assert "http://" not in page.text.replace(json.dumps(server.address), "")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
