"""What an operator decides about a server."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from connect_desktop.server.http.origins import Origin
from connect_desktop.server.http.rate import Rate


class TokenLifetimes(Struct, frozen=True, kw_only=True):
    """Seconds a launch token lives: what is asked for is brought between the bounds."""

    default: int = 14_400
    least: int = 60
    most: int = 86_400

    def effective(self, asked: int | None) -> int:
        """The lifetime a token gets."""
        return self.default if asked is None else max(self.least, min(self.most, asked))


_OF_A_KEY = Rate(6000)
_OF_FAILURES = Rate(30)


class Audience(StrEnum):
    """Who may see the figures under /metrics, which takes no key."""

    NOBODY = "nobody"
    LOCAL = "local"
    ANYBODY = "anybody"


class SittingLimits(Struct, frozen=True, kw_only=True):
    """`most` courses are played at a time. One that nothing was heard of for `idle` seconds is over: its page says that
    it lives every `heartbeat` seconds. `on_their_way` is how long, in seconds, the calls of a page that went away may
    take."""

    most: int = 400
    idle: float = 600
    heartbeat: float = 60
    on_their_way: float = 1.5


class ServerSettings(Struct, frozen=True, kw_only=True):
    """`public_url` is where this server is reached. `content_origin` is a host that is for the player and what it plays
    alone: it answers nothing else, and no other host answers those. Pages of the origins `cors` may ask the API.
    `key_rate` bounds what a key may ask, `failure_rate` how often an address may come with a wrong one. `body_limit`
    bounds the bytes of a JSON body, `form_limit` those of a form, `package_limit` those of an uploaded package.
    Webhooks lead to the public Internet, with `webhooks_to_private_addresses` anywhere. `restored` says that the
    database was put back from a backup, `forget_secrets` that the key to the secrets in it is lost."""

    lifetimes: TokenLifetimes = field(default_factory=TokenLifetimes)
    public_url: Origin | None = None
    content_origin: Origin | None = None
    sittings: SittingLimits = field(default_factory=SittingLimits)
    cors: tuple[Origin, ...] = ()
    metrics: Audience = Audience.LOCAL
    key_rate: Rate = _OF_A_KEY
    failure_rate: Rate = _OF_FAILURES
    webhooks_to_private_addresses: bool = False
    restored: bool = False
    forget_secrets: bool = False
    body_limit: int = 8 << 20
    form_limit: int = 64 << 10
    package_limit: int = 4 << 30
