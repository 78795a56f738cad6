"""What went wrong, as the API says it: RFC 9457, with `error: {code, message}` beside the standard's members."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from connect_desktop.errors import ConnectError
from connect_desktop.server.http.routing import allowed_methods, route_of

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)
# By the slug of the error; whatever else a user can cause is a 400, and a disk or database in trouble a 503.
_STATUS = {
    "version-conflict": 409,
    "package-mismatch": 409,
    "invalid-launch": 422,
    "idempotency-key-reused": 422,
    "too-many-elements": 422,
    "package-in-use": 409,
    "package-replaces-itself": 409,
    "dispatch-revoked": 409,
    "tenant-has-data": 409,
    "tenant-at-home": 409,
    "unknown-webhook": 404,
    "unknown-delivery": 404,
    "webhook-url-refused": 422,
    "webhook-secret-unusable": 422,
    "too-many-webhooks": 409,
    "webhook-disabled": 409,
    "delivery-under-way": 409,
    "package-refused": 422,
    "unknown-session": 404,
    "unknown-package": 404,
    "nothing-to-launch": 422,
    "library-full": 507,
    "disk-full": 507,
    "package-missing": 410,
    "upload-busy": 409,
}
_NAMED = ("launch_id", "package_id")
"""What a problem tells to programs of its error's values."""
_IN_TROUBLE = frozenset(
    {
        "disk-failed",
        "database-busy",
        "database-out-of-reach",
        "database-damaged",
        "storage-out-of-reach",
        "server-key-missing",
        "secret-damaged",
    }
)
_TITLES = {
    "unknown-session": "Session Not Found",
    "unknown-package": "Package Not Found",
    "version-conflict": "Version Conflict",
}


class Problem(Exception):
    """An answer that is not a success. `more` are members beside the standard's, `headers` go with it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        title: str = "",
        more: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.title = title or HTTPStatus(status).phrase
        self.more = dict(more or {})
        self.headers = dict(headers or {})

    def response(self) -> Response:
        document = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.message,
            "error": {"code": self.code, "message": self.message},
            **self.more,
        }
        return Response(json.dumps(document), self.status, self.headers, MEDIA_TYPE)


def session_not_found() -> Problem:
    """The session is not there, or not for this caller to see."""
    return Problem(404, "unknown-session", "There is no such session.", title="Session Not Found")


def package_not_found() -> Problem:
    """The package is not there, or not for this caller to see."""
    return Problem(404, "unknown-package", "There is no such package.", title="Package Not Found")


def sitting_over(reason: str) -> Problem:
    """The course is not played any more, or not in this window; `reason` is a slug that its page knows."""
    return Problem(410, f"sitting-{reason}", "This course was opened in another window, or is over.")


def unauthorized() -> Problem:
    """No key or token, or none that is in force; which of them is not said."""
    return Problem(
        401, "unauthorized", "A valid API key or launch token is needed.", headers={"WWW-Authenticate": "Bearer"}
    )


def problem_of(error: ConnectError) -> Problem:
    """The answer for an error of a room below."""
    status = _STATUS.get(error.code, 503 if error.code in _IN_TROUBLE else 400)
    more: dict[str, object] = {name: value for name, value in error.as_json().items() if name != "error"}
    if "current" in error.values:
        more["current_version"] = error.values["current"]
    more |= {name: error.values[name] for name in _NAMED if name in error.values}
    headers = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Problem(status, error.code, str(error), title=_TITLES.get(error.code, ""), more=more, headers=headers)


def answer_with_problems(app: FastAPI) -> None:
    """Have every error of `app` answered as a problem."""

    @app.exception_handler(Problem)
    async def _problem(_request: Request, problem: Problem) -> Response:
        return problem.response()

    @app.exception_handler(ConnectError)
    async def _connect_error(_request: Request, error: ConnectError) -> Response:
        return problem_of(error).response()

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> Response:
        return problem_of_validation(error.errors()).response()

    @app.exception_handler(ValidationError)
    async def _unreadable(_request: Request, error: ValidationError) -> Response:
        errors = error.errors(include_url=False, include_input=False, include_context=False)
        return problem_of_validation(errors).response()

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 405:
            allow = {"Allow": allowed_methods(request)}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=allow)
            return Problem(405, "method-not-allowed", "This method is not for this address.", headers=allow).response()
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return Problem(error.status_code, code, str(error.detail), headers=error.headers).response()

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> Response:
        # The template of the route, for the address itself may hold what opens a sitting.
        _log.critical("%s %s: please report this", request.method, route_of(request.scope), exc_info=error)
        return Problem(500, "internal-error", "This is a fault of the server; it was written to its log.").response()


def problem_of_validation(details: Sequence[Any]) -> Problem:
    """400 for what is no JSON, 422 for JSON of another shape; what was sent is not repeated."""
    if any(detail["type"] == "json_invalid" for detail in details):
        return Problem(400, "malformed-json", "The body is not JSON.")
    errors = [
        {"pointer": "/" + "/".join(str(part) for part in detail["loc"]), "detail": detail["msg"]} for detail in details
    ]
    first = errors[0]
    return Problem(422, "invalid-request", f"{first['pointer']}: {first['detail']}", more={"errors": errors})
