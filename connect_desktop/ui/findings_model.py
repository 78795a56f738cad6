"""Findings as rows of a list, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from connect_desktop.look.messages import message_of
from connect_desktop.scorm.cam.finding import Finding, Severity

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """The parts of a row, besides its sentence (`DisplayRole`)."""

    SEVERITY = Qt.ItemDataRole.UserRole + 1
    PLACE = Qt.ItemDataRole.UserRole + 2
    WHOLE = Qt.ItemDataRole.UserRole + 3


def severity_words(severity: Severity) -> str:
    return {
        Severity.ERROR: QCoreApplication.translate("Findings", "Error"),
        Severity.WARNING: QCoreApplication.translate("Findings", "Warning"),
        Severity.HINT: QCoreApplication.translate("Findings", "Hint"),
    }[severity]


def place_words(finding: Finding) -> str:
    """Where it is and which clause says so: `imsmanifest.xml:42 · CAM 3.4.1.8`; "" where neither is known."""
    place = finding.file or ""
    if place and finding.line is not None:
        place = f"{place}:{finding.line}"
    return " · ".join(filter(None, (place, finding.clause)))


def finding_words(finding: Finding) -> str:
    """A finding on one line, as it is copied and read out."""
    said = f"{severity_words(finding.severity)}: {message_of(finding)}"
    place = place_words(finding)
    return f"{said} ({place})" if place else said


class FindingsModel(QAbstractListModel):
    def __init__(self, findings: Sequence[Finding], parent: QObject | None = None) -> None:
        super().__init__(parent)
        order = list(Severity)
        self._findings = sorted(findings, key=lambda finding: order.index(finding.severity))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return message_of(finding)
            case Qt.ItemDataRole.AccessibleTextRole | Role.WHOLE:
                return finding_words(finding)
            case Role.SEVERITY:
                return finding.severity.value
            case Role.PLACE:
                return place_words(finding)
        return None


class SeverityFilter(QSortFilterProxyModel):
    """Only the findings of one severity, or all."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._severity: Severity | None = None

    def show_only(self, severity: Severity | None) -> None:
        self.beginResetModel()
        self._severity = severity
        self.endResetModel()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        index = self.sourceModel().index(source_row, 0, source_parent)
        return self._severity is None or index.data(Role.SEVERITY) == self._severity.value
