"""A learner's name, asked for in two parts because SCORM reports it as "Family, Given"."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from connect_desktop.ui.learner_name import name_parts, reported_name

_LONGEST = 120


class LearnerFields(QWidget):
    """Two fields; `changed` tells whether they hold a name that can be taken."""

    changed = Signal(bool)
    submitted = Signal()

    def __init__(self, name: str = "", taken: Collection[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = {other.casefold() for other in taken}
        given, family = name_parts(name)
        self.given = QLineEdit(given)
        self.family = QLineEdit(family)
        self._problem = QLabel()
        self._problem.setProperty("tone", "danger")
        self._problem.setWordWrap(True)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field in ((self.tr("&Given name"), self.given), (self.tr("&Family name"), self.family)):
            label = QLabel(text)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())
            field.setMaxLength(_LONGEST)
            field.setMinimumWidth(220)
            field.setAccessibleName(text.replace("&", ""))
            field.textChanged.connect(self._judge)
            field.returnPressed.connect(self.submitted)
            form.addRow(label, field)
        form.addRow(self._problem)
        self._judge()

    @property
    def name(self) -> str:
        """The name as SCORM reports it; "" if both fields are blank."""
        return reported_name(self.given.text(), self.family.text())

    @property
    def is_acceptable(self) -> bool:
        return bool(self.name) and self.name.casefold() not in self._taken

    def _judge(self) -> None:
        already = self.name.casefold() in self._taken
        self._problem.setText(self.tr("There is already a learner of this name.") if already else "")
        self.changed.emit(self.is_acceptable)


class LearnerDialog(QDialog):
    """Asks for a name; `name` is what was given."""

    def __init__(
        self, title: str, accept: str, parent: QWidget, *, name: str = "", taken: Collection[str] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.fields = LearnerFields(name, taken)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(accept)
        ok.setEnabled(self.fields.is_acceptable)
        self.fields.changed.connect(ok.setEnabled)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        hint = QLabel(self.tr("Courses are told this name. Results are kept apart for every learner."))
        hint.setWordWrap(True)
        hint.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(14)
        column.addWidget(hint)
        column.addWidget(self.fields)
        column.addWidget(self.buttons)

    @property
    def name(self) -> str:
        return self.fields.name
