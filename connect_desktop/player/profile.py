"""Where a learner's web content keeps its things, and what it may do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEngineProfile, QWebEngineSettings

from connect_desktop.player.scheme import PackageScheme
from connect_desktop.player.scheme_registration import SCHEME

_log = logging.getLogger(__name__)

# Given a suggested file name, the path to save to; None if the learner does not want the file.
AskWhere = Callable[[str], Path | None]


class ContentRights(Struct, frozen=True, kw_only=True):
    """What the learner's settings allow content beyond its own package."""

    network: bool = False


NO_RIGHTS = ContentRights()


class LearnerProfile(QObject):
    """One learner's storage for content: `localStorage` and databases, by package, under `folder`.

    It must outlive every page made with it. `learner_id` names the profile; the same learner has one at a time.
    """

    downloaded = Signal(str)

    def __init__(
        self,
        learner_id: str,
        folder: Path,
        page_folder: Path,
        *,
        rights: ContentRights = NO_RIGHTS,
        ask_where: AskWhere | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.rights = rights
        self._ask_where = ask_where or _ask_in_dialog
        self.web = QWebEngineProfile(f"learner-{learner_id}", self)
        self.web.setPersistentStoragePath(str(folder / "storage"))
        self.web.setCachePath(str(folder / "cache"))
        # Packages are read from this machine: a cache would only be a second copy of them.
        self.web.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
        self._allow(self.web.settings())
        self.scheme = PackageScheme(page_folder, self)
        self.web.installUrlSchemeHandler(SCHEME.encode(), self.scheme)
        self.web.downloadRequested.connect(self._download)

    def _allow(self, settings: QWebEngineSettings) -> None:
        attribute = QWebEngineSettings.WebAttribute
        for allowed in (
            attribute.JavascriptCanOpenWindows,
            attribute.JavascriptCanAccessClipboard,
            attribute.AllowWindowActivationFromJavaScript,
            attribute.FullScreenSupportEnabled,
            attribute.PluginsEnabled,
            attribute.PdfViewerEnabled,
            attribute.LocalStorageEnabled,
        ):
            settings.setAttribute(allowed, True)
        for forbidden in (
            attribute.PlaybackRequiresUserGesture,
            attribute.LocalContentCanAccessFileUrls,
            attribute.LocalContentCanAccessRemoteUrls,
            attribute.HyperlinkAuditingEnabled,
            attribute.DnsPrefetchEnabled,
        ):
            settings.setAttribute(forbidden, False)
        settings.setAttribute(attribute.WebRTCPublicInterfacesOnly, True)

    def _download(self, request: QWebEngineDownloadRequest) -> None:
        path = self._ask_where(request.suggestedFileName())
        if path is None:
            request.cancel()
            return
        request.setDownloadDirectory(str(path.parent))
        request.setDownloadFileName(path.name)
        request.isFinishedChanged.connect(lambda: self._downloaded(request, path))
        request.accept()

    def _downloaded(self, request: QWebEngineDownloadRequest, path: Path) -> None:
        if request.state() is QWebEngineDownloadRequest.DownloadState.DownloadCompleted:
            self.downloaded.emit(str(path))
        else:
            _log.warning("%s was not saved: %s", path, request.interruptReasonString())


def _ask_in_dialog(suggested: str) -> Path | None:
    from PySide6.QtCore import QStandardPaths  # hardly any content saves files
    from PySide6.QtWidgets import QFileDialog

    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    chosen, _ = QFileDialog.getSaveFileName(None, "", str(Path(downloads) / suggested))
    return Path(chosen) if chosen else None
