"""The reports page and where one signs in to it, as HTML. Pure: the numbers are read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta
from html import escape

from connect_desktop.server.reports import saying, sections
from connect_desktop.server.reports.figures import Chosen, Figures


def report_page(figures: Figures, chosen: Chosen, offered: Mapping[str, str]) -> str:
    """The page; `offered` are the courses to choose from, by id."""
    tally = figures.overall.tally
    body = (
        sections.headline(figures.overall)
        + sections.charts(figures)
        + sections.courses(figures, chosen)
        + sections.hardest(figures, chosen)
        if tally.sessions
        else _empty(chosen)
    )
    course = "All courses" if chosen.course is None else offered.get(chosen.course, chosen.course)
    now = figures.now.astimezone(UTC)
    return document(
        "Learning report",
        '<header class="bar"><p class="name">Connect Desktop</p>'
        '<form method="post" action="/reports/sign-out"><button class="quiet">Sign out</button></form></header>'
        f'<main><div class="title"><h1>Learning report</h1><p>{escape(course)} · {_period(chosen)}'
        f'<span class="printed"> · {saying.day(now.date().isoformat())}</span></p></div>'
        f"{_filters(chosen, offered, now.date())}{body}</main>"
        "<footer><p>Days are counted in UTC, by when a session last changed.</p></footer>",
    )


def sign_in_page(refused: str = "") -> str:
    """Where a key is asked for; `refused` says why the last one was not taken."""
    alert = f'<p class="alert" role="alert" id="refused">{escape(refused)}</p>' if refused else ""
    described = ' aria-describedby="refused" aria-invalid="true"' if refused else ' aria-describedby="hint"'
    return document(
        "Sign in to the reports",
        '<main class="sign-in"><h1>Learning report</h1>'
        f"<p>Sign in with an API key of this server.</p>{alert}"
        '<form method="post" action="/reports/sign-in"><label for="key">API key</label>'
        '<input id="key" name="key" type="password" autocomplete="current-password" spellcheck="false" required'
        f" autofocus{described}>"
        "<button>Sign in</button></form>"
        '<p class="hint" id="hint">Any key will do, one with read scope is enough. Whoever runs the server makes'
        " one with <code>connect-desktop keys create --name Reports --scope read</code>.</p></main>",
    )


def document(title: str, body: str) -> str:
    """A whole page."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="stylesheet" href="/reports/-/reports.css"></head><body>{body}</body></html>'
    )


def _filters(chosen: Chosen, offered: Mapping[str, str], today: date) -> str:
    courses = dict(offered)
    if chosen.course is not None:
        courses.setdefault(chosen.course, chosen.course)
    options = "".join(
        f'<option value="{escape(package)}"{" selected" if package == chosen.course else ""}>{escape(title)}</option>'
        for package, title in courses.items()
    )
    alert = f'<p class="alert" role="alert">{escape(chosen.wrong)}</p>' if chosen.wrong else ""
    periods = (
        ("All time", None, None),
        ("This year", today.replace(month=1, day=1), today),
        ("Last 90 days", today - timedelta(days=89), today),
        ("Last 30 days", today - timedelta(days=29), today),
    )
    links = "".join(
        f'<li><a href="/reports{_with_days(chosen, first, last)}"'
        f"{' aria-current=true' if (first, last) == (chosen.first, chosen.last) else ''}>{name}</a></li>"
        for name, first, last in periods
    )
    return (
        f'<section class="filters" aria-label="Filters">{alert}<form method="get" action="/reports">'
        f'<label>Course<select name="course"><option value="">All courses</option>{options}</select></label>'
        f'<label>From<input type="date" name="from" value="{chosen.first or ""}"></label>'
        f'<label>To<input type="date" name="to" value="{chosen.last or ""}"></label>'
        f'<button>Show</button></form><ul class="periods">{links}</ul></section>'
    )


def _with_days(chosen: Chosen, first: date | None, last: date | None) -> str:
    return replace(chosen, first=first, last=last).query()


def _empty(chosen: Chosen) -> str:
    if chosen == Chosen():
        text = "As soon as somebody has opened a course, this page tells how it goes."
        return f'<section class="empty"><h2>Nothing has been learnt here yet</h2><p>{text}</p></section>'
    text = 'Choose another course or period, or look at <a href="/reports">everything there is</a>.'
    return f'<section class="empty"><h2>No sessions match these filters</h2><p>{text}</p></section>'


def _period(chosen: Chosen) -> str:
    first = saying.day(chosen.first.isoformat()) if chosen.first else ""
    last = saying.day(chosen.last.isoformat()) if chosen.last else ""
    if first and last:
        return f"{first} to {last}"
    if first:
        return f"since {first}"
    return f"until {last}" if last else "all time"
