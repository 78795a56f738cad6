"""Tells the network that a server is here, and says goodbye when it goes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Thread
from types import TracebackType
from typing import Self

from zeroconf import Error, IPVersion, ServiceInfo, Zeroconf

from connect_desktop.discovery.service import TYPE, Service

_log = logging.getLogger(__name__)


class Announcement:
    """Announces a service as long as it is entered. A name that is taken gets a number.

    The network may forbid it; then the service is found by its address alone, and the log says so. `interfaces` are
    the addresses of this machine to announce on, all of them unless told otherwise.
    """

    def __init__(self, service: Service, interfaces: Sequence[str] | None = None) -> None:
        self._service = service
        self._interfaces = list(interfaces or service.addresses)
        self._network: Zeroconf | None = None
        # Others are asked first whether they bear the name, which takes the better part of a second.
        self._announcing = Thread(target=self._announce, name="announcement", daemon=True)

    def __enter__(self) -> Self:
        self._announcing.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._announcing.join()
        if self._network is not None:
            self._network.unregister_all_services()
            self._network.close()

    def _announce(self) -> None:
        service = self._service
        try:
            self._network = Zeroconf(interfaces=self._interfaces, ip_version=IPVersion.V4Only)
            info = ServiceInfo(
                TYPE,
                f"{service.label}.{TYPE}",
                port=service.port,
                properties=service.txt(),
                parsed_addresses=list(service.addresses),
            )
            self._network.register_service(info, allow_name_change=True)
        except (OSError, Error) as error:
            _log.warning("the network does not take the announcement of %s: %r", service.label, error)
