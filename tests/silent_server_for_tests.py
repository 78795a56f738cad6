"""A server that is there and says nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def server_that_never_answers() -> Iterator[tuple[str, threading.Event]]:
    """Takes a connection, says so, and is silent."""
    connected = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take() -> None:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connected.set()
            held.append(connection)

        held: list[socket.socket] = []
        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", connected
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in held:
                connection.close()
