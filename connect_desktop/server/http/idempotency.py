"""`Idempotency-Key`: the same request again gets the same answer and changes nothing."""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request

from connect_desktop.store.access.answers import Request as StoredRequest
from connect_desktop.store.access.api_keys import PREFIX

_LONGEST_KEY = 255


async def _idempotency(
    request: Request, idempotency_key: Annotated[str | None, Header(max_length=_LONGEST_KEY, min_length=1)] = None
) -> Idempotency:
    if idempotency_key is None:
        return Idempotency("", "")
    # By the caller's key, which is not kept: bodies hold passwords, which whoever reads the database could try.
    asked = hmac.new(_key_of(request).encode(), f"{request.method} {request.url.path}\n".encode(), hashlib.sha256)
    asked.update(await request.body())
    return Idempotency(idempotency_key, asked.hexdigest())


class Idempotency:
    """The request's key and a hash of what it asks."""

    def __init__(self, key: str, hash: str) -> None:
        self._key = key
        self._hash = hash

    def of(self, asked_by: str) -> StoredRequest | None:
        """The request as answers are kept under it; None if it has no key."""
        if not self._key:
            return None
        return StoredRequest(asked_by=asked_by, idempotency_key=self._key, hash=self._hash)


def _key_of(request: Request) -> str:
    """The API key; "" with a launch token, since the next token of the session asks the same."""
    bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
    key = request.headers.get("x-api-key") or bearer
    return key if key.startswith(PREFIX) else ""


IdempotencyKey = Annotated[Idempotency, Depends(_idempotency)]
