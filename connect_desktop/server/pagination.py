"""Opaque cursors: where a list goes on."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from connect_desktop.server.problems import Problem

LARGEST_PAGE = 200


def cursor_after(moment: datetime, identifier: str) -> str:
    """Where the list goes on after the item that was changed then and has this id."""
    text = json.dumps([moment.isoformat(), identifier], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position_of(cursor: str) -> tuple[datetime, str]:
    """What `cursor_after` was told; raises a 400 for what is no cursor of ours."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        moment, identifier = json.loads(text)
        position = datetime.fromisoformat(moment), str(identifier)
        if position[0].tzinfo is None:
            raise ValueError(moment)
    except (ValueError, TypeError):
        raise Problem(400, "invalid-cursor", "The cursor is none that a list here gave.") from None
    return position
