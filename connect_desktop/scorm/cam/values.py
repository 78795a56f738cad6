"""Typed values out of an element's attributes: what cannot be read is a finding, and the default takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.rte.durations import SECOND, centiseconds

_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:[.,][0-9]{0,30})?|[.,][0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")
_COUNT = re.compile(r"\+?[0-9]{1,9}")


class ValueReader(Struct, frozen=True):
    """Reads values and logs what is wrong with them under `clause`."""

    log: FindingLog
    clause: str

    def boolean(self, element: Element, attribute: str, default: bool) -> bool:
        """An `xs:boolean`, in any case."""
        written = element.get(attribute.lower())
        if not written:
            return default
        if written.lower() in _TRUE:
            return True
        if written.lower() in _FALSE:
            return False
        self._unreadable(element, attribute, written, "true or false", "true" if default else "false")
        return default

    def decimal(self, element: Element, attribute: str, default: float, low: float, high: float) -> float:
        """A decimal from `low` to `high`; one outside is drawn to the nearer end."""
        return self.decimal_of(element, attribute, element.get(attribute.lower()), default, low, high)

    def decimal_of(self, element: Element, name: str, written: str, default: float, low: float, high: float) -> float:
        """As `decimal`, for a value that is the text of an element."""
        if not written:
            return default
        if not _DECIMAL.fullmatch(written):
            self._unreadable(element, name, written, f"a number from {low:g} to {high:g}", f"{default:g}")
            return default
        number = float(written.replace(",", "."))
        drawn = min(max(number, low), high)
        if drawn != number:
            self._unreadable(element, name, written, f"a number from {low:g} to {high:g}", f"{drawn:g}")
        return drawn

    def count(self, element: Element, attribute: str) -> int | None:
        """A non-negative integer, None where it is absent or unreadable."""
        written = element.get(attribute.lower())
        if not written:
            return None
        if not _COUNT.fullmatch(written):
            self._unreadable(element, attribute, written, "a whole number", "no limit")
            return None
        return int(written)

    def seconds(self, element: Element, attribute: str) -> float | None:
        """An `xs:duration` in seconds, None where it is absent or unreadable."""
        written = element.get(attribute.lower())
        if not written:
            return None
        duration = centiseconds(written)
        if duration is None:
            self._unreadable(element, attribute, written, "a duration such as PT30M", "no limit")
            return None
        return duration / SECOND

    def token(self, element: Element, attribute: str, allowed: Iterable[str], default: str) -> str:
        """One of `allowed`, spelled as there."""
        written = element.get(attribute.lower())
        if not written:
            return default
        return self.token_of(element, attribute, written, allowed) or default

    def token_of(self, element: Element, name: str, written: str, allowed: Iterable[str]) -> str | None:
        """As `token` for any text; None where it is unknown."""
        if written in allowed:
            return written
        for token in allowed:
            if _squeezed(token) == _squeezed(written):
                self.log.hint(
                    "misspelled-word",
                    "{name} is written “{written}”; the standard spells it “{token}”.",
                    line=element.line,
                    clause=self.clause,
                    name=name,
                    written=written,
                    token=token,
                )
                return token
        self.log.warning(
            "unknown-word",
            "{name} is “{written}”, a word the standard does not know; it was left out. Use one of: {allowed}.",
            line=element.line,
            clause=self.clause,
            name=name,
            written=written,
            allowed=", ".join(allowed),
        )
        return None

    def _unreadable(self, element: Element, name: str, written: str, wanted: str, instead: str) -> None:
        self.log.warning(
            "unreadable-value",
            "{name} is “{written}” but has to be {wanted}; it counts as {instead}.",
            line=element.line,
            clause=self.clause,
            name=name,
            written=written,
            wanted=wanted,
            instead=instead,
        )


def _squeezed(text: str) -> str:
    return "".join(text.lower().split())
