"""Quiet lists of two columns, for what is only read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

_ICON = 18
_MARGIN = 24


class Table(QTreeWidget):
    """Rows of texts below `headings`; the column `wide` takes the room there is. A row may carry an id. While there are
    none, `empty` stands in their place."""

    def __init__(
        self, name: str, headings: Sequence[str], wide: int, *, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._empty = empty
        self.setProperty("kind", "inspector")
        self.setAccessibleName(name)
        self.setHeaderLabels(list(headings))
        self.setRootIsDecorated(False)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        for column in range(len(headings)):
            stretched = QHeaderView.ResizeMode.Stretch if column == wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, stretched)

    @property
    def chosen(self) -> str | None:
        """The id of the row the keyboard is on."""
        item = self.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None and item.isSelected() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty and not self.topLevelItemCount():
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().placeholderText().color())
                place = self.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)

    def show_rows(self, rows: Sequence[tuple[str, Sequence[str]]], drawings: Sequence[QIcon] = ()) -> None:
        """Show these ids with their texts, and a drawing before each; who was chosen stays so."""
        chosen = self.chosen
        self.clear()
        items = []
        for row_id, texts in rows:
            item = QTreeWidgetItem(list(texts))
            item.setData(0, Qt.ItemDataRole.UserRole, row_id)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            items.append(item)
        for item, drawing in zip(items, drawings, strict=False):
            item.setIcon(0, drawing)
        self.addTopLevelItems(items)
        self.setAccessibleDescription("" if items else self._empty)
        for item in items:
            if item.data(0, Qt.ItemDataRole.UserRole) == chosen:
                self.setCurrentItem(item)
