"""JSON as it is kept and answered. Texts of content hold what UTF-8 does not; with them, all but ASCII is escaped."""

from __future__ import annotations

import json
from typing import Any

from msgspec import MsgspecError
from msgspec.json import Decoder, Encoder

_ENCODER = Encoder()
_DECODER = Decoder()


def json_text(value: object) -> str:
    """The value, of dictionaries, lists, texts, finite numbers, booleans and None, as JSON without blanks."""
    try:
        return _ENCODER.encode(value).decode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))


def json_value(text: str | bytes) -> Any:
    """What the JSON says; raises `ValueError`, and `RecursionError` where it goes too deep."""
    try:
        return _DECODER.decode(text)
    except (MsgspecError, UnicodeError):
        # It takes a little less than what others send, single surrogates for one.
        return json.loads(text)
