"""The parts of the reports page that show numbers, as HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from connect_desktop.server.reports.charts import Column, column_chart, share_bar, stacked_bar
from connect_desktop.server.reports.documents import BINS, distribution
from connect_desktop.server.reports.figures import Chosen, Figures
from connect_desktop.server.reports.saying import Saying
from connect_desktop.store.reports.interaction_reports import Interaction
from connect_desktop.store.reports.tally import Counted

_KEY = '<svg class="key" aria-hidden="true"><rect class="{style}" width="12" height="12" rx="3"/></svg>'


class Sections:
    """What the figures say of what was chosen, in a language."""

    def __init__(self, figures: Figures, chosen: Chosen, say: Saying) -> None:
        self._figures = figures
        self._chosen = chosen
        self._say = say

    def html(self) -> str:
        """All of them, one below the other."""
        return self._headline() + self._charts() + self._courses() + self._hardest()

    def _headline(self) -> str:
        """What there is in five numbers."""
        overall, say, words = self._figures.overall, self._say, self._say.words
        tally = overall.tally
        number = say.number
        of = words("{number} of {all}")
        each = say.length(tally.time_sum / tally.sessions)
        tiles = (
            (
                words("Sessions"),
                number(tally.sessions),
                words("{number} in progress").format(number=number(tally.incomplete)),
            ),
            (
                words("Completed"),
                say.percent(overall.completion_rate),
                of.format(number=number(tally.completed), all=number(tally.sessions)),
            ),
            (
                words("Passed"),
                say.percent(overall.pass_rate),
                words("{number} of {all} with a verdict").format(
                    number=number(tally.passed), all=number(tally.passed + tally.failed)
                ),
            ),
            (
                words("Average score"),
                say.percent(overall.mean),
                words("median {median}, {number} scored").format(
                    median=say.percent(overall.median), number=number(tally.scored)
                ),
            ),
            (words("Time spent"), say.length(tally.time_sum), words("{time} a session").format(time=each)),
        )
        cells = "".join(
            f"<div><dt>{escape(name)}</dt><dd><strong>{escape(shown)}</strong>"
            f'<span class="beside">{escape(beside)}</span></dd></div>'
            for name, shown, beside in tiles
        )
        return f'<section aria-label="{escape(words("In short"))}"><dl class="tiles">{cells}</dl></section>'

    def _charts(self) -> str:
        """Statuses, the course of time and scores, each with its table."""
        return f'<div class="charts">{self._statuses()}{self._over_time()}{self._scores()}</div>'

    def _statuses(self) -> str:
        tally, say, words = self._figures.overall.tally, self._say, self._say.words
        unknown = tally.sessions - tally.completed - tally.incomplete - tally.not_attempted
        parts = (
            ("completed", tally.completed, words("Completed")),
            ("incomplete", tally.incomplete, words("In progress")),
            ("not-attempted", tally.not_attempted, words("Not attempted")),
            ("unknown", unknown, words("Unknown")),
        )
        rows = "".join(
            f'<tr><th scope="row">{_KEY.format(style=style)}{escape(name)}</th><td>{say.number(number)}</td>'
            f'<td class="beside">{say.percent(number / tally.sessions)}</td></tr>'
            for style, number, name in parts
            if number
        )
        told = words("Of {sessions} sessions, {completed} are completed. The table below has all numbers.").format(
            sessions=say.number(tally.sessions), completed=say.number(tally.completed)
        )
        head = "".join(
            f'<th scope="col">{escape(name)}</th>' for name in (words("Status"), words("Sessions"), words("Share"))
        )
        bar = stacked_bar([(style, number, f"{name}: {say.number(number)}") for style, number, name in parts], told)
        return (
            f'<figure class="wide"><figcaption>{escape(words("Where the sessions stand"))}</figcaption>{bar}'
            f'<table class="legend"><thead class="unseen"><tr>{head}</tr></thead><tbody>{rows}</tbody></table></figure>'
        )

    def _over_time(self) -> str:
        say, words = self._say, self._say.words
        columns, rows = [], []
        for period, tally in self._figures.periods.items():
            name = say.whole_period(period)
            other = tally.sessions - tally.completed
            told = words("{period}: {completed} completed, {other} not").format(
                period=name, completed=say.number(tally.completed), other=say.number(other)
            )
            columns.append(Column(say.short(period), (("completed", tally.completed), ("incomplete", other)), told))
            rows.append((name, say.number(tally.completed), say.number(other)))
        if self._figures.by_day:
            title, unit = words("Sessions by day"), words("Day")
            told = words(
                "Sessions by the day of their last change, completed ones and others. The table below has all numbers."
            )
        else:
            title, unit = words("Sessions by month"), words("Month")
            told = words(
                "Sessions by the month of their last change, completed ones and others. "
                "The table below has all numbers."
            )
        completed, other_ones = words("Completed"), words("Not completed")
        return (
            f"<figure><figcaption>{escape(title)}</figcaption>{column_chart(columns, told, say.number)}"
            f'<p class="legend-line">{_KEY.format(style="completed")}{escape(completed)} '
            f"{_KEY.format(style='incomplete')}{escape(other_ones)}</p>"
            f"{self._numbers(title, (unit, completed, other_ones), rows)}</figure>"
        )

    def _scores(self) -> str:
        overall, say, words = self._figures.overall, self._say, self._say.words
        title = escape(words("Scores"))
        if not overall.tally.scored:
            none = escape(words("No session has a score yet."))
            return f'<figure><figcaption>{title}</figcaption><p class="none">{none}</p></figure>'
        bins = self._bins(overall)
        columns = [
            Column(
                "< 0" if low < 0 else str(low),
                (("score", number),),
                words("{range}: {number} sessions").format(range=say.score_range(low, high), number=say.number(number)),
            )
            for (low, high), number in bins
        ]
        rows = [(say.score_range(low, high), say.number(number)) for (low, high), number in bins]
        told = words("Distribution of {number} scores in steps of ten percent. The table below has all numbers.")
        told = told.format(number=say.number(overall.tally.scored))
        line = words("Score in percent; half of them have {median} or more").format(median=say.percent(overall.median))
        return (
            f"<figure><figcaption>{title}</figcaption>{column_chart(columns, told, say.number)}"
            f'<p class="legend-line">{escape(line)}</p>'
            f"{self._numbers(words('Scores'), (words('Score'), words('Sessions')), rows)}</figure>"
        )

    def _bins(self, overall: Counted) -> list[tuple[tuple[int, int], int]]:
        """Ranges of scores and how many are in each; the one below 0 only where there are any."""
        counts = distribution(overall)
        bins = list(zip(BINS, counts, strict=True))
        return bins if counts[0] else bins[1:]

    def _courses(self) -> str:
        """A row a course."""
        figures, chosen, say, words = self._figures, self._chosen, self._say, self._say.words
        rows = "".join(
            f'<tr><th scope="row"><a href="/reports{chosen.query(course=package)}">'
            f"{escape(figures.titles.get(package, package))}</a></th>"
            f"<td>{say.number(counted.tally.sessions)}</td>"
            f'<td class="rate">{share_bar(counted.completion_rate)}{say.percent(counted.completion_rate)}</td>'
            f'<td class="rate">{share_bar(counted.pass_rate)}{say.percent(counted.pass_rate)}</td>'
            f"<td>{say.percent(counted.mean)}</td>"
            f"<td>{escape(say.length(counted.tally.time_sum / counted.tally.sessions))}</td></tr>"
            for package, counted in figures.courses.items()
        )
        head = (
            words("Course"),
            words("Sessions"),
            words("Completed"),
            words("Passed"),
            words("Average score"),
            words("Time a session"),
        )
        more = words("The {number} most used courses; the files have all.").format(number=len(figures.courses))
        table = _table(words("Courses"), head, rows) + (f'<p class="more">{escape(more)}</p>' if figures.more else "")
        return self._section("courses", words("Courses"), table, ("completion", "scores", "progress"))

    def _hardest(self) -> str:
        """A row a question that is often answered wrong."""
        figures, say, words = self._figures, self._say, self._say.words
        title = words("Hardest questions")
        if not figures.hardest:
            none = escape(words("No question has been answered often enough to tell."))
            return self._section("hardest-questions", title, f'<p class="none">{none}</p>', ("interactions",))
        rows = "".join(
            f'<tr><th scope="row">{escape(it.description or it.id)}'
            f'<span class="beside">{escape(figures.titles.get(it.package_id, it.package_id))}</span></th>'
            f"<td>{say.number(it.tally.answered)}</td>"
            f'<td class="rate">{share_bar(it.correct_rate)}{say.percent(it.correct_rate)}</td>'
            f'<td class="words">{self._wrong(it)}</td></tr>'
            for it in figures.hardest
        )
        head = (words("Question"), words("Answers"), words("Right"), words("Most frequent wrong answer"))
        return self._section("hardest-questions", title, _table(title, head, rows), ("interactions",))

    def _wrong(self, interaction: Interaction) -> str:
        if not interaction.wrong:
            return "–"
        response, times = interaction.wrong[0]
        return f'{escape(response)} <span class="beside">{self._say.number(times)}\u202f×</span>'

    def _section(self, identifier: str, name: str, content: str, reports: Sequence[str]) -> str:
        words = self._say.words
        names = {
            "completion": words("Completion (CSV)"),
            "scores": words("Scores (CSV)"),
            "progress": words("Progress (CSV)"),
            "interactions": words("Interactions (CSV)"),
        }
        links = "".join(
            f'<a href="/reports/{report}.csv{self._chosen.query()}" download>{escape(names[report])}</a>'
            for report in reports
        )
        return (
            f'<section aria-labelledby="{identifier}"><div class="head"><h2 id="{identifier}">{escape(name)}</h2>'
            f'<p class="csv">{links}</p></div>{content}</section>'
        )

    def _numbers(self, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """The numbers of a chart, behind a word; each row begins with what it is of."""
        words = self._say.words
        cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
            for row in rows
        )
        of = escape(words("of “{name}”").format(name=name))
        return (
            f'<details><summary>{escape(words("Numbers"))} <span class="unseen">{of}</span></summary>'
            f'<table class="numbers"><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></details>'
        )


def _table(name: str, head: Sequence[str], rows: str) -> str:
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0"><table class="list">'
        f"<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
