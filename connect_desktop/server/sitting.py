"""A learner in front of the web player: one launch, played from a browser.

All of it runs in the one thread that writes, so that calls, navigation and what the API says of the same launch come
one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from connect_desktop.errors import ConnectError
from connect_desktop.packages.members import PackageReader
from connect_desktop.runtime.events import NavigationAsked, RuntimeEvent, Saved
from connect_desktop.runtime.navigation import (
    Command,
    Decision,
    Deliver,
    Ended,
    NavigationRequest,
    Refused,
)
from connect_desktop.runtime.running_course import RunningCourse

Call = tuple[int, str, Sequence[str]]
"""Delivery, method and arguments of an API call."""

_OFFERED = (
    ("previous", Command.PREVIOUS),
    ("continue_", Command.CONTINUE),
    ("exit_all", Command.EXIT_ALL),
    ("suspend_all", Command.SUSPEND_ALL),
)


class Sitting:
    """Drives a running course as its page asks. `launch_id` is the launch it plays; `save` keeps what the session has
    come to; `exit_url` is where the page goes in the end."""

    def __init__(
        self,
        *,
        launch_id: str,
        running: RunningCourse,
        reader: PackageReader,
        save: Callable[[], None],
        exit_url: str | None,
    ) -> None:
        self.id = launch_id
        self.running = running
        self.reader = reader
        self._save = save
        self._exit_url = exit_url
        self._delivery: int | None = None
        self._activity = ""
        self._asked: NavigationRequest | None = None
        self._unsaved = False
        self._late: dict[int, Call] = {}
        self._next_late = 0
        self.is_over = False
        running.subscribe(self._heard)

    def begin(self, choose: str | None) -> dict[str, Any]:
        """Start or go on; the view to show. Raises `StoreError`."""
        return self._follow(self.running.begin(choose))

    def go(self, request: NavigationRequest) -> dict[str, Any]:
        """Go elsewhere; the content was taken away and has no more to say. The view to show. Raises `StoreError`."""
        self._take_away()
        return self._follow(self.running.navigate(request))

    def call(self, call: Call) -> dict[str, Any]:
        """The answer to an API call, and where the content asked to go with it."""
        delivery, method, arguments = call
        answer = self.running.call(delivery, method, arguments)
        if self._unsaved:
            self._unsaved = False
            self._save()
        asked, self._asked = self._asked, None
        here = asked is not None and delivery == self._delivery
        return {"answer": answer, "asked": _request(asked) if here and asked else None}

    def call_late(self, number: int, call: Call) -> None:
        """A call that was made while the page was going away. They may overtake each other on their way; `number`
        counts them from 0."""
        if number >= self._next_late:
            self._late[number] = call
        while self._next_late in self._late:
            self.call(self._late.pop(self._next_late))
            self._next_late += 1

    def close(self) -> None:
        """End the launch so that it can be gone on with; twice does nothing. Raises `StoreError`."""
        if self.is_over:
            return
        self.is_over = True
        for number in sorted(self._late):
            self.call(self._late.pop(number))
        if self._delivery is not None:
            self._take_away()
            self.running.navigate(NavigationRequest(Command.SUSPEND_ALL))
        self.running.close()

    def _follow(self, decision: Decision) -> dict[str, Any]:
        match decision:
            case Deliver(activity=activity, resume=resume):
                return self._view("deliver", delivery=self._deliver(activity, resume=resume))
            case Ended(suspended=suspended):
                self._activity = ""
                self.running.close()
                self.is_over = True
                return self._view("ended", suspended=suspended)
            case Refused():
                back = self._deliver(self._activity, resume=True) if self._activity else None
                return self._view("refused", delivery=back, sentence=decision.sentence)
            case _:
                self._activity = ""
                return self._view("waiting")

    def _deliver(self, activity: str, *, resume: bool) -> dict[str, Any]:
        delivery = self.running.deliver(activity, resume=resume)
        self._delivery, self._activity = delivery.number, activity
        return {
            "number": delivery.number,
            "title": delivery.title,
            "url": delivery.url,
            "is2004": delivery.is_2004,
        }

    def _take_away(self) -> None:
        delivery, self._delivery = self._delivery, None
        if delivery is not None:
            self.running.taken_away(delivery)

    def _view(self, decision: str, **details: object) -> dict[str, Any]:
        controls = self.running.controls()
        return {
            "title": self.running.title,
            "decision": decision,
            "exitUrl": self._exit_url,
            "controls": {command.value: getattr(controls, name).value for name, command in _OFFERED},
            "contents": [
                {
                    "identifier": entry.identifier,
                    "title": entry.title,
                    "depth": entry.depth,
                    "selectable": entry.selectable,
                    "current": entry.current,
                    "launchable": entry.launchable,
                    "completion": entry.outcome.completion.value,
                    "success": entry.outcome.success.value,
                }
                for entry in self.running.contents()
            ]
            if controls.contents.value != "hidden"
            else [],
            **details,
        }

    def _heard(self, event: RuntimeEvent) -> None:
        if isinstance(event, Saved):
            self._unsaved = True
        elif isinstance(event, NavigationAsked):
            self._asked = event.request


def close_quietly(sitting: Sitting, complain: Callable[[ConnectError], None]) -> None:
    """Close where nobody waits for an answer."""
    try:
        sitting.close()
    except ConnectError as error:
        complain(error)


def _request(request: NavigationRequest) -> Mapping[str, str | None]:
    return {"command": request.command.value, "target": request.target}
