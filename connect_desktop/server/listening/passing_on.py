"""Passing requests on to the worker that plays what they are about."""

from __future__ import annotations

import re

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from connect_desktop.server.http.peers import MEANT_FOR, Peers, PlayedElsewhere, WorkerGone
from connect_desktop.server.problems import sitting_over

# The name of a sitting begins with the id of the worker that has it.
_OF_A_SITTING = re.compile(r"/player/[^/]+/([0-9a-f]{16})\.[^/]+/")


class PassingOn:
    """Lets what a page says to its sitting be answered by the worker that has it, whichever worker the page reached."""

    def __init__(self, app: ASGIApp, peers: Peers) -> None:
        self._app = app
        self._peers = peers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _OF_A_SITTING.match(scope["path"]) if scope["type"] == "http" else None
        if found is None or found[1] == self._peers.me:
            return await self._app(scope, receive, send)
        request = Request(scope, receive)
        worker = None
        if MEANT_FOR not in request.headers:
            worker = await to_thread.run_sync(self._peers.worker, found[1])
        if worker is None:
            # It is gone, and its sittings with it, which the routes say.
            return await self._app(scope, receive, send)
        try:
            response = await self._peers.ask(worker, request)
        except WorkerGone:
            await to_thread.run_sync(self._peers.forget, worker)
            response = sitting_over("lost").response()
        except PlayedElsewhere as problem:
            response = problem.response()
        return await response(scope, receive, send)


def pass_on(app: FastAPI, peers: Peers) -> None:
    """Have `app` ask other workers what only they can answer."""
    app.add_middleware(PassingOn, peers=peers)

    @app.exception_handler(PlayedElsewhere)
    async def _played_elsewhere(request: Request, found: PlayedElsewhere) -> Response:
        try:
            return await peers.ask(found.worker, request, await request.body())
        except PlayedElsewhere as problem:
            return problem.response()
