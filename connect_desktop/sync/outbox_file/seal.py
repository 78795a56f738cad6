"""The signature of a file: all of its bytes are signed, and it is a zip that any program opens.

The signature stands in the zip's comment, which is its last bytes: `connect-desktop 1`, the public key in hex and
the signature in hex, with blanks between. What is signed is the SHA-512 of everything before the signature, the key
included, behind a few words that no other signature of ours begins with.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import IO

from connect_desktop.sync.outbox_file.device_key import DeviceKey
from connect_desktop.sync.outbox_file.errors import OutboxFileChanged, OutboxFileUnreadable

_BLOCK = 1 << 20
_PURPOSE = b"connect-desktop signed file 1\n"
_SIGNATURE = 128
_SEAL = re.compile(rb"connect-desktop 1 ([0-9a-f]{64}) ([0-9a-f]{128})")
_LENGTH = len("connect-desktop 1 ") + 64 + 1 + _SIGNATURE


def unsigned(key: DeviceKey) -> bytes:
    """The comment that a zip is to have before it is sealed."""
    return f"connect-desktop 1 {key.public_key} {'0' * _SIGNATURE}".encode()


def seal(file: IO[bytes], key: DeviceKey) -> None:
    """Sign a zip with that comment; raises `OSError`."""
    end = file.seek(0, os.SEEK_END) - _SIGNATURE
    signature = key.sign(_message(file, end)).hex().encode()
    file.seek(end)
    file.write(signature)
    file.flush()


def signer_of(file: IO[bytes], name: str) -> str:
    """The public key, in hex, whose owner signed every byte of the file; raises `OutboxFileUnreadable`,
    `OutboxFileChanged` and `OSError`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _LENGTH))
    said = _SEAL.fullmatch(file.read(_LENGTH))
    if said is None:
        raise OutboxFileUnreadable(name, "it bears no signature")
    public_key, signature = said[1].decode(), bytes.fromhex(said[2].decode())
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(signature, _message(file, length - _SIGNATURE))
    except (InvalidSignature, ValueError):
        raise OutboxFileChanged(name) from None
    return public_key


def _message(file: IO[bytes], end: int) -> bytes:
    digest = hashlib.sha512()
    file.seek(0)
    left = end
    while left > 0 and (block := file.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return _PURPOSE + digest.digest()
