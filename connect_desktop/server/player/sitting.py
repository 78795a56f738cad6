"""A learner in front of the web player: one launch, played from a browser.

All of it runs in the one thread that writes, so that calls, navigation and what the API says of the same launch come
one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connect_desktop.errors import ConnectError
from connect_desktop.packages.members import PackageReader
from connect_desktop.runtime.events import NavigationAsked, RuntimeEvent, Saved, SaveFailed
from connect_desktop.runtime.live_record import LiveRecord
from connect_desktop.runtime.navigation import Command, Decision, Deliver, Ended, NavigationRequest, Refused
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.server.pages.words import Words
from connect_desktop.server.player.call_order import Answer, Call, CallOrder
from connect_desktop.server.player.player_view import controls_view, outcome_view, parts_view

Complain = Callable[[ConnectError], None]


class Sitting:
    """Drives a running course as its page asks. `id` is the launch it plays; `record` keeps what the session has come
    to; `exit_url` is where the page goes in the end."""

    def __init__(
        self,
        *,
        launch_id: str,
        running: RunningCourse,
        reader: PackageReader,
        record: LiveRecord,
        words: Words,
        complain: Complain,
        exit_url: str | None = None,
    ) -> None:
        self.id = launch_id
        self.running = running
        self.reader = reader
        self.calls = CallOrder(self._call)
        self._record = record
        self._words = words
        self._complain = complain
        self._exit_url = exit_url
        self._delivery: int | None = None
        self._activity = ""
        self._asked: NavigationRequest | None = None
        self._trouble: ConnectError | None = None
        self._unsaved = False
        self._shown: dict[str, Any] = {}
        self.is_over = False
        running.subscribe(self._heard)

    def begin(self, choose: str | None) -> dict[str, Any]:
        """Start or go on; the view to show. Raises `StoreError`."""
        return self._follow(self.running.begin(choose))

    def go(self, request: NavigationRequest) -> dict[str, Any]:
        """Go elsewhere; the content was taken away and has no more to say. The view to show. Raises `StoreError`."""
        self._take_away()
        return self._follow(self.running.navigate(request))

    def close(self) -> None:
        """End the launch so that it can be gone on with; twice does nothing. Raises `StoreError`."""
        if self.is_over:
            return
        self.is_over = True
        self.calls.rest()
        try:
            if self._delivery is not None:
                self._take_away()
                self.running.navigate(NavigationRequest(Command.SUSPEND_ALL))
        finally:
            self.running.close()

    def _call(self, call: Call) -> Answer:
        """The answer to an API call, and what came with it: where the content asked to go, how far the learner is, why
        something could not be kept."""
        self._trouble = None
        answer: Answer = {"answer": self.running.call(call.delivery, call.method, call.args)}
        asked, self._asked = self._asked, None
        if asked is not None and call.delivery == self._delivery:
            answer["asked"] = {"command": asked.command.value, "target": asked.target}
        if self._unsaved:
            self._unsaved = False
            self._save()
            answer["outcome"] = self._outcome()
            shown = self._controls_and_contents()
            if shown != self._shown:
                self._shown = shown
                answer |= shown
        if self._trouble is not None:
            answer["trouble"] = self._words.sentence(self._trouble.template, self._trouble.values)
        return answer

    def _save(self) -> None:
        """What the session has come to shows while it is played; its journal is the truth, so a failure loses none."""
        try:
            self._record.save()
        except ConnectError as error:
            self._complain(error)

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
                sentence = self._words.sentence(decision.template, decision.values)
                return self._view("refused", delivery=back, sentence=sentence)
            case _:
                self._activity = ""
                return self._view("waiting")

    def _deliver(self, activity: str, *, resume: bool) -> dict[str, Any]:
        delivery = self.running.deliver(activity, resume=resume)
        self._delivery, self._activity = delivery.number, activity
        return {"number": delivery.number, "title": delivery.title, "url": delivery.url, "is2004": delivery.is_2004}

    def _take_away(self) -> None:
        delivery, self._delivery = self._delivery, None
        if delivery is not None:
            self.running.taken_away(delivery)

    def _view(self, decision: str, **details: object) -> dict[str, Any]:
        self._shown = self._controls_and_contents()
        return {
            "title": self.running.title,
            "decision": decision,
            "exitUrl": self._exit_url,
            "outcome": self._outcome(),
            **self._shown,
            **details,
        }

    def _controls_and_contents(self) -> dict[str, Any]:
        controls = controls_view(self.running.controls())
        return {"controls": controls, "contents": parts_view(self.running, self._words)}

    def _outcome(self) -> Mapping[str, Any]:
        return outcome_view(self.running, self._record.time)

    def _heard(self, event: RuntimeEvent) -> None:
        if isinstance(event, Saved):
            self._unsaved = True
        elif isinstance(event, NavigationAsked):
            self._asked = event.request
        elif isinstance(event, SaveFailed):
            self._trouble = event.error


def close_quietly(sitting: Sitting, complain: Complain) -> None:
    """Close where nobody waits for an answer."""
    try:
        sitting.close()
    except ConnectError as error:
        complain(error)
