"""Looks for servers on the network."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Lock
from types import TracebackType
from typing import Self

from zeroconf import Error, InterfaceChoice, IPVersion, ServiceBrowser, ServiceStateChange, Zeroconf

from connect_desktop.discovery.service import TYPE, Service, service_from

_log = logging.getLogger(__name__)
_PATIENCE_MS = 3000


class Browser:
    """Knows the servers that are on the network while it is entered.

    `changed` is told all of them, by name, whenever there is another or one has gone; it is called from a thread of the
    browser's own. What is told is what strangers say: a server proves itself by its answers, not by its name.
    """

    def __init__(self, changed: Callable[[tuple[Service, ...]], None], interfaces: Sequence[str] | None = None) -> None:
        self._changed = changed
        self._interfaces = list(interfaces) if interfaces else InterfaceChoice.All
        self._lock = Lock()
        self._known: dict[str, Service] = {}
        self._network: Zeroconf | None = None

    def __enter__(self) -> Self:
        try:
            self._network = Zeroconf(interfaces=self._interfaces, ip_version=IPVersion.V4Only)
            ServiceBrowser(self._network, TYPE, handlers=[self._heard])
        except (OSError, Error) as error:
            _log.warning("the network cannot be browsed: %r", error)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._network is not None:
            self._network.close()

    def _heard(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        service = None
        if state_change is not ServiceStateChange.Removed:
            info = zeroconf.get_service_info(service_type, name, timeout=_PATIENCE_MS)
            if info is not None:
                label = name.removesuffix(f".{TYPE}")
                addresses = tuple(info.parsed_addresses(IPVersion.V4Only))
                service = service_from(label, addresses, info.port or 0, info.properties)
        with self._lock:
            before = dict(self._known)
            if service is None:
                self._known.pop(name, None)
            else:
                self._known[name] = service
            if self._known != before:
                self._changed(tuple(sorted(self._known.values(), key=lambda one: one.name)))
