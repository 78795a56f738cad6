"""The last request, step by step as the book takes them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from connect_desktop.look.messages import message_of
from connect_desktop.runtime.inspection import Inspection
from connect_desktop.ui.inspector.rows_model import RowsModel
from connect_desktop.ui.inspector.rows_view import RowsView


class RequestView(RowsView):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = RowsModel(
            (
                QCoreApplication.translate("Inspector", "Step"),
                QCoreApplication.translate("Inspector", "What it decided"),
            )
        )
        super().__init__(self.rows, QCoreApplication.translate("Inspector", "Steps of the last request"), parent)
        self.rows.setParent(self)
        self.rows.modelReset.connect(self.fit_columns)

    def show_inspection(self, seen: Inspection) -> None:
        verdicts = seen.request.verdicts if seen.request else ()
        self.rows.show_rows([(verdict.step, message_of(verdict)) for verdict in verdicts])
