"""Whether there is a network, as far as the system tells."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_Reachability = QNetworkInformation.Reachability


class NetworkWatch(QObject):
    """Tells when the network goes and comes. Where the system has nobody to ask there is always one, and exchanges find
    out for themselves.

    A hub on the same network is no further than a local one: only having none at all counts as being offline.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.online = True
        known = QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability)
        self._information = QNetworkInformation.instance() if known else None
        if self._information is not None:
            self._information.reachabilityChanged.connect(self.tell)
            self.tell(self._information.reachability())

    def tell(self, reachability: _Reachability) -> None:
        """The system says so."""
        online = reachability is not _Reachability.Disconnected
        if online != self.online:
            self.online = online
            self.changed.emit(online)
