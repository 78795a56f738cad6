"""Texts as PostgreSQL can keep them, with the order they have in SQLite.

A JavaScript text may hold NUL and half a character, and PostgreSQL keeps neither. Each such code unit, and the mark
itself, is written as the mark and four hexadecimal digits: two texts are the same where their columns are.
"""

from __future__ import annotations

import re
from typing import Any

from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader

_MARK = "\x10"
_UNKEEPABLE = re.compile("[\x00\x10\ud800-\udfff]")
_MARKED = re.compile("\x10([0-9a-f]{4})")


def escaped(text: str) -> str:
    """The text as a column takes it."""
    return _UNKEEPABLE.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", text)


def unescaped(column: str) -> str:
    """The text that `escaped` put there."""
    return _MARKED.sub(lambda found: chr(int(found[1], 16)), column) if _MARK in column else column


class _TextDumper(Dumper):
    def dump(self, obj: str) -> bytes:
        return escaped(obj).encode()


class _BytesDumper(Dumper):
    """What `text_column` gives for a text that is no Unicode."""

    def dump(self, obj: bytes) -> bytes:
        return escaped(obj.decode(errors="surrogatepass")).encode()


class _BoolDumper(Dumper):
    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"


class _TextLoader(Loader):
    def load(self, data: Buffer) -> str:
        return unescaped(bytes(data).decode())


class _NumberLoader(Loader):
    """Sums and averages, which are exact decimals to PostgreSQL, as SQLite gives them."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text or b"N" in text else int(text)


def adapt(connection: Connection[Any]) -> None:
    """Let the connection take and give values as SQLite does."""
    adapters = connection.adapters
    adapters.register_dumper(str, _TextDumper)
    adapters.register_dumper(bytes, _BytesDumper)
    adapters.register_dumper(bool, _BoolDumper)
    for kind in ("text", "varchar"):
        adapters.register_loader(kind, _TextLoader)
    adapters.register_loader("numeric", _NumberLoader)
