"""How every list of the window looks, and the copying of its rows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QPalette, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

# A column that its texts would make wider than this is elided, in pixels.
_WIDEST = 420


class RowsView(QTreeView):
    """Rows of one height; Ctrl+C copies the selected ones, their cells parted by tabs.

    A model that paints less than it knows gives all of a cell for the role `WHOLE`.
    """

    WHOLE = Qt.ItemDataRole.UserRole

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("kind", "inspector")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self.copy_rows)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def words_for_none(self) -> str:
        """What stands in the middle while there are no rows."""
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() == 0 and (words := self.words_for_none):
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.viewport().rect().adjusted(24, 0, -24, 0), flags, words)

    def copy_rows(self) -> None:
        """Copy the selected rows from top to bottom; where none is selected, nothing happens."""
        chosen = self.selectionModel().selectedRows()
        chosen.sort(key=lambda index: self.visualRect(index).top())
        if chosen:
            QGuiApplication.clipboard().setText("\n".join(map(self._row_text, chosen)))

    def fit_columns(self) -> None:
        """Make every column as wide as its texts, within reason; the last one takes what is left."""
        for column in range(self.model().columnCount() - 1):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(self.columnWidth(column), _WIDEST))

    def widen_columns(self) -> None:
        """Make columns as wide as their texts have become; none becomes narrower under the eyes of who reads."""
        widths = [self.columnWidth(column) for column in range(self.model().columnCount() - 1)]
        self.fit_columns()
        for column, width in enumerate(widths):
            self.setColumnWidth(column, max(width, self.columnWidth(column)))

    def _row_text(self, index: QModelIndex) -> str:
        cells = (index.siblingAtColumn(column) for column in range(self.model().columnCount()))
        return "\t".join(str(cell.data(self.WHOLE) or cell.data() or "") for cell in cells)
