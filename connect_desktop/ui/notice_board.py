"""The strip above the courses where imports and news stand; it is there only while it has something to say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from connect_desktop.ui.notice import Notice

_TALLEST = 300


class NoticeBoard(QScrollArea):
    """Rows one below the other, newest last; it scrolls once they would push the courses away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("News"))
        self._rows.installEventFilter(self)
        self.hide()

    def rows(self) -> list[QWidget]:
        """What stands there now."""
        placed = (self._column.itemAt(at) for at in range(self._column.count()))
        return [widget for item in placed if item is not None and (widget := item.widget()) is not None]

    def add(self, row: QWidget) -> None:
        self._column.addWidget(row)
        self._settle()

    def tell(self, notice: Notice, *, instead_of: QWidget | None = None) -> Notice:
        """Put up a notice, in the place of a row that is done with."""
        notice.dismissed.connect(lambda: self.take_down(notice))
        if instead_of is None:
            self._column.addWidget(notice)
        else:
            self._column.replaceWidget(instead_of, notice)
            instead_of.deleteLater()
        self._settle()
        notice.announce()
        return notice

    def take_down(self, row: QWidget) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._settle()

    def sizeHint(self) -> QSize:
        return QSize(200, min(self._needed(), _TALLEST))

    def minimumSizeHint(self) -> QSize:
        # That of an area that scrolls is higher than a row of one line.
        return QSize(76, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._rows and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _needed(self) -> int:
        # What wraps says how high it is at a width; its least size is that of a column of single words.
        wrapped = self._rows.heightForWidth(self.width())
        return self._rows.sizeHint().height() if wrapped < 0 else wrapped

    def _fit(self) -> None:
        # A bar that comes while the board grows takes width away, so that the rows never fit again.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if self._needed() > _TALLEST else policy.ScrollBarAlwaysOff
        )
        self.updateGeometry()

    def _settle(self) -> None:
        self.setVisible(bool(self._column.count()))
        self._fit()
