"""The place of the courses: their cards, or what stands there while there are none to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.ui.card_grid import CardGrid
from connect_desktop.ui.empty_state import EmptyState
from connect_desktop.ui.library_model import arranged
from connect_desktop.ui.package_card import PackageCard
from connect_desktop.ui.ports import Play
from connect_desktop.ui.welcome import Welcome


class Shelf(QStackedWidget):
    """Shows one of: nothing yet, the welcome, the empty state, cards, "no course matches"."""

    play_asked = Signal(str, Play)
    check_asked = Signal(str)
    export_asked = Signal(str)
    remove_asked = Signal(str)
    search_cleared = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._cards: dict[str, PackageCard] = {}
        self._courses: Sequence[LibraryCourse] = ()
        self._search = ""
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

    def card(self, package_id: str) -> PackageCard | None:
        return self._cards.get(package_id)

    def show_welcome(self) -> None:
        self.setCurrentWidget(self.welcome)
        self.welcome.setFocus()

    def show_courses(self, courses: Sequence[LibraryCourse]) -> None:
        """Show these; cards of courses that stay are kept, and with them the keyboard's place."""
        self._courses = courses
        here = {course.package.id for course in courses}
        for package_id in self._cards.keys() - here:
            self._cards.pop(package_id).deleteLater()
        for course in courses:
            card = self._cards.get(course.package.id)
            if card is None:
                self._cards[course.package.id] = self._new_card(course)
            else:
                card.show_course(course)
        self._arrange()

    def search(self, text: str) -> None:
        self._search = text.strip()
        self._arrange()

    def tell_time(self) -> None:
        """Say anew how long ago things were."""
        for card in self._cards.values():
            card.show_course(card.course)

    def show_thumbnail(self, package_id: str, thumbnail: QImage) -> None:
        if card := self._cards.get(package_id):
            card.set_thumbnail(thumbnail)

    def go_to(self, package_id: str | None = None) -> None:
        """Give the keyboard to a course's card, else to the current one; to the first button where there is none."""
        if not self._courses:
            self.empty.add.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        card = self._cards.get(package_id) if package_id else None
        if card is None or card not in self.grid.cards:
            card = self.grid.current
        if card is not None:
            self.grid.make_current(card)
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroll_area.ensureWidgetVisible(card)

    def _arrange(self) -> None:
        if not self._courses:
            self.grid.show_cards([])
            self.setCurrentWidget(self.empty)
            return
        found = arranged(self._courses, self._search)
        had_focus = self.grid.isAncestorOf(self.focusWidget() or self)
        self.grid.show_cards([self._cards[course.package.id] for course in found])
        self._unmatched_words.setText(self.tr("No course matches “{text}”.").format(text=self._search))
        self.setCurrentWidget(self.scroll_area if found else self._unmatched)
        if had_focus:
            self.go_to()

    def _new_card(self, course: LibraryCourse) -> PackageCard:
        card = PackageCard(course, self._clock, self.grid)
        card.play_asked.connect(self.play_asked)
        card.check_asked.connect(self.check_asked)
        card.export_asked.connect(self.export_asked)
        card.remove_asked.connect(self.remove_asked)
        card.focused.connect(lambda: self._follow(card))
        return card

    def _follow(self, card: PackageCard) -> None:
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
