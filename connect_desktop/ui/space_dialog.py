"""How much room courses take on this device, and a way to make some."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.typography import set_type
from connect_desktop.look.window_size import open_at
from connect_desktop.ui.catalog_words import size_words

_WIDTH = 680
_HEIGHT = 460


class CourseSpace(Struct, frozen=True):
    """A course of this device and the bytes it takes; `comes_back` says that a server has it too."""

    package_id: str
    title: str
    size: int
    comes_back: bool


class SpaceDialog(QDialog):
    """Lists the courses, the largest first."""

    remove_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Space used"))
        open_at(self, _WIDTH, _HEIGHT)
        self.total = QLabel()
        set_type(self.total, 1.3, bold=True)
        words = QLabel(self.tr("What learners did in a course stays when the course goes, and is synced as ever."))
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        column.addWidget(self.total)
        column.addWidget(words)
        column.addWidget(self._scroll, 1)
        column.addWidget(buttons)

    def show_courses(self, courses: Sequence[CourseSpace]) -> None:
        """Show these in place of what was shown."""
        total = size_words(sum(course.size for course in courses))
        self.total.setText(self.tr("Courses take {size} on this device").format(size=total))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, course in enumerate(sorted(courses, key=lambda it: (-it.size, it.title))):
            self._add_row(grid, row, course)
        grid.setRowStretch(len(courses), 1)
        self._scroll.setWidget(rows)

    def _add_row(self, grid: QGridLayout, row: int, course: CourseSpace) -> None:
        title = ElidedLabel()
        title.set_text(course.title)
        size = QLabel(size_words(course.size))
        size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        comes_back = QLabel(self.tr("can be downloaded again") if course.comes_back else self.tr("only here"))
        comes_back.setProperty("tone", "muted")
        remove = QPushButton(self.tr("Remove") if course.comes_back else self.tr("Remove…"))
        remove.setAccessibleName(self.tr("Remove {title}").format(title=course.title))
        remove.clicked.connect(lambda: self.remove_asked.emit(course.package_id))
        for at, widget in enumerate((title, comes_back, size, remove)):
            grid.addWidget(widget, row, at)
