"""The public way in: a dispatch's link, the page that asks for its password, and the course's progress for whoever
plays it within another platform."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.datastructures import FormData

from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import SessionReader
from connect_desktop.server.dispatch.allowed_domains import comes_from_allowed, is_answer_to_our_page, is_for_a_person
from connect_desktop.server.dispatch.attempts import Door, TooManyAttempts
from connect_desktop.server.dispatch.dispatch_pages import ELSEWHERE, FULL, OVER, WAIT, password_page, turned_away
from connect_desktop.server.dispatch.dispatching import Visitor
from connect_desktop.server.http.head import is_head
from connect_desktop.server.http.rate_limits import address_of
from connect_desktop.server.links import launch_url
from connect_desktop.server.pages.page import GONE, UNAVAILABLE
from connect_desktop.server.pages.words import Words
from connect_desktop.server.pages.words_here import WordsHere
from connect_desktop.server.problems import session_not_found
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.store.database import Store
from connect_desktop.store.dispatch.dispatches import Dispatch
from connect_desktop.store.dispatch.registrations import DispatchOver, NoPlaceLeft

router = APIRouter(prefix="/player")

# Below it are the forms.
SENT_TO = "/player/dispatch/"

# A player renews its token while it is open.
_LIFETIME = 3600
_COOKIE = "connect_guest"
_COOKIE_AGE = 365 * 86_400
_MOST_EMBEDDERS = 20
_MOST_FIELDS = _MOST_EMBEDDERS + 5
_HTML: dict[str, Any] = {"text/html": {}}
_FORM = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"password": {"type": "string"}}}
            }
        }
    }
}
_FAULTS: dict[int | str, dict[str, Any]] = {
    status: described for status, described in problems().items() if status in (422, 503)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is told with a link: the learner, as their platform calls them, and the pages around this one. `password`
    is None where our page has not asked for one yet."""

    learner_id: str = ""
    learner_name: str = ""
    anew: str = ""
    embedders: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of_form(cls, form: FormData) -> Arrival:
        """What our page sends back."""

        def texts(name: str) -> list[str]:
            return [value for value in form.getlist(name) if isinstance(value, str)]

        def text(name: str) -> str:
            return next(iter(texts(name)), "")

        return cls(
            learner_id=text("learner_id"),
            learner_name=text("learner_name"),
            anew=text("anew"),
            embedders=tuple(texts("embedder")),
            password=text("password"),
        )

    def fields(self) -> list[tuple[str, str]]:
        """What our page is to send back."""
        told = {"learner_id": self.learner_id, "learner_name": self.learner_name, "anew": self.anew}
        return [*((name, value) for name, value in told.items() if value), *(("embedder", it) for it in self.embedders)]

    def visitor(self, guest: str) -> Visitor:
        """Who comes; `guest` is the secret of whoever says no name."""
        return Visitor(learner_id=self.learner_id, name=self.learner_name, guest=guest, anew=self.anew == "1")


class ProgressBody(BaseModel):
    """What a session has come to, for the platform it is played in. Time is in seconds."""

    model_config = ConfigDict(strict=True)
    completion_status: str
    success_status: str
    score: dict[str, float | None]
    time_spent_seconds: float


@router.get(
    "/dispatch/{link}",
    tags=["Dispatch"],
    status_code=302,
    response_class=Response,
    responses={
        204: {"description": "Nobody is to see this: nothing is counted"},
        302: {"description": "To the player"},
        403: {"description": "Not from there, no place left, or a password is needed", "content": _HTML},
        404: {"description": "Launch link unavailable", "content": _HTML},
        410: {"description": "Revoked or expired, or the course is gone", "content": _HTML},
        **_FAULTS,
    },
)
async def open_dispatch(
    request: Request,
    room: RoomHere,
    words: WordsHere,
    link: str,
    learner_id: Annotated[str, Query(description="Of a learner, as their platform calls them")] = "",
    learner_name: Annotated[str, Query(description="As “Family, Given”")] = "",
    anew: Annotated[str, Query(description="“1” where their platform knows of no earlier attempt")] = "",
    embedder: Annotated[list[str] | None, Query(description="Origins of the pages around this one")] = None,
) -> Response:
    """Register a learner where they are not, and play the course. Who says no `learner_id` is known by a cookie."""
    if is_head(request.scope) or not is_for_a_person(request.headers):
        return await _look(room, words, link)
    arrival = Arrival(
        learner_id=learner_id,
        learner_name=learner_name,
        anew=anew,
        embedders=tuple(embedder or ())[:_MOST_EMBEDDERS],
    )
    return await _let_in(request, room, words, link, arrival)


