"""The elements of `adl` that are more than a value: navigation and shared stores."""

from __future__ import annotations

from typing import ClassVar

from connect_desktop.scorm.rte.datatypes import identifier
from connect_desktop.scorm.rte.errors import Fault, Refusal
from connect_desktop.scorm.rte.launch import Navigation, SharedDatum
from connect_desktop.scorm.rte.scorm2004_elements import navigation_request
from connect_desktop.scorm.rte.targets import Target


class NavigationRequest(Target):
    """`adl.nav.request` [SN 5.6.4]: it dies with the session, so no journal hears of it."""

    __slots__ = ("value",)

    recorded: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.value = "_none_"

    def read(self) -> str:
        return self.value

    def check(self, value: str) -> None:
        fault = navigation_request(value)
        if fault is not None:
            raise Refusal(fault)

    def apply(self, value: str) -> None:
        self.value = value

    def restore(self, value: str) -> None:
        """A request of an earlier session asks for nothing now."""


class RequestValid(Target):
    """`adl.nav.request_valid.*` [SN 5.6.5], answered by the sequencer each time it is asked."""

    __slots__ = ("_navigation", "_request")

    _PREFIX: ClassVar[str] = "adl.nav.request_valid."

    def __init__(self, name: str, request: str, navigation: Navigation) -> None:
        super().__init__(name)
        self._request = request
        self._navigation = navigation

    @classmethod
    def named(cls, name: str, navigation: Navigation) -> RequestValid | None:
        """The element of this name, or None if the name is none of these elements' names."""
        if not name.startswith(cls._PREFIX):
            return None
        request = name[len(cls._PREFIX) :]
        command, dot, _ = request.partition(".")
        if command in ("choice", "jump") or (command in ("continue", "previous") and not dot):
            return cls(name, request, navigation)
        return None

    def read(self) -> str:
        command, _, argument = self._request.partition(".")
        if command in ("choice", "jump"):
            target = argument.removeprefix("{target=").removesuffix("}")
            if argument != f"{{target={target}}}" or identifier(target):
                raise Refusal(Fault.NO_TARGET)
        return self._navigation.request_valid(self._request)

    def check(self, value: str) -> None:  # noqa: ARG002 - no value is good
        raise Refusal(Fault.READ_ONLY)

    def apply(self, value: str) -> None:
        """Never has anything to set: `check` refuses every value."""


class SharedStore(Target):
    """`adl.data.n.store` [RTE 4.3.3]: as readable and writable as the activity's map says; emptied, it has no value."""

    __slots__ = ("_readable", "_value", "_writable")

    def __init__(self, name: str, datum: SharedDatum) -> None:
        super().__init__(name)
        self._value = datum.value
        self._readable = datum.readable
        self._writable = datum.writable

    def read(self) -> str:
        if not self._readable:
            raise Refusal(Fault.WRITE_ONLY)
        if not self._value:
            raise Refusal(Fault.NOT_SET)
        return self._value

    def check(self, value: str) -> None:  # noqa: ARG002 - a store takes any text
        if not self._writable:
            raise Refusal(Fault.READ_ONLY)

    def apply(self, value: str) -> None:
        self._value = value

    def restore(self, value: str) -> None:
        """`ScoLaunch.shared_data` alone says what is in a store: other activities write to it too."""
