"""A line to a server that breaks: it carries so many bytes of each connection's answers, then it is cut, or silent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

_BLOCK = 65_536


class CuttingProxy:
    """`address` leads to the server. Each connection carries the next of `allowances` bytes towards the client, all of
    them once there are no more; then it is cut, or `silent` until this is closed. `carried` counts them."""

    def __init__(self, server: str, allowances: Sequence[int], *, silent: bool = False) -> None:
        self._silent = silent
        self._closed = threading.Event()
        self._server = (urlsplit(server).hostname or "", urlsplit(server).port or 0)
        self._allowances = list(allowances)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.carried: list[int] = []
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._start(self._accept)

    def close(self) -> None:
        self._closed.set()
        # A thread that waits in accept is not woken by closing alone.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                allowance = self._allowances.pop(0) if self._allowances else None
                self._start(lambda client=client, allowance=allowance: self._carry(client, allowance))

    def _carry(self, client: socket.socket, allowance: int | None) -> None:
        at = len(self.carried)
        self.carried.append(0)
        with closing(client), closing(socket.create_connection(self._server)) as server:
            self._start(lambda: _pump(client, server))
            with suppress(OSError):
                while allowance is None or self.carried[at] < allowance:
                    rest = _BLOCK if allowance is None else min(_BLOCK, allowance - self.carried[at])
                    if not (block := server.recv(rest)):
                        break
                    client.sendall(block)
                    self.carried[at] += len(block)
                else:
                    if self._silent:
                        self._closed.wait()
            for end in (client, server):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _start(self, work: object) -> None:
        thread = threading.Thread(target=work, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()


@contextmanager
def cutting_proxy(server: str, *allowances: int, silent: bool = False) -> Iterator[CuttingProxy]:
    """A line to the server whose connections are cut, or `silent`, after these many bytes, one after the other."""
    proxy = CuttingProxy(server, allowances, silent=silent)
    try:
        yield proxy
    finally:
        proxy.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(_BLOCK):
            target.sendall(block)
        target.shutdown(socket.SHUT_RDWR)
