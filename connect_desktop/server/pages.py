"""Pages for people, and what a browser may do with the player's."""

from __future__ import annotations

import html

from fastapi import Response

PLAYER_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "frame-src 'self' http: https: data: blob:; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

UNAVAILABLE = (
    "Launch link unavailable",
    "This link is incomplete, or its time is over. Go back to where you found it and start the course from there.",
)
GONE = ("Course not available", "This course is not on the server any more. Ask whoever gave you the link.")
NOT_IN_COURSE = (
    "This page is not in the course",
    "The course asked for a file that its package does not contain. Go on with another part, and tell whoever made it.",
)


def notice(status: int, page: tuple[str, str]) -> Response:
    """A page with a title and a sentence."""
    title, text = (html.escape(part) for part in page)
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/player/-/notice.css">'
        f"<main><h1>{title}</h1><p>{text}</p></main></html>"
    )
    return Response(body, status, PLAYER_HEADERS, "text/html; charset=utf-8")
