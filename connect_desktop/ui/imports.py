"""Taking courses in: one after the other, each with a row that shows how far it is and becomes what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QThreadPool, Signal
from PySide6.QtWidgets import QWidget

from connect_desktop.look.messages import message_of
from connect_desktop.packages.errors import PackageRefused
from connect_desktop.runtime.library import TakenIn
from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.ui.findings_dialog import FindingsDialog
from connect_desktop.ui.import_row import ImportRow
from connect_desktop.ui.notice import Notice, Tone, failure_notice
from connect_desktop.ui.notice_board import NoticeBoard
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.ports import LibraryService

_ERRORS_SHOWN = 3


class Imports(QObject):
    """Starts imports and tells on `board` what comes of them; `taken_in` says that the library has changed,
    `idle` that the last import has ended."""

    taken_in = Signal(object)
    idle = Signal()

    def __init__(self, service: LibraryService, board: NoticeBoard, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._board = board
        # One thread, so that imports do not fight for the disk. A pool waits for its work when it is deleted: as a
        # child of the work's owner it goes after that work was told to stop.
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(1)
        self._running: set[Operation[TakenIn]] = set()

    @property
    def running(self) -> int:
        """How many imports are under way or waiting."""
        return len(self._running)

    def start_all(self, sources: Iterable[Path], *, beside: Sequence[Path] = ()) -> None:
        """Take these in; what came `beside` them and can be no course is said to be none."""
        rows: list[QWidget] = [self._left_out(beside)] if beside else []
        rows += [self._start(source)[1] for source in sources]
        if rows:
            self._board.go_to(rows[0])

    def start(self, source: Path) -> Operation[TakenIn]:
        return self._start(source)[0]

    def _start(self, source: Path) -> tuple[Operation[TakenIn], ImportRow]:
        row = ImportRow(source.name)
        self._board.add(row)
        operation = Operation(
            lambda progress: self._service.take_in(source, progress, progress.cancelled), owner=self, pool=self.pool
        )
        row.cancel_asked.connect(operation.cancel)
        operation.progress(row.show_progress)
        operation.success(lambda taken: self._welcome(taken, row))
        operation.failure(lambda failure: self._regret(source, failure, row))
        operation.cancelled(lambda: self._board.take_down(row))
        operation.finished(lambda: self._finish(operation))
        self._running.add(operation)
        return operation.start(), row

    def cancel_all(self) -> None:
        for operation in self._running:
            operation.cancel()

    def _left_out(self, files: Sequence[Path]) -> Notice:
        names = QLocale().createSeparatedList([self.tr("“{name}”").format(name=file.name) for file in files])
        sentence = self.tr("This was not added, for it is no course: {names}.").format(names=names)
        return self._board.tell(Notice(Tone.WARNING, sentence, [self.tr("A course is a .zip or a folder.")]))

    def _finish(self, operation: Operation[TakenIn]) -> None:
        self._running.discard(operation)
        if not self._running:
            self.idle.emit()

    def _welcome(self, taken: TakenIn, row: ImportRow) -> None:
        title = taken.package.title
        if taken.already_there:
            sentence = self.tr("“{title}” was already here.").format(title=title)
        else:
            sentence = self.tr("“{title}” is ready.").format(title=title)
        warnings = sum(finding.severity is Severity.WARNING for finding in taken.findings)
        if warnings:
            notice = Notice(Tone.WARNING, f"{sentence} {self._warnings(warnings)}")
            self._offer_findings(notice, title, taken.findings)
        else:
            notice = Notice(Tone.SUCCESS, sentence).fade()
        self._board.tell(notice, instead_of=row)
        self.taken_in.emit(taken)

    def _regret(self, source: Path, failure: Failure, row: ImportRow) -> None:
        sentence = self.tr("“{name}” was not added.").format(name=source.name)
        error = failure.error
        if not isinstance(error, PackageRefused):
            self._board.tell(failure_notice(failure, sentence), instead_of=row)
            return
        errors = dict.fromkeys(message_of(it) for it in error.findings if it.severity is Severity.ERROR)
        notice = Notice(Tone.DANGER, sentence, list(errors)[:_ERRORS_SHOWN])
        self._offer_findings(notice, source.name, error.findings)
        self._board.tell(notice, instead_of=row)

    def _offer_findings(self, notice: Notice, title: str, findings: Sequence[Finding]) -> None:
        window = self._board.window()
        notice.offer(self.tr("See what we found"), lambda: FindingsDialog(title, findings, window).open())

    def _warnings(self, count: int) -> str:
        return self.tr("One warning.") if count == 1 else self.tr("%n warnings.", "", count)
