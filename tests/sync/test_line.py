"""A connection that is kept, and that the other end gives up just when something is asked over it."""

from __future__ import annotations

import io
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.errors import NotTheServer, RetryLater
from connect_desktop.sync.remote import Remote
from tests.store_for_tests import MORNING
from tests.sync_for_tests import FixedKey

_AT_ONCE = struct.pack("ii", 1, 0)
_ANSWER = json.dumps({"session_id": "s-1"}).encode()
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(_ANSWER)


@dataclass
class GivesUp:
    """A server on which each connection bears `most` requests; with the next it is given up, `rudely` before any of it
    was read. `asked` holds the connection and the request, as far as it was read."""

    most: int
    rudely: bool
    address: str = ""
    connections: int = 0
    asked: list[tuple[int, bytes]] = field(default_factory=list)

    def take(self, connection: socket.socket) -> None:
        """Bear with it as long as that is."""
        number, left = self.connections, self.most
        with connection, connection.makefile("rb") as stream, suppress(ConnectionError):
            while connection.recv(1, socket.MSG_PEEK):
                if not left and self.rudely:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                    return
                self.asked.append((number, _request(stream)))
                if not left:
                    return
                left -= 1
                connection.sendall(_HEAD + _ANSWER)


def _request(stream: io.BufferedReader) -> bytes:
    """The line that begins it, and its body."""
    first, length = stream.readline(), 0
    while (line := stream.readline()).strip():
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return first.strip() + b" " + stream.read(length)


@contextmanager
def gives_up(most: int, *, rudely: bool) -> Iterator[GivesUp]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = GivesUp(most, rudely, f"http://127.0.0.1:{listening.getsockname()[1]}")

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    server.connections += 1
                    server.take(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            # A thread that waits in accept is not woken by closing alone.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def remote_to(server: GivesUp) -> Remote:
    return Remote(Account(id="a", address=server.address, name="school", created_at=MORNING), FixedKey("key"))


REQUESTS = [
    pytest.param(lambda it: it.get("/packages"), b"GET /api/v1/packages HTTP/1.1 ", id="GET"),
    pytest.param(
        lambda it: it.launch("p", "ada", "s-1"),
        b'POST /api/v1/packages/p/launch HTTP/1.1 {"user_id": "ada", "session_id": "s-1"}',
        id="POST",
    ),
]


@pytest.mark.parametrize("rudely", [False, True])
@pytest.mark.parametrize(("ask", "request_"), REQUESTS)
def test_what_is_asked_over_a_connection_that_was_given_up_is_asked_again(
    rudely: bool, ask: Callable[[Remote], object], request_: bytes
) -> None:
    with gives_up(1, rudely=rudely) as server, remote_to(server) as remote:
        ask(remote)
        ask(remote)
    heard = [1, 2] if rudely else [1, 1, 2]
    assert server.asked == [(number, request_) for number in heard]


@pytest.mark.parametrize("rudely", [False, True])
def test_a_package_is_sent_again_from_its_beginning(rudely: bool) -> None:
    content = b"a package" * 100_000
    with gives_up(1, rudely=rudely) as server, remote_to(server) as remote:
        remote.get("/packages")
        remote.upload("course.zip", io.BytesIO(content))
    assert server.asked[-1][0] == 2
    assert content in server.asked[-1][1]


@pytest.mark.parametrize("rudely", [False, True])
def test_who_gives_up_a_new_connection_is_not_asked_again(rudely: bool) -> None:
    with gives_up(0, rudely=rudely) as server, remote_to(server) as remote, pytest.raises(RetryLater) as raised:
        remote.get("/packages")
    assert server.connections == 1
    assert isinstance(raised.value, NotTheServer) is not rudely
