"""The OpenAPI document: what routes say of themselves, where their answers lead, and problems described once."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from connect_desktop.server.answers import json_answer
from connect_desktop.server.auth import SCHEMES, Authorized
from connect_desktop.server.openapi_links import links_of
from connect_desktop.server.schemas import ErrorDetail, ProblemDocument

PATH = "/api/docs/openapi"

TAGS = {
    "Packages": "SCORM packages: sent in one request or in several, looked into, fetched, deleted.",
    "Launch": "A session for a learner, and a signed link to play it.",
    "Dispatch": "Packages handed to other platforms by links that can be limited, renewed and taken back.",
    "Sessions": "What a learner has come to in a package: read, listed, written.",
    "Sync": "Many sessions in one request, and launches as devices exchange them.",
    "Reports": "Progress, completion, scores and interactions, as JSON and as CSV.",
    "Webhooks": "Being told of events, signed as Standard Webhooks has it.",
    "Administration": "Keys of a tenant, and tenants for whoever runs the server.",
    "Health": "Whether the server lives, and whether it can serve.",
    "Player": "The page that plays a session.",
}
_DESCRIPTION = (
    "Send a key as `X-API-Key` or `Authorization: Bearer`. Errors are RFC 9457 problems with a stable "
    "`error.code` for programs and a sentence for people. A request that is sent again with the same "
    "`Idempotency-Key` gets the same answer and changes nothing. Another tenant's objects are not there: 404."
)
# Said by the connection itself, before any route: in plain text.
_HEAD_TOO_LARGE = {"description": "The head of the request is too large", "content": {"text/plain": {}}}


def describe(app: FastAPI) -> None:
    """Serve the document of all routes that `app` has when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]

    @app.get(PATH, include_in_schema=False)
    async def openapi() -> Response:
        return json_answer(document())


def _document(app: FastAPI) -> dict[str, Any]:
    for route in app.routes:
        if isinstance(route, APIRoute):
            route.operation_id = route.operation_id or route.name
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        servers=[{"url": "/"}],
    )
    _say_who_is_let_in(document, app)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for model in (ProblemDocument, ErrorDetail):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for methods in document["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return document


def _say_who_is_let_in(document: dict[str, Any], app: FastAPI) -> None:
    """Any one of the schemes, wherever a route asks who calls, with the scope that a key needs there."""
    document.setdefault("components", {})["securitySchemes"] = SCHEMES
    for route in app.routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        for dependency in route.dependant.dependencies:
            if isinstance(dependency.call, Authorized):
                allowed = [{name: [dependency.call.needed.value]} for name in SCHEMES]
                for method in route.methods or ():
                    document["paths"][route.path_format][method.lower()]["security"] = allowed


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, response in list(responses.items()):
        if "HTTPValidationError" in str(response):
            # Written by the framework for whatever takes a parameter; ours say themselves what they refuse.
            del responses[status]
            continue
        links = links_of(operation["operationId"], status)
        if links:
            response["links"] = links
    responses["431"] = _HEAD_TOO_LARGE
    for response in responses.values():
        if response["description"] == "Successful Response":
            response["description"] = "Done"
