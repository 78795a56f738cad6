"""Listening until told to stop."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from connect_desktop import __version__
from connect_desktop.errors import ConnectError
from connect_desktop.server.http.bounded_http import BoundedHttp, ConnectionLimits

_log = logging.getLogger(__name__)
# How long requests under way have to finish when the server is told to stop.
_PATIENCE = 10
_LAST_PORT = 65_535


class AddressUnusable(ConnectError):
    """The address or the port cannot be listened on."""

    code = "address-unusable"

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(
            "Nothing can listen on {host}:{port} ({reason}); choose another --port, or stop what listens there.",
            host=host,
            port=port,
            reason=error.strerror or str(error),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """How connections are taken: within `limits`, and from whom `trusted_proxies` (networks or addresses) say they are.
    `until` ends the serving when it is set, as a signal would. Other workers of this server come to the socket
    `meeting`; `ready` is told when requests are taken."""

    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    until: threading.Event | None = None
    meeting: socket.socket | None = None
    ready: Callable[[], None] = lambda: None


def serve_until_stopped(app: ASGIApp, listening: socket.socket, how: Listening | None = None) -> None:
    """Serve until SIGINT or SIGTERM, then let what is under way finish; a second signal ends the process at once."""
    how = how or Listening()
    # Addresses hold tokens: none is logged.
    config = uvicorn.Config(
        app,
        http=cast(type, partial(BoundedHttp, limits=how.limits)),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(how.trusted_proxies),
        timeout_graceful_shutdown=_PATIENCE,
    )
    # What is asked of others, with its address, is nobody's to read here.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    place = "{}:{}".format(*listening.getsockname()[:2])
    _log.info("version %s listens on %s, process %d", __version__, place, os.getpid())
    _Server(config, how).run(sockets=[listening] if how.meeting is None else [listening, how.meeting])
    _log.info("process %d does not listen on %s any more", os.getpid(), place)


class _Server(uvicorn.Server):
    """uvicorn sends itself the signal once more after an orderly end, which would then look like none."""

    def __init__(self, config: uvicorn.Config, how: Listening) -> None:
        super().__init__(config)
        self._until = how.until
        self._ready = how.ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What was loaded until now stays: looking through it for garbage, again and again, costs a tenth of a request.
        gc.freeze()
        if self.started:
            self._ready()

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
