"""What a bench returns: figures, some with a limit that they meet or miss."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    `figure` says what was measured, `value` is in `unit` (`"ratio"`, `"s"`, `"1/s"`, `"MB"`, ...). With a `limit`,
    the value may be `at_most` the limit, or, where more is better, must be at least the limit.
    """

    figure: str
    value: float
    unit: str
    limit: float | None = None
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Whether the limit holds; a figure without one always does."""
        if self.limit is None:
            return True
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def as_json(self) -> dict[str, object]:
        """The figure as one JSON object, the limit told as `at_most` or `at_least`."""
        shown: dict[str, object] = {"figure": self.figure, "value": round(self.value, 4), "unit": self.unit}
        if self.limit is not None:
            shown["at_most" if self.at_most else "at_least"] = self.limit
            shown["met"] = self.met
        return shown
