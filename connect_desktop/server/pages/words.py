"""What the server says to people, in the language their browser asks for.

English is the source, and the texts are those of `resources/translations` that the windows speak, found by the English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lxml import etree
from msgspec import Struct

from connect_desktop.resources import resources_dir

ENGLISH = "en"
# What was written for pages is preferred to the same words of a window.
_CONTEXTS = ("WebPage", "WebPlayer")
_WANTED = re.compile(r"\s*([a-z]{1,8})(?:-[a-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*", re.IGNORECASE)
_MOST_WANTED = 20


class Words(Struct, frozen=True):
    """A language, by its code, and its translations of English texts."""

    language: str
    translations: Mapping[str, str]

    def __call__(self, text: str) -> str:
        """The text in this language; in English where nobody has translated it."""
        return self.translations.get(text, text)

    def sentence(self, template: str, values: Mapping[str, object]) -> str:
        """A sentence with `{fields}`, filled."""
        return self(template).format(**values) if values else self(template)


def marked(text: str) -> str:
    """The text itself, which is to be translated elsewhere than where it is shown."""
    return text


def words_for(accept_language: str | None) -> Words:
    """The words for what an `Accept-Language` header [RFC 9110 12.5.4] wants most of what there is; else English."""
    wanted: list[tuple[float, str]] = []
    for part in (accept_language or "").split(",")[:_MOST_WANTED]:
        match = _WANTED.fullmatch(part)
        if match:
            wanted.append((float(match[2] or 1), match[1].lower()))
    for quality, language in sorted(wanted, key=lambda it: -it[0]):
        if quality > 0 and (language == ENGLISH or language in languages()):
            return words_of(language)
    return words_of(ENGLISH)


@cache
def languages() -> frozenset[str]:
    """Those there are beside English."""
    return frozenset(path.stem.removeprefix("connect_") for path in (resources_dir() / "translations").glob("*.ts"))


@cache
def words_of(language: str) -> Words:
    """The words of one of these languages, or English."""
    if language == ENGLISH:
        return Words(ENGLISH, {})
    document = etree.parse(resources_dir() / "translations" / f"connect_{language}.ts")
    found: dict[str, str] = {}
    for context in sorted(document.iterfind("context"), key=lambda context: context.findtext("name") in _CONTEXTS):
        for message in context.iterfind("message"):
            source, translation = message.findtext("source"), message.find("translation")
            if source and translation is not None and translation.text and translation.get("type") != "unfinished":
                found[source] = translation.text
    return Words(language, found)
