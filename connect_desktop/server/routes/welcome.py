"""What a person sees who opens the address of the server, as by its QR code."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Response

from connect_desktop.server.pages.drawings import drawing
from connect_desktop.server.pages.page import document
from connect_desktop.server.pages.words import Words
from connect_desktop.server.pages.words_here import WordsHere

router = APIRouter(include_in_schema=False)

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language",
}


@router.get("/")
async def welcome(words: WordsHere) -> Response:
    """Where to go from here; it tells nothing that needs a key."""
    return Response(_page(words), headers=_HEADERS, media_type="text/html; charset=utf-8")


def _page(words: Words) -> str:
    text = words(
        "This is a server for courses. Open a course by the link you were given, or connect to this address in the "
        "app with “Connect to a server…”."
    )
    body = (
        f"<main>{drawing('share')}<h1>Connect Desktop</h1><p>{escape(text)}</p>"
        f'<nav><a href="/reports">{escape(words("Learning report"))}</a>'
        f'<a href="/api/docs" hreflang="en">{escape(words("For programs: the API"))}</a></nav></main>'
    )
    return document("Connect Desktop", body, words, styles=["/player/-/notice.css"])
