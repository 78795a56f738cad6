"""Which servers are on the network just now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Event

from connect_desktop.discovery.browsing import Browser
from connect_desktop.discovery.service import Service

Browse = Callable[[Callable[[tuple[Service, ...]], None]], AbstractContextManager[object]]
"""Tells a function of all servers there are, again whenever that changes; `Browser` is one."""


def servers_around(seconds: float, browse: Browse = Browser, *, stop: Event | None = None) -> Sequence[Service]:
    """The servers that make themselves known within so many seconds, or until told to stop."""
    known: deque[tuple[Service, ...]] = deque([()], maxlen=1)
    with browse(known.append):
        (stop or Event()).wait(seconds)
    return known[0]
