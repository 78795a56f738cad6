"""A learner's running course: one launch of one session, from open to close."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from connect_desktop.runtime.delivery import Delivery, LedgerRecorder, LiveDelivery
from connect_desktop.runtime.events import (
    Called,
    ContentsChanged,
    Listener,
    NavigationAsked,
    Recorded,
    RuntimeEvent,
    Saved,
    SaveFailed,
)
from connect_desktop.runtime.ledger import Ledger
from connect_desktop.runtime.navigation import (
    Command,
    ContentsEntry,
    Controls,
    Decision,
    Ended,
    NavigationRequest,
    Outcome,
    Refused,
)
from connect_desktop.runtime.requests import RequestValidity, asked_by
from connect_desktop.runtime.sco_launch import LaunchOptions, entry_of, sco_launch
from connect_desktop.scorm.cam.course import Course, Edition, Item
from connect_desktop.scorm.rte.api import ApiInstance, ApiState
from connect_desktop.scorm.rte.launch import Navigation, Recorder, ScoLaunch
from connect_desktop.store.records import Entry, EntryKind, Learner

if TYPE_CHECKING:
    from connect_desktop.runtime.inspection import Inspection
    from connect_desktop.runtime.sequencer import Sequencer
    from connect_desktop.scorm.sn.verdict import Verdict

_COMMITS = frozenset({"Commit", "LMSCommit"})
_SETS = frozenset({"SetValue", "LMSSetValue"})
_TERMINATES = frozenset({"Terminate", "LMSFinish"})
_PUTS_OFF = frozenset({Command.SUSPEND_ALL, Command.ABANDON, Command.ABANDON_ALL})


class RunningCourse:
    """Answers the content's API calls, journals what they wrote, and asks the sequencer where to go.

    A player drives it: `begin`, then for each `Deliver` decision `deliver` and load the address; to go anywhere else it
    unloads the content first, then says `taken_away`, then `navigate`. Not thread-safe: one thread calls it.
    """

    def __init__(
        self,
        *,
        course: Course,
        learner: Learner,
        ledger: Ledger,
        sequencer: Sequencer,
        options: LaunchOptions,
        on_close: Callable[[], None],
    ) -> None:
        self._course = course
        self._learner = learner
        self._ledger = ledger
        self._sequencer = sequencer
        self._options = options
        self._on_close = on_close
        self._make_api = _api_of(course.edition, RequestValidity(sequencer))
        self._live: dict[int, LiveDelivery] = {}
        self._delivered: list[str] = []
        self._asked: tuple[NavigationRequest, Decision] | None = None
        self._refused: tuple[Verdict, ...] = ()
        self._listeners: tuple[Listener, ...] = ()
        self._call_listeners: tuple[Listener, ...] = ()
        self._silent: str | None = None
        self._went = False
        self._closed = False

    @property
    def title(self) -> str:
        return self._course.title

    def subscribe(self, listener: Listener, *, calls: bool = False) -> Callable[[], None]:
        """Tell `listener` every event, and every single call too where it wants `calls`: those cost each call time.

        The returned function ends that.
        """
        self._listeners += (listener,)
        if calls:
            self._call_listeners += (listener,)

        def unsubscribe() -> None:
            self._listeners = tuple(known for known in self._listeners if known != listener)
            self._call_listeners = tuple(known for known in self._call_listeners if known != listener)

        return unsubscribe

    def begin(self, choose: str | None = None) -> Decision:
        """Start the course, go on where the learner was, or go to the activity `choose`."""
        if choose is not None:
            return self.navigate(NavigationRequest(Command.CHOICE, choose))
        return self.navigate(NavigationRequest(Command.RESUME_ALL))

    def navigate(self, request: NavigationRequest) -> Decision:
        """Process a navigation request; the content of the current activity must be gone by now.

        Raises `StoreError` when the decision could not be kept; it holds for this launch all the same.
        """
        self._complete_silent_content(request)
        decision = self._sequencer.decide(request)
        self._asked, self._refused = (request, decision), ()
        self._went = True
        if isinstance(decision, Ended) and not decision.suspended:
            self._empty_shared_stores()
        self._keep_where()
        self._emit(ContentsChanged())
        return decision

    def deliver(self, activity: str, *, resume: bool = False) -> Delivery:
        """Open an activity: a new API instance whose stored data is what the standard says.

        `resume` is the decision's word that a suspended attempt goes on, whatever the SCO said when it was left. A
        SCORM 1.2 SCO always keeps its data.
        """
        item = self._item(activity)
        edition = self._course.edition
        known = self._ledger.state.activity(activity)
        resume = known.attempts > 0 and (resume or known.suspended)
        entry = entry_of(known, edition, resume=resume)
        if known.attempts == 0 or (edition.is_2004 and not resume):
            self._ledger.append(EntryKind.ATTEMPT, activity)
        self._ledger.append(EntryKind.OPENED, activity)
        self._delivered.append(item.title)
        delivery = Delivery(
            number=len(self._delivered),
            activity=activity,
            title=item.title,
            url=item.launch or "",
            is_2004=edition.is_2004,
        )
        recorder = LedgerRecorder(self._ledger, activity, tuple(data_map.target for data_map in item.data_maps))
        api = self._api(item, entry, recorder)
        self._live[delivery.number] = LiveDelivery(delivery=delivery, api=api, recorder=recorder)
        return delivery

    def call(self, delivery: int, method: str, args: Sequence[str]) -> str:
        """Answer one API call of the content of `delivery`; never raises for what content does."""
        live = self._live.get(delivery)
        if live is None:
            return ""
        answer = self._watched(live, method, args) if self._call_listeners else live.api.call(method, args)
        if method in _SETS:
            if self._listeners and answer == "true":
                self._emit(Recorded(delivery))
        elif answer == "true":
            self._after(method, live)
        if live.recorder.failure is not None:
            self._emit(SaveFailed(delivery, live.recorder.failure, method, tuple(args)))
            live.recorder.failure = None
        return answer

    def last_error(self, delivery: int) -> int:
        """The error code after the last call of `delivery`; 0 for content that is gone."""
        live = self._live.get(delivery)
        return live.api.last_error if live else 0

    def taken_away(self, delivery: int) -> None:
        """The content of `delivery` is gone and all its late calls were answered.

        Raises `StoreError` when the closing could not be kept; the answered values are kept all the same.
        """
        live = self._live.pop(delivery, None)
        if live is None:
            return
        activity = live.delivery.activity
        self._silent = activity if live.api.state is ApiState.NOT_INITIALIZED else None
        try:
            self._ledger.append(EntryKind.CLOSED, activity, value=live.exit_value)
            self._ledger.commit()
        finally:
            self._report(live, cut_off=live.api.state is ApiState.RUNNING)

    def hear(self, entries: Sequence[Entry]) -> None:
        """Take over what was said of this launch through the REST API and is in its journal already; a SCO reads it
        when it is next delivered."""
        self._ledger.hear(entries)

    def refusal(self, request: NavigationRequest) -> Refused | None:
        """Why `navigate` would not honour the request now; None if it would, or if only making it can tell.

        A request that would be refused is not made: `inspect` tells of it all the same.
        """
        if self._sequencer.valid(request) is not False:
            return None
        why = self._sequencer.explain(request)
        refused = Refused(why[-1].template, why[-1].values) if why else Refused("That is not possible now.")
        self._asked, self._refused = (request, refused), why
        return refused

    def controls(self) -> Controls:
        return self._sequencer.controls()

    def contents(self) -> tuple[ContentsEntry, ...]:
        return self._sequencer.contents()

    def outcome(self) -> Outcome:
        """What the course comes to now."""
        return self._sequencer.outcome()

    def inspect(self) -> Inspection:
        """The course as an instructor looks into it; costs nothing until it is called."""
        from connect_desktop.runtime.inspection import InspectedRequest, Inspection

        seen = self._sequencer.inspect()
        return Inspection(
            title=self.title,
            edition=self._course.edition,
            activities=seen.activities,
            global_objectives=seen.global_objectives,
            request=InspectedRequest(*self._asked, self._refused or seen.verdicts) if self._asked else None,
            parts=dict(enumerate(self._delivered, start=1)),
        )

    def close(self) -> None:
        """End the launch. What is still loaded counts as left where it was; calling twice does nothing.

        Raises `StoreError` when something of that could not be kept; the launch is over all the same.
        """
        if self._closed:
            return
        self._closed = True
        try:
            for number in list(self._live):
                self.taken_away(number)
            self._keep_where()
        finally:
            self._live.clear()
            self._on_close()

    def _watched(self, live: LiveDelivery, method: str, args: Sequence[str]) -> str:
        """Answer a call that somebody wants to know of."""
        started = perf_counter()
        answer = live.api.call(method, args)
        took = perf_counter() - started
        called = Called(live.delivery.number, method, tuple(args), answer, live.api.last_error, took)
        for listener in self._call_listeners:
            listener(called)
        return answer

    def _after(self, method: str, live: LiveDelivery) -> None:
        """What a successful Commit or Terminate brings with it."""
        if method in _COMMITS:
            self._report(live)
            self._emit(Saved(live.delivery.number))
        elif method in _TERMINATES:
            self._report(live)
            self._emit(Saved(live.delivery.number))
            request = asked_by(live.api.navigation_request(), live.api.exit_value() if live.delivery.is_2004 else "")
            if request is not None:
                self._emit(NavigationAsked(live.delivery.number, request))

    def _keep_where(self) -> None:
        """Journal where the learner is, unless that is done; raises `StoreError`, and then is to be called again."""
        if not self._went:
            return
        self._ledger.append(EntryKind.SEQUENCING, "", value=json.dumps(self._sequencer.state(), separators=(",", ":")))
        self._went = False

    def _report(self, live: LiveDelivery, *, cut_off: bool = False) -> None:
        activity = live.delivery.activity
        silent = live.api.state is ApiState.NOT_INITIALIZED
        values = self._ledger.state.activity(activity).values if silent else live.api.values()
        self._sequencer.report(activity, {**values, "cmi.exit": live.exit_value} if cut_off else values)
        self._emit(ContentsChanged())

    def _complete_silent_content(self, request: NavigationRequest) -> None:
        """An asset, and a page that never calls the API, is completed when the learner goes on from it
        [SN 4th Ed. UP.4]; a window that was closed before the page came to calling completes nothing."""
        activity, self._silent = self._silent, None
        if activity is None or request.command in _PUTS_OFF:
            return
        element, value = (
            ("cmi.completion_status", "completed")
            if self._course.edition.is_2004
            else ("cmi.core.lesson_status", "completed")
        )
        if element not in self._ledger.state.activity(activity).values:
            self._ledger.append(EntryKind.SET, activity, element, value)
            self._sequencer.report(activity, self._ledger.state.activity(activity).values)

    def _empty_shared_stores(self) -> None:
        """What SCOs share lives as long as an attempt on the course, unless the manifest says otherwise
        [CAM 5.1.14 sharedDataGlobalToSystem]."""
        if self._ledger.state.shared and not self._course.organization.shared_data_global_to_system:
            self._ledger.append(EntryKind.SHARED_CLEARED, "")

    def _api(self, item: Item, entry: str, recorder: LedgerRecorder) -> ApiInstance:
        objectives = self._sequencer.objectives(item.identifier)
        launch = sco_launch(
            item, self._course.edition, self._learner, self._ledger.state, entry, objectives, self._options
        )
        return self._make_api(launch, recorder)

    def _item(self, activity: str) -> Item:
        item = self._course.organization.item(activity)
        if item is None or item.launch is None:
            raise ValueError(f"{activity!r} is not a launchable activity of this course")
        return item

    def _emit(self, event: RuntimeEvent) -> None:
        for listener in self._listeners:
            listener(event)


def _api_of(edition: Edition, navigation: Navigation) -> Callable[[ScoLaunch, Recorder], ApiInstance]:
    """What makes the edition's API. A course speaks one edition: the other's tables are not loaded for it."""
    if edition.is_2004:
        from connect_desktop.scorm.rte.scorm2004_api import Scorm2004Api

        return lambda launch, recorder: Scorm2004Api(launch, recorder, navigation)
    from connect_desktop.scorm.rte.scorm12_api import Scorm12Api

    return Scorm12Api
