"""Which route a request came to, and which methods its address knows [RFC 9110 9.1]."""

from __future__ import annotations

from fastapi import Request
from starlette.routing import Match
from starlette.types import Scope

_METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE")


def allowed_methods(request: Request) -> str:
    """The methods for the address of this request, as an `Allow` header has them."""
    asked = {"type": "http", "headers": [], "root_path": "", "path": request.scope["path"]}
    found = [
        method
        for method in _METHODS
        if any(route.matches({**asked, "method": method})[0] is Match.FULL for route in request.app.router.routes)
    ]
    with_head = ["HEAD"] if "GET" in found else []
    return ", ".join([*found, *with_head, "OPTIONS"])


def route_of(scope: Scope) -> str:
    """The template of the route that answered, such as `/api/v1/sessions/{session_id}`; "none" where there was none."""
    context = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(context, "path", None) or getattr(scope.get("route"), "path", None)
    return str(path) if path else "none"
