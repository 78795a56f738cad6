"""The application served on loopback from a thread of the test, with settings no command line has."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.server.app import create_app
from connect_desktop.server.http.bounded_http import ConnectionLimits
from connect_desktop.server.listening.serving import Listening, listen, serve_until_stopped
from connect_desktop.server.settings import ServerSettings
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import Database, utc_now
from tests.store_for_tests import SEAL


@dataclass(frozen=True, slots=True)
class ServedApp:
    """Where it listens, and a key to everything."""

    port: int
    key: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """A connection that waits ten seconds at most."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def answer_to(self, sent: bytes) -> bytes:
        """All that comes back for these bytes until the server hangs up."""
        with self.connect() as connection:
            connection.sendall(sent)
            return everything(connection)


def everything(connection: socket.socket) -> bytes:
    """What comes until the other end hangs up."""
    came = b""
    try:
        while part := connection.recv(65536):
            came += part
    except ConnectionError:
        pass
    return came


@contextmanager
def served_app(
    folder: Path, settings: ServerSettings | None = None, limits: ConnectionLimits | None = None
) -> Iterator[ServedApp]:
    """An application over the data in `folder`, served until the block ends."""
    paths = DataPaths(folder)
    stop = Event()
    with closing(Database(paths.database)) as database, listen("127.0.0.1", 0) as listening:
        key = ApiKeys(database.connections, utc_now).create(database.tenant_id, "test", Scope.SYSTEM)[1]
        app = create_app(database, PackageLibrary(paths.packages), paths.packages / "incoming", SEAL, settings)
        how = Listening(limits=limits or ConnectionLimits(), until=stop)
        port = listening.getsockname()[1]
        serving = Thread(target=serve_until_stopped, args=(app, listening, how))
        serving.start()
        try:
            yield ServedApp(port, key)
        finally:
            stop.set()
            serving.join()
