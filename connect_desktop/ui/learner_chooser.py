"""The button that says who is learning, and lets another one sit down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from connect_desktop.store.records import Learner
from connect_desktop.ui.learner_fields import LearnerDialog
from connect_desktop.ui.learner_name import initials, spoken_name

_AVATAR = 22
_GAP = 6
_WIDEST = 160


class LearnerChooser(QToolButton):
    """Shows the learner; its menu switches, adds and renames, and says whether courses may use the internet while this
    one learns. Hidden until there is a learner."""

    chosen = Signal(str)
    added = Signal(str)
    renamed = Signal(str, str)
    network_allowed = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learners: Sequence[Learner] = ()
        self._learner: Learner | None = None
        self._network = False
        self.setProperty("kind", "quiet")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(_AVATAR + _GAP, _AVATAR))
        self.setMenu(QMenu(self))
        self.hide()

    def show_learners(self, learners: Sequence[Learner], learner: Learner | None, *, network: bool = False) -> None:
        """`network` says whether courses may use the internet while `learner` learns."""
        self._learners, self._learner, self._network = learners, learner, network
        self.setVisible(learner is not None)
        if learner is None:
            return
        name = spoken_name(learner.name)
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)
        self.setText(f"{shown} ▾".replace("&", "&&"))
        self.setToolTip(self.tr("Learning as {name}").format(name=name))
        self.setAccessibleName(self.tr("Learner: {name}").format(name=name))
        self._tint()
        self._fill_menu()

    def ask_to_add(self) -> LearnerDialog:
        """Open the dialog for a new learner."""
        dialog = self._dialog(self.tr("Add a learner"), self.tr("Add"))
        dialog.accepted.connect(lambda: self.added.emit(dialog.name))
        dialog.open()
        return dialog

    def ask_to_rename(self) -> LearnerDialog | None:
        """Open the dialog for the current learner's name."""
        learner = self._learner
        if learner is None:
            return None
        dialog = self._dialog(self.tr("Rename learner"), self.tr("Rename"), learner)
        dialog.accepted.connect(lambda: self.renamed.emit(learner.id, dialog.name))
        dialog.open()
        return dialog

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _dialog(self, title: str, accept: str, renamed: Learner | None = None) -> LearnerDialog:
        taken = [other.name for other in self._learners if other is not renamed]
        dialog = LearnerDialog(title, accept, self.window(), name=renamed.name if renamed else "", taken=taken)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        for group in menu.findChildren(QActionGroup):
            group.deleteLater()
        group = QActionGroup(menu)
        for learner in sorted(self._learners, key=lambda one: one.name.casefold()):
            action = menu.addAction(spoken_name(learner.name).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(learner == self._learner)
            action.triggered.connect(lambda _checked, chosen=learner.id: self.chosen.emit(chosen))
            group.addAction(action)
        menu.addSeparator()
        network = menu.addAction(self.tr("Let courses use the internet"))
        network.setCheckable(True)
        network.setChecked(self._network)
        network.toggled.connect(self._allow_network)
        menu.addSeparator()
        menu.addAction(self.tr("Rename…"), self.ask_to_rename)
        menu.addAction(self.tr("Add learner…"), self.ask_to_add)

    def _allow_network(self, allowed: bool) -> None:
        if self._learner is not None:
            self._network = allowed
            self.network_allowed.emit(self._learner.id, allowed)

    def _tint(self) -> None:
        if self._learner is None:
            return
        palette = self.palette()
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.iconSize() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        font = QFont(self.font())
        font.setPixelSize(10)
        font.setWeight(QFont.Weight.Bold)
        circle = QRectF(_GAP if self.isRightToLeft() else 0, 0, _AVATAR, _AVATAR)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Accent))
            painter.drawEllipse(circle)
            painter.setFont(font)
            painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(spoken_name(self._learner.name)))
        self.setIcon(QIcon(picture))
