"""What the server above a hub holds, as the hub tells its devices. Pure."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace


class UpstreamStanding(Struct, frozen=True, kw_only=True):
    """Of some users' launches, as many as the hub has: `held` of `launches` are on the server `name`, which the hub
    last came to speak with or not (`reachable`)."""

    name: str
    reachable: bool
    launches: int
    held: int

    @property
    def has_all(self) -> bool:
        """Whether the server holds what the hub holds."""
        return self.held >= self.launches


def together(one: UpstreamStanding | None, other: UpstreamStanding | None) -> UpstreamStanding | None:
    """What a hub said of some users and of others."""
    if one is None or other is None:
        return None
    return replace(other, launches=one.launches + other.launches, held=one.held + other.held)


def upstream_of(body: object) -> UpstreamStanding | None:
    """What a hub says; None where there is no server above it, or what is said is nothing of the kind."""
    match body:
        case {"name": str(name), "reachable": bool(reachable), "launches": int(launches), "held": int(held)}:
            return UpstreamStanding(name=name[:200], reachable=reachable, launches=launches, held=held)
    return None
