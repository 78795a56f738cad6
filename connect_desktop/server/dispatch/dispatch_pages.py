"""What people see who come by a dispatch and are not let in, or not yet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fastapi import Response

from connect_desktop.server.dispatch.allowed_domains import frame_ancestors
from connect_desktop.server.pages.drawings import drawing
from connect_desktop.server.pages.page import Notice, document, notice
from connect_desktop.server.pages.words import Words

OVER = Notice(
    "This course link has ended",
    "Whoever gave it to you has withdrawn it or set an end to it. What you have learnt so far is kept. "
    "Ask them for a new link.",
    drawing="stopped",
)
ELSEWHERE = Notice(
    "Open this course from your learning platform",
    "The link works only from the sites it was made for. Go back to your learning platform and start the course there.",
    drawing="locked",
)
FULL = Notice(
    "No places left",
    "As many people have started this course as its license allows. Ask whoever gave you the link for another place.",
    drawing="stopped",
)
WAIT = Notice(
    "Too many attempts",
    "Wrong passwords came too often. Wait {minutes} min, then open the course again.",
    drawing="locked",
)

# Tells the package around a page that it stands there.
_HELLO = "dispatch_hello.js"


def turned_away(status: int, page: Notice, words: Words, **values: object) -> Response:
    """One of our pages, in the place of a course."""
    return notice(status, page, words, scripts=[_HELLO], **values)


def password_page(
    title: str, words: Words, *, answered: bool, kept: Iterable[tuple[str, str]], domains: Iterable[str]
) -> Response:
    """Ask for the password of a course. `answered` says that a wrong one was given, `kept` are fields to send along,
    `domains` those whose pages may hold this one in a frame."""
    headline = words("This course asks for a password")
    told = escape(words("That is not the password. Please try again."))
    wrong = f'<p id="wrong" role="alert">{told}</p>' if answered else ""
    invalid = ' aria-invalid="true" aria-describedby="wrong"' if answered else ""
    fields = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept)
    body = (
        f"<main>{drawing('locked')}<h1>{escape(headline)}</h1><p>{escape(title)}</p>"
        f'<form method="post">{fields}<label for="password">{escape(words("Password"))}</label>'
        '<input id="password" name="password" type="password" required autofocus maxlength="1000"'
        f' autocomplete="current-password"{invalid}>{wrong}'
        f"<button>{escape(words('Start the course'))}</button></form></main>"
    )
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'"
    ancestors = frame_ancestors(domains)
    headers = {
        "Content-Security-Policy": f"{policy}; {ancestors}" if ancestors else policy,
        # Not "no-referrer": the form would come back without its origin.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    styles = ["/player/-/notice.css", "/player/-/dispatch.css"]
    return Response(
        document(headline, body, words, styles=styles, scripts=[_HELLO]), 403, headers, "text/html; charset=utf-8"
    )
