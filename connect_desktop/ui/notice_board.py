"""The strip above the courses where imports and news stand; it is there only while it has something to say."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.ui.notice import Notice

# How much of its window the strip may take: the least and the greatest height in pixels, the greatest share, and how
# many notices are too many to be dismissed one by one.
_LEAST = 48
_TALLEST = 300
_SHARE = 0.4
_MANY = 3


class NoticeBoard(QScrollArea):
    """Rows one below the other, newest last; it scrolls once they would push the courses away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QWidget()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.dismiss_all = QPushButton(self.tr("Dismiss all"))
        self.dismiss_all.setProperty("kind", "quiet")
        self.dismiss_all.clicked.connect(self._dismiss_all)
        whole = QVBoxLayout(self._rows)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._column)
        whole.addWidget(self.dismiss_all, 0, Qt.AlignmentFlag.AlignRight)
        # Without one of its own a scroll area takes what wrapped words need where each stands on a line of its own.
        self._rows.setMinimumHeight(1)
        self.setWidget(self._rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("News"))
        self._rows.installEventFilter(self)
        self._wanted: QWidget | None = None
        self.verticalScrollBar().rangeChanged.connect(self._scroll)
        self.verticalScrollBar().actionTriggered.connect(self._forget_wanted)
        self.hide()

    def rows(self) -> list[QWidget]:
        """What stands there now."""
        placed = (self._column.itemAt(at) for at in range(self._column.count()))
        return [widget for item in placed if item is not None and (widget := item.widget()) is not None]

    def add(self, row: QWidget) -> None:
        self._column.addWidget(row)
        self._settle()

    def go_to(self, row: QWidget) -> None:
        """Have a row that stands here seen, until somebody scrolls or a row goes."""
        self._wanted = row
        self._scroll()

    def tell(self, notice: Notice, *, instead_of: QWidget | None = None) -> Notice:
        """Put up a notice, in the place of a row that is done with."""
        notice.dismissed.connect(lambda: self.take_down(notice))
        if instead_of is None:
            self._column.addWidget(notice)
            self.go_to(notice)
        else:
            if self._wanted is instead_of:
                self._wanted = notice
            self._column.replaceWidget(instead_of, notice)
            instead_of.deleteLater()
        self._settle()
        notice.announce()
        return notice

    def take_down(self, row: QWidget) -> None:
        self._forget_wanted()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._settle()

    def sizeHint(self) -> QSize:
        return QSize(200, min(self._needed(), self._tallest()))

    def minimumSizeHint(self) -> QSize:
        # News must not make the window grow past the screen: it scrolls instead.
        return QSize(76, min(self.sizeHint().height(), _LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resized = event.type() is QEvent.Type.Resize
        if resized or (watched is self._rows and event.type() is QEvent.Type.LayoutRequest):
            self._fit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)

    def _needed(self) -> int:
        # What wraps says how high it is at a width; its least size is that of a column of single words.
        wrapped = self._rows.heightForWidth(self.width())
        return self._rows.sizeHint().height() if wrapped < 0 else wrapped

    def _fit(self) -> None:
        # A bar that comes while the board grows takes width away, so that the rows never fit again.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if self._needed() > self._tallest() else policy.ScrollBarAlwaysOff
        )
        self.updateGeometry()

    def _tallest(self) -> int:
        return min(_TALLEST, round(self.window().height() * _SHARE))

    def _scroll(self) -> None:
        """Go to the row that is wanted. Rows get their places one after the other, and each moves those below it."""
        if self._wanted is not None:
            self.verticalScrollBar().setValue(self._wanted.y())

    def _forget_wanted(self) -> None:
        self._wanted = None

    def _notices(self) -> list[Notice]:
        return [row for row in self.rows() if isinstance(row, Notice)]

    def _dismiss_all(self) -> None:
        for notice in self._notices():
            notice.dismiss()

    def _order_stops(self) -> None:
        """The keyboard goes through the rows from top to bottom: Qt goes by when each was made, and among cards."""
        stops: list[QAbstractButton] = [self.dismiss_all]
        for row in self.rows():
            stops += (*row.findChildren(QPushButton), *row.findChildren(QToolButton))
        for before, after in pairwise((*stops, self.dismiss_all)):
            QWidget.setTabOrder(before, after)

    def _settle(self) -> None:
        self._order_stops()
        self.setVisible(bool(self._column.count()))
        self.dismiss_all.setVisible(len(self._notices()) >= _MANY)
        self._fit()
