"""serve: the REST API over this machine's courses and sessions."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, ExitStack
from socket import socket as Socket  # noqa: N812 - a type here
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from connect_desktop import __version__
from connect_desktop.app import OpenedServer, open_server
from connect_desktop.cli.serve_settings import (
    OptionUnusable,
    advertised_of,
    listening_of,
    settings_of,
    upstream_every_of,
    workers_of,
)
from connect_desktop.cli.serve_workers import serve_with_workers
from connect_desktop.cli.supervision import Supervisor
from connect_desktop.cli.terminal import Terminal
from connect_desktop.discovery.addresses import network_addresses
from connect_desktop.discovery.service import Service
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.server.http.meeting import meeting
from connect_desktop.server.listening.serving import is_loopback, listen, serve_until_stopped

if TYPE_CHECKING:
    from connect_desktop.discovery.announcing import Announcement
    from connect_desktop.server.upstream import Upstream

_EXPOSED = (
    "Everybody who can reach {host} can reach this server now, and what they send is not encrypted: "
    "anybody on the way can read keys and answers. Put a proxy that speaks HTTPS before it, or leave --host out."
)
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


class NoNetwork(ConnectError):
    """There is nobody to announce the server to."""

    code = "no-network"

    def __init__(self) -> None:
        super().__init__("This computer is on no network; connect it to one, or leave --announce out.")


class _Place(Struct, frozen=True):
    """Where a server listens: `address` is the one that is shown, `hosts` are all that lead there."""

    address: str
    hosts: tuple[str, ...]
    port: int

    @classmethod
    def of(cls, listening: Socket) -> _Place:
        host, port = listening.getsockname()[:2]
        hosts = network_addresses() if host in _EVERYWHERE else (host,)
        return cls(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}", hosts, port)


def serve(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Listen until told to stop; where there is no key yet, make one and show it, this once.

    Raises `OptionUnusable`, `OriginUnusable`, `AddressUnusable`, `StorageUnusable`, `StorageOutOfReach`,
    `WorkerFailed`, for a hub `AddressInvalid`, `KeyMissing` and `KeyringLocked`, and `StoreError`.
    """
    settings, how, workers = settings_of(options), listening_of(options), workers_of(options)
    advertised = advertised_of(options)
    if options.announce and is_loopback(options.host):
        raise OptionUnusable("--announce", options.announce, "a --host that others can reach")
    if not is_loopback(options.host) and not options.supervised:
        terminal.warn(_EXPOSED.format(host=options.host))
    with ExitStack() as stack:
        listening = stack.enter_context(listen(options.host, options.port))
        place = _Place.of(listening)

        def began(server: OpenedServer) -> None:
            if options.announce:
                stack.enter_context(_announcement(options.announce, place, server.epoch))
            if not options.supervised:
                _tell(terminal, place, server.first_key)

        if workers > 1:
            serve_with_workers(options, paths, listening, began)
            return 0
        # A database that is no file may have servers on other machines.
        met = stack.enter_context(meeting(advertised)) if paths.address else None
        opening = open_server(
            paths,
            settings,
            storage=options.storage,
            first_key=not options.supervised,
            meeting=met,
            upstream=stack.enter_context(_upstream(options, paths)) if options.upstream else None,
        )
        server = stack.enter_context(opening)
        began(server)
        if met is not None:
            how = replace(how, meeting=met)
        if options.supervised:
            supervisor = stack.enter_context(Supervisor(server.app))
            supervisor.tell({"event": "listening", "addresses": [f"http://{it}:{place.port}" for it in place.hosts]})
            how = replace(how, until=supervisor.ended)
        serve_until_stopped(server.app, listening, how)
    return 0


def _upstream(options: argparse.Namespace, paths: DataPaths) -> AbstractContextManager[Upstream]:
    from connect_desktop.hub import open_upstream  # a server that is no hub needs no client of one

    return open_upstream(paths, options.upstream, upstream_every_of(options), options.storage)


def _tell(terminal: Terminal, place: _Place, first_key: str | None) -> None:
    document = {"address": place.address, "documentation": f"{place.address}/api/docs"}
    lines = [f"Listening on {place.address} - the API is explained at {place.address}/api/docs; stop with Ctrl+C."]
    if first_key is not None:
        document["admin_key"] = first_key
        lines.append(f"The key to everything, shown this once: {first_key}")
    terminal.answer(document, "\n".join(lines))


def _announcement(name: str, place: _Place, epoch: str) -> Announcement:
    from connect_desktop.discovery.announcing import Announcement

    if not place.hosts:
        raise NoNetwork
    return Announcement(Service(name=name, addresses=place.hosts, port=place.port, version=__version__, epoch=epoch))
