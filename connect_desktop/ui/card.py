"""What every card of the library is: a framed place with a picture, that the keyboard can stand on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget

from connect_desktop.ui.cover import CORNER, EDGE


class Card(QWidget):
    """One card, by the id of its package. It asks, by signals; what is asked is done elsewhere.

    Of all cards one is current: it alone takes the Tab key, so that Tab walks past sixty courses in three steps.
    """

    focused = Signal(str)

    def __init__(self, package_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.package_id = package_id
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def stops(self) -> Sequence[QWidget]:
        """The controls on the card, in the order of the Tab key."""
        raise NotImplementedError

    def act(self) -> None:
        """Ask for what the card's button says."""
        raise NotImplementedError

    def menu(self) -> QMenu:
        """All that can be asked of this course; deleted when it is closed."""
        raise NotImplementedError

    def tell_time(self) -> None:
        """Say anew how long ago things were."""

    def set_current(self, current: bool) -> None:
        """Whether the Tab key stops here."""
        stop = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        for widget in (self, *self.stops()):
            widget.setFocusPolicy(stop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.act()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        self.menu().popup(event.globalPos() if by_mouse else self.place_of_menu())

    def place_of_menu(self) -> QPoint:
        """Where the menu opens that no mouse asked for."""
        return self.mapToGlobal(self.rect().center())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.package_id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        focused = self.hasFocus()
        edge = palette.accent() if focused else palette.dark() if self.underMouse() else palette.mid()
        width = EDGE if focused else 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.setPen(QPen(edge.color(), width))
            inset = width / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), CORNER, CORNER)
