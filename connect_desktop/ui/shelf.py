"""The place of the courses: their cards, or what stands there while there are none to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from connect_desktop.ui.card import Card
from connect_desktop.ui.card_grid import CardGrid
from connect_desktop.ui.empty_state import EmptyState
from connect_desktop.ui.instalments import Instalments
from connect_desktop.ui.offer_card import OfferCard
from connect_desktop.ui.package_card import PackageCard
from connect_desktop.ui.ports import Play
from connect_desktop.ui.shelf_items import HereItem, OfferItem, ShelfItem, Shown, arranged
from connect_desktop.ui.welcome import Welcome

# A card takes a millisecond or two to make, and a frame of the screen is sixteen.
_CARDS_AT_ONCE = 2


class Shelf(QStackedWidget):
    """Shows one of: nothing yet, the welcome, the empty state, cards, "no course matches". `made` names the courses
    whose cards are new."""

    play_asked = Signal(str, Play)
    restart_asked = Signal(str)
    check_asked = Signal(str)
    export_asked = Signal(str)
    remove_asked = Signal(str)
    download_asked = Signal(str)
    cancel_asked = Signal(str)
    discard_asked = Signal(str)
    search_cleared = Signal()
    made = Signal(object)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._cards: dict[str, PackageCard | OfferCard] = {}
        self._items: Sequence[ShelfItem] = ()
        self._thumbnails: dict[str, QImage] = {}
        self._filling = Instalments(self._fill, _CARDS_AT_ONCE, self)
        self._search = ""
        self._shown = Shown.ALL
        self.grid = CardGrid()
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidget(self.grid)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState()
        self.welcome = Welcome()
        self._nothing_yet = QWidget()
        self._unmatched_words = QLabel()
        self._unmatched = self._make_unmatched()
        for page in (self._nothing_yet, self.scroll_area, self.empty, self.welcome, self._unmatched):
            self.addWidget(page)

    @property
    def is_filled(self) -> bool:
        """Whether every course has its card."""
        return self._filling.is_done

    def card(self, package_id: str) -> PackageCard | None:
        """The card of a course that is here."""
        card = self._cards.get(package_id)
        return card if isinstance(card, PackageCard) else None

    def offer(self, package_id: str) -> OfferCard | None:
        """The card of a course that only a server has."""
        card = self._cards.get(package_id)
        return card if isinstance(card, OfferCard) else None

    def show_welcome(self) -> None:
        self.setCurrentWidget(self.welcome)
        self.welcome.setFocus()

    def show_items(self, items: Sequence[ShelfItem]) -> None:
        """Show these, the first at once and the others soon; cards of courses that stay are kept."""
        self._items = items
        staying = {item.package_id for item in items}
        for package_id in self._cards.keys() - staying:
            card = self._cards.pop(package_id)
            card.hide()
            card.deleteLater()
        self._filling.begin(item for item in arranged(items) if not self._stands(item))

    def search(self, text: str) -> None:
        self._search = text.strip()
        self._arrange()

    def show_only(self, shown: Shown) -> None:
        self._shown = shown
        self._arrange()

    def tell_time(self) -> None:
        """Say anew how long ago things were."""
        for card in self._cards.values():
            card.tell_time()

    def show_thumbnail(self, package_id: str, thumbnail: QImage) -> None:
        self._thumbnails[package_id] = thumbnail
        if card := self.card(package_id):
            card.set_thumbnail(thumbnail)

    def go_to(self, package_id: str | None = None) -> None:
        """Give the keyboard to a course's card, else to the current one; to the first button where there is none."""
        if not self._items:
            self.empty.add.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        card: Card | None = self._cards.get(package_id) if package_id else None
        if card is None or card not in self.grid.cards:
            card = self.grid.current
        if card is not None:
            self.grid.make_current(card)
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroll_area.ensureWidgetVisible(card)

    def _arrange(self) -> None:
        if not self._items:
            self.grid.show_cards([])
            self.setCurrentWidget(self.empty)
            return
        found = arranged(self._items, self._search, self._shown)
        had_focus = self.grid.isAncestorOf(self.focusWidget() or self)
        cards = [self._cards[item.package_id] for item in found if item.package_id in self._cards]
        self.grid.show_cards(cards, places=len(found))
        nothing = self.tr("No course matches “{text}”.").format(text=self._search)
        self._unmatched_words.setText(nothing if self._search else self.tr("There are no such courses any more."))
        self.setCurrentWidget(self.scroll_area if found else self._unmatched)
        if had_focus:
            self.go_to()

    def _stands(self, item: ShelfItem) -> bool:
        """Whether its card shows it as it is."""
        card = self._cards.get(item.package_id)
        if isinstance(item, OfferItem):
            return isinstance(card, OfferCard) and card.shows(item.catalog, item.server)
        return isinstance(card, PackageCard) and (card.course, card.catalog) == (item.course, item.catalog)

    def _fill(self, items: Sequence[ShelfItem]) -> None:
        """Give each of these its card. The keyboard's place goes over to the course itself where an offer of it was."""
        current = self.grid.current
        stood_on = current.package_id if current and current.hasFocus() else None
        made = []
        for item in items:
            before = self._cards.get(item.package_id)
            card = self._cards[item.package_id] = self._card_for(item, before)
            if card is not before:
                made.append(item.package_id)
                if before is not None:
                    before.hide()
                    before.deleteLater()
        self._arrange()
        if stood_on in made:
            self.go_to(stood_on)
        if made:
            self.made.emit(made)

    def _card_for(self, item: ShelfItem, card: PackageCard | OfferCard | None) -> PackageCard | OfferCard:
        if isinstance(item, OfferItem):
            if not isinstance(card, OfferCard):
                return self._new_offer(item)
            card.show_course(item.catalog, item.server)
            return card
        if not isinstance(card, PackageCard):
            return self._new_card(item)
        card.show_course(item.course, item.catalog)
        return card

    def _new_offer(self, item: OfferItem) -> OfferCard:
        card = OfferCard(item.catalog, item.server, self._clock, self.grid)
        card.download_asked.connect(self.download_asked)
        card.cancel_asked.connect(self.cancel_asked)
        card.discard_asked.connect(self.discard_asked)
        card.focused.connect(lambda: self._follow(card))
        return card

    def _new_card(self, item: HereItem) -> PackageCard:
        card = PackageCard(item.course, self._clock, item.catalog, self.grid)
        card.play_asked.connect(self.play_asked)
        card.restart_asked.connect(self.restart_asked)
        card.check_asked.connect(self.check_asked)
        card.export_asked.connect(self.export_asked)
        card.remove_asked.connect(self.remove_asked)
        card.update_asked.connect(self.go_to)
        card.focused.connect(lambda: self._follow(card))
        card.set_thumbnail(self._thumbnails.get(item.package_id))
        return card

    def _follow(self, card: Card) -> None:
        self.grid.make_current(card)
        self.scroll_area.ensureWidgetVisible(card, 0, 24)

    def _make_unmatched(self) -> QWidget:
        page = QWidget()
        self._unmatched_words.setTextFormat(Qt.TextFormat.PlainText)
        self._unmatched_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._unmatched_words.setWordWrap(True)
        self._unmatched_words.setProperty("tone", "muted")
        clear = QPushButton(self.tr("Show all courses"))
        clear.clicked.connect(self.search_cleared)
        column = QVBoxLayout(page)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(self._unmatched_words)
        column.addWidget(clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page
