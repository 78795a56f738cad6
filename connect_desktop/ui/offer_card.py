"""A course that a server has and this device has not: what it is, for whom, and the way to get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QPushButton, QWidget

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.icons import IconButton
from connect_desktop.look.theme import set_look
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.ui.card import Card
from connect_desktop.ui.card_layout import CardParts, lay_out_card
from connect_desktop.ui.catalog_words import mark_words, size_words
from connect_desktop.ui.course_downloads import Download, Phase
from connect_desktop.ui.course_words import course_words, edition_words
from connect_desktop.ui.cover import Cover

_BAR_STEPS = 1000


class OfferCard(Card):
    """A card of a course that can be downloaded. While it comes, the card shows how far it is."""

    download_asked = Signal(str)
    cancel_asked = Signal(str)
    discard_asked = Signal(str)

    def __init__(
        self, course: CatalogCourse, server: str, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(course.package_id, parent)
        self.course = course
        self._server = server
        self._clock = clock
        self._download: Download | None = None
        self._cover = Cover(course.package_id)
        self._cover.set_faded(True)
        self._title = ElidedLabel(lines=2)
        self._edition = ElidedLabel()
        self._bar = QProgressBar()
        self._standing = QLabel()
        self._size = QLabel()
        self._place = ElidedLabel()
        self._button = QPushButton()
        self._more = IconButton("more", self.tr("More"))
        self._lay_out()
        self.set_current(False)
        self.show_course(course, server)

    @property
    def is_coming(self) -> bool:
        """Whether it is being downloaded, or waits for its turn."""
        return self._download is not None and self._download.phase is not Phase.FAILED

    def shows(self, course: CatalogCourse, server: str) -> bool:
        """Whether it is this that it shows."""
        return (self.course, self._server) == (course, server)

    def show_course(self, course: CatalogCourse, server: str) -> None:
        """Show `course`, which is on the server of this name; the package is the same."""
        self.course, self._server = course, server
        self._cover.set_mark(mark_words(course))
        self._cover.set_title(course.title)
        self._title.set_text(course.title)
        self._edition.set_text(edition_words(course))
        self.setAccessibleName(course.title)
        self._show_state()

    def show_download(self, download: Download | None) -> None:
        """Show how far it is, or that nothing is going on."""
        self._download = download
        self._show_state()

    def stops(self) -> Sequence[QWidget]:
        return (self._button, self._more)

    def act(self) -> None:
        if not self.is_coming:
            self.download_asked.emit(self.package_id)

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.is_coming:
            menu.setDefaultAction(menu.addAction(self.tr("Cancel"), lambda: self.cancel_asked.emit(self.package_id)))
            return menu
        menu.setDefaultAction(menu.addAction(self._button.text(), self.act))
        if self._received():
            menu.addAction(self.tr("Discard what has come"), lambda: self.discard_asked.emit(self.package_id))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_coming and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cancel_asked.emit(self.package_id)
        else:
            super().keyPressEvent(event)

    def place_of_menu(self) -> QPoint:
        return self._more.mapToGlobal(QPoint(0, self._more.height()))

    def _received(self) -> int:
        return self._download.done if self._download else self.course.received

    def _show_state(self) -> None:
        words = course_words(self.course.session, self._clock())
        phase = self._download.phase if self._download else None
        received, size = self._received(), self.course.size
        has_part = bool(received) or self.is_coming
        self._bar.setVisible(has_part)
        self._bar.setRange(0, 0 if phase is Phase.CHECKING else _BAR_STEPS)
        self._bar.setValue(received * _BAR_STEPS // size)
        self._standing.setText(self._state_words(phase) or (words.progress if self.course.session else ""))
        set_look(self._standing, "tone", "danger" if phase is Phase.FAILED else "muted")
        of = self.tr("{received} of {size}").format(received=size_words(received), size=size_words(size))
        self._size.setText(of if has_part else size_words(size))
        self._place.set_text(self._server)
        self._button.setText(self._button_words(phase))
        self._button.setEnabled(phase is not Phase.STOPPING)
        wanted = self.course.assigned or self.course.updates or phase is Phase.FAILED
        set_look(self._button, "kind", "primary" if wanted and not self.is_coming else "secondary")
        self._button.setAccessibleName(f"{self._button.text()}: {self.course.title}")
        self._more.setVisible(bool(received) and not self.is_coming)
        self._more.setAccessibleName(self.tr("More for {title}").format(title=self.course.title))
        self._bar.setAccessibleName(self.tr("Downloading {title}").format(title=self.course.title))
        where = self.tr("Not on this device yet")
        mark = mark_words(self.course)
        said = (mark, edition_words(self.course), where, self._standing.text(), self._size.text(), self._server)
        self.setAccessibleDescription(", ".join(filter(None, said)))

    def _state_words(self, phase: Phase | None) -> str:
        match phase:
            case Phase.WAITING:
                return self.tr("Waiting…")
            case Phase.RUNNING:
                return self.tr("Downloading…")
            case Phase.QUIET:
                return self.tr("Waiting for the server…")
            case Phase.CHECKING:
                return self.tr("Checking…")
            case Phase.STOPPING:
                return self.tr("Stopping…")
            case Phase.FAILED:
                return self.tr("Interrupted") if self._received() else self.tr("Not downloaded")
            case _:
                return self.tr("Paused") if self.course.received else ""

    def _button_words(self, phase: Phase | None) -> str:
        if self.is_coming:
            return self.tr("Cancel")
        if phase is Phase.FAILED:
            return self.tr("Try again")
        return self.tr("Go on") if self.course.received else self.tr("Download")

    def _press(self) -> None:
        if self.is_coming:
            self.cancel_asked.emit(self.package_id)
        else:
            self.act()

    def _lay_out(self) -> None:
        self._button.clicked.connect(self._press)
        self._more.clicked.connect(lambda: self.menu().popup(self.place_of_menu()))
        lay_out_card(
            self,
            CardParts(
                cover=self._cover,
                edition=self._edition,
                title=self._title,
                bar=self._bar,
                standing=self._standing,
                measure=self._size,
                place=self._place,
                more=self._more,
                button=self._button,
            ),
        )
