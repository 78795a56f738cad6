"""Addresses of servers, as people type them. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from connect_desktop.sync.errors import AddressInvalid

_API = "/api/v1"
_LARGEST_PORT = 65535


def server_address(typed: str) -> str:
    """`https://host[:port][/path]`, whatever blanks, slashes and `/api/v1` were typed around it; without a scheme it is
    https, on this machine http. Raises `AddressInvalid`."""
    text = typed.strip()
    if "://" not in text:
        host = text.partition("/")[0].partition(":")[0]
        text = f"{'http' if host in ('localhost', '127.0.0.1') else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise AddressInvalid(typed) from None
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or any(character.isspace() for character in text)
        or parts.username is not None
        or parts.query
        or parts.fragment
        or (port is not None and not 0 < port <= _LARGEST_PORT)
    ):
        raise AddressInvalid(typed if parts.username is None else parts.hostname or "")
    path = parts.path.rstrip("/").removesuffix(_API).rstrip("/")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"
