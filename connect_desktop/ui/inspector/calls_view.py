"""The list of API calls as they happen, with a field to filter it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.icons import Tone, icon
from connect_desktop.runtime.events import Called
from connect_desktop.ui.inspector.calls_model import CallsFilter, CallsModel, ListedCall
from connect_desktop.ui.inspector.rows_view import RowsView
from connect_desktop.ui.search_field import SearchField

_WIDTHS = (64, 150, 380, 200, 64, 80)


class CallsList(RowsView):
    """Follows what is new while its end is in view."""

    def __init__(self, model: CallsFilter, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self._at_end = True
        self._calls = model.sourceModel()
        model.rowsAboutToBeInserted.connect(self._remember)
        model.rowsInserted.connect(self._follow)

    @property
    def words_for_none(self) -> str:
        if self._calls.rowCount():
            return self.tr("No call matches.")
        return self.tr("Calls that the content makes from now on are listed here.")

    def _remember(self) -> None:
        bar = self.verticalScrollBar()
        self._at_end = bar.value() == bar.maximum()

    def _follow(self) -> None:
        if self._at_end:
            self.scrollToBottom()


class CallsView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CallsModel(self)
        self.shown = CallsFilter(self.model, self)
        self.list = CallsList(self.shown, self.tr("API calls"))
        self.filter = SearchField()
        self.filter.setPlaceholderText(self.tr("Filter calls"))
        self.filter.setAccessibleName(self.tr("Filter calls"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        self.filter.addAction(icon("search", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self.errors = QPushButton(self.tr("Errors only"))
        self.errors.setCheckable(True)
        self.clear = QPushButton(self.tr("Clear list"))
        self.clear.setProperty("kind", "quiet")
        self._count = 0
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.errors)
        row.addStretch()
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.filter.textChanged.connect(self.shown.look_for)
        self.errors.toggled.connect(self.shown.show_errors_only)
        self.clear.clicked.connect(self.model.clear)
        self.filter.left.connect(self.list.setFocus)

    def add(self, calls: Sequence[Called], parts: Mapping[int, str]) -> None:
        """List calls that were made; `parts` are the titles of what was delivered, by number."""
        first = self._count + 1
        self._count += len(calls)
        self.model.append(
            [
                ListedCall.of(number, parts.get(called.delivery, str(called.delivery)), called)
                for number, called in enumerate(calls, start=first)
            ]
        )

    def lines(self, most: int) -> list[str]:
        """The last calls that were listed, one a line."""
        return [call.line for call in self.model.calls[-most:]]
