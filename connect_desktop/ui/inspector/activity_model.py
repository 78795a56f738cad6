"""The activity tree as a model: its shape stays while a course runs, its values change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication

from connect_desktop.look.theme import ink
from connect_desktop.runtime.inspection import InspectedActivity
from connect_desktop.ui.inspector.value_words import (
    attempt_words,
    number_words,
    share_words,
    state_words,
    truth_words,
    verdict_words,
)

Index = QModelIndex | QPersistentModelIndex

_COLUMNS: tuple[Callable[[InspectedActivity], str], ...] = (
    lambda activity: activity.title,
    state_words,
    attempt_words,
    lambda activity: truth_words(activity.progress.completed),
    lambda activity: share_words(activity.progress.progress),
    lambda activity: truth_words(activity.progress.satisfied),
    lambda activity: number_words(activity.progress.measure),
)
_COMPLETED, _SATISFIED = 3, 5


def activity_headings() -> tuple[str, ...]:
    return (
        QCoreApplication.translate("Inspector", "Activity"),
        QCoreApplication.translate("Inspector", "State"),
        QCoreApplication.translate("Inspector", "Attempts"),
        QCoreApplication.translate("Inspector", "Completed"),
        QCoreApplication.translate("Inspector", "Progress"),
        QCoreApplication.translate("Inspector", "Satisfied"),
        QCoreApplication.translate("Inspector", "Measure"),
    )


def activity_row(activity: InspectedActivity) -> tuple[str, ...]:
    """The texts of the columns."""
    return tuple(column(activity) for column in _COLUMNS)


class ActivityModel(QAbstractItemModel):
    """Rows by their place in document order, which is the `internalId` of their indexes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = activity_headings()
        self._activities: tuple[InspectedActivity, ...] = ()
        self._parents: list[int] = []
        self._children: dict[int, list[int]] = {}
        self._places: list[int] = []

    def show_activities(self, activities: Sequence[InspectedActivity]) -> None:
        new = tuple(activities)
        if new == self._activities:
            return
        if [(row.identifier, row.depth) for row in new] != [(row.identifier, row.depth) for row in self._activities]:
            self.beginResetModel()
            self._activities = new
            self._grow()
            self.endResetModel()
            return
        self._activities = new
        for parent, children in self._children.items():
            above = self._index(parent) if parent >= 0 else QModelIndex()
            last = len(_COLUMNS) - 1
            self.dataChanged.emit(self.index(0, 0, above), self.index(len(children) - 1, last, above))

    def activity(self, index: Index) -> InspectedActivity | None:
        return self._activities[index.internalId()] if index.isValid() else None

    def current(self) -> QModelIndex:
        """Where the learner is; invalid if nowhere."""
        at = next((number for number, row in enumerate(self._activities) if row.current), -1)
        return self._index(at) if at >= 0 else QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._children.get(parent.internalId() if parent.isValid() else -1, ())
        if not (0 <= row < len(children) and 0 <= column < len(_COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = self._parents[index.internalId()] if index.isValid() else -1
        return self._index(above) if above >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        if parent.column() > 0:
            return 0
        return len(self._children.get(parent.internalId() if parent.isValid() else -1, ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, ARG002 - Qt's signature
        return len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        activity = self.activity(index)
        if activity is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _COLUMNS[index.column()](activity)
            case Qt.ItemDataRole.ToolTipRole if index.column() == 0:
                return verdict_words(activity.refusal) if activity.refusal else activity.title
            case Qt.ItemDataRole.FontRole if activity.current:
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.ForegroundRole:
                return _colour(activity, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def _index(self, number: int) -> QModelIndex:
        return self.createIndex(self._places[number], 0, number)

    def _grow(self) -> None:
        """Parents and children from the depths."""
        self._parents, self._children, self._places = [], {}, []
        path: list[int] = []
        for number, activity in enumerate(self._activities):
            del path[activity.depth :]
            above = path[-1] if path else -1
            siblings = self._children.setdefault(above, [])
            self._parents.append(above)
            self._places.append(len(siblings))
            siblings.append(number)
            path.append(number)


def _colour(activity: InspectedActivity, column: int) -> QColor | None:
    """Yes and no in the colours of a state; what plays no part now is muted."""
    palette = QGuiApplication.palette()
    if column == _SATISFIED and activity.progress.satisfied is not None:
        return ink(palette, "success" if activity.progress.satisfied else "danger")
    if column == _COMPLETED and activity.progress.completed:
        return ink(palette, "success")
    return None if activity.available and activity.tracked else ink(palette, "text-muted")
