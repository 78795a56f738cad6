"""Charts as SVG, drawn on the server and coloured by the page's style sheet. Pure.

They are as wide as there is room and their text keeps its size: lengths across are percentages, down they are pixels.
The numbers of each stand in a table beside it, which is what a screen reader is led to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from msgspec import Struct

# The ticks beside it, which the style sheet sets, have the same measures.
_HEIGHT, _TOP, _BOTTOM = 200, 10, 26
_MOST_LABELS = 8
_GAP = 0.22


class Column(Struct, frozen=True):
    """A column of parts, one above the other, each with the class that colours it; `told` is its tooltip."""

    label: str
    parts: tuple[tuple[str, int], ...]
    told: str

    @property
    def height(self) -> int:
        """All parts together."""
        return sum(number for _, number in self.parts)


def share_bar(share: float | None) -> str:
    """A bar for a share of 1, for the eye alone: the number stands beside it."""
    if share is None:
        return ""
    return (
        '<svg class="share" aria-hidden="true"><rect class="track" width="100%" height="6" rx="3"/>'
        f'<rect class="fill" width="{_percent(share)}" height="6" rx="3"/></svg>'
    )


def stacked_bar(parts: Sequence[tuple[str, int, str]], title: str) -> str:
    """One bar of parts side by side: class, number and tooltip of each."""
    whole = sum(number for _, number, _ in parts)
    drawn, left = [], 0
    for style, number, told in parts:
        if number:
            drawn.append(
                f'<rect class="{style}" x="{_percent(left / whole)}" width="{_percent(number / whole)}" height="28">'
                f"<title>{escape(told)}</title></rect>"
            )
            left += number
    return f'<svg class="stack" role="img" aria-label="{escape(title)}">{"".join(drawn)}</svg>'


def column_chart(columns: Sequence[Column], title: str, say: Callable[[int], str]) -> str:
    """Columns side by side over lines that say how many, as `say` puts it."""
    top = nice_top(max((column.height for column in columns), default=0))
    plot = _HEIGHT - _TOP - _BOTTOM
    heights = [_TOP + plot * (1 - part) for part in (0, 0.5, 1)]
    drawn = [f'<line class="grid" x1="0" x2="100%" y1="{y:g}" y2="{y:g}"/>' for y in heights]
    step = 100 / max(1, len(columns))
    every = math.ceil(len(columns) / _MOST_LABELS)
    for number, column in enumerate(columns):
        x, base = number * step + step * _GAP / 2, _TOP + float(plot)
        rects = []
        for style, height in column.parts:
            pixels = plot * height / top
            base -= pixels
            if height:
                rects.append(
                    f'<rect class="{style}" x="{x:.3f}%" width="{step * (1 - _GAP):.3f}%" y="{base:.2f}"'
                    f' height="{max(pixels, 1):.2f}"/>'
                )
        drawn.append(f"<g><title>{escape(column.told)}</title>{''.join(rects)}</g>")
        if number % every == 0:
            drawn.append(
                f'<text class="axis" x="{number * step + step / 2:.3f}%" y="{_HEIGHT - 6}" text-anchor="middle">'
                f"{escape(column.label)}</text>"
            )
    ticks = "".join(f"<span>{say(number)}</span>" for number in (top, top // 2, 0))
    return (
        f'<div class="plot"><div class="ticks" aria-hidden="true">{ticks}</div>'
        f'<svg class="columns" role="img" aria-label="{escape(title)}" width="100%" height="{_HEIGHT}">'
        f"{''.join(drawn)}</svg></div>"
    )


def nice_top(highest: int) -> int:
    """The end of an axis that holds `highest` and reads well, halves included."""
    if highest <= 2:
        return 2
    magnitude = int("1".ljust(len(str(highest)), "0"))
    tops = (step * magnitude for step in (1, 2, 3, 4, 5, 6, 8, 10))
    return next(top for top in tops if top >= highest and top % 2 == 0)


def _percent(share: float) -> str:
    return f"{100 * share:.3f}%"
