"""The API explained to people, from the same document programs read; it works with no network."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from fastapi import APIRouter, Request, Response
from msgspec import Struct

from connect_desktop.server.openapi import PATH

router = APIRouter()

# What is not repeated in the list of all.
_MOSTLY = "/api/v1"
_PARAMETER = re.compile(r"\{(\w+)\}")
_BACKTICKS = re.compile(r"`([^`]+)`")

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
    """The OpenAPI document as a page: what there is on the left, by subject, and each operation on the right."""
    title = _text(f"{document['info']['title']} API")
    subjects = _by_subject(document)
    schemas = document["components"]["schemas"]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title><link rel="stylesheet" href="/player/-/docs.css">'
        f"<header><h1>{title} <small>{_text(document['info']['version'])}</small></h1>"
        f"<p>{_prose(document['info']['description'])}</p>"
        f'<p>For programs: <a href="{PATH}">the OpenAPI document</a>.</p></header>'
        f'<div class="columns"><nav aria-label="Operations">{"".join(map(_contents, subjects))}'
        '<h2><a href="#schemas">Schemas</a></h2></nav>'
        f"<main>{''.join(map(_subject, subjects))}"
        f'<section id="schemas"><h2>Schemas</h2>{"".join(_schema(name, schemas[name]) for name in sorted(schemas))}'
        "</section></main></div></html>"
    )


class _Operation(Struct, frozen=True, kw_only=True):
    method: str
    path: str
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.said["operationId"])

    def heading(self, leave_out: str = "") -> str:
        path = _PARAMETER.sub(r"<var>{\1}</var>", _text(self.path.removeprefix(leave_out)))
        return f'<span class="method {self.method}">{self.method.upper()}</span> <code>{path}</code>'


class _Subject(Struct, frozen=True, kw_only=True):
    name: str
    description: str
    operations: list[_Operation]


def _by_subject(document: dict[str, Any]) -> list[_Subject]:
    found: dict[str, list[_Operation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            found.setdefault(said["tags"][0], []).append(_Operation(method=method, path=path, said=said))
    return [
        _Subject(name=tag["name"], description=tag["description"], operations=found[tag["name"]])
        for tag in document["tags"]
        if tag["name"] in found
    ]


def _contents(subject: _Subject) -> str:
    items = "".join(f'<li><a href="#{_text(it.name)}">{it.heading(_MOSTLY)}</a></li>' for it in subject.operations)
    return f"<h2>{_text(subject.name)}</h2><ul>{items}</ul>"


def _subject(subject: _Subject) -> str:
    operations = "".join(map(_operation, subject.operations))
    return f"<section><h2>{_text(subject.name)}</h2><p>{_prose(subject.description)}</p>{operations}</section>"


def _operation(operation: _Operation) -> str:
    said = operation.said
    parameters = "".join(
        f"<tr><th scope=row><code>{_text(it['name'])}</code></th><td>{_text(it['in'])}</td>"
        f"<td>{'required' if it.get('required') else ''}</td><td>{_prose(it.get('description', ''))}</td></tr>"
        for it in said.get("parameters", [])
    )
    answers = "".join(
        f'<tr class="s{status[0]}"><th scope=row><code>{_text(status)}</code></th>'
        f"<td>{_prose(it['description'])}</td><td>{_schema_of(it)}</td></tr>"
        for status, it in sorted(said["responses"].items())
    )
    body = _schema_of(said.get("requestBody", {}))
    return (
        f'<article id="{_text(operation.name)}"><h3>{operation.heading()}</h3>{_scope(said)}'
        f"<p>{_prose(said.get('description', ''))}</p>"
        + (f"<table><caption>Takes</caption>{parameters}</table>" if parameters else "")
        + (f"<p>Body: {body}</p>" if body else "")
        + f"<details><summary>Answers</summary><table>{answers}</table></details></article>"
    )


def _scope(said: dict[str, Any]) -> str:
    """What a key needs; the first of the ways to say it tells, for they are alike."""
    for way in said.get("security", []):
        for scopes in way.values():
            return f'<p class="scope">key with <strong>{_text(", ".join(scopes))}</strong> scope</p>'
    return '<p class="scope">no key</p>'


def _schema(name: str, schema: dict[str, Any]) -> str:
    return (
        f'<details id="schema-{_text(name)}"><summary>{_text(name)}</summary>'
        f"<p>{_prose(schema.get('description', ''))}</p>{_code(schema)}</details>"
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


def _prose(text: str) -> str:
    """A description: what stands between backticks is code."""
    return _BACKTICKS.sub(r"<code>\1</code>", _text(text)).replace("\n\n", "</p><p>")


def _text(value: object) -> str:
    return html.escape(str(value))
