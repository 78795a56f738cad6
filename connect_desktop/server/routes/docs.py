"""The API explained to people, from the same document programs read; it works with no network."""

from __future__ import annotations

import html
import json
from typing import Any

from fastapi import APIRouter, Request, Response

from connect_desktop.server.openapi import PATH

router = APIRouter()

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@router.get("/api/docs", include_in_schema=False)
async def docs(request: Request) -> Response:
    """Every route with what it takes and answers."""
    return Response(page(request.app.openapi()), headers=_HEADERS, media_type="text/html; charset=utf-8")


def page(document: dict[str, Any]) -> str:
    """The OpenAPI document as a page."""
    operations = [
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = [
        f'<section id="schema-{_text(name)}"><h3>{_text(name)}</h3>'
        f"<p>{_text(schema.get('description', ''))}</p>{_code(schema)}</section>"
        for name, schema in sorted(document["components"]["schemas"].items())
    ]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(document['info']['title'])} API</title>"
        '<link rel="stylesheet" href="/player/-/docs.css"><main>'
        f"<h1>{_text(document['info']['title'])} API {_text(document['info']['version'])}</h1>"
        f"<p>Send a key as <code>X-API-Key</code> or <code>Authorization: Bearer</code>. "
        f'For programs: <a href="{PATH}">the OpenAPI document</a>.</p>'
        f"{''.join(operations)}<h2>Schemas</h2>{''.join(schemas)}</main></html>"
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = "".join(
        f"<tr><td><code>{_text(it['name'])}</code></td><td>{_text(it['in'])}</td>"
        f"<td>{'required' if it.get('required') else ''}</td><td>{_text(it.get('description', ''))}</td></tr>"
        for it in operation.get("parameters", [])
    )
    answers = "".join(
        f"<tr><td><code>{_text(status)}</code></td><td>{_text(it['description'])}</td><td>{_schema_of(it)}</td></tr>"
        for status, it in sorted(operation["responses"].items())
    )
    body = _schema_of(operation.get("requestBody", {}))
    return (
        f"<section><h2><code>{method.upper()} {_text(path)}</code></h2><p>{_text(operation.get('description', ''))}</p>"
        + (f"<table><caption>Takes</caption>{parameters}</table>" if parameters else "")
        + (f"<p>Body: {body}</p>" if body else "")
        + f"<table><caption>Answers</caption>{answers}</table></section>"
    )


def _schema_of(described: dict[str, Any]) -> str:
    links = []
    for media, content in described.get("content", {}).items():
        reference = content.get("schema", {}).get("$ref", "")
        name = reference.rpartition("/")[2]
        links.append(f'<a href="#schema-{_text(name)}">{_text(name)}</a>' if name else f"<code>{_text(media)}</code>")
    return ", ".join(links)


def _code(value: object) -> str:
    return f"<pre>{_text(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"


def _text(value: object) -> str:
    return html.escape(str(value))
