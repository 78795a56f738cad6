"""A dependency: the words for whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header

from connect_desktop.server.pages.words import Words, words_for


async def _words(accept_language: Annotated[str | None, Header()] = None) -> Words:
    return words_for(accept_language)


WordsHere = Annotated[Words, Depends(_words)]
"""The words of the language that the browser asks for."""
