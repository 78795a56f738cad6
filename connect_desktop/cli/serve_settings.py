"""What the options of `serve` come to."""

from __future__ import annotations

import argparse
import ipaddress
import socket

from connect_desktop.errors import ConnectError
from connect_desktop.server.http.bounded_http import ConnectionLimits
from connect_desktop.server.http.origins import Origin
from connect_desktop.server.http.rate import Rate
from connect_desktop.server.listening.serving import Listening
from connect_desktop.server.settings import Audience, ServerSettings

_ON_THIS_MACHINE = ("127.0.0.1", "::1")
_FAMILIES = {4: socket.AF_INET, 6: socket.AF_INET6}


class OptionUnusable(ConnectError):
    """An option of `serve` has a value that means nothing."""

    code = "option-unusable"

    def __init__(self, option: str, value: object, wanted: str) -> None:
        super().__init__("{option} cannot be “{value}”: it takes {wanted}.", option=option, value=value, wanted=wanted)


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
        forget_secrets=options.forget_secrets,
    )


def listening_of(options: argparse.Namespace) -> Listening:
    """How connections are to be taken; raises `OptionUnusable`."""
    limits = ConnectionLimits(connections=_at_least(1, "--max-connections", options.max_connections))
    return Listening(limits=limits, trusted_proxies=_proxies(options.trusted_proxy))


def workers_of(options: argparse.Namespace) -> int:
    """How many processes are to serve; raises `OptionUnusable`."""
    if options.supervised and options.workers != 1:
        raise OptionUnusable("--workers", options.workers, "1 where another program started this one")
    if options.upstream and options.workers != 1:
        raise OptionUnusable("--workers", options.workers, "1 where there is an --upstream")
    return _at_least(1, "--workers", options.workers)


def advertised_of(options: argparse.Namespace) -> str:
    """Where other machines are to find this one, "" where there are none; raises `OptionUnusable`."""
    if options.advertise:
        try:
            address = ipaddress.ip_address(options.advertise)
            if address.is_unspecified:
                raise ValueError(options.advertise)
            socket.create_server((options.advertise, 0), family=_FAMILIES[address.version]).close()
        except (ValueError, OSError):
            raise OptionUnusable("--advertise", options.advertise, "an address of this machine, as 10.0.0.5") from None
    advertised: str = options.advertise
    return advertised


def upstream_every_of(options: argparse.Namespace) -> int:
    """Seconds between two looks at the server above; raises `OptionUnusable`."""
    return _at_least(1, "--upstream-every", options.upstream_every)


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
