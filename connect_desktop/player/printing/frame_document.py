"""The PDF of a frame, as the engine prints it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePosixPath

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEngineFrame

from connect_desktop.player.page import ContentPage
from connect_desktop.player.printing.aside import Aside
from connect_desktop.player.printing.frames import shown_pdf
from connect_desktop.player.printing.keeper import APART, KeptFrame
from connect_desktop.player.printing.margins import Margins, with_margins
from connect_desktop.player.printing.paper import Paper
from connect_desktop.resources import resources_dir

# How long the engine may take, in milliseconds: a long document does take its time.
_PATIENCE = 60_000
# How much later than the PDF its margins may come, in milliseconds.
_GRACE = 300
# How often it is looked whether what is printed is still there, in milliseconds.
_INTERVAL = 1000

# Gives the file of the package at an address, None for an address elsewhere; may take its time, on any thread.
ReadFile = Callable[[QUrl], bytes | None]


class FrameDocument(QObject):
    """Has a frame of `page` printed, as often as another paper is asked for. `read` is for PDFs that it shows.

    `titled` carries the name its page gives itself. `made` carries the PDF for the paper asked for last, b"" if there
    is none: the frame is gone, or the engine would not.
    """

    titled = Signal(str)
    made = Signal(bytes)

    def __init__(
        self, page: ContentPage, frame: QWebEngineFrame, read: ReadFile, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._frame = frame
        self._read = read
        self._kept = KeptFrame(frame, self)
        self._kept.found.connect(self._print_frame)
        self._paper_script = (resources_dir() / "player" / "paper.js").read_text(encoding="utf-8").rstrip().rstrip(";")
        self._wanted: Paper | None = None
        self._printing: Paper | None = None
        # Of what is being printed: whether the engine has begun, of which frame, and what has come of it.
        self._is_begun = False
        self._laid = frame
        self._address = ""
        self._file: bytes | None = None
        self._printed: bytes | None = None
        self._margins: Margins | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._give_up)
        self._watch = QTimer(self, interval=_INTERVAL)
        self._watch.timeout.connect(self._see_whether_it_is_there)
        self._grace = QTimer(self, singleShot=True, interval=_GRACE)
        self._grace.timeout.connect(lambda: self._take_margins(None))

    def make(self, paper: Paper) -> None:
        """Have it printed on `paper`."""
        self._wanted = paper
        # The engine prints one thing at a time and gives nothing for a second.
        if self._printing is None:
            self._patience.start()
            self._print(paper)

    def end(self) -> None:
        """Nothing more will be asked for."""
        if shiboken6.isValid(self._page):
            self._kept.drop()

    def _print(self, paper: Paper) -> None:
        self._printing = paper
        if not shiboken6.isValid(self._page) or not self._frame.isValid():
            QTimer.singleShot(0, self, lambda: self._take(b""))
            return
        address = shown_pdf(self._frame)
        if address is None:
            self._frame.runJavaScript("document.title", APART, self._take_title)
            self._have_it_printed(paper)
        else:
            self.titled.emit(PurePosixPath(address.path()).stem)
            self._have_it_read(address)

    def _have_it_read(self, address: QUrl) -> None:
        """A PDF of the package is taken as it is: printing one gives an empty page before its viewer has read it."""
        self._file = None

        def read(_wanted: object) -> None:
            self._file = self._read(address)

        reading = Aside(read)
        reading.ended.connect(self._take_file)
        reading.start()

    def _take_file(self, _failure: Exception | None) -> None:
        if self._file is not None:
            self._take(self._file)
        elif self._printing is not None:
            self._have_it_printed(self._printing)

    def _have_it_printed(self, paper: Paper) -> None:
        if not shiboken6.isValid(self._page) or not self._frame.isValid():
            self._take(b"")
            return
        self._page.begin_printing()
        self._is_begun = True
        # The engine dies of printing a frame beside or around a PDF; told to print the page, it prints the PDF.
        if shown_pdf(self._page.mainFrame()) is not None:
            self._margins = Margins()
            self._page.printToPdf(self._take_printed, paper.layout)
        elif self._frame.isMainFrame():
            # A window of its own, often closed in the same breath: nothing more can be asked of it then.
            self._print_frame(self._frame)
        else:
            self._kept.find()

    def _print_frame(self, frame: QWebEngineFrame) -> None:
        if not shiboken6.isValid(self._page) or not frame.isValid() or self._printing is None:
            self._give_up()
            return
        self._laid = frame
        self._address = _document(frame)
        self._margins = None
        self._grace.stop()
        self._watch.start()
        # Not the one when the other is done: the engine must be at the printing before content goes on.
        self._lay(self._printing, self._take_margins)
        frame.printToPdf(self._take_printed)

    def _lay(self, paper: Paper | None, laid: Callable[[object], None]) -> None:
        """Only the printing of a whole page can be told the paper; a frame has to be told itself."""
        measures = json.dumps(paper.measures if paper else None)
        self._laid.runJavaScript(f"({self._paper_script})({measures})", APART, laid)

    def _take_margins(self, margins: object) -> None:
        """What kind of document it is may not let paper be laid: it has no margins then."""
        if shiboken6.isValid(self) and self._margins is None:
            self._margins = Margins(*json.loads(margins)) if isinstance(margins, str) and margins else Margins()
            self._put_together()

    def _take_printed(self, content: QByteArray) -> None:
        """The engine may say so when we, or the page, are gone, and when nobody waits for it any more."""
        if not self._is_begun:
            return
        if shiboken6.isValid(self._page) and self._laid.isValid():
            self._lay(None, lambda _: None)
        self._end_printing()
        if shiboken6.isValid(self):
            self._printed = bytes(content.data())
            # A window that is closing is printed, but runs nothing any more: neither paper nor margins were laid.
            self._grace.start()
            self._put_together()

    def _put_together(self) -> None:
        if self._printed is None or self._margins is None:
            return
        self._grace.stop()
        content, self._printed = self._printed, None
        done, self._printing = self._printing, None
        if self._wanted is not None and self._wanted != done:
            self._print(self._wanted)
        else:
            self._take(with_margins(content, self._margins))

    def _see_whether_it_is_there(self) -> None:
        """The engine says nothing of a page that goes while it is to be printed."""
        if not self._laid.isValid() or _document(self._laid) != self._address:
            self._give_up()

    def _give_up(self) -> None:
        self._end_printing()
        if self._printing is not None:
            self._take(b"")

    def _end_printing(self) -> None:
        begun, self._is_begun = self._is_begun, False
        if begun and shiboken6.isValid(self._page):
            self._page.end_printing()

    def _take_title(self, title: object) -> None:
        if shiboken6.isValid(self) and isinstance(title, str) and title.strip():
            self.titled.emit(title.strip())

    def _take(self, content: bytes) -> None:
        self._printing = None
        self._patience.stop()
        self._watch.stop()
        self.made.emit(content)


def _document(frame: QWebEngineFrame) -> str:
    """The address of what is in the frame; where in it one is does not matter."""
    return frame.url().toString().partition("#")[0]
