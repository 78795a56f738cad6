"""The OpenAPI document, with problems described once."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi

from connect_desktop.server.answers import json_answer
from connect_desktop.server.schemas import ErrorDetail, ProblemDocument

PATH = "/api/docs/openapi"


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
    document = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=app.description, routes=app.routes
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for model in (ProblemDocument, ErrorDetail):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return document
