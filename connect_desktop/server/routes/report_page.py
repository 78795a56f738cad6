"""The reports page for people: signing in with a key, looking, taking CSV along, signing out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import partial
from itertools import islice
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Cookie, Query, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.exceptions import HTTPException

from connect_desktop.resources import resources_dir
from connect_desktop.server.dispatch.attempts import Door, TooManyAttempts
from connect_desktop.server.http.rate_limits import address_of
from connect_desktop.server.pages.words import Words
from connect_desktop.server.pages.words_here import WordsHere
from connect_desktop.server.problems import Problem
from connect_desktop.server.reports.figures import Chosen, Figures
from connect_desktop.server.reports.page import report_page, sign_in_page
from connect_desktop.server.reports.passes import LIFETIME, Pass, PassRefused
from connect_desktop.server.reports.reporting import REPORTS, interaction_reports, is_by_day, session_reports
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.server.routes.reports import csv_response
from connect_desktop.store.access.api_keys import KeyInForce
from connect_desktop.store.database import Store
from connect_desktop.store.reports.selection import Selection

router = APIRouter(prefix="/reports", include_in_schema=False)

# Below it are the forms.
SENT_TO = "/reports/"

_COOKIE = "reports"
_DOOR = "reports"
_COURSES, _OFFERED, _QUESTIONS = 20, 500, 10
# What fewer have answered tells of them rather than of the question.
_ANSWERED_OFTEN = 5
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": forms would then be sent with no origin to know them by.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}

Shown = Annotated[str, Cookie(alias=_COOKIE)]


@router.get("/-/reports.css")
async def style_sheet() -> Response:
    """How the page looks."""
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
    return FileResponse(resources_dir() / "reports" / "reports.css", media_type="text/css", headers=headers)


@router.get("")
async def page(
    request: Request,
    room: RoomHere,
    words: WordsHere,
    course: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    shown: Shown = "",
) -> Response:
    """The page, or where to sign in."""
    chosen = _chosen(course, first, last, words)

    def read() -> tuple[str, str] | None:
        entered = _entered(room, shown)
        if entered is None:
            return None
        known, store = entered
        offered = {package.id: package.title for package in store.packages.page(_OFFERED)}
        figures = _figures(room, store, _selection(chosen))
        by_title = dict(sorted(offered.items(), key=lambda item: item[1].casefold()))
        return report_page(figures, chosen, by_title, words), room.passes.renewed(known)

    found = await room.workers.read(read)
    if found is None:
        return _html(sign_in_page(words))
    answer = _html(found[0])
    _give(answer, request, found[1])
    return answer


@router.get("/{name}.csv")
async def csv_file(
    room: RoomHere,
    words: WordsHere,
    name: str,
    course: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    shown: Shown = "",
) -> Response:
    """A report as the API gives it in CSV, for whoever has signed in."""
    report = REPORTS.get(name)
    if report is None:
        raise HTTPException(404)
    entered = await room.workers.read(lambda: _entered(room, shown))
    if entered is None:
        return RedirectResponse("/reports", 303, _HEADERS)
    return csv_response(room, entered[1], _selection(_chosen(course, first, last, words)), report)


@router.post("/sign-in")
async def sign_in(request: Request, room: RoomHere, words: WordsHere) -> Response:
    """Take a key and give a pass for it."""
    _from_here(request)
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    text = form.get("key", [""])[0].strip()
    found: list[KeyInForce] = []

    def is_right() -> bool:
        key = room.keys.find(text)
        found[:] = [key] if key else []
        return key is not None

    door = Door(room.stores.database.tenant_id, _DOOR, short=False)
    try:
        right = await room.attempts.guess(door, address_of(request.scope), is_right)
    except TooManyAttempts as error:
        again = words("Too many keys were wrong. Try again in {seconds} s.").format(seconds=error.seconds)
        return _html(sign_in_page(words, again), 429, {"Retry-After": f"{error.seconds}"})
    if not right:
        refused = words("This key is not known here, or was revoked. Check that it was copied whole.")
        return _html(sign_in_page(words, refused), 401)
    answer = RedirectResponse("/reports", 303, _HEADERS)
    key = found[0]
    _give(answer, request, await room.workers.write(partial(room.passes.first, key.tenant_id, key.id)))
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Take the pass away."""
    _from_here(request)
    answer = RedirectResponse("/reports", 303, _HEADERS)
    answer.delete_cookie(_COOKIE, path="/reports", httponly=True, samesite="strict")
    return answer


def _entered(room: Room, shown: str) -> tuple[Pass, Store] | None:
    """Who has signed in and what they may see; None if nobody has, or their key was revoked since."""
    try:
        known = room.passes.read(shown)
    except PassRefused:
        return None
    key = room.keys.get(known.tenant_id, known.key_id)
    if key is None or key.revoked_at is not None:
        return None
    return known, room.stores.of(known.tenant_id)


def _figures(room: Room, store: Store, selection: Selection) -> Figures:
    sessions = session_reports(store)
    found = sessions.most_used(selection, limit=_COURSES + 1)
    courses = dict(islice(found.items(), _COURSES))
    hardest = interaction_reports(store).hardest(selection, limit=_QUESTIONS, answered=_ANSWERED_OFTEN)
    return Figures(
        overall=sessions.overall(selection),
        over_time=sessions.over_time(selection, by_day=is_by_day(selection)),
        courses=courses,
        more=len(found) > _COURSES,
        hardest=hardest,
        titles=store.packages.titles([*courses, *(it.package_id for it in hardest)]),
        now=room.clock(),
    )


def _chosen(course: str, first: str, last: str, words: Words) -> Chosen:
    wrong = ""
    days: list[date | None] = []
    for text in (first, last):
        try:
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            days.append(None)
            wrong = words("A day is written as in 2026-03-05; the one that is not was left out.")
    if days[0] and days[1] and days[0] > days[1]:
        wrong = words("The first day is after the last: there is nothing between them.")
    return Chosen(course=course or None, first=days[0], last=days[1], wrong=wrong)


def _selection(chosen: Chosen) -> Selection:
    return Selection(
        package_id=chosen.course,
        since=datetime.combine(chosen.first, time.min, UTC) if chosen.first else None,
        until=datetime.combine(chosen.last, time.max, UTC) if chosen.last else None,
    )


def _from_here(request: Request) -> None:
    """Raises a 403 for a form that another site sent, whatever it has to do with us."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = site not in ("same-origin", "none") if site is not None else False
    if foreign or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise Problem(403, "another-site", "This form was not sent from the reports page of this server.")


def _give(answer: Response, request: Request, given: str) -> None:
    answer.set_cookie(
        _COOKIE,
        given,
        max_age=LIFETIME,
        path="/reports",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def _html(text: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    content = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return Response(content, status, {**_HEADERS, **(headers or {})}, "text/html; charset=utf-8")
