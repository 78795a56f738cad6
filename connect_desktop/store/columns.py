"""How values lie in the database: texts verbatim, moments as text that sorts."""

from __future__ import annotations

from datetime import UTC, datetime


def text_column(text: str) -> str | bytes:
    """A text as its column takes it.

    Lone surrogates (half a JavaScript character, a byte of a file name that is no UTF-8) are no Unicode text, so a text
    that holds one is kept as bytes.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")
    return text


def column_text(column: str | bytes) -> str:
    """The text that `text_column` put there."""
    return column if isinstance(column, str) else column.decode(errors="surrogatepass")


def moment_column(moment: datetime) -> str:
    """An aware datetime as UTC text of one width, so that the order of texts is that of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def column_moment(column: str) -> datetime:
    """The moment that `moment_column` put there."""
    return datetime.fromisoformat(column)
