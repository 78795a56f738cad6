"""Secrets as they lie in the database: sealed by a key that is kept elsewhere, so that a dump tells none of them."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from connect_desktop.store.errors import StoreError

_MARK = "sealed"
_NONCE_BYTES = 12
_ID_BYTES = 4


class ServerKeyMissing(StoreError):
    """What the database holds was sealed by another key than those at hand."""

    code = "server-key-missing"

    def __init__(self, key_id: str, place: str) -> None:
        super().__init__(
            "The secrets in this database are sealed by the server key {key}, which is not in {place}; put it back, or "
            "if it is lost, start with “serve --forget-secrets” once.",
            key=key_id,
            place=place,
        )


class SecretDamaged(StoreError):
    """A sealed secret is not as it was sealed, or not whose it was."""

    code = "secret-damaged"

    def __init__(self) -> None:
        super().__init__(
            "A secret in the database was changed by another program, or moved; put a backup of the database in its "
            "place, or give whatever uses the secret a new one."
        )


class Seal:
    """Seals by the first of its keys, and opens what any of them sealed: AES-256-GCM, bound to the `owner` it is for.

    A key is any text that nobody guesses; it is called by eight hexadecimal digits that follow from it. `place` is
    where the keys were found, in words. Safe to use from any thread.
    """

    def __init__(self, keys: Sequence[str], place: str) -> None:
        self.place = place
        self._ciphers = {_derived(key, b"id", _ID_BYTES).hex(): AESGCM(_derived(key, b"seal", 32)) for key in keys}
        self.key_id = next(iter(self._ciphers))

    def __repr__(self) -> str:
        return f"Seal({self.key_id})"

    def knows(self, key_id: str) -> bool:
        """Whether the key is one of these."""
        return key_id in self._ciphers

    def close(self, secret: str, owner: str) -> str:
        """The secret as it may be kept; what was sealed for one owner opens for no other."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        hidden = nonce + self._ciphers[self.key_id].encrypt(nonce, secret.encode(), owner.encode())
        return f"{_MARK}:{self.key_id}:{base64.urlsafe_b64encode(hidden).decode()}"

    def open(self, kept: str, owner: str) -> str:
        """The secret; raises `ServerKeyMissing` and `SecretDamaged`."""
        mark, key_id, text = (*kept.split(":"), "", "")[:3]
        if mark != _MARK:
            # A server has sealed all that lay open before it serves.
            raise SecretDamaged
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise ServerKeyMissing(key_id, self.place)
        try:
            hidden = base64.urlsafe_b64decode(text)
            return cipher.decrypt(hidden[:_NONCE_BYTES], hidden[_NONCE_BYTES:], owner.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SecretDamaged from error


def is_sealed(kept: str) -> bool:
    """Whether this is no secret that lies open."""
    return kept.startswith(f"{_MARK}:")


def _derived(key: str, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=b"connect-desktop " + purpose).derive(key.encode())
