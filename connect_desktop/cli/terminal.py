"""Answers to whoever typed the command: text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TextIO

from connect_desktop.errors import ConnectError

_BAR = 30


class Terminal:
    """Prints to `out` and `err`; with `as_json`, exactly one JSON document to `out`, errors included."""

    def __init__(self, out: TextIO, err: TextIO, *, as_json: bool) -> None:
        self._out = out
        self._err = err
        self.as_json = as_json

    def answer(self, document: Mapping[str, object] | Sequence[object], text: str) -> None:
        """The command's result, in the form that was asked for."""
        if not self.as_json:
            _write(text, self._out)
            return
        # The terminal may not know a letter, and half a surrogate pair, which content stores, has no encoding at all.
        written = json.dumps(document, ensure_ascii=False, indent=2)
        if _encodable(written, self._out) != written:
            written = json.dumps(document, indent=2)
        _write(written, self._out)

    def tell(self, document: Mapping[str, object], text: str) -> None:
        """One of many things that happen while the command runs: as JSON, one line."""
        _write(json.dumps(document) if self.as_json else text, self._out)

    def error(self, error: ConnectError) -> None:
        """What went wrong and what to do, in one sentence."""
        if self.as_json:
            self.answer(error.as_json(), "")
        else:
            _write(str(error), self._err)

    def warn(self, text: str) -> None:
        """What to know before going on."""
        _write(text, self._err)

    def progress(self, what: str, done: int, total: int) -> None:
        """A line that moves, where someone is there to watch it."""
        if not self._err.isatty():
            return
        share = done / total if total else 1.0
        filled = round(share * _BAR)
        end = "\n" if done >= total else ""
        what = _encodable(what, self._err)
        print(f"\r{what} [{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}", end=end, file=self._err, flush=True)


def _write(text: str, stream: TextIO) -> None:
    print(_encodable(text, stream), file=stream, flush=True)


def _encodable(text: str, stream: TextIO) -> str:
    """The text with escapes for what the stream cannot take."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as their widest cell, two blanks apart."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
