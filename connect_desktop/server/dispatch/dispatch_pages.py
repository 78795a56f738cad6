"""What people see who come by a dispatch and are not let in, or not yet."""

from __future__ import annotations

import html
from collections.abc import Iterable

from fastapi import Response

from connect_desktop.server.dispatch.allowed_domains import frame_ancestors
from connect_desktop.server.pages import notice

OVER = (
    "This course link has ended",
    "Whoever gave it to you has withdrawn it or set an end to it. What you have learnt so far is kept. "
    "Ask them for a new link.",
)
ELSEWHERE = (
    "Open this course from your learning platform",
    "The link works only from the sites it was made for. Go back to your learning platform and start the course there.",
)
FULL = (
    "No places left",
    "As many people have started this course as its license allows. Ask whoever gave you the link for another place.",
)
WAIT = ("Too many attempts", "Wrong passwords came too often. Wait {minutes} min, then open the course again.")

_HELLO = "dispatch_hello.js"
_PASSWORD = "This course asks for a password"  # noqa: S105 - a headline


def turned_away(status: int, page: tuple[str, str]) -> Response:
    """One of our pages, in the place of a course."""
    return notice(status, page, scripts=[_HELLO])


def password_page(title: str, answered: bool, kept: Iterable[tuple[str, str]], domains: Iterable[str]) -> Response:
    """Ask for the password of a course. `answered` says that a wrong one was given, `kept` are fields to send along,
    `domains` those whose pages may hold this one in a frame."""
    wrong = '<p id="wrong" role="alert">That is not the password. Please try again.</p>' if answered else ""
    invalid = ' aria-invalid="true" aria-describedby="wrong"' if answered else ""
    fields = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">' for name, value in kept
    )
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_PASSWORD}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/player/-/notice.css">'
        '<link rel="stylesheet" href="/player/-/dispatch.css">'
        f'<script type="module" src="/player/-/{_HELLO}"></script>'
        f"<main><h1>{_PASSWORD}</h1><p>{html.escape(title)}</p>"
        f'<form method="post">{fields}<label for="password">Password</label>'
        '<input id="password" name="password" type="password" required autofocus maxlength="1000"'
        f' autocomplete="current-password"{invalid}>{wrong}<button>Start the course</button></form></main></html>'
    )
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'"
    ancestors = frame_ancestors(domains)
    headers = {
        "Content-Security-Policy": f"{policy}; {ancestors}" if ancestors else policy,
        # Not "no-referrer": the form would come back without its origin.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(body, 403, headers, "text/html; charset=utf-8")
