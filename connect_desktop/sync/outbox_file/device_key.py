"""The key by which a device signs its files.

It lies in the data folder, in a file that only its owner may read, and not in a keyring. Whoever can read the folder
can write to the database that is signed, so a keyring would guard nothing more; and a server that the system starts,
which has no keyring, must be the same device as the window over the same folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.store.secret_file import make_secret_file
from connect_desktop.sync.outbox_file.errors import OutboxFileUnwritable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class DeviceKey(Struct, frozen=True):
    """An Ed25519 key [RFC 8032]; `public_key` is its public half in hex."""

    public_key: str
    _private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"DeviceKey({self.public_key})"

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._private.sign(message)


def device_key(file: Path) -> DeviceKey:
    """The key in the file, a new one where there is none; raises `OutboxFileUnwritable`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        if not file.exists():
            _make(file)
        private = load_pem_private_key(file.read_bytes(), None)
    except OSError as error:
        raise OutboxFileUnwritable(file, error.strerror or str(error)) from error
    except ValueError as error:
        raise OutboxFileUnwritable(file, "it is no key; put it away, and this device gets a new one") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise OutboxFileUnwritable(file, "it is a key of another kind; put it away, and this device gets a new one")
    return DeviceKey(private.public_key().public_bytes_raw().hex(), private)


def _make(file: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    make_secret_file(file, text)
