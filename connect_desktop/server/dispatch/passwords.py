"""Passwords people choose: kept as what only a slow look can recognize [RFC 7914]."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_COST, _BLOCK, _LANES = 2**15, 8, 1
_MEMORY = 64 << 20
_SALT_BYTES = 16


def hashed(password: str) -> str:
    """What to keep of a password; slow, on purpose."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key = _derived(password, salt, _COST, _BLOCK, _LANES)
    return "$".join(["scrypt", str(_COST), str(_BLOCK), str(_LANES), _text(salt), _text(key)])


def is_password(password: str, kept: str) -> bool:
    """Whether this is the password that was kept so; slow, on purpose, and equally so for right and wrong ones."""
    _, cost, block, lanes, salt, key = kept.split("$")
    derived = _derived(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(derived, base64.b64decode(key))


def _derived(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    secret = password.encode(errors="surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
