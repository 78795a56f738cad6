"""Listening until told to stop."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import cast

import uvicorn
from msgspec import Struct, field
from starlette.types import ASGIApp

from connect_desktop import __version__
from connect_desktop.errors import ConnectError
from connect_desktop.server.http.bounded_http import BoundedHttp, ConnectionLimits
from connect_desktop.server.http.meeting import Meeting
from connect_desktop.server.listening.door import Door

_log = logging.getLogger(__name__)
# How long requests under way have to finish when the server is told to stop.
_PATIENCE = 10
_FAREWELL = 0.5
_LAST_PORT = 65_535


class AddressUnusable(ConnectError):
    """The address or the port cannot be listened on."""

    code = "address-unusable"

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(
            "Nothing can listen on {host}:{port} ({reason}); choose another --port, or stop what listens there.",
            host=host,
            port=port,
            # Python adds the address in its own notation.
            reason=(error.strerror or str(error)).partition(" (while attempting")[0],
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; raises `AddressUnusable`."""
    if not 0 <= port <= _LAST_PORT:
        raise AddressUnusable(host, port, OSError("there is no such port"))
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise AddressUnusable(host, port, error) from error


class Listening(Struct, frozen=True, kw_only=True):
    """How connections are taken: within `limits`, and from whom `trusted_proxies` (networks or addresses) say they are.
    `until` ends the serving when it is set, as a signal would. Other workers of this server come to the
    `meeting`; `ready` is told when requests are taken."""

    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    until: threading.Event | None = None
    meeting: Meeting | None = None
    ready: Callable[[], None] = lambda: None


def serve_until_stopped(app: ASGIApp, listening: socket.socket, how: Listening | None = None) -> None:
    """Serve until SIGINT or SIGTERM, then let what is under way finish; a second signal ends the process at once."""
    how = how or Listening()
    # What is asked of others, with its address, is nobody's to read here.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    place = "{}:{}".format(*listening.getsockname()[:2])
    _log.info("version %s listens on %s, process %d", __version__, place, os.getpid())
    _Server(app, how).run(sockets=[listening])
    _log.info("process %d does not listen on %s any more", os.getpid(), place)


def _config(app: ASGIApp, limits: ConnectionLimits, proxies: tuple[str, ...] = ()) -> uvicorn.Config:
    # Addresses hold tokens: none is logged.
    return uvicorn.Config(
        app,
        http=cast(type, partial(BoundedHttp, limits=limits)),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=_PATIENCE,
    )


class _Server(uvicorn.Server):
    """uvicorn sends itself the signal once more after an orderly end, which would then look like none."""

    def __init__(self, app: ASGIApp, how: Listening) -> None:
        super().__init__(_config(app, how.limits, how.trusted_proxies))
        self._app = app
        self._limits = how.limits
        self._meeting = how.meeting
        self._until = how.until
        self._ready = how.ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._meeting is not None:
            await self._listen_to_workers(self._meeting)
        # What was loaded until now stays: looking through it for garbage, again and again, costs a tenth of a request.
        gc.freeze()
        if self.started:
            self._ready()

    async def _listen_to_workers(self, meeting: Meeting) -> None:
        config = _config(Door(self._app, meeting.me.secret), self._limits)
        config.load()

        def take() -> asyncio.Protocol:
            protocol: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return protocol

        meeting_server = await asyncio.get_running_loop().create_server(
            take,
            sock=meeting.listening,
            backlog=config.backlog,
            ssl=meeting.tls,
            ssl_handshake_timeout=_PATIENCE if meeting.tls else None,
            # Whoever keeps a connection for later does not answer that it ends.
            ssl_shutdown_timeout=_FAREWELL if meeting.tls else None,
        )
        self.servers.append(meeting_server)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            # What was answered is on the disk: nothing is lost by it.
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        if self._until is not None and self._until.is_set():
            self.should_exit = True
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
