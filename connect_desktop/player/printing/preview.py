"""The pages as they will come out."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QSizeF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QWidget

from connect_desktop.look.theme import ink

# Around the pages, in pixels.
_MARGIN = 14


class Preview(QPdfView):
    """Shows a PDF, a page at a time as large as fits. It goes when `parent` goes, not before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("printPreview")
        self.setAccessibleName(self.tr("Preview"))
        # Not its own children: it dies of a document that goes before it does.
        self._document = QPdfDocument(parent)
        self._content = QBuffer(parent)
        self.setDocument(self._document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitInView)
        # Of the height it fits pages into it takes off the space between them only, not the margins.
        self.setPageSpacing(2 * _MARGIN)
        self.setDocumentMargins(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
        self.setFrameShape(QFrame.Shape.NoFrame)
        # What it paints around the pages with is the colour for shadows, whatever a style sheet says.
        around = self.palette()
        around.setColor(QPalette.ColorRole.Dark, ink(around, "surface-3"))
        self.setPalette(around)

    @property
    def paper_size(self) -> QSizeF:
        """The size of the first page, in points."""
        return self._document.pagePointSize(0)

    def show_document(self, content: bytes) -> int:
        """Show it; how many pages it has, 0 if it cannot be read."""
        self._document.close()
        self._content.close()
        self._content.setData(QByteArray(content))
        self._content.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._content)
        one = self._document.pageCount() == 1
        needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if one else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(needed)
        return self._document.pageCount()
