"""The store's one SQL, put as PostgreSQL wants it."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\?|%")
_ROWID = re.compile(r"\)\s*WITHOUT ROWID\s*$")
_TEXT = re.compile(r"\bTEXT\b")
_BEFORE = {"?": "%s", "%": "%%"}


@lru_cache(1024)
def placed(sql: str) -> str:
    """A statement with `%s` where it has `?` for parameters; what is quoted stays."""
    return _PARTS.sub(lambda found: _BEFORE.get(found[0], found[0].replace("%", "%%")), sql)


def table_made(sql: str, *, in_byte_order: bool) -> str:
    """A statement of a migration; with `in_byte_order`, texts sort as they do in SQLite, whatever the database's
    language."""
    sql = _ROWID.sub(")", sql)
    return _TEXT.sub('TEXT COLLATE "C"', sql) if in_byte_order else sql
