"""`Content-Range` of a request: which part of a whole its body is [RFC 9110 14.5]."""

from __future__ import annotations

import re

from msgspec import Struct

from connect_desktop.server.problems import Problem

_RANGE = re.compile(r"bytes (?:(\d{1,18})-(\d{1,18})|(\*))/(\d{1,18}|\*)")
SHAPE = r"^bytes ([0-9]{1,18}-[0-9]{1,18}|\*)/([0-9]{1,18}|\*)$"
"""The header as the OpenAPI document has it; that what is first comes first is not in it."""


class ContentRange(Struct, frozen=True):
    """The bytes from `first` up to and without `after` of a whole of `total`, None where that is not said; a question
    what is there has no bytes at all."""

    first: int
    after: int
    total: int | None

    @property
    def asks(self) -> bool:
        """Whether nothing is sent."""
        return self.first == self.after

    @classmethod
    def of(cls, header: str | None) -> ContentRange | None:
        """What the header says, None where there is none; raises a 400."""
        if header is None:
            return None
        match = _RANGE.fullmatch(header.strip())
        if match is None:
            raise _malformed()
        total = None if match[4] == "*" else int(match[4])
        if match[3]:
            return cls(0, 0, total)
        found = cls(int(match[1]), int(match[2]) + 1, total)
        if found.first >= found.after or (total is not None and found.after > total):
            raise _malformed()
        return found


def _malformed() -> Problem:
    return Problem(
        400, "malformed-content-range", "Content-Range is “bytes FIRST-LAST/TOTAL”, or “bytes */TOTAL” to ask."
    )
