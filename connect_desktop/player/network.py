"""What content may reach: its own package, and the network only where the learner's settings allow it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from connect_desktop.player.scheme_registration import SCHEME

_HARMLESS = frozenset({"data", "blob", "about"})
# WebEngine's PDF viewer loads its own parts by these; content cannot name them.
_BUILT_IN = frozenset({"chrome-extension", "chrome"})
_FRAMES = frozenset(
    {
        QWebEngineUrlRequestInfo.ResourceType.ResourceTypeMainFrame,
        QWebEngineUrlRequestInfo.ResourceType.ResourceTypeSubFrame,
    }
)
_NETWORK = frozenset({"http", "https", "ws", "wss"})


def reachable(url: QUrl, package_host: str, *, network: bool) -> bool:
    """Whether content of the package may load `url`."""
    scheme = url.scheme()
    if scheme == SCHEME:
        return url.host() == package_host
    return scheme in _HARMLESS or scheme in _BUILT_IN or (network and scheme in _NETWORK)


class ContentFence(QWebEngineUrlRequestInterceptor):
    """Blocks whatever content of one package may not reach. Belongs to a page.

    `missed` carries the name of a host a page wanted a part of itself from, once each; frames are not parts.
    """

    missed = Signal(str)

    def __init__(self, package_host: str, *, network: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = package_host
        self._network = network
        self._told = {""}

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if not reachable(info.requestUrl(), self._host, network=self._network):
            info.block(True)
            host = info.requestUrl().host()
            if host not in self._told and info.resourceType() not in _FRAMES:
                self._told.add(host)
                self.missed.emit(host)
