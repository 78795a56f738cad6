"""The global objectives: what is known of each, who writes and who reads it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from connect_desktop.runtime.inspection import InspectedGlobal, Inspection
from connect_desktop.ui.inspector.rows_model import Row, RowsModel
from connect_desktop.ui.inspector.rows_view import RowsView
from connect_desktop.ui.inspector.value_words import number_words, share_words, truth_words


def objective_headings() -> tuple[str, ...]:
    return (
        QCoreApplication.translate("Inspector", "Global objective"),
        QCoreApplication.translate("Inspector", "Satisfied"),
        QCoreApplication.translate("Inspector", "Measure"),
        QCoreApplication.translate("Inspector", "Completed"),
        QCoreApplication.translate("Inspector", "Progress"),
        QCoreApplication.translate("Inspector", "Raw"),
        QCoreApplication.translate("Inspector", "Min"),
        QCoreApplication.translate("Inspector", "Max"),
        QCoreApplication.translate("Inspector", "Written by"),
        QCoreApplication.translate("Inspector", "Read by"),
    )


def objective_row(objective: InspectedGlobal) -> Row:
    """The texts of the columns."""
    progress = objective.progress
    return (
        objective.identifier,
        truth_words(progress.satisfied),
        number_words(progress.measure),
        truth_words(progress.completed),
        share_words(progress.progress),
        number_words(progress.raw),
        number_words(progress.min),
        number_words(progress.max),
        ", ".join(objective.written_by),
        ", ".join(objective.read_by),
    )


class ObjectivesView(RowsView):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = RowsModel(objective_headings())
        super().__init__(self.rows, QCoreApplication.translate("Inspector", "Global objectives"), parent)
        self.rows.setParent(self)
        self.rows.modelReset.connect(self.fit_columns)

    @property
    def words_for_none(self) -> str:
        return QCoreApplication.translate("Inspector", "This course has no global objectives.")

    def show_inspection(self, seen: Inspection) -> None:
        self.rows.show_rows([objective_row(objective) for objective in seen.global_objectives])
