"""What an operator decides about a server."""

from __future__ import annotations

from dataclasses import dataclass, field

from connect_desktop.server.origins import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLifetimes:
    """Seconds a launch token lives: what is asked for is brought between the bounds."""

    default: int = 14_400
    least: int = 60
    most: int = 86_400

    def effective(self, asked: int | None) -> int:
        """The lifetime a token gets."""
        return self.default if asked is None else max(self.least, min(self.most, asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """`public_url` is where this server is reached. `content_origin` is a host that is for the player and what it plays
    alone: it answers nothing else, and no other host answers those. `body_limit` bounds the bytes of a JSON body,
    `package_limit` those of an uploaded package."""

    lifetimes: TokenLifetimes = field(default_factory=TokenLifetimes)
    public_url: Origin | None = None
    content_origin: Origin | None = None
    body_limit: int = 8 << 20
    package_limit: int = 4 << 30
