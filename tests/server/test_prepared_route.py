"""A route that was looked through once answers what FastAPI's own route answers, whatever is asked of it."""

from __future__ import annotations

import asyncio
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request, Response
from fastapi.routing import APIRoute

from connect_desktop.server.answers import json_answer
from connect_desktop.server.prepared_route import PreparedRoute
from connect_desktop.server.problems import Problem, answer_with_problems
from connect_desktop.server.schemas import Body

JSON = {"content-type": "application/json"}


class Said(Body):
    """A body."""

    number: int
    text: str | None = None


class Counted:
    """A dependency that counts how often it is asked, and may refuse."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self, request: Request) -> int:
        if "x-refused" in request.headers:
            raise Problem(401, "refused", "Refused.")
        self.times += 1
        return self.times


def app_of(route_class: type[APIRoute]) -> FastAPI:
    counted = Depends(Counted())

    async def doubled(number: Annotated[int, counted], x_least: Annotated[int, Header(ge=1)] = 1) -> int:
        return 2 * number * x_least

    router = APIRouter(route_class=route_class)

    @router.put("/things/{name}")
    async def put(
        number: Annotated[int, counted],
        double: Annotated[int, Depends(doubled)],
        name: Annotated[str, Path(max_length=5)],
        body: Said,
        limit: Annotated[int, Query(le=9)] = 3,
        if_match: Annotated[str | None, Header(max_length=5)] = None,
    ) -> Response:
        return json_answer([number, double, name, body.model_dump(), sorted(body.model_fields_set), limit, if_match])

    @router.get("/things/{name}")
    async def get(name: str, wanted: list[int] = Query(default=[])) -> Response:  # noqa: B008 - as FastAPI has it
        return json_answer([name, wanted])

    app = FastAPI()
    app.router.routes.extend(router.routes)
    answer_with_problems(app)
    return app


@pytest.mark.parametrize(
    ("method", "address", "headers", "content"),
    [
        ("PUT", "/things/a", JSON, b'{"number": 1, "text": "\\ud800"}'),
        ("PUT", "/things/a?limit=9", {**JSON, "If-Match": '"1"', "X-Least": "7"}, b'{"number": 1, "more": 2}'),
        ("PUT", "/things/a?limit=10", {**JSON, "If-Match": "too long"}, b'{"number": "1"}'),
        ("PUT", "/things/much-too-long?limit=x", JSON, b'{"text": 1}'),
        ("PUT", "/things/a", {**JSON, "X-Least": "0"}, b'{"number": 1}'),
        ("PUT", "/things/a", {**JSON, "X-Refused": "yes"}, b'{"number": "1"}'),
        ("PUT", "/things/a", {**JSON, "X-Refused": "yes"}, b"{"),
        ("PUT", "/things/a", JSON, b"{"),
        ("PUT", "/things/a", JSON, b"\xff"),
        ("PUT", "/things/a", JSON, b"[" * 100_000),
        ("PUT", "/things/a", JSON, b""),
        ("PUT", "/things/a", JSON, b"null"),
        ("PUT", "/things/a", JSON, b"[1]"),
        ("PUT", "/things/a", JSON, b'"text"'),
        ("PUT", "/things/a", {}, b'{"number": 1}'),
        ("PUT", "/things/a", {"content-type": "text/plain"}, b'{"number": 1}'),
        ("PUT", "/things/a", {"content-type": "Application/JSON; charset=utf-8"}, b'{"number": 1}'),
        ("PUT", "/things/a", {"content-type": "application/merge-patch+json"}, b'{"number": 1}'),
        ("GET", "/things/a", {}, b""),
        ("GET", "/things/a?wanted=1&wanted=2", {}, b""),
        ("GET", "/things/a?wanted=x", {}, b""),
    ],
)
def test_the_answer_is_the_same(method: str, address: str, headers: dict[str, str], content: bytes) -> None:
    async def answer_of(app: FastAPI) -> tuple[int, httpx.Headers, bytes]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            answer = await client.request(method, address, headers=headers, content=content)
        return answer.status_code, answer.headers, answer.content

    usual, prepared = (asyncio.run(answer_of(app_of(route_class))) for route_class in (APIRoute, PreparedRoute))
    assert prepared == usual


def blocking() -> int:
    return 1


async def asks_what_blocks(number: Annotated[int, Depends(blocking)]) -> Response:
    return json_answer(number)


def test_what_it_cannot_give_is_refused_before_it_is_asked() -> None:
    with pytest.raises(TypeError):
        PreparedRoute("/", asks_what_blocks)
