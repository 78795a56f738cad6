"""The cards in rows as wide as the window, with the arrow keys to walk among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget

from connect_desktop.ui.card import Card

NARROWEST = 256
GAP = 18


class CardGrid(QWidget):
    """Lays its cards out in equal columns and keeps one of them current."""

    current_moved = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []
        self._places = 0
        self._current: Card | None = None

    @property
    def cards(self) -> Sequence[Card]:
        """The cards shown, in reading order."""
        return self._cards

    @property
    def current(self) -> Card | None:
        return self._current

    def show_cards(self, cards: Sequence[Card], places: int = 0) -> None:
        """Show exactly these, in this order; the grid's other children are hidden. Room is kept for so many `places`:
        a grid that grew with every card would be painted anew with every card."""
        places = max(places, len(cards))
        if self._cards == list(cards) and self._places == places:
            return
        self._places = places
        before, stay = set(self._cards), set(cards)
        neighbours = set(pairwise(self._cards))
        for card in before - stay:
            card.hide()
        self._cards = list(cards)
        for card in self._cards:
            if card not in before:
                card.setParent(self)
                card.show()
        for one, next_one in pairwise(self._cards):
            if (one, next_one) not in neighbours:
                QWidget.setTabOrder(one, next_one)
        if self._current not in self._cards:
            self.make_current(self._cards[0] if self._cards else None)
        self._place()

    def make_current(self, card: Card | None) -> None:
        if card is self._current:
            return
        if self._current is not None:
            self._current.set_current(False)
        self._current = card
        if card is not None:
            card.set_current(True)

    def columns(self) -> int:
        return max(1, (self.width() + GAP) // (NARROWEST + GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self._target(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
            return
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.current_moved.emit(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):
            self._place()
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(3 * NARROWEST, self.minimumHeight())

    def _target(self, key: Qt.Key) -> Card | None:
        if self._current not in self._cards:
            return None
        at, columns = self._cards.index(self._current), self.columns()
        forward = -1 if self.isRightToLeft() else 1
        steps = {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Home: -at,
            Qt.Key.Key_End: len(self._cards) - 1 - at,
        }
        if key not in steps:
            return None
        to = at + steps[key]
        if key is Qt.Key.Key_Down and to >= len(self._cards) and at // columns < (len(self._cards) - 1) // columns:
            to = len(self._cards) - 1
        return self._cards[to] if 0 <= to < len(self._cards) else None

    def _place(self) -> None:
        if not self._cards:
            self.setMinimumHeight(0)
            return
        columns = self.columns()
        width = (self.width() - GAP * (columns - 1)) // columns
        height = max(card.sizeHint().height() for card in self._cards)
        for number, card in enumerate(self._cards):
            row, column = divmod(number, columns)
            place = QRect(column * (width + GAP), row * (height + GAP), width, height)
            card.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        rows = -(-self._places // columns)
        self.setMinimumHeight(rows * (height + GAP) - GAP)
