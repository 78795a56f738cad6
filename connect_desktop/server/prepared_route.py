"""Routes that are asked for so often that finding out anew each time what they want would cost more than doing it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_body_to_args, request_params_to_args
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette._exception_handler import wrap_app_handling_exceptions
from starlette.types import Message, Receive, Scope, Send

from connect_desktop.store.json_text import json_value

_JSON = "application/json"


class PreparedRoute(APIRoute):
    """A route whose parameters are looked through once.

    It answers what an `APIRoute` answers, which it asks wherever a request is out of the ordinary. Its endpoint gives a
    `Response`; it and what it depends on are `async` and want parameters, one body in JSON, the request, or each other.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._usual = self.app
        self._needs = _Needs(self.dependant)
        self._body = self.dependant.body_params
        self.app = self._answer

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        # Whoever handles an error may want the body, which comes but once: this request has it.
        await wrap_app_handling_exceptions(partial(self._respond, request), request)(scope, receive, send)

    async def _respond(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        body = None
        if self._body:
            if request.headers.get("content-type") != _JSON:
                return await self._usual(scope, receive, send)
            text = await request.body()
            body = _json(text)
            if body is None:
                return await self._usual(scope, _again(text, receive), send)
        errors: list[Any] = []
        values = await self._needs.values(request, {}, errors)
        if self._body:
            found, wrong = await request_body_to_args(self._body, body, embed_body_fields=False)
            values.update(found)
            errors += wrong
        if errors:
            raise RequestValidationError(errors, body=body)
        response: Response = await self._needs.call(**values)
        return await response(scope, receive, send)


class _Needs:
    """What a function wants of a request."""

    def __init__(self, dependant: Dependant) -> None:
        call = dependant.call
        if call is None or not _is_async(call) or dependant.cookie_params:
            raise TypeError(f"{call} wants what a prepared route does not give")
        self.call: Callable[..., Awaitable[Any]] = call
        self._name = dependant.name or ""
        self._request = dependant.request_param_name
        self._dependencies = [_Needs(one) for one in dependant.dependencies]
        self._path = dependant.path_params
        self._query = dependant.query_params
        self._headers = dependant.header_params

    async def values(self, request: Request, known: dict[Any, Any], errors: list[Any]) -> dict[str, Any]:
        """The arguments; what is wrong with the request is added to `errors`. What a dependency gave stays `known`."""
        values: dict[str, Any] = {}
        for needs in self._dependencies:
            if needs.call not in known:
                before = len(errors)
                arguments = await needs.values(request, known, errors)
                if len(errors) > before:
                    continue
                known[needs.call] = await needs.call(**arguments)
            values[needs._name] = known[needs.call]
        if self._path:
            _take(self._path, request.path_params, values, errors)
        if self._query:
            _take(self._query, request.query_params, values, errors)
        if self._headers:
            _take(self._headers, request.headers, values, errors)
        if self._request is not None:
            values[self._request] = request
        return values


def _take(fields: Sequence[Any], received: Mapping[str, Any], values: dict[str, Any], errors: list[Any]) -> None:
    for field in fields:
        # Most headers and queries may be left out, and are.
        if field.alias not in received and not field.field_info.is_required():
            values[field.name] = field.get_default()
            continue
        if field.field_info.annotation is str and not field.field_info.metadata and field.alias in received:
            values[field.name] = received[field.alias]
            continue
        found, wrong = request_params_to_args([field], received)
        values.update(found)
        errors += wrong


def _json(text: bytes) -> Any:
    """What the text says; None where that is `null`, or where it is not JSON."""
    try:
        return json_value(text)
    except (ValueError, RecursionError):
        return None


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was received already, and then what comes."""
    bodies = [body]

    async def received() -> Message:
        return {"type": "http.request", "body": bodies.pop(), "more_body": False} if bodies else await receive()

    return received


def _is_async(call: Callable[..., Any]) -> bool:
    return iscoroutinefunction(call) or iscoroutinefunction(type(call).__call__)
