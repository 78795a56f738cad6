"""Pages with a button each above them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget


class PageTabs(QWidget):
    """Shows one page at a time; Ctrl+Tab goes through those whose button is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stack = QStackedWidget()
        self.buttons: dict[QWidget, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._row)
        column.addWidget(self.stack, 1)
        QShortcut(QKeySequence.StandardKey.NextChild, self, lambda: self._step(1))
        QShortcut(QKeySequence.StandardKey.PreviousChild, self, lambda: self._step(-1))

    @property
    def current(self) -> QWidget | None:
        """The page that is shown."""
        return self.stack.currentWidget()

    def add(self, page: QWidget, text: str) -> None:
        """One more page; the first is shown."""
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setChecked(not self.buttons)
        button.clicked.connect(lambda: self.stack.setCurrentWidget(page))
        self._group.addButton(button)
        self._row.insertWidget(len(self.buttons), button)
        self.stack.addWidget(page)
        if self.buttons:
            # The keyboard walks through all buttons before it comes to a page.
            QWidget.setTabOrder(next(reversed(self.buttons.values())), button)
        self.buttons[page] = button

    def go_to(self, page: QWidget) -> None:
        """Show one of the pages."""
        self.stack.setCurrentWidget(page)
        self.buttons[page].setChecked(True)

    def tell(self, page: QWidget, text: str, *, there: bool) -> None:
        """Say so on the page's button, and whether there is anything on the page; else it cannot be gone to."""
        button = self.buttons[page]
        button.setText(text)
        button.setVisible(there)
        if not there and self.current is page:
            self.go_to(next(iter(self.buttons)))

    def _step(self, by: int) -> None:
        there = [page for page, button in self.buttons.items() if not button.isHidden()]
        at = next((at for at, page in enumerate(there) if page is self.current), 0)
        page = there[(at + by) % len(there)]
        self.go_to(page)
        self.buttons[page].setFocus(Qt.FocusReason.TabFocusReason)
