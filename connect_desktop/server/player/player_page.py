"""The web player's page: its words, its drawings, and what a browser may do with it."""

from __future__ import annotations

import html
import json
from functools import cache
from string import Template

from fastapi import Request, Response

from connect_desktop.resources import resources_dir
from connect_desktop.server.http.origins import origin_of
from connect_desktop.server.links import player_origin
from connect_desktop.server.pages.drawings import symbols
from connect_desktop.server.pages.words import Words
from connect_desktop.server.player.player_words import WORDS

_DRAWINGS = (
    "bookmark",
    "close",
    "completed",
    "contents",
    "failed",
    "full-screen",
    "hint",
    "incomplete",
    "locked",
    "more",
    "next",
    "not-attempted",
    "passed",
    "previous",
    "stopped",
)
# What a course may ask the person for, or do at once, is said by its frame; this is what nothing here may.
_PERMISSIONS = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "display-capture",
                "geolocation",
                "hid",
                "midi",
                "payment",
                "publickey-credentials-get",
                "serial",
                "usb",
            )
        ),
        # Much content saves in `unload`, which browsers have begun to leave out unless they are asked.
        "unload=*",
    ]
)

CONTENT_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Players of films elsewhere want to know the site; the path, which holds the sitting's name, is not theirs.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": _PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Cache-Control": "private, max-age=3600",
}


def player_page(request: Request, words: Words, ancestors: str) -> Response:
    """The page in the learner's language; `ancestors` is the directive that says whose pages may hold it in a frame, ""
    lets any."""
    texts = {key: words(text) for key, text in WORDS.items()}
    body = _template().substitute(
        {key: html.escape(text) for key, text in texts.items()},
        language=words.language,
        drawings=symbols(*_DRAWINGS),
        # Inside a script element only this could end it.
        words=json.dumps(texts).replace("<", "\\u003c"),
    )
    return Response(body, 200, _headers(request, ancestors), "text/html; charset=utf-8")


def _headers(request: Request, ancestors: str) -> dict[str, str]:
    """Content shares the page's origin, so "self" would be content's files too: only ours are let in, by their path."""
    hosts = dict.fromkeys((player_origin(request).host, origin_of(request.scope).host))
    ours = " ".join(f"{host}/player/-/" for host in hosts)
    policy = [
        "default-src 'none'",
        f"script-src {ours}",
        f"style-src {ours}",
        f"img-src {ours}",
        f"connect-src {' '.join(f'{host}/player/' for host in hosts)}",
        "frame-src 'self' http: https: data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if ancestors:
        policy.append(ancestors)
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": _PERMISSIONS,
        "X-Content-Type-Options": "nosniff",
        "Origin-Agent-Cluster": "?1",
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }


@cache
def _template() -> Template:
    return Template((resources_dir() / "player" / "web.html").read_text(encoding="utf-8"))
