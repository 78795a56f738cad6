"""Which addresses a webhook may lead to: those of the public Internet, unless the operator says otherwise.

Whoever may make a webhook must not so be able to talk to what only this machine can reach: itself, its neighbours, or
the metadata service of the cloud it runs in.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from connect_desktop.errors import ConnectError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LONGEST = 2000
# Ports below are other protocols', which must not be spoken to through us.
_FIRST_FREE_PORT = 1024
_WEB_PORTS = frozenset({80, 443})
# A public address that is the machine's own cloud all the same.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
# All that was ever given out of IPv6 [RFC 4291 2.4].
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# IPv6 networks whose addresses carry an IPv4 address in these bits, counted from the right [RFC 6052, RFC 3056].
_CARRIERS = (
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


class WebhookUrlRefused(ConnectError):
    """The URL is none that anything is delivered to."""

    code = "webhook-url-refused"

    def __init__(self, reason: str) -> None:
        super().__init__("Nothing is delivered to this URL: {reason}.", reason=reason)


def is_public(address: Address) -> bool:
    """Whether the address is of the public Internet, whatever it is dressed up as."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or address.teredo is not None:
            return False
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in _METADATA


def check_url(url: str, *, private: bool) -> None:
    """Raise `WebhookUrlRefused` for what is no URL to deliver to, as far as it can be told without asking for the
    address of its name. With `private` any address, any port and plain HTTP will do."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WebhookUrlRefused("it is not well-formed") from None
    host = parts.hostname or ""
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise WebhookUrlRefused(f"it must be ASCII without blanks and at most {_LONGEST} characters long")
    if parts.scheme not in ("https", "http") or not host:
        raise WebhookUrlRefused("it must begin with https:// and a host")
    if "@" in parts.netloc:
        raise WebhookUrlRefused("it must not hold a user name or password")
    if parts.fragment:
        raise WebhookUrlRefused("it must have no fragment")
    if private:
        return
    if parts.scheme != "https":
        raise WebhookUrlRefused("what is sent would not be encrypted; use https://")
    if port is not None and port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
        raise WebhookUrlRefused("its port is another protocol's")
    if _is_of_this_network(host):
        raise WebhookUrlRefused("its address is not of the public Internet")


def _is_of_this_network(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        name = host.rstrip(".").lower()
    return "." not in name or name.endswith((".localhost", ".local", ".internal"))


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    for network, shift in _CARRIERS:
        if address in network:
            return ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return None
