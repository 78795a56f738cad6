"""Numbers, lengths of time and days as people read them in their language. Pure."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.server.pages.words import Words

_HOUR, _MINUTE = 360_000, 6_000


class Saying(Struct, frozen=True):
    """Says things in the language of `words`."""

    words: Words

    def number(self, number: int) -> str:
        """A whole number, its thousands apart."""
        words = self.words
        return f"{number:,}".replace(",", words(","))

    def percent(self, share: float | None) -> str:
        """A share of 1."""
        return "–" if share is None else f"{round(100 * share)} %"

    def length(self, centiseconds: float) -> str:
        """A length of time."""
        words = self.words
        if centiseconds >= 10 * _HOUR:
            return words("{hours} h").format(hours=self.number(round(centiseconds / _HOUR)))
        if centiseconds >= _HOUR:
            hours, rest = divmod(round(centiseconds / _MINUTE), 60)
            return words("{hours} h {minutes} min").format(hours=hours, minutes=rest)
        if centiseconds >= _MINUTE:
            return words("{minutes} min").format(minutes=round(centiseconds / _MINUTE))
        return words("{seconds} s").format(seconds=round(centiseconds / 100))

    def short(self, period: str) -> str:
        """A day (2026-03-05) or a month (2026-03) below a chart."""
        words = self.words
        if len(period) > 7:
            return words("{day} {month}").format(day=int(period[8:10]), month=self._month(period))
        return f"{self._month(period)} {period[2:4]}"

    def whole_period(self, period: str) -> str:
        """A day or a month."""
        return self.day(period) if len(period) > 7 else self.month(period)

    def day(self, period: str) -> str:
        """A day, of 2026-03-05."""
        words = self.words
        day, month, year = int(period[8:10]), self._month(period), int(period[:4])
        return words("{day} {month} {year}").format(day=day, month=month, year=year)

    def month(self, period: str) -> str:
        """A month, of 2026-03."""
        return f"{self._month(period)} {int(period[:4])}"

    def score_range(self, low: int, high: int) -> str:
        """Percents from and to."""
        words = self.words
        return words("below 0 %") if low < 0 else words("{low} to {high} %").format(low=low, high=high)

    def _month(self, period: str) -> str:
        words = self.words
        months = (
            words("Jan"),
            words("Feb"),
            words("Mar"),
            words("Apr"),
            words("May"),
            words("Jun"),
            words("Jul"),
            words("Aug"),
            words("Sep"),
            words("Oct"),
            words("Nov"),
            words("Dec"),
        )
        return months[int(period[5:7]) - 1]
