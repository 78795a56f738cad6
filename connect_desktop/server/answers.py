"""Parts of the OpenAPI document that routes share, and answers in JSON that takes any text."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from connect_desktop.server.problems import MEDIA_TYPE
from connect_desktop.server.schemas import ProblemDocument
from connect_desktop.store.json_text import json_text

_MEANINGS = {
    304: "Nothing has changed",
    400: "The request is malformed",
    401: "No valid key or token",
    403: "The key's scope does not allow it",
    404: "Not there, or not for this caller",
    409: "In conflict with what is there",
    410: "Gone",
    412: "If-Match names another version",
    413: "The body is too large",
    415: "The body is of another media type",
    422: "The request is well-formed and cannot be done",
    429: "Asked too often; Retry-After says when again",
    503: "The database or its disk does not answer",
    507: "The disk is full",
}
# What any route with a key may answer.
ALWAYS = (400, 401, 403, 422, 429, 503)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route that answers these, and what any route may."""
    schema = {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}
    return {
        status: {"description": _MEANINGS[status]}
        if status == 304
        else {"description": _MEANINGS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in sorted({*ALWAYS, *statuses})
    }


def json_answer(document: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(json_text(document), status, headers, "application/json")
