"""The API instance: its three states, its eight functions, its last error [RTE 3.1, RTE 1.2 3.3].

A value is "true" only once the recorder has it: checked first, recorded second, set last.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from connect_desktop.scorm.rte.api import ApiState
from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.scorm.rte.errors import ErrorTable, Fault, Refusal
from connect_desktop.scorm.rte.launch import Recorder, RecordRefused
from connect_desktop.scorm.rte.model import DataModel

Method = Callable[[Sequence[str]], str]

FUNCTIONS = (
    "Initialize",
    "Terminate",
    "GetValue",
    "SetValue",
    "Commit",
    "GetLastError",
    "GetErrorString",
    "GetDiagnostic",
)


class ApiStateMachine(ABC):
    """What both editions' API instances are; `names` gives the edition's name of each of `FUNCTIONS`."""

    def __init__(self, model: DataModel, recorder: Recorder, errors: ErrorTable, names: Mapping[str, str]) -> None:
        self._model = model
        self._recorder = recorder
        self._errors = errors
        self._state = ApiState.NOT_INITIALIZED
        self._error = 0
        self._fault: Fault | None = None
        methods: tuple[Method, ...] = (
            self._initialize,
            self._terminate,
            self._get_value,
            self._set_value,
            self._commit,
            self._get_last_error,
            self._get_error_string,
            self._get_diagnostic,
        )
        self._methods = {names[function]: method for function, method in zip(FUNCTIONS, methods, strict=True)}

    @property
    def state(self) -> ApiState:
        return self._state

    @property
    def last_error(self) -> int:
        return self._error

    def call(self, method: str, args: Sequence[str]) -> str:
        handler = self._methods.get(method)
        return "" if handler is None else handler(args)

    def values(self) -> Mapping[str, str]:
        return self._model.snapshot()

    @abstractmethod
    def exit_value(self) -> str: ...

    def _value_in_centiseconds(self, element: str) -> int:
        return centiseconds(self._model.values.get(element, "")) or 0

    def _initialize(self, args: Sequence[str]) -> str:
        if _argument(args, 0):
            return self._refuse(Fault.ARGUMENT)
        if self._state is ApiState.RUNNING:
            return self._refuse(Fault.ALREADY_INITIALIZED)
        if self._state is ApiState.TERMINATED:
            return self._refuse(Fault.INITIALIZE_AFTER_TERMINATE)
        try:
            for element, value in self._model.announced():
                self._recorder.record(element, value)
            self._recorder.initialized()
        except RecordRefused:
            return self._refuse(Fault.INITIALIZE_NOT_KEPT)
        self._state = ApiState.RUNNING
        return self._accept()

    def _terminate(self, args: Sequence[str]) -> str:
        if _argument(args, 0):
            return self._refuse(Fault.ARGUMENT)
        if self._state is ApiState.NOT_INITIALIZED:
            return self._refuse(Fault.TERMINATE_BEFORE_INITIALIZE)
        if self._state is ApiState.TERMINATED:
            return self._refuse(Fault.TERMINATE_AFTER_TERMINATE)
        try:
            for element, value in self._model.derived().items():
                self._recorder.record(element, value)
                self._model.target(element).apply(value)
            self._recorder.terminated(self.exit_value())
            self._recorder.commit()
        except RecordRefused:
            return self._refuse(Fault.TERMINATE_NOT_KEPT)
        self._state = ApiState.TERMINATED
        return self._accept()

    def _get_value(self, args: Sequence[str]) -> str:
        if self._state is not ApiState.RUNNING:
            before = self._state is ApiState.NOT_INITIALIZED
            return self._refuse(Fault.GET_BEFORE_INITIALIZE if before else Fault.GET_AFTER_TERMINATE, "")
        element = _argument(args, 0)
        if not element:
            return self._refuse(Fault.NOTHING_TO_GET, "")
        try:
            value = self._model.target(element).read()
        except Refusal as refusal:
            return self._refuse(refusal.fault, "")
        self._error = 0
        self._fault = None
        return value

    def _set_value(self, args: Sequence[str]) -> str:
        if self._state is not ApiState.RUNNING:
            before = self._state is ApiState.NOT_INITIALIZED
            return self._refuse(Fault.SET_BEFORE_INITIALIZE if before else Fault.SET_AFTER_TERMINATE)
        element = _argument(args, 0)
        value = _argument(args, 1)
        if not element:
            return self._refuse(Fault.NOTHING_TO_SET)
        try:
            target = self._model.target(element)
            target.check(value)
            if target.recorded:
                self._recorder.record(target.name, value)
        except Refusal as refusal:
            return self._refuse(refusal.fault)
        except RecordRefused:
            return self._refuse(Fault.SET_NOT_KEPT)
        target.apply(value)
        return self._accept()

    def _commit(self, args: Sequence[str]) -> str:
        if _argument(args, 0):
            return self._refuse(Fault.ARGUMENT)
        if self._state is not ApiState.RUNNING:
            before = self._state is ApiState.NOT_INITIALIZED
            return self._refuse(Fault.COMMIT_BEFORE_INITIALIZE if before else Fault.COMMIT_AFTER_TERMINATE)
        try:
            self._recorder.commit()
        except RecordRefused:
            return self._refuse(Fault.COMMIT_NOT_KEPT)
        return self._accept()

    def _get_last_error(self, args: Sequence[str]) -> str:  # noqa: ARG002 - it takes none; content may pass some
        return str(self._error)

    def _get_error_string(self, args: Sequence[str]) -> str:
        return self._errors.string(_argument(args, 0))

    def _get_diagnostic(self, args: Sequence[str]) -> str:
        """Of a number its string, of the last error (or of "") what exactly was wrong."""
        code = _argument(args, 0)
        if self._fault is not None and code in ("", str(self._error)):
            return self._fault.value
        return self._errors.string(code or str(self._error))

    def _accept(self) -> str:
        self._error = 0
        self._fault = None
        return "true"

    def _refuse(self, fault: Fault, answer: str = "false") -> str:
        self._error = self._errors.codes[fault]
        self._fault = fault
        return answer


def _argument(args: Sequence[str], position: int) -> str:
    """Real content leaves arguments out: `LMSInitialize()`."""
    return args[position] if len(args) > position else ""
