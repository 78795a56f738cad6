"""Pages of a title and a sentence, in the place of what is not to be had."""

from __future__ import annotations

import html
from collections.abc import Sequence

from fastapi import Response

from connect_desktop.server.player.player_words import WORDS
from connect_desktop.server.player.words import Words

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}

UNAVAILABLE = (WORDS["unavailable"], WORDS["unavailableText"])
GONE = (WORDS["gone"], WORDS["goneText"])
NOT_IN_COURSE = (WORDS["missing"], WORDS["missingText"])


def notice(status: int, page: tuple[str, str], words: Words | None = None, *, scripts: Sequence[str] = ()) -> Response:
    """A page with a title and a sentence, in this language; `scripts` are files of the player that it runs."""
    title, text = (html.escape(words(part) if words else part) for part in page)
    tags = "".join(f'<script type="module" src="/player/-/{name}"></script>' for name in scripts)
    body = (
        f'<!doctype html><html lang="{words.language if words else "en"}"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/player/-/notice.css">{tags}'
        f"<main><h1>{title}</h1><p>{text}</p></main></html>"
    )
    return Response(body, status, _HEADERS, "text/html; charset=utf-8")
