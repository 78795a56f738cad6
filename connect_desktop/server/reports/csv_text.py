"""CSV that a spreadsheet reads as data and nothing else. Pure.

RFC 4180, in UTF-8 after a byte order mark, without which Excel takes it for another encoding. Every text is quoted, so
that a spreadsheet which separates by semicolons finds none to separate by, and a text that it would take for a formula
begins with an apostrophe, as OWASP advises.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
MEDIA_TYPE = "text/csv; charset=utf-8"

Cell = str | int | float | None

# Wide forms too: some spreadsheets read them as the narrow ones.
_FORMULA = tuple("=+-@\t\r\n" + "＝＋－＠")
# What a spreadsheet may take away before it looks.
_BEFORE = " '\"\u00a0\u3000\ufeff\u200b\x00"


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as lines, each with its end."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows([_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def csv_bytes(text: str) -> bytes:
    """The text in UTF-8; what is no Unicode text is replaced."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()


def _harmless(text: str) -> str:
    bare = text.lstrip(_BEFORE)
    return f"'{text}" if bare.startswith(_FORMULA) or text.startswith(_FORMULA) else text
