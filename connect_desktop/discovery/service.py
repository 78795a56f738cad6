"""A server as it is announced [RFC 6763]: a name for people, where it is, and what to know before asking it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

TYPE = "_connect-desktop._tcp.local."
_LONGEST_NAME = 63
"""In bytes [RFC 6763 4.1.1]."""


class Service(Struct, frozen=True, kw_only=True):
    """A server. `addresses` are IPv4 or IPv6 in text, the likeliest first; `epoch` changes when its database was
    restored, so that who knows it from before can tell; `path` is where its API begins."""

    name: str
    addresses: tuple[str, ...]
    port: int
    version: str
    epoch: str = ""
    path: str = "/api/v1"

    @property
    def url(self) -> str:
        """Where it is asked, without the path."""
        first = self.addresses[0]
        return f"http://[{first}]:{self.port}" if ":" in first else f"http://{first}:{self.port}"

    @property
    def server(self) -> str:
        """Its address as people give it and as accounts keep it: without where its API begins."""
        return f"{self.url}{self.path.removesuffix('/api/v1').rstrip('/')}"

    @property
    def label(self) -> str:
        """The name as the network takes it: not too long, and never cut inside a letter."""
        name = " ".join(self.name.split()) or "connect-desktop"
        return name.encode()[:_LONGEST_NAME].decode(errors="ignore")

    def txt(self) -> dict[str, str]:
        """What the TXT record says."""
        return {"txtvers": "1", "version": self.version, "epoch": self.epoch, "path": self.path}


def service_from(
    label: str, addresses: tuple[str, ...], port: int, txt: Mapping[bytes, bytes | None]
) -> Service | None:
    """What was heard on the network, which anybody can say; None where it cannot be a server of ours."""
    said = {key.decode(errors="replace"): (value or b"").decode(errors="replace") for key, value in txt.items()}
    path = said.get("path", "")
    if not addresses or not port or not path.startswith("/") or "//" in path:
        return None
    return Service(
        name=label,
        addresses=addresses,
        port=port,
        version=said.get("version", ""),
        epoch=said.get("epoch", ""),
        path=path,
    )
