"""A course of the library as a card: picture, title, where the learner stands, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QPushButton, QWidget

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.icons import IconButton
from connect_desktop.look.theme import set_look
from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.ui.card import Card
from connect_desktop.ui.card_layout import CardParts, lay_out_card
from connect_desktop.ui.catalog_words import mark_words
from connect_desktop.ui.course_words import CourseWords, Standing, course_words, edition_words
from connect_desktop.ui.cover import Cover
from connect_desktop.ui.ports import Play

_TONES = {Standing.PASSED: "success", Standing.COMPLETED: "success", Standing.FAILED: "danger"}
_BAR_STEPS = 1000


class _Step(Struct, frozen=True):
    """What a learner most likely wants next, as the button says it."""

    words: str
    mode: Play


class PackageCard(Card):
    """A card of a course that is on this device. `restart_asked` leaves a place where one could go on."""

    play_asked = Signal(str, Play)
    restart_asked = Signal(str)
    check_asked = Signal(str)
    export_asked = Signal(str)
    remove_asked = Signal(str)
    update_asked = Signal(str)

    def __init__(
        self,
        course: LibraryCourse,
        clock: Callable[[], datetime],
        catalog: CatalogCourse | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(course.package.id, parent)
        self.course = course
        self.catalog = catalog
        self._clock = clock
        self._cover = Cover(course.package.id)
        self._title = ElidedLabel(lines=2)
        self._edition = ElidedLabel()
        self._bar = QProgressBar()
        self._progress = QLabel()
        self._time_spent = QLabel()
        self._last_played = ElidedLabel()
        self._play = QPushButton()
        self._more = IconButton("more", self.tr("More"))
        self._lay_out()
        self.set_current(False)
        self.show_course(course, catalog)

    @property
    def words(self) -> CourseWords:
        return course_words(self.course.session, self._clock())

    def show_course(self, course: LibraryCourse, catalog: CatalogCourse | None = None) -> None:
        """Show `course` in place of what was shown, with what servers say of it; the package is the same."""
        self.course, self.catalog = course, catalog
        package, words = course.package, self.words
        mark = mark_words(catalog) if catalog else ""
        self._cover.set_mark(mark, quiet=catalog is not None and catalog.newer is not None)
        self._cover.set_title(package.title)
        self._title.set_text(package.title)
        self._edition.set_text(edition_words(package))
        self._progress.setText(words.progress)
        for widget in (self._progress, self._bar):
            set_look(widget, "tone", _TONES.get(words.standing, "muted"))
        self._bar.setVisible(words.share is not None)
        self._bar.setValue(round((words.share or 0) * _BAR_STEPS))
        self._time_spent.setText(words.time_spent)
        self._last_played.set_text(words.last_played)
        self._play.setText(self._next().words)
        set_look(self._play, "kind", "secondary" if words.standing.is_done else "primary")
        self._play.setAccessibleName(f"{self._play.text()}: {package.title}")
        self._more.setAccessibleName(self.tr("More for {title}").format(title=package.title))
        self.setAccessibleName(package.title)
        said = (mark, edition_words(package), words.progress, words.time_spent, words.last_played)
        self.setAccessibleDescription(", ".join(filter(None, said)))

    def set_thumbnail(self, thumbnail: QImage | None) -> None:
        self._cover.set_thumbnail(thumbnail)

    def stops(self) -> Sequence[QWidget]:
        return (self._play, self._more)

    def tell_time(self) -> None:
        self.show_course(self.course, self.catalog)

    def act(self) -> None:
        self.play_asked.emit(self.package_id, self._next().mode)

    def menu(self) -> QMenu:
        """All that can be asked of this course."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        standing, package_id, step = self.words.standing, self.package_id, self._next()
        menu.setDefaultAction(menu.addAction(step.words, self.act))
        if standing is not Standing.NOT_STARTED and step.mode is not Play.RESTART:
            menu.addAction(self.tr("Play from the start…"), lambda: self.restart_asked.emit(package_id))
        menu.addAction(self.tr("Browse without being scored"), lambda: self.play_asked.emit(package_id, Play.BROWSE))
        if standing is not Standing.NOT_STARTED and step.mode is not Play.REVIEW:
            menu.addAction(self.tr("Review"), lambda: self.play_asked.emit(package_id, Play.REVIEW))
        if self.catalog and (newer := self.catalog.newer):
            menu.addSeparator()
            menu.addAction(self.tr("Go to the new version"), lambda: self.update_asked.emit(newer))
        menu.addSeparator()
        menu.addAction(self.tr("Check package"), lambda: self.check_asked.emit(package_id))
        menu.addAction(self.tr("Export…"), lambda: self.export_asked.emit(package_id))
        menu.addSeparator()
        remove = menu.addAction(self.tr("Remove from this device…"), lambda: self.remove_asked.emit(package_id))
        remove.setShortcut(Qt.Key.Key_Delete)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit(self.package_id)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._bar.setRange(0, _BAR_STEPS)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._play.clicked.connect(self.act)
        self._more.clicked.connect(lambda: self.menu().popup(self.place_of_menu()))
        lay_out_card(
            self,
            CardParts(
                cover=self._cover,
                edition=self._edition,
                title=self._title,
                bar=self._bar,
                standing=self._progress,
                measure=self._time_spent,
                place=self._last_played,
                more=self._more,
                button=self._play,
            ),
        )

    def _next(self) -> _Step:
        standing, session = self.words.standing, self.course.session
        if standing is Standing.NOT_STARTED:
            return _Step(self.tr("Start"), Play.NORMAL)
        if standing.is_done:
            return _Step(self.tr("Review"), Play.REVIEW)
        if standing is Standing.FAILED and session is not None and not session.suspended:
            return _Step(self.tr("Try again"), Play.RESTART)
        return _Step(self.tr("Resume"), Play.NORMAL)

    def place_of_menu(self) -> QPoint:
        return self._more.mapToGlobal(QPoint(0, self._more.height()))
