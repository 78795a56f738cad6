"""The rarer ways out of a course, behind one quiet button: end a part, or give it up [SN 4th Ed. NB.2.1]."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from connect_desktop.look.icons import IconButton
from connect_desktop.runtime.navigation import Command, Controls, Offer


class LeavingMenu(IconButton):
    """`asked` carries the `Command` chosen. The button is there only where the course offers one of its ways."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("more", self.tr("More ways to leave"), parent=parent)
        self.setObjectName("playerLeaving")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu: QMenu | None = None
        self._controls = Controls()
        self.hide()

    def offer(self, controls: Controls, *, busy: bool, playing: bool) -> None:
        """Offer what the course does; nothing can be chosen while content is on its way out."""
        self._controls = controls
        offered = [offer for _, _, offer in self._ways() if offer is not Offer.HIDDEN]
        self.setVisible(bool(offered) and playing)
        self.setEnabled(not busy)
        # The menu is made when the first course needs it: most courses of one part never do.
        if offered and self._menu is None:
            self._menu = QMenu(self)
            self._menu.aboutToShow.connect(self._fill)
            self.setMenu(self._menu)

    def _ways(self) -> tuple[tuple[str, Command, Offer], ...]:
        controls = self._controls
        return (
            (self.tr("Exit this part"), Command.EXIT, controls.exit),
            (self.tr("Abandon this part"), Command.ABANDON, controls.abandon),
            (self.tr("Abandon the course"), Command.ABANDON_ALL, controls.abandon_all),
        )

    def _fill(self) -> None:
        if self._menu is None:
            return
        self._menu.clear()
        for words, command, offer in self._ways():
            if offer is not Offer.HIDDEN:
                action = self._menu.addAction(words)
                action.setData(command)
                action.setEnabled(offer is Offer.ENABLED)
                action.triggered.connect(partial(self.asked.emit, command))
