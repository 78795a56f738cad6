"""Which route a request came to, and which methods its address knows [RFC 9110 9.1]."""

from __future__ import annotations

from fastapi import Request
from starlette.routing import Match
from starlette.types import Scope

_METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE")


def allowed_methods(request: Request) -> str:
    """The methods for the address of this request, as an `Allow` header has them."""
    path = request.scope["path"]
    # An address that is one word for word is none that a template could mean, such as "upload" for the id of a package.
    described = request.app.openapi()["paths"].get(path)
    asked = {"type": "http", "headers": [], "root_path": "", "path": path}
    found = [
        method
        for method in _METHODS
        if (
            method.lower() in described
            if described
            else any(route.matches({**asked, "method": method})[0] is Match.FULL for route in request.app.router.routes)
        )
    ]
    with_head = ["HEAD"] if "GET" in found else []
    return ", ".join([*found, *with_head, "OPTIONS"])


def route_of(scope: Scope) -> str:
    """The template of the route that answered, such as `/api/v1/sessions/{session_id}`; "none" where there was none."""
    context = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(context, "path", None) or getattr(scope.get("route"), "path", None)
    return str(path) if path else "none"
