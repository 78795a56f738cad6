"""The library shared on the network: a server of our own program, in a process beside this one and over with it.

Nothing of it runs here, so that no window waits for a stranger's request.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QProcess, Signal

from connect_desktop.ui.operation import Failure, Operation

PORT = 8425
# How long the server may take to end when the application does, in milliseconds.
_PATIENCE = 4000


class Standing(Enum):
    """How far sharing has come."""

    OFF = auto()
    STARTING = auto()
    ON = auto()
    STOPPING = auto()


class SharingState(Struct, frozen=True):
    """What there is to show. `addresses` are where others reach the server, the likeliest first; `key` is there while
    it may be shown; `problem` is the slug of what went wrong last, `sentence` its words where we have none."""

    standing: Standing = Standing.OFF
    addresses: tuple[str, ...] = ()
    devices: int = 0
    key: str | None = None
    problem: str = ""
    sentence: str = ""


class Sharing(QObject):
    """Starts and stops the server and tells what becomes of it.

    `command` gives the program and its arguments for a port. `first_key` and `new_key` make keys; both are called on a
    worker thread and may raise `ConnectError`s.
    """

    changed = Signal(SharingState)

    def __init__(
        self,
        command: Callable[[int], Sequence[str]],
        first_key: Callable[[], str | None],
        new_key: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._first_key = first_key
        self._new_key = new_key
        self._said = b""
        self.state = SharingState()
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        # What it has to tell beside its events is in the log.
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    def start(self, port: int = PORT) -> None:
        """Share, on this port or, for 0, on any that is free."""
        if self.state.standing is not Standing.OFF:
            return
        self._become(SharingState(Standing.STARTING))

        def run(key: str | None) -> None:
            self._become(replace(self.state, key=key))
            program, *arguments = self._command(port)
            self._said = b""
            self._process.start(program, arguments)

        Operation(lambda _progress: self._first_key(), owner=self).success(run).failure(self._regret).start()

    def stop(self) -> None:
        """Share no more; what is under way is finished first."""
        if self.state.standing is Standing.ON:
            self._become(SharingState(Standing.STOPPING))
            self._process.closeWriteChannel()

    def renew_key(self) -> None:
        """A new key in the place of the one before, which opens nothing any more."""

        def show(key: str) -> None:
            self._become(replace(self.state, key=key, problem="", sentence=""))

        Operation(lambda _progress: self._new_key(), owner=self).success(show).failure(self._complain).start()

    def forget_key(self) -> None:
        """The key was shown."""
        self._become(replace(self.state, key=None))

    def dispose(self) -> None:
        """The application ends, and sharing with it."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(_PATIENCE):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE)

    def _become(self, state: SharingState) -> None:
        self.state = state
        self.changed.emit(state)

    def _read(self) -> None:
        self._said += self._process.readAllStandardOutput().data()
        *lines, rest = self._said.split(b"\n")
        for at, line in enumerate(lines):
            try:
                event = json.loads(line)
            except ValueError:
                # An error is one object on many lines, and the last that comes.
                self._said = b"\n".join([*lines[at:], rest])
                return
            self._follow(event)
        self._said = rest

    def _follow(self, event: dict[str, object]) -> None:
        match event:
            case {"event": "listening", "addresses": [*addresses]}:
                self._become(replace(self.state, standing=Standing.ON, addresses=tuple(map(str, addresses))))
            case {"event": "connected", "devices": int(devices)} if self.state.standing is Standing.ON:
                self._become(replace(self.state, devices=devices))

    def _finished(self, code: int) -> None:
        if self.state.standing is Standing.STOPPING or code == 0:
            self._become(SharingState())
            return
        try:
            error = json.loads(self._said)["error"]
            problem, sentence = str(error["code"]), str(error["message"])
        except (ValueError, LookupError, TypeError):
            problem, sentence = "ended", ""
        self._become(SharingState(problem=problem, sentence=sentence))

    def _failed(self, error: QProcess.ProcessError) -> None:
        # Every other failure is followed by `finished`.
        if error is QProcess.ProcessError.FailedToStart:
            self._become(SharingState(problem="ended"))

    def _regret(self, failure: Failure) -> None:
        self._become(SharingState(problem="key", sentence=failure.sentence))

    def _complain(self, failure: Failure) -> None:
        self._become(replace(self.state, problem="key", sentence=failure.sentence))
