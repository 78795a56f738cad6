"""The table of contents beside the course: where one is, what is done, what can be opened and why not."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.look.icons import Tone, icon
from connect_desktop.look.messages import message_of
from connect_desktop.runtime.navigation import Completion, ContentsEntry, Success

_IDENTIFIER = Qt.ItemDataRole.UserRole
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_ICON = 20
_INDENTATION = 18
# What a row's style adds beside and around its text (`player.qss`), in pixels.
_BESIDE, _AROUND = 34, 16


class ContentsPanel(QFrame):
    """A tree of the course's parts. `chosen` carries the identifier of a part the learner picked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerContents")
        heading = QLabel(self.tr("Contents"), self)
        heading.setObjectName("playerContentsHeading")
        self._tree = QTreeWidget(self)
        self._tree.setObjectName("playerContentsTree")
        self._tree.setAccessibleName(self.tr("Contents of the course"))
        self._tree.setItemDelegate(_WrappedTitle(self._tree))
        self._tree.setHeaderHidden(True)
        self._tree.setIconSize(QSize(_ICON, _ICON))
        self._tree.setIndentation(0)
        self._tree.setWordWrap(True)
        self._tree.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setExpandsOnDoubleClick(False)
        self._tree.setRootIsDecorated(False)
        self._tree.itemClicked.connect(self._pick)
        self._tree.itemActivated.connect(self._pick)
        heading.setBuddy(self._tree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading)
        layout.addWidget(self._tree)
        self._entries: tuple[ContentsEntry, ...] = ()

    @property
    def tree(self) -> QTreeWidget:
        return self._tree

    def show_entries(self, entries: tuple[ContentsEntry, ...]) -> None:
        """Show these parts; does nothing if they are shown already."""
        if entries != self._entries:
            self._entries = entries
            self._rebuild()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tree.scheduleDelayedItemsLayout()

    def _rebuild(self) -> None:
        scrolled = self._tree.verticalScrollBar().value()
        self._tree.clear()
        above: list[QTreeWidget | QTreeWidgetItem] = [self._tree]
        for entry in self._entries:
            del above[min(entry.depth, len(above) - 1) + 1 :]
            above.append(self._row(entry, above[-1]))
        self._tree.expandAll()
        self._tree.verticalScrollBar().setValue(scrolled)

    def _row(self, entry: ContentsEntry, above: QTreeWidget | QTreeWidgetItem) -> QTreeWidgetItem:
        row = QTreeWidgetItem(above, [entry.title])
        row.setData(0, _IDENTIFIER, entry.identifier)
        drawing, tone, words = self._mark(entry)
        if entry.launchable:
            row.setIcon(0, icon(drawing, tone))
        font = row.font(0)
        font.setBold(entry.current or not entry.launchable)
        row.setFont(0, font)
        if not entry.selectable:
            # A heading that leads nowhere stays readable; a part that is not open yet is greyed out.
            row.setFlags(Qt.ItemFlag.NoItemFlags if entry.launchable else Qt.ItemFlag.ItemIsEnabled)
        told = f"{words} · {message_of(entry.why)}" if entry.why else words
        row.setToolTip(0, told)
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}, {told}")
        if entry.current:
            self._tree.setCurrentItem(row)
        return row

    def _mark(self, entry: ContentsEntry) -> tuple[str, Tone, str]:
        """Drawing, tone and words for how far a part is."""
        outcome = entry.outcome
        if entry.launchable and not entry.selectable and not entry.current:
            return "locked", Tone.MUTED, self.tr("Not open yet")
        if outcome.success is Success.PASSED:
            return "passed", Tone.SUCCESS, self.tr("Passed")
        if outcome.success is Success.FAILED:
            return "failed", Tone.DANGER, self.tr("Failed")
        if outcome.completion is Completion.COMPLETED:
            return "completed", Tone.SUCCESS, self.tr("Completed")
        if entry.current:
            return "incomplete", Tone.ACCENT, self.tr("You are here")
        if outcome.completion is Completion.INCOMPLETE:
            return "incomplete", Tone.WARNING, self.tr("Incomplete")
        return "not-attempted", Tone.MUTED, self.tr("Not attempted")

    def _pick(self, row: QTreeWidgetItem) -> None:
        if row.flags() & _CHOOSABLE == _CHOOSABLE:
            self.chosen.emit(row.data(0, _IDENTIFIER))


class _WrappedTitle(QStyledItemDelegate):
    """A row as high as its title needs at the tree's width, moved in by its depth. A tree by itself measures titles
    unwrapped, and paints the current row's ground a second time in the space it moves rows in by."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        self.initStyleOption(option, index)
        beside = _BESIDE + (_ICON if not option.icon.isNull() else 0)
        # The one column is as wide as the viewport; asking for that would load every class of widgets there is.
        width = max(60, self._tree.columnWidth(0) - _indentation(index) - beside)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        needed = QFontMetrics(option.font).boundingRect(QRect(0, 0, width, 10_000), flags, option.text)
        return QSize(width, max(needed.height(), _ICON) + _AROUND)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option.rect.setLeft(option.rect.left() + _indentation(index))
        super().paint(painter, option, index)


def _indentation(index: QModelIndex | QPersistentModelIndex) -> int:
    """How far in a row stands, in pixels."""
    above = index.parent()
    return _INDENTATION + _indentation(above) if above.isValid() else 0
