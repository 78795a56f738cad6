"""Addresses of this server, as the caller reached it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request


def launch_url(request: Request, session_id: str, token: str) -> str:
    """Where a learner's browser plays the session. The token makes it as good as a password."""
    return f"{request.base_url}player/{quote(session_id, safe='')}?token={token}"
