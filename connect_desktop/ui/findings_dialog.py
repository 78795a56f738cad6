"""What a look at a package found, to read, to filter and to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.typography import set_type
from connect_desktop.look.window_size import open_at
from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.ui.copy_button import CopyButton
from connect_desktop.ui.findings_delegate import FindingsDelegate
from connect_desktop.ui.findings_model import FindingsModel, Role, SeverityFilter

_BATCH = 200
_SIZE = (700, 520)
_SIZE_OF_GOOD_NEWS = (460, 220)


class FindingsList(QListView):
    """The findings; thousands are laid out in batches, so that the window stays awake."""

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = SeverityFilter(self)
        self.filter.setSourceModel(FindingsModel(findings, self))
        self.setModel(self.filter)
        self.setItemDelegate(FindingsDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setAccessibleName(self.tr("Findings"))

    def text(self) -> str:
        """The selected findings, one a line; all that are shown if none is selected."""
        chosen = sorted(self.selectedIndexes(), key=lambda index: index.row())
        shown = chosen or [self.filter.index(row, 0) for row in range(self.filter.rowCount())]
        return "\n".join(index.data(Role.WHOLE) for index in shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class FindingsDialog(QDialog):
    """One package's findings."""

    def __init__(self, title: str, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What we found"))
        open_at(self, *(_SIZE if findings else _SIZE_OF_GOOD_NEWS))
        heading = ElidedLabel()
        heading.set_text(title)
        set_type(heading, 1.3, bold=True)
        self.list = FindingsList(findings)
        nothing = QLabel(self.tr("Nothing to complain about: this package is in order."))
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setProperty("tone", "success")
        nothing.setWordWrap(True)
        nothing.setVisible(not findings)
        self.list.setVisible(bool(findings))
        self.copy = CopyButton(self.tr("&Copy"), self.list.text)
        self.copy.setToolTip(self.tr("Copy the selected findings, or all of them"))
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy.copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.copy.setVisible(bool(findings))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(14)
        column.addWidget(heading)
        column.addLayout(self._filters(findings))
        column.addWidget(self.list, 1)
        column.addWidget(nothing, 1)
        column.addWidget(buttons)
        self.list.setFocus()

    def _filters(self, findings: Sequence[Finding]) -> QHBoxLayout:
        words = {
            None: self.tr("All ({count})"),
            Severity.ERROR: self.tr("Errors ({count})"),
            Severity.WARNING: self.tr("Warnings ({count})"),
            Severity.HINT: self.tr("Hints ({count})"),
        }
        self.filters = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for severity, text in words.items():
            count = sum(severity in (None, finding.severity) for finding in findings)
            if not count:
                continue
            button = QPushButton(text.format(count=count))
            button.setCheckable(True)
            button.setChecked(severity is None)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, only=severity: self.list.filter.show_only(only))
            self.filters.addButton(button)
            row.addWidget(button)
        row.addStretch()
        return row
