"""The dialog on what is to be printed: its pages, its paper, and the ways it can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Qt, Signal
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.errors import ConnectError
from connect_desktop.look.file_name import file_name
from connect_desktop.look.messages import message_of
from connect_desktop.look.theme import set_look
from connect_desktop.look.typography import set_type
from connect_desktop.player.printing.aside import Aside
from connect_desktop.player.printing.frame_document import FrameDocument
from connect_desktop.player.printing.paint import paint
from connect_desktop.player.printing.paper import SIZES, Paper, usual_paper
from connect_desktop.player.printing.pdf_file import save
from connect_desktop.player.printing.preview import Preview
from connect_desktop.player.printing.printers import Printers

_WIDTH = 860
_HEIGHT = 640
_SIDE = 250


class PrintDialog(QDialog):
    """Shows the pages of `document` and saves or prints them. `title` names what is printed until it names itself.

    `saved` carries the path of the PDF, `sent` the name of the printer; it closes then. What fails is said in it, and
    can be tried again.
    """

    saved = Signal(str)
    sent = Signal(str)

    def __init__(self, document: FrameDocument, title: str, printers: Printers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(self.tr("Print"))
        self.resize(_WIDTH, _HEIGHT)
        self._document = document
        self._printers = printers
        self._has_printer = printers.exist()
        self._title = title
        self._content = b""
        self._pages = 0
        self._working: Aside | None = None
        self._done: Callable[[], None] = self.accept
        self.preview = Preview(self)
        self._heading = QLabel(title, self)
        self._count = QLabel(self)
        self.paper = self._box(self.tr("Paper"), ((_name(size), size) for size in SIZES))
        self.way = self._box(self.tr("Orientation"), ((self.tr("Portrait"), False), (self.tr("Landscape"), True)))
        self.sentence = QLabel(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.save = self._buttons.addButton(self.tr("Save as PDF…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.print = self._buttons.addButton(self.tr("Print…"), QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self.paper.setCurrentIndex(SIZES.index(usual_paper(QLocale()).size))
        self._connect()
        self._offer()
        self._say(self._standing_words())

    @property
    def content(self) -> bytes:
        """The PDF that is shown; b"" before there is one."""
        return self._content

    def done(self, result: int) -> None:
        if self._working is not None:
            self._working.stop()
        self._document.end()
        super().done(result)

    def prepare(self) -> None:
        """Have the pages made for the paper that is chosen."""
        self._count.setText(self.tr("Preparing the pages…"))
        self._document.make(self._chosen())

    def save_to(self, path: Path) -> None:
        """Save the PDF there."""
        content = self._content
        self._work(lambda _wanted: save(content, path), lambda: self.saved.emit(str(path)))

    def print_on(self, printer: QPrinter) -> None:
        """Print the pages as the printer was told."""
        content = self._content
        self._work(lambda wanted: paint(content, printer, wanted), lambda: self.sent.emit(printer.printerName()))
        self._say(self.tr("Printing…"))

    def _connect(self) -> None:
        self._document.titled.connect(self._show_title)
        self._document.made.connect(self._show_pages)
        self.paper.currentIndexChanged.connect(self.prepare)
        self.way.currentIndexChanged.connect(self.prepare)
        self.save.clicked.connect(self._ask_where)
        self.print.clicked.connect(self._ask_printer)
        self._buttons.rejected.connect(self.reject)

    def _show_title(self, title: str) -> None:
        self._title = title
        self._heading.setText(title)

    def _show_pages(self, content: bytes) -> None:
        pages = self.preview.show_document(content)
        self._content = content if pages else b""
        self._pages = pages
        self._count.setText(self._words_for(pages))
        self._offer()
        self._say(
            self._standing_words() if pages else self.tr("This page cannot be printed: open it again, then print.")
        )

    def _words_for(self, pages: int) -> str:
        if pages == 0:
            return ""
        return self.tr("1 page") if pages == 1 else self.tr("%n pages", "", pages)

    def _standing_words(self) -> str:
        words = []
        if not self._has_printer:
            words.append(self.tr("There is no printer on this computer. You can save a PDF, and print that elsewhere."))
        if self._pages and not self._chosen().is_of(self.preview.paper_size):
            words.append(self.tr("The course says itself what paper this is for."))
        return " ".join(words)

    def _chosen(self) -> Paper:
        return Paper(self.paper.currentData(), self.way.currentData())

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save as PDF"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF documents (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.selectFile(f"{file_name(self._title)}.pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def _ask_printer(self) -> None:
        size = self.preview.paper_size
        layout = Paper(self._chosen().size, size.width() > size.height()).layout
        self._printers.choose(self, layout, self._pages, self.print_on)

    def _work(self, work: Callable[[Callable[[], bool]], None], done: Callable[[], None]) -> None:
        self._done = done
        self._working = Aside(work)
        self._working.ended.connect(self._worked)
        self._offer()
        self._working.start()

    def _worked(self, failure: Exception | None) -> None:
        self._working = None
        self._offer()
        if failure is None:
            self._done()
            self.accept()
        elif isinstance(failure, ConnectError):
            self._say(message_of(failure), "danger")
        else:
            self._say(
                self.tr("The printer did not take it: see whether it is on and has paper, and try again."), "danger"
            )

    def _offer(self) -> None:
        idle = self._working is None
        ready = bool(self._content) and idle
        self.save.setEnabled(ready)
        self.print.setEnabled(ready and self._has_printer)
        self.paper.setEnabled(idle)
        self.way.setEnabled(idle)

    def _say(self, sentence: str, tone: str = "muted") -> None:
        set_look(self.sentence, "tone", tone)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def _box(self, name: str, choices: Iterable[tuple[str, object]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for words, value in choices:
            box.addItem(words, value)
        return box

    def _lay_out(self) -> None:
        set_type(self._heading, 1.3, bold=True)
        set_look(self._count, "tone", "muted")
        for label in (self._heading, self.sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        first = self.print if self._has_printer else self.save
        first.setDefault(True)
        set_look(first, "kind", "primary")
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(self._heading)
        side.addWidget(self._count)
        for box in (self.paper, self.way):
            side.addSpacing(12)
            label = QLabel(box.accessibleName(), self)
            label.setBuddy(box)
            side.addWidget(label)
            side.addWidget(box)
        side.addStretch(1)
        side.addWidget(self.sentence)
        middle = QHBoxLayout()
        middle.setSpacing(22)
        middle.addWidget(self.preview, 1)
        panel = QWidget(self)
        panel.setFixedWidth(_SIDE)
        side.setContentsMargins(0, 0, 0, 0)
        panel.setLayout(side)
        middle.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(16)
        column.addLayout(middle, 1)
        column.addWidget(self._buttons)


def _name(size: QPageSize.PageSizeId) -> str:
    """As it says on the packet, without the standard it is from."""
    return QPageSize.name(size).partition(" /")[0]
