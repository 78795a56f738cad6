"""What the reports page is about, and what it shows of that. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from urllib.parse import urlencode

from msgspec import Struct

from connect_desktop.store.reports.interaction_reports import Interaction
from connect_desktop.store.reports.tally import Counted, SessionTally

# As many columns as are a chart to look at.
_MOST_COLUMNS = 120


class Chosen(Struct, frozen=True, kw_only=True):
    """What the filters say: a course and days, None for any; `wrong` says what of it could not be read."""

    course: str | None = None
    first: date | None = None
    last: date | None = None
    wrong: str = ""

    def query(self, **other: str | None) -> str:
        """The part of an address that says this, with some of it otherwise."""
        said = {
            "course": self.course,
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            **other,
        }
        text = urlencode({name: value for name, value in said.items() if value is not None})
        return f"?{escape(text)}" if text else ""


class Figures(Struct, frozen=True, kw_only=True):
    """What the page shows. `over_time` is by day (2026-03-05) or month (2026-03); `more` says that there are more
    courses than these."""

    overall: Counted
    over_time: Mapping[str, SessionTally]
    courses: Mapping[str, Counted]
    more: bool
    hardest: Sequence[Interaction]
    titles: Mapping[str, str]
    now: datetime

    @property
    def by_day(self) -> bool:
        """Whether `over_time` is by day."""
        return any(len(period) > 7 for period in self.over_time)

    @property
    def periods(self) -> dict[str, SessionTally]:
        """Every day or month from the first to the last, those without sessions too where that makes not too many."""
        if not self.over_time:
            return {}
        named: dict[str, SessionTally] = {}
        period, last = min(self.over_time), max(self.over_time)
        while period <= last and len(named) < _MOST_COLUMNS:
            named[period] = self.over_time.get(period, SessionTally())
            period = _next(period)
        return named if period > last else dict(self.over_time)


def _next(period: str) -> str:
    if len(period) > 7:
        return (date.fromisoformat(period) + timedelta(days=1)).isoformat()
    year, month = int(period[:4]), int(period[5:7])
    return f"{year + month // 12:04}-{month % 12 + 1:02}"
