"""The activity tree, and beside it all there is to say of the activity one looks at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QWidget

from connect_desktop.runtime.inspection import InspectedActivity, Inspection
from connect_desktop.ui.inspector.activity_model import ActivityModel
from connect_desktop.ui.inspector.activity_words import activity_words
from connect_desktop.ui.inspector.rows_model import RowsModel
from connect_desktop.ui.inspector.rows_view import RowsView


class ActivityView(QSplitter):
    """Looks at the learner's activity until another one is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.model = ActivityModel(self)
        self.tree = RowsView(self.model, self.tr("Activity tree"))
        self.tree.setRootIsDecorated(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.details = RowsModel((self.tr("Of the selected activity"), self.tr("Value")), self)
        self.details_view = RowsView(self.details, self.tr("Details of the selected activity"))
        self._follows = True
        self._new = True
        for view in (self.tree, self.details_view):
            self.addWidget(view)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setChildrenCollapsible(False)
        self.tree.selectionModel().currentChanged.connect(self._looked_at)
        self.model.modelReset.connect(self._expand)

    def show_inspection(self, seen: Inspection) -> None:
        self.model.show_activities(seen.activities)
        current = self.model.current()
        if self._follows and current.isValid() and current != self.tree.currentIndex().siblingAtColumn(0):
            self.tree.setCurrentIndex(current)
            self._follows = True
        self._show_details()
        self.tree.widen_columns()
        if self._new:
            self._new = False
            self.details_view.fit_columns()

    @property
    def selected(self) -> InspectedActivity | None:
        return self.model.activity(self.tree.currentIndex())

    def _expand(self) -> None:
        self.tree.expandAll()

    def _looked_at(self, index: QModelIndex) -> None:
        self._follows = index.siblingAtColumn(0) == self.model.current()
        self._show_details()

    def _show_details(self) -> None:
        selected = self.selected
        self.details.show_rows(() if selected is None else activity_words(selected))
