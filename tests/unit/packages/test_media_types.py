from __future__ import annotations

import pytest

from connect_desktop.packages.media_types import charset, media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html"),
        ("INDEX.HTM", "text/html"),
        ("lib/app.js", "text/javascript"),
        ("lib/app.mjs", "text/javascript"),
        ("a.min.css", "text/css"),
        ("data.json", "application/json"),
        ("game.wasm", "application/wasm"),
        ("logo.svg", "image/svg+xml"),
        ("film.webm", "video/webm"),
        ("talk.m4a", "audio/mp4"),
        ("talk.vtt", "text/vtt"),
        ("font.woff2", "font/woff2"),
        ("page.xhtml", "application/xhtml+xml"),
        ("old.swf", "application/x-shockwave-flash"),
        ("page.xml ", "text/xml"),
        ("paper.pdf", "application/pdf"),
        ("README", "application/octet-stream"),
        ("folder.html/README", "application/octet-stream"),
        ("data.unheard-of", "application/octet-stream"),
    ],
)
def test_media_types_do_not_depend_on_the_machine(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_a_charset_is_named_only_where_the_format_fixes_it() -> None:
    assert charset("a.json") == charset("a.vtt") == "utf-8"
    assert charset("a.html") is charset("a.js") is charset("a.png") is None
