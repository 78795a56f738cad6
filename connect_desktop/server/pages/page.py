"""Pages for people: what every one of them begins with, and those that stand in the place of what is not to be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from html import escape

from fastapi import Response

from connect_desktop.server.pages.drawings import drawing
from connect_desktop.server.pages.words import Words
from connect_desktop.server.player.player_words import WORDS

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A title and a sentence, in English and with `{fields}` where there is something to fill in; and the drawing above
    them."""

    title: str
    text: str
    _: KW_ONLY
    drawing: str = "hint"


UNAVAILABLE = Notice(WORDS["unavailable"], WORDS["unavailableText"], drawing="stopped")
GONE = Notice(WORDS["gone"], WORDS["goneText"], drawing="stopped")
NOT_IN_COURSE = Notice(WORDS["missing"], WORDS["missingText"])


def notice(status: int, page: Notice, words: Words, *, scripts: Sequence[str] = (), **values: object) -> Response:
    """The page in this language, filled; `scripts` are files of the player that it runs."""
    title, sentence = words(page.title), words.sentence(page.text, values)
    body = f"<main>{drawing(page.drawing)}<h1>{escape(title)}</h1><p>{escape(sentence)}</p></main>"
    text = document(title, body, words, styles=["/player/-/notice.css"], scripts=scripts)
    return Response(text, status, _HEADERS, "text/html; charset=utf-8")


def document(title: str, body: str, words: Words, *, styles: Sequence[str], scripts: Sequence[str] = ()) -> str:
    """A whole page in this language, with style sheets by their addresses; `scripts` are files of the player."""
    tags = "".join(f'<link rel="stylesheet" href="{address}">' for address in styles)
    tags += "".join(f'<script type="module" src="/player/-/{name}"></script>' for name in scripts)
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"{tags}</head><body>{body}</body></html>"
    )
