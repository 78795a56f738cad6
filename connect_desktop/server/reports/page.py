"""The reports page and where one signs in to it, as HTML. Pure: the numbers are read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from html import escape

from msgspec.structs import replace

from connect_desktop.server.pages.drawings import drawing
from connect_desktop.server.pages.page import document
from connect_desktop.server.pages.words import Words
from connect_desktop.server.reports.figures import Chosen, Figures
from connect_desktop.server.reports.saying import Saying
from connect_desktop.server.reports.sections import Sections

_STYLES = ("/reports/-/reports.css",)
_COMMAND = "<code>connect-desktop keys create --name Reports --scope read</code>"


def report_page(figures: Figures, chosen: Chosen, offered: Mapping[str, str], words: Words) -> str:
    """The page; `offered` are the courses to choose from, by id."""
    say = Saying(words)
    sections = Sections(figures, chosen, say)
    body = sections.html() if figures.overall.tally.sessions else _empty(chosen, words)
    course = words("All courses") if chosen.course is None else offered.get(chosen.course, chosen.course)
    today = figures.now.astimezone(UTC).date()
    title = words("Learning report")
    return document(
        title,
        '<header class="bar"><p class="name">Connect Desktop</p>'
        f'<form method="post" action="/reports/sign-out"><button class="quiet">{escape(words("Sign out"))}</button>'
        f'</form></header><main><div class="title"><h1>{escape(title)}</h1>'
        f"<p>{escape(course)} · {escape(_period(chosen, say))}"
        f'<span class="printed"> · {escape(say.day(today.isoformat()))}</span></p></div>'
        f"{_filters(chosen, offered, today, words)}{body}</main>"
        f"<footer><p>{escape(words('Days are counted in UTC, by when a session last changed.'))}</p></footer>",
        words,
        styles=_STYLES,
    )


def sign_in_page(words: Words, refused: str = "") -> str:
    """Where a key is asked for; `refused` says why the last one was not taken."""
    alert = f'<p class="alert" role="alert" id="refused">{escape(refused)}</p>' if refused else ""
    described = ' aria-describedby="refused" aria-invalid="true"' if refused else ' aria-describedby="hint"'
    hint = words(
        "Any key will do, one with read scope is enough. Whoever runs the server makes one with {command}."
    ).partition("{command}")
    return document(
        words("Sign in to the reports"),
        f'<main class="sign-in">{drawing("locked")}<h1>{escape(words("Learning report"))}</h1>'
        f"<p>{escape(words('Sign in with an API key of this server.'))}</p>{alert}"
        f'<form method="post" action="/reports/sign-in"><label for="key">{escape(words("API key"))}</label>'
        '<input id="key" name="key" type="password" autocomplete="current-password" spellcheck="false" required'
        f" autofocus{described}><button>{escape(words('Sign in'))}</button></form>"
        f'<p class="hint" id="hint">{escape(hint[0])}{_COMMAND}{escape(hint[2])}</p></main>',
        words,
        styles=_STYLES,
    )


def _filters(chosen: Chosen, offered: Mapping[str, str], today: date, words: Words) -> str:
    courses = dict(offered)
    if chosen.course is not None:
        courses.setdefault(chosen.course, chosen.course)
    options = "".join(
        f'<option value="{escape(package)}"{" selected" if package == chosen.course else ""}>{escape(title)}</option>'
        for package, title in courses.items()
    )
    alert = f'<p class="alert" role="alert">{escape(chosen.wrong)}</p>' if chosen.wrong else ""
    periods = (
        (words("All time"), None, None),
        (words("This year"), today.replace(month=1, day=1), today),
        (words("Last 90 days"), today - timedelta(days=89), today),
        (words("Last 30 days"), today - timedelta(days=29), today),
    )
    links = "".join(
        f'<li><a href="/reports{_with_days(chosen, first, last)}"'
        f"{' aria-current=true' if (first, last) == (chosen.first, chosen.last) else ''}>{escape(name)}</a></li>"
        for name, first, last in periods
    )
    every = f'<option value="">{escape(words("All courses"))}</option>'
    return (
        f'<section class="filters" aria-label="{escape(words("Filters"))}">{alert}<form method="get" action="/reports">'
        f'<label>{escape(words("Course"))}<select name="course">{every}{options}</select></label>'
        f'<label>{escape(words("From"))}<input type="date" name="from" value="{chosen.first or ""}"></label>'
        f'<label>{escape(words("To"))}<input type="date" name="to" value="{chosen.last or ""}"></label>'
        f'<button>{escape(words("Show"))}</button></form><ul class="periods">{links}</ul></section>'
    )


def _with_days(chosen: Chosen, first: date | None, last: date | None) -> str:
    return replace(chosen, first=first, last=last).query()


def _empty(chosen: Chosen, words: Words) -> str:
    if chosen == Chosen():
        title = words("Nothing has been learnt here yet")
        text = escape(words("As soon as somebody has opened a course, this page tells how it goes."))
    else:
        title = words("No sessions match these filters")
        before, _, after = words("Choose another course or period, or look at {everything}.").partition("{everything}")
        everything = f'<a href="/reports">{escape(words("everything there is"))}</a>'
        text = f"{escape(before)}{everything}{escape(after)}"
    return f'<section class="empty"><h2>{escape(title)}</h2><p>{text}</p></section>'


def _period(chosen: Chosen, say: Saying) -> str:
    words = say.words
    first = say.day(chosen.first.isoformat()) if chosen.first else ""
    last = say.day(chosen.last.isoformat()) if chosen.last else ""
    if first and last:
        return words("{first} to {last}").format(first=first, last=last)
    if first:
        return words("since {first}").format(first=first)
    return words("until {last}").format(last=last) if last else words("all time")
