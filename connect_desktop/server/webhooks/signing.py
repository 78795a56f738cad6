"""Signatures by which a receiver tells our messages from others' [Standard Webhooks 1.0]."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook as Signer

from connect_desktop.errors import ConnectError

PREFIX = "whsec_"
# What the standard allows.
_LEAST_BYTES = 24
_MOST_BYTES = 64
_RANDOM_BYTES = 32


class SecretUnusable(ConnectError):
    """The secret is not in the form that the standard wants."""

    code = "webhook-secret-unusable"

    def __init__(self) -> None:
        super().__init__(
            "A secret is {prefix} and {least} to {most} bytes in base64; leave it out and one is made.",
            prefix=PREFIX,
            least=_LEAST_BYTES,
            most=_MOST_BYTES,
        )


def new_secret() -> str:
    """A secret of 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_RANDOM_BYTES)).decode()


def check_secret(secret: str) -> None:
    """Raise `SecretUnusable` for a secret that receivers' libraries would not take."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise SecretUnusable from None
    if not secret.startswith(PREFIX) or not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise SecretUnusable


def signature_headers(signing: Sequence[str], message_id: str, at: datetime, body: str) -> Mapping[str, str]:
    """The headers that vouch for `body` sent `at`, by each of the secrets, the newest first.

    `X-Connect-Signature` says the same in hex, for receivers without the library: HMAC-SHA256 by the bytes that the
    secret is in base64, over id, timestamp and body with dots between them.
    """
    moment = at.astimezone(UTC)
    signatures = [Signer(secret).sign(message_id, moment, body) for secret in signing]
    in_hex = [base64.b64decode(signature.removeprefix("v1,")).hex() for signature in signatures]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
        "x-connect-signature": " ".join(f"sha256={signature}" for signature in in_hex),
    }
