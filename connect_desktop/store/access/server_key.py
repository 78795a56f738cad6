"""Where the server's key is, by which the secrets in its database are sealed: a file or the environment.

A line is a key. The first seals; those after it still open what they sealed, until everything is sealed by the first.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from connect_desktop.store.access.seal import Seal, ServerKeyMissing
from connect_desktop.store.access.sealing import sealed_by, take_over
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError
from connect_desktop.store.secret_file import make_secret_file

VARIABLE = "CONNECT_DESKTOP_SERVER_KEY"
"""The environment variable with keys, spaces between them, in the place of a file."""

_RANDOM_BYTES = 32
_LEAST_LETTERS = 32


class ServerKeyUnusable(StoreError):
    """There is no key where one should be, or none that could be made there."""

    code = "server-key-unusable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            "The server key in {place} cannot be used ({reason}); name another file with --server-key.",
            place=place,
            reason=reason,
        )


def open_seal(connections: Connections, file: Path, *, forget: bool = False) -> Seal:
    """The seal of this database, by the keys in the environment or else in the file; with none of them, and nothing
    sealed, a key is made and written there. Everything is sealed by the first key when this returns.

    With `forget`, what was sealed by a key that is lost is given up. Raises `ServerKeyMissing`, `ServerKeyUnusable` and
    `StoreError`.
    """
    sealed = sealed_by(connections)
    seal = _at_hand(file, made=sealed is None or forget)
    if seal is None:
        raise ServerKeyMissing(sealed or "", str(file))
    if sealed != seal.key_id:
        take_over(connections, seal, forget=forget)
    return seal


def _at_hand(file: Path, *, made: bool) -> Seal | None:
    given = os.environ.get(VARIABLE, "")
    if given.strip():
        return _seal_of(given, VARIABLE)
    place = str(file)
    try:
        if not file.exists():
            if not made:
                return None
            make_secret_file(file, f"{secrets.token_urlsafe(_RANDOM_BYTES)}\n".encode())
        return _seal_of(file.read_text(encoding="ascii"), place)
    except OSError as error:
        raise ServerKeyUnusable(place, error.strerror or str(error)) from error
    except UnicodeError as error:
        raise ServerKeyUnusable(place, "it is no text") from error


def _seal_of(text: str, place: str) -> Seal:
    keys = text.split()
    if not keys or any(len(key) < _LEAST_LETTERS for key in keys):
        raise ServerKeyUnusable(place, f"a key has at least {_LEAST_LETTERS} letters and no spaces")
    return Seal(keys, place)
