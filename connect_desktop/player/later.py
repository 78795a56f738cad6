"""Calls from the event loop instead of from where one is.

A connection that is queued does the same, but its name is in the namespace `Qt`, and the first mention of that makes
two thousand names, which the first page of a course would wait for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from PySide6.QtCore import QObject, QTimer

P = ParamSpec("P")


def later(owner: QObject, slot: Callable[P, object]) -> Callable[P, None]:
    """What calls `slot` when the event loop is next at it, in the order of the calls; never after `owner` is gone."""

    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        QTimer.singleShot(0, owner, lambda: slot(*args, **kwargs))

    return call
