"""The calls of the content as rows: appended in bunches, the oldest dropped in bunches when there are too many."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QGuiApplication

from connect_desktop.look.theme import ink
from connect_desktop.runtime.events import Called
from connect_desktop.ui.inspector.rows_view import RowsView

Index = QModelIndex | QPersistentModelIndex

MOST_CALLS = 10_000
# How much of a value is kept, and how much of what is kept is painted, in characters.
_KEPT = 4_000
_SHOWN = 300
_CALL, _ANSWER, _ERROR = 2, 3, 4
# These tell of the error of the call before.
_ASKING_FOR_ERRORS = ("GetLastError", "GetErrorString", "GetDiagnostic")


class ListedCall(Struct, frozen=True):
    """A call as it is listed. `number` counts since the window opened, `part` is the title of what made it, `call` is
    as in a script: `SetValue("cmi.location", "3")`; `error` is 0 for none."""

    number: int
    part: str
    call: str
    answer: str
    error: int
    seconds: float

    @classmethod
    def of(cls, number: int, part: str, called: Called) -> ListedCall:
        arguments = ", ".join(f'"{_kept(argument)}"' for argument in called.args)
        asks = called.method.endswith(_ASKING_FOR_ERRORS)
        error = 0 if asks else called.error
        return cls(number, part, f"{called.method}({arguments})", _kept(called.answer), error, called.seconds)

    @property
    def line(self) -> str:
        """The call on one line of a report."""
        error = f" error {self.error}" if self.error else ""
        return f'{self.number} {self.part}: {self.call} -> "{self.answer}"{error}'


def _kept(value: str) -> str:
    """Content may write megabytes a call; ten thousand of those are not kept."""
    return value if len(value) <= _KEPT else f"{value[:_KEPT]}… ({len(value)})"


def call_headings() -> tuple[str, ...]:
    return (
        QCoreApplication.translate("Inspector", "No."),
        QCoreApplication.translate("Inspector", "Part"),
        QCoreApplication.translate("Inspector", "Call"),
        QCoreApplication.translate("Inspector", "Answer"),
        QCoreApplication.translate("Inspector", "Error"),
        QCoreApplication.translate("Inspector", "Took"),
    )


class CallsModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None, *, most: int = MOST_CALLS) -> None:
        super().__init__(parent)
        self._most = most
        self._headings = call_headings()
        self._calls: list[ListedCall] = []

    @property
    def calls(self) -> Sequence[ListedCall]:
        return self._calls

    def append(self, calls: Sequence[ListedCall]) -> None:
        new = calls[-self._most :]
        surplus = len(self._calls) + len(new) - self._most
        if surplus > 0 and self._calls:
            # Views lay out all that is left after every removal, so it is done seldom.
            surplus = min(len(self._calls), max(surplus, self._most // 10))
            self.beginRemoveRows(QModelIndex(), 0, surplus - 1)
            del self._calls[:surplus]
            self.endRemoveRows()
        if new:
            at = len(self._calls)
            self.beginInsertRows(QModelIndex(), at, at + len(new) - 1)
            self._calls.extend(new)
            self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._calls.clear()
        self.endResetModel()

    def call(self, row: int) -> ListedCall:
        return self._calls[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._calls)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        call = self._calls[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(call, index.column())[:_SHOWN]
            case RowsView.WHOLE:
                return self._cell(call, index.column())
            case Qt.ItemDataRole.ToolTipRole if index.column() in (_CALL, _ANSWER):
                return self._cell(call, index.column())
            case Qt.ItemDataRole.ForegroundRole if call.error and index.column() in (_ANSWER, _ERROR):
                return ink(QGuiApplication.palette(), "danger")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def _cell(self, call: ListedCall, column: int) -> str:
        match column:
            case 0:
                return str(call.number)
            case 1:
                return call.part
            case 2:
                return call.call
            case 3:
                return call.answer
            case 4:
                return str(call.error) if call.error else ""
        milliseconds = QLocale().toString(call.seconds * 1000, "f", 2)
        return QCoreApplication.translate("Inspector", "{milliseconds} ms").format(milliseconds=milliseconds)


class CallsFilter(QSortFilterProxyModel):
    """The calls that contain a text, in the call, the answer or the part; or only those with an error."""

    def __init__(self, source: CallsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = source
        self._text = ""
        self._errors_only = False
        self.setSourceModel(source)

    def look_for(self, text: str) -> None:
        self._change(text.strip().casefold(), self._errors_only)

    def show_errors_only(self, only: bool) -> None:
        self._change(self._text, only)

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        call = self._calls.call(source_row)
        if self._errors_only and not call.error:
            return False
        return not self._text or self._text in f"{call.part}\n{call.call}\n{call.answer}\n{call.error}".casefold()

    def _change(self, text: str, errors_only: bool) -> None:
        if (text, errors_only) != (self._text, self._errors_only):
            self.beginFilterChange()
            self._text, self._errors_only = text, errors_only
            self.endFilterChange(QSortFilterProxyModel.Direction.Rows)
