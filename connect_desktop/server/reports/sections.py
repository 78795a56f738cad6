"""The parts of the reports page that show numbers, as HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from connect_desktop.server.reports import saying
from connect_desktop.server.reports.charts import Column, column_chart, share_bar, stacked_bar
from connect_desktop.server.reports.documents import BINS, distribution
from connect_desktop.server.reports.figures import Chosen, Figures
from connect_desktop.store.reports.interaction_reports import Interaction
from connect_desktop.store.reports.tally import Counted, SessionTally


def headline(overall: Counted) -> str:
    """What there is in five numbers."""
    tally = overall.tally
    judged = tally.passed + tally.failed
    tiles = (
        ("Sessions", f"{tally.sessions:,}", f"{tally.incomplete:,} in progress"),
        ("Completed", saying.percent(overall.completion_rate), f"{tally.completed:,} of {tally.sessions:,}"),
        ("Passed", saying.percent(overall.pass_rate), f"{tally.passed:,} of {judged:,} with a verdict"),
        (
            "Average score",
            saying.percent(overall.mean),
            f"median {saying.percent(overall.median)}, {tally.scored:,} scored",
        ),
        ("Time spent", saying.length(tally.time_sum), f"{saying.length(tally.time_sum / tally.sessions)} a session"),
    )
    cells = "".join(
        f'<div><dt>{name}</dt><dd><strong>{number}</strong><span class="beside">{beside}</span></dd></div>'
        for name, number, beside in tiles
    )
    return f'<section aria-label="In short"><dl class="tiles">{cells}</dl></section>'


def charts(figures: Figures) -> str:
    """Statuses, the course of time and scores, each with its table."""
    return (
        f'<div class="charts">{_statuses(figures.overall.tally)}{_over_time(figures)}{_scores(figures.overall)}</div>'
    )


def _statuses(tally: SessionTally) -> str:
    unknown = tally.sessions - tally.completed - tally.incomplete - tally.not_attempted
    parts = (
        ("completed", tally.completed, "Completed"),
        ("incomplete", tally.incomplete, "In progress"),
        ("not-attempted", tally.not_attempted, "Not attempted"),
        ("unknown", unknown, "Unknown"),
    )
    rows = "".join(
        f'<tr><th scope="row"><svg class="key" aria-hidden="true"><rect class="{style}" width="12" height="12" rx="3"/>'
        f'</svg>{name}</th><td>{number:,}</td><td class="beside">{saying.percent(number / tally.sessions)}</td></tr>'
        for style, number, name in parts
        if number
    )
    told = f"Of {tally.sessions:,} sessions, {tally.completed:,} are completed. The table below has all numbers."
    return (
        f'<figure class="wide"><figcaption>Where the sessions stand</figcaption>{stacked_bar(parts, told)}'
        '<table class="legend"><thead class="unseen"><tr><th scope="col">Status</th><th scope="col">Sessions</th>'
        f'<th scope="col">Share</th></tr></thead><tbody>{rows}</tbody></table></figure>'
    )


def _over_time(figures: Figures) -> str:
    periods = figures.periods
    columns, rows = [], []
    for period, tally in periods.items():
        name = saying.whole_period(period)
        other = tally.sessions - tally.completed
        columns.append(
            Column(
                saying.short(period),
                (("completed", tally.completed), ("incomplete", other)),
                f"{name}: {tally.completed:,} completed, {other:,} not",
            )
        )
        rows.append(f'<tr><th scope="row">{name}</th><td>{tally.completed:,}</td><td>{other:,}</td></tr>')
    unit = "day" if figures.by_day else "month"
    told = f"Sessions by the {unit} of their last change, completed ones and others. The table below has all numbers."
    return (
        f"<figure><figcaption>Sessions by {unit}</figcaption>{column_chart(columns, told)}"
        '<p class="legend-line"><svg class="key" aria-hidden="true"><rect class="completed" width="12" height="12"'
        ' rx="3"/></svg>Completed <svg class="key" aria-hidden="true"><rect class="incomplete" width="12" height="12"'
        ' rx="3"/></svg>Not completed</p>'
        + _numbers(f"Sessions by {unit}", (unit.capitalize(), "Completed", "Not completed"), rows)
        + "</figure>"
    )


def _scores(overall: Counted) -> str:
    counts = distribution(overall)
    bins = list(zip(BINS, counts, strict=True))
    if not counts[0]:
        bins = bins[1:]
    columns = [
        Column(
            "< 0" if low < 0 else str(low),
            (("score", number),),
            f"{saying.score_range(low, high)}: {number:,} sessions",
        )
        for (low, high), number in bins
    ]
    rows = [
        f'<tr><th scope="row">{saying.score_range(low, high)}</th><td>{number:,}</td></tr>'
        for (low, high), number in bins
    ]
    told = f"Distribution of {overall.tally.scored:,} scores in steps of ten percent. The table below has all numbers."
    chart = column_chart(columns, told) if overall.tally.scored else '<p class="none">No session has a score yet.</p>'
    line = (
        f'<p class="legend-line">Score in percent; half of them have {saying.percent(overall.median)} or more</p>'
        if overall.tally.scored
        else ""
    )
    table = _numbers("Scores", ("Score", "Sessions"), rows) if overall.tally.scored else ""
    return f"<figure><figcaption>Scores</figcaption>{chart}{line}{table}</figure>"


def courses(figures: Figures, chosen: Chosen) -> str:
    """A row a course."""
    rows = "".join(
        f'<tr><th scope="row"><a href="/reports{chosen.query(course=package)}">'
        f"{escape(figures.titles.get(package, package))}</a></th>"
        f"<td>{counted.tally.sessions:,}</td>"
        f'<td class="rate">{share_bar(counted.completion_rate)}{saying.percent(counted.completion_rate)}</td>'
        f'<td class="rate">{share_bar(counted.pass_rate)}{saying.percent(counted.pass_rate)}</td>'
        f"<td>{saying.percent(counted.mean)}</td>"
        f"<td>{saying.length(counted.tally.time_sum / counted.tally.sessions)}</td></tr>"
        for package, counted in figures.courses.items()
    )
    head = ("Course", "Sessions", "Completed", "Passed", "Average score", "Time a session")
    more = (
        f'<p class="more">The {len(figures.courses)} most used courses; the files have all.</p>' if figures.more else ""
    )
    return _section("Courses", _table("Courses", head, rows) + more, chosen, ("completion", "scores", "progress"))


def hardest(figures: Figures, chosen: Chosen) -> str:
    """A row a question that is often answered wrong."""
    if not figures.hardest:
        table = '<p class="none">No question has been answered often enough to tell.</p>'
    else:
        rows = "".join(
            f'<tr><th scope="row">{escape(it.description or it.id)}'
            f'<span class="beside">{escape(figures.titles.get(it.package_id, it.package_id))}</span></th>'
            f"<td>{it.tally.answered:,}</td>"
            f'<td class="rate">{share_bar(it.correct_rate)}{saying.percent(it.correct_rate)}</td>'
            f'<td class="words">{_wrong(it)}</td></tr>'
            for it in figures.hardest
        )
        head = ("Question", "Answers", "Right", "Most frequent wrong answer")
        table = _table("Hardest questions", head, rows)
    return _section("Hardest questions", table, chosen, ("interactions",))


def _wrong(interaction: Interaction) -> str:
    if not interaction.wrong:
        return "–"
    response, times = interaction.wrong[0]
    return f'{escape(response)} <span class="beside">{times:,}\u202f×</span>'


def _section(name: str, content: str, chosen: Chosen, reports: Sequence[str]) -> str:
    links = "".join(
        f'<a href="/reports/{report}.csv{chosen.query()}" download>{report.capitalize()} (CSV)</a>'
        for report in reports
    )
    identifier = name.lower().replace(" ", "-")
    return (
        f'<section aria-labelledby="{identifier}"><div class="head"><h2 id="{identifier}">{name}</h2>'
        f'<p class="csv">{links}</p></div>{content}</section>'
    )


def _table(name: str, head: Sequence[str], rows: str) -> str:
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0"><table class="list">'
        f"<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _numbers(name: str, head: Sequence[str], rows: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<details><summary>Numbers<span class="unseen"> of “{escape(name)}”</span></summary>'
        f'<table class="numbers"><thead><tr>{cells}</tr></thead><tbody>{"".join(rows)}</tbody></table></details>'
    )
