"""A course small enough to read: a few pages, their values in memory, every call on record."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from PySide6.QtWidgets import QWidget

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.events import (
    ContentsChanged,
    Listener,
    NavigationAsked,
    Recorded,
    RuntimeEvent,
    Saved,
    SaveFailed,
)
from connect_desktop.runtime.navigation import (
    Command,
    Completion,
    ContentsEntry,
    Controls,
    Decision,
    Deliver,
    Ended,
    NavigationRequest,
    Offer,
    Outcome,
    Refused,
)

_TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "mp4": "video/mp4",
    "zip": "application/zip",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class SmallMember:
    name: str
    size: int
    media_type: str
    encoding: str = ""


class SmallPackage:
    """Pages by name; `damaged` ones cannot be read. A callable makes the bytes when opened."""

    def __init__(self, pages: Mapping[str, str | bytes | Callable[[], BinaryIO]], damaged: Sequence[str] = ()) -> None:
        self.pages = dict(pages)
        self.damaged = damaged
        self.sizes: dict[str, int] = {}

    def find(self, path_and_query: str) -> SmallMember | None:
        name = path_and_query.partition("?")[0]
        page = self.pages.get(name)
        if page is None:
            return None
        size = self.sizes[name] if callable(page) else len(page.encode() if isinstance(page, str) else page)
        return SmallMember(name, size, _TYPES.get(name.rpartition(".")[2], "application/octet-stream"))

    def open(self, member: SmallMember) -> BinaryIO:
        if member.name in self.damaged:
            raise ConnectError("“{name}” is damaged; import the course again.", name=member.name)
        page = self.pages[member.name]
        if callable(page):
            return page()
        return io.BytesIO(page.encode() if isinstance(page, str) else page)


@dataclass(frozen=True)
class SmallDelivery:
    number: int
    activity: str
    url: str
    is_2004: bool
    title: str


@dataclass
class SmallCourse:
    """Plays `pages` (activity, which is also its address) in order. `locked` activities refuse to be chosen."""

    pages: Sequence[str] = ("sco.html",)
    is_2004: bool = False
    title: str = "Small course"
    locked: Sequence[str] = ()
    calls: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    request: NavigationRequest | None = None
    refuses: dict[Command, Refused] = field(default_factory=dict)
    closed: bool = False
    full: bool = False
    _at: int | None = None
    _deliveries: int = 0
    _live: dict[int, str] = field(default_factory=dict)
    _listeners: list[Listener] = field(default_factory=list)
    _completed: set[str] = field(default_factory=set)

    def call(self, delivery: int, method: str, args: Sequence[str]) -> str:
        self.calls.append((delivery, method, tuple(args)))
        activity = self._live.get(delivery)
        if activity is None:
            return "false"
        values = self.values.setdefault(activity, {})
        match method.removeprefix("LMS"):
            case "GetValue":
                return values.get(args[0], "")
            case "SetValue" if self.full:
                self.emit(SaveFailed(delivery, ConnectError("The disk is full."), method, tuple(args)))
                return "false"
            case "SetValue":
                values[args[0]] = args[1]
                self.emit(Recorded(delivery))
                if args[1] in ("completed", "passed"):
                    self._completed.add(activity)
                    self.emit(ContentsChanged())
            case "Commit" | "Terminate" | "Finish":
                self.emit(Saved(delivery))
                if self.request is not None and not method.endswith("Commit"):
                    request, self.request = self.request, None
                    self.emit(NavigationAsked(delivery, request))
            case "GetLastError":
                return "0"
            case "GetErrorString" | "GetDiagnostic":
                return ""
        return "true"

    def begin(self, choose: str | None = None) -> Decision:
        return self._go(self.pages.index(choose) if choose else (self._at or 0))

    def navigate(self, request: NavigationRequest) -> Decision:
        self.story.append(f"navigate {request.command}")
        match request.command:
            case Command.CONTINUE:
                return self._go((self._at or 0) + 1)
            case Command.PREVIOUS:
                return self._go((self._at or 0) - 1)
            case Command.CHOICE:
                if request.target in self.locked:
                    return self._refusal()
                return self._go(self.pages.index(request.target or ""))
        return Ended(suspended=request.command is Command.SUSPEND_ALL)

    def deliver(self, activity: str, *, resume: bool = False) -> SmallDelivery:
        self._deliveries += 1
        self._live[self._deliveries] = activity
        self.story.append(f"deliver {activity}")
        self.emit(ContentsChanged())
        return SmallDelivery(self._deliveries, activity, activity, self.is_2004, f"Part {activity}")

    def taken_away(self, delivery: int) -> None:
        self.story.append(f"taken away {self._live.pop(delivery)}")

    def controls(self) -> Controls:
        at = self._at or 0
        return Controls(
            continue_=Offer.ENABLED if at + 1 < len(self.pages) else Offer.DISABLED,
            previous=Offer.ENABLED if at > 0 else Offer.DISABLED,
        )

    def contents(self) -> tuple[ContentsEntry, ...]:
        return tuple(
            ContentsEntry(
                identifier=page,
                title=f"Part {page}",
                depth=0,
                selectable=page not in self.locked,
                current=index == self._at,
                outcome=Outcome(completion=Completion.COMPLETED if page in self._completed else Completion.UNKNOWN),
                why=self._refusal() if page in self.locked else None,
            )
            for index, page in enumerate(self.pages)
        )

    def outcome(self) -> Outcome:
        done = len(self._completed) / len(self.pages)
        return Outcome(completion=Completion.COMPLETED if done == 1 else Completion.INCOMPLETE, progress=done)

    def refusal(self, request: NavigationRequest) -> Refused | None:
        return self.refuses.get(request.command)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        self.closed = True
        self.story.append("close")

    def emit(self, event: RuntimeEvent) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def made(self, *methods: str) -> list[tuple[str, ...]]:
        """The calls of these methods, as (method, argument…)."""
        return [(method, *args) for _, method, args in self.calls if method in methods]

    def _refusal(self) -> Refused:
        return Refused("Finish “{title}” first.", {"title": self.pages[0]})

    def _go(self, index: int) -> Decision:
        if not 0 <= index < len(self.pages):
            return Refused("This is the last part of the course.")
        self._at = index
        return Deliver(self.pages[index])


class ScriptedDialogs:
    """Answers content's dialogs at once and remembers them."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.answer: str | None = "typed"
        self.agrees = True
        self.silent = False

    def alert(self, parent: QWidget | None, text: str) -> None:
        self.shown.append(("alert", text))

    def confirm(self, parent: QWidget | None, text: str) -> bool:
        self.shown.append(("confirm", text))
        return self.agrees

    def prompt(self, parent: QWidget | None, text: str, default: str) -> str | None:
        self.shown.append(("prompt", text))
        return self.answer

    def hush(self) -> None:
        self.silent = True

    def listen(self) -> None:
        self.silent = False