@router.post(
    "/dispatch/{link}",
    tags=["Dispatch"],
    status_code=303,
    response_class=Response,
    responses={
        303: {"description": "To the player"},
        400: problems()[400],
        403: {"description": "Not from there, no place left, or the password was wrong", "content": _HTML},
        404: {"description": "Launch link unavailable", "content": _HTML},
        410: {"description": "Revoked or expired, or the course is gone", "content": _HTML},
        413: problems(413)[413],
        429: {"description": "Too many wrong passwords", "content": _HTML},
        **_FAULTS,
    },
    openapi_extra=_FORM,
)
async def answer_password(request: Request, room: RoomHere, words: WordsHere, link: str) -> Response:
    """The password of a dispatch that asks for one."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        return await _let_in(request, room, words, link, Arrival.of_form(form))


@router.get("/{session_id}/progress", include_in_schema=False)
async def progress(room: RoomHere, caller: SessionReader, session_id: str) -> Response:
    """What the session has come to so far."""
    caller.may_open(session_id)
    session = await room.workers.read(partial(caller.store.sessions.get, session_id))
    if session is None:
        raise session_not_found()
    shown = ProgressBody(
        completion_status=session.completion,
        success_status=session.success,
        score={"scaled": session.scaled, "raw": session.raw, "min": session.min, "max": session.max},
        time_spent_seconds=session.total_time / 100,
    )
    return json_answer(shown.model_dump())


async def _look(room: Room, words: Words, link: str) -> Response:
    """What there is to say of a link to whoever does not come in."""
    try:
        found = await room.workers.read(partial(room.dispatching.find, link))
    except DispatchOver:
        return turned_away(410, OVER, words)
    return turned_away(404, UNAVAILABLE, words) if found is None else Response(status_code=204)


async def _let_in(request: Request, room: Room, words: Words, link: str, arrival: Arrival) -> Response:
    try:
        found = await room.workers.read(partial(room.dispatching.find, link))
    except DispatchOver:
        return turned_away(410, OVER, words)
    if found is None:
        return turned_away(404, UNAVAILABLE, words)
    store, dispatch = found
    if not _may_come(request, dispatch, arrival):
        return turned_away(403, ELSEWHERE, words)
    package = await room.workers.read(partial(store.packages.get, dispatch.package_id))
    if package is None:
        return turned_away(410, GONE, words)
    if dispatch.terms.password_hash is not None:
        refused = await _check_password(request, room, words, store, dispatch, package.title, arrival)
        if refused is not None:
            return refused
    guest = request.cookies.get(_COOKIE, "") or secrets.token_urlsafe(24)
    lifetime = room.settings.lifetimes.effective(_LIFETIME)
    try:
        session_id, token = await room.workers.write(
            partial(room.dispatching.let_in, store, dispatch, arrival.visitor(guest), lifetime)
        )
    except NoPlaceLeft:
        return turned_away(403, FULL, words)
    except DispatchOver:
        return turned_away(410, OVER, words)
    url = launch_url(request, session_id, token)
    headers = {"Location": url, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    answer = Response(status_code=302 if arrival.password is None else 303, headers=headers)
    if not arrival.learner_id:
        answer.set_cookie(
            _COOKIE, guest, _COOKIE_AGE, path="/player/dispatch/", secure=url.startswith("https:"), httponly=True
        )
    return answer


def _may_come(request: Request, dispatch: Dispatch, arrival: Arrival) -> bool:
    domains = dispatch.terms.allowed_domains
    if arrival.password is None:
        return comes_from_allowed(domains, request.headers, arrival.embedders)
    return not domains or is_answer_to_our_page(request.headers, request.headers.get("host", ""))


async def _check_password(
    request: Request, room: Room, words: Words, store: Store, dispatch: Dispatch, title: str, arrival: Arrival
) -> Response | None:
    """The page that asks for the password; None where it was given."""
    if arrival.password:
        door, is_right = Door(store.tenant_id, dispatch.id), partial(room.dispatching.opens, dispatch, arrival.password)
        try:
            if await room.attempts.guess(door, address_of(request.scope), is_right):
                return None
        except TooManyAttempts as error:
            answer = turned_away(429, WAIT, words, minutes=-(-error.seconds // 60))
            answer.headers["Retry-After"] = str(error.seconds)
            return answer
    domains = dispatch.terms.allowed_domains
    return password_page(title, words, answered=bool(arrival.password), kept=arrival.fields(), domains=domains)
