"""What `play` was asked for."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class PlayRequest(Struct, frozen=True, kw_only=True):
    """`target` is a path, an imported course's id, or “sample”; `learner` a name or id, None
    for the first one; `mode` as the standard calls it. With a `script` its steps are played and its screenshots go to
    `screenshots`."""

    target: str
    learner: str | None
    mode: str
    lenient: bool
    script: Path | None
    screenshots: Path
