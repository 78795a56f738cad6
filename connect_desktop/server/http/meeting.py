"""Where the workers of a server meet: a socket for each that the others know of, and nobody else gets a word from.

On one machine it is a socket in a folder that only this user can enter. Over a network it speaks TLS with a certificate
of its own, made anew with each worker, which the others find in the database: what is passed on can be read by nobody
on the way, and goes to no stranger who took a dead worker's port. Whoever asks says the worker's secret, which stands
there too.
"""

from __future__ import annotations

import secrets
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from connect_desktop.store.whereabouts import Worker

UNIX = "unix:"
CONNECT_SECONDS = 2.0
"""How long a worker may take to be reached."""

_WAITING = 512


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the worker `me` listens to the others; with `tls` where there is a network in between."""

    me: Worker
    listening: socket.socket
    tls: ssl.SSLContext | None = field(default=None, repr=False)


@contextmanager
def meeting(advertised: str = "") -> Iterator[Meeting]:
    """A place for other workers: on this machine alone, or at an `advertised` address of it; raises `OSError`."""
    worker_id = secrets.token_hex(8)
    if advertised or not hasattr(socket, "AF_UNIX"):
        family = socket.AF_INET6 if ":" in advertised else socket.AF_INET
        with socket.create_server((advertised or "127.0.0.1", 0), family=family, backlog=_WAITING) as listening:
            host, port = listening.getsockname()[:2]
            # One machine alone needs none.
            from connect_desktop.server.http.identity import new_identity

            tls, certificate = new_identity(host)
            address = f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
            me = Worker(worker_id, address, secret=secrets.token_urlsafe(32), certificate=certificate)
            yield Meeting(me, listening, tls)
        return
    # A folder that only we may enter; its name is short, as the path of a socket must be.
    with tempfile.TemporaryDirectory(prefix="connect-") as folder, socket.socket(socket.AF_UNIX) as listening:
        path = Path(folder) / "worker"
        listening.bind(str(path))
        listening.listen(_WAITING)
        yield Meeting(Worker(worker_id, f"{UNIX}{path}"), listening)


def trust_in(worker: Worker) -> ssl.SSLContext:
    """What takes this worker for itself, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=worker.certificate)
    return context


def lives(worker: Worker) -> bool:
    """Whether the worker listens still, rather than nobody or somebody else. Takes as long as reaching it may."""
    try:
        if worker.address.startswith(UNIX):
            with socket.socket(socket.AF_UNIX) as connected:
                connected.settimeout(CONNECT_SECONDS)
                connected.connect(worker.address.removeprefix(UNIX))
            return True
        host, _, port = worker.address.removeprefix("https://").rpartition(":")
        host = host.strip("[]")
        connected = socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS)
    except OSError:
        return False
    with connected:
        try:
            trust_in(worker).wrap_socket(connected, server_hostname=host).close()
        except TimeoutError:
            # Who takes the connection and no more has much to do.
            return True
        except OSError:
            return False
    return True
