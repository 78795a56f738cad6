"""Under which addresses others on the network reach this machine."""

from __future__ import annotations

import ipaddress
import socket

# Nobody is there; a datagram socket that is connected sends nothing, and tells which way it would.
_ELSEWHERE = ("192.0.2.1", 9)


def network_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses on networks, that of the usual way out first; none where it is on no network."""
    import ifaddr

    usual = _usual_way_out()
    adapters = ifaddr.get_adapters()
    found = {str(it.ip) for adapter in adapters for it in adapter.ips if it.is_IPv4 and _is_reachable(str(it.ip))}
    if usual is not None and _is_reachable(usual):
        found.add(usual)
    return tuple(sorted(found, key=lambda address: (address != usual, ipaddress.ip_address(address))))


def _usual_way_out() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        try:
            outward.connect(_ELSEWHERE)
        except OSError:
            return None
        address: str = outward.getsockname()[0]
        return address


def _is_reachable(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_multicast)
