"""Where this server is, seen from outside: as an operator says, or as the caller reached it if that can be believed."""

from __future__ import annotations

import ipaddress
import re
import socket
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.types import Scope

from connect_desktop.errors import ConnectError

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}


class OriginUnusable(ConnectError):
    """What was given as an address of this server is none."""

    code = "origin-unusable"

    def __init__(self, text: str) -> None:
        super().__init__(
            "“{address}” is not the address of a host: give its scheme, its name and perhaps its port, as in "
            "https://learn.example.com, and nothing after that.",
            address=text,
        )


class Origin(Struct, frozen=True):
    """A scheme and a host with its port, as in `https://learn.example.com:8443`; a default port is left out."""

    scheme: str
    host: str

    @classmethod
    def of(cls, text: str) -> Origin:
        """The origin that is written so; raises `OriginUnusable`."""
        try:
            parts = urlsplit(text.strip())
            match = _HOST.fullmatch(parts.netloc)
            port = parts.port
        except ValueError:
            raise OriginUnusable(text) from None
        rest = (parts.path.strip("/"), parts.query, parts.fragment)
        if parts.scheme not in _PORTS or match is None or any(rest) or port == 0:
            raise OriginUnusable(text)
        return cls(parts.scheme, parts.netloc.lower().removesuffix(_PORTS[parts.scheme]))

    @property
    def site(self) -> str:
        """The host without its port."""
        return self.host.rsplit(":", 1)[0] if not self.host.endswith("]") else self.host

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}"


def origin_of(scope: Scope) -> Origin:
    """Where the caller says they reached us. It is their word: good for an answer to them, for nothing that is kept."""
    host = Headers(scope=scope).get("host", "")
    scheme: str = scope["scheme"]
    if _HOST.fullmatch(host) is None:
        return _listening(scope)
    return Origin(scheme, host.lower().removesuffix(_PORTS.get(scheme, "")))


def believed(scope: Scope) -> Origin:
    """Where the caller reached us, if this machine is surely called so (by an address, or its own name); else where it
    listens. A `Host` header can name anything, and would be in links that somebody else follows."""
    said = origin_of(scope)
    return said if _is_ours(said.site) else _listening(scope)


def _listening(scope: Scope) -> Origin:
    name, port = scope.get("server") or ("127.0.0.1", None)
    host = f"[{name}]" if ":" in name else name
    scheme: str = scope["scheme"]
    return Origin(scheme, f"{host}:{port}" if port and f":{port}" != _PORTS.get(scheme) else host)


@lru_cache(256)
def _is_ours(site: str) -> bool:
    own = socket.gethostname().lower()
    if site in ("localhost", own, own.partition(".")[0], f"{own.partition('.')[0]}.local"):
        return True
    try:
        ipaddress.ip_address(site.strip("[]"))
    except ValueError:
        return False
    return True
