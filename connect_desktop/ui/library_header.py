"""The top of the library window: where one is, search, who is learning, and the way to add a course."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from connect_desktop.look.icons import IconButton, Tone, icon
from connect_desktop.look.theme import Scheme
from connect_desktop.look.typography import set_type
from connect_desktop.ui.learner_chooser import LearnerChooser
from connect_desktop.ui.search_field import SearchField


class LibraryHeader(QWidget):
    """Its actions belong to the window, which gives them their work."""

    scheme_chosen = Signal(Scheme)

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self.tr("Courses"))
        set_type(self.title, 1.8, bold=True)
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search courses"))
        self.search.setAccessibleName(self.tr("Search courses"))
        self.search.setClearButtonEnabled(True)
        self.search.setAcceptDrops(False)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(280)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.addAction(icon("search", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self.learners = LearnerChooser()
        self.add = QAction(self.tr("Add course…"), self)
        self.add.setShortcut(QKeySequence.StandardKey.Open)
        self.add_folder = QAction(self.tr("Add course from a folder…"), self)
        self.add_folder.setShortcut(QKeySequence("Ctrl+Shift+O"))
        self.go_to_search = QAction(self.tr("Search courses"), self)
        self.go_to_search.setShortcut(QKeySequence.StandardKey.Find)
        self.close_window = QAction(self.tr("Close window"), self)
        self.close_window.setShortcut(QKeySequence.StandardKey.Close)
        self.share = QAction(self.tr("Share on this network…"), self)
        self.shared = IconButton("share", self.tr("Shared on this network"))
        self.shared.setIcon(icon("share", Tone.ACCENT))
        self.shared.clicked.connect(self.share.trigger)
        self.shared.hide()
        self.more = IconButton("more", self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setMenu(self._menu(scheme))
        self.add_button = QPushButton(self.add.text())
        self.add_button.setProperty("kind", "primary")
        self.add_button.setToolTip(
            self.tr("Add a .zip ({shortcut})").format(
                shortcut=self.add.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            )
        )
        self.add_button.clicked.connect(self.add.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addWidget(self.shared)
        row.addWidget(self.learners)
        row.addWidget(self.more)
        row.addWidget(self.add_button)

    def offer(self, actions: Sequence[QAction]) -> None:
        """Have the menu offer these too, below those that share and before its looks."""
        self.more.menu().insertActions(self._before_looks, list(actions))

    def offer_search(self, offered: bool) -> None:
        """Searching a handful of courses is no help: the field is there from then on."""
        self.search.setVisible(offered)
        self.go_to_search.setEnabled(offered)

    def _menu(self, scheme: Scheme) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.add_folder)
        menu.addAction(self.share)
        self._before_looks = menu.addSeparator()
        looks = menu.addMenu(self.tr("Appearance"))
        group = QActionGroup(looks)
        words = {
            Scheme.SYSTEM: self.tr("As the system"),
            Scheme.LIGHT: self.tr("Light"),
            Scheme.DARK: self.tr("Dark"),
        }
        for one, text in words.items():
            action = looks.addAction(text)
            action.setCheckable(True)
            action.setChecked(one is scheme)
            action.triggered.connect(lambda _checked, chosen=one: self.scheme_chosen.emit(chosen))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(self.close_window)
        return menu
