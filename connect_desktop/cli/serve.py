"""serve: the REST API over this machine's courses and sessions."""

from __future__ import annotations

import argparse
import ipaddress
from contextlib import ExitStack
from typing import TYPE_CHECKING

from connect_desktop import __version__
from connect_desktop.app import open_server
from connect_desktop.cli.supervision import Supervisor
from connect_desktop.cli.terminal import Terminal
from connect_desktop.discovery.addresses import network_addresses
from connect_desktop.discovery.service import Service
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.server.bounded_http import ConnectionLimits
from connect_desktop.server.origins import Origin
from connect_desktop.server.rate import Rate
from connect_desktop.server.serving import Listening, is_loopback, listen, serve_until_stopped
from connect_desktop.server.settings import Audience, ServerSettings

if TYPE_CHECKING:
    from connect_desktop.discovery.announcing import Announcement

_EXPOSED = (
    "Everybody who can reach {host} can reach this server now, and what they send is not encrypted: "
    "anybody on the way can read keys and answers. Put a proxy that speaks HTTPS before it, or leave --host out."
)
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
_ON_THIS_MACHINE = ("127.0.0.1", "::1")


class OptionUnusable(ConnectError):
    """An option of `serve` has a value that means nothing."""

    code = "option-unusable"

    def __init__(self, option: str, value: object, wanted: str) -> None:
        super().__init__("{option} cannot be “{value}”: it takes {wanted}.", option=option, value=value, wanted=wanted)


class NoNetwork(ConnectError):
    """There is nobody to announce the server to."""

    code = "no-network"

    def __init__(self) -> None:
        super().__init__("This computer is on no network; connect it to one, or leave --announce out.")


def serve(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Listen until told to stop; where there is no key yet, make one and show it, this once.

    Raises `OptionUnusable`, `OriginUnusable`, `AddressUnusable`, `StorageUnusable`, `StorageOutOfReach` and
    `StoreError`.
    """
    settings, limits, proxies = settings_of(options), limits_of(options), _proxies(options.trusted_proxy)
    if options.announce and is_loopback(options.host):
        raise OptionUnusable("--announce", options.announce, "a --host that others can reach")
    if not is_loopback(options.host) and not options.supervised:
        terminal.warn(_EXPOSED.format(host=options.host))
    with ExitStack() as stack:
        socket = stack.enter_context(listen(options.host, options.port))
        opening = open_server(paths, settings, storage=options.storage, first_key=not options.supervised)
        server = stack.enter_context(opening)
        host, port = socket.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        addresses = network_addresses() if host in _EVERYWHERE else (host,)
        if options.announce:
            stack.enter_context(_announcement(options.announce, addresses, port, server.epoch))
        supervisor = stack.enter_context(Supervisor(server.app)) if options.supervised else None
        if supervisor is not None:
            supervisor.tell({"event": "listening", "addresses": [f"http://{it}:{port}" for it in addresses]})
        else:
            document = {"address": address, "documentation": f"{address}/api/docs"}
            lines = [f"Listening on {address} - the API is explained at {address}/api/docs; stop with Ctrl+C."]
            if server.first_key is not None:
                document["admin_key"] = server.first_key
                lines.append(f"The key to everything, shown this once: {server.first_key}")
            terminal.answer(document, "\n".join(lines))
        until = supervisor.ended if supervisor is not None else None
        serve_until_stopped(server.app, socket, Listening(limits=limits, trusted_proxies=proxies, until=until))
    return 0


def _announcement(name: str, addresses: tuple[str, ...], port: int, epoch: str) -> Announcement:
    from connect_desktop.discovery.announcing import Announcement

    if not addresses:
        raise NoNetwork
    return Announcement(Service(name=name, addresses=addresses, port=port, version=__version__, epoch=epoch))


def settings_of(options: argparse.Namespace) -> ServerSettings:
    """The settings that were asked for; raises `OptionUnusable` and `OriginUnusable`."""
    return ServerSettings(
        public_url=Origin.of(options.public_url) if options.public_url else None,
        content_origin=Origin.of(options.content_origin) if options.content_origin else None,
        cors=tuple(map(Origin.of, options.cors)),
        metrics=Audience(options.metrics),
        key_rate=Rate(_at_least(0, "--rate-limit", options.rate_limit)),
        failure_rate=Rate(_at_least(0, "--failure-limit", options.failure_limit)),
        webhooks_to_private_addresses=options.webhooks_to_private_addresses,
        restored=options.restored,
    )


def limits_of(options: argparse.Namespace) -> ConnectionLimits:
    """The limits of connections that were asked for; raises `OptionUnusable`."""
    return ConnectionLimits(connections=_at_least(1, "--max-connections", options.max_connections))


def _at_least(least: int, option: str, value: int) -> int:
    if value < least:
        raise OptionUnusable(option, value, f"a number from {least} on")
    return value


def _proxies(addresses: list[str]) -> tuple[str, ...]:
    for address in addresses:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError:
            raise OptionUnusable("--trusted-proxy", address, "an address or a network, as 10.0.0.0/8") from None
    return tuple(addresses) or _ON_THIS_MACHINE
