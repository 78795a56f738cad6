"""Listening until told to stop."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from connect_desktop.errors import ConnectError

# How long requests under way have to finish when the server is told to stop.
_PATIENCE = 10


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
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        raise AddressUnusable(host, port, error if isinstance(error, OSError) else OSError(str(error))) from error


def serve_until_stopped(app: FastAPI, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM, then let what is under way finish."""
    # Addresses hold tokens: none is logged.
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_PATIENCE
    )
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn sends itself the signal once more after an orderly end, which would then look like none."""

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
