"""Whatever content calls, in whatever order: an answer, no exception, and a journal that tells what the model has."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from connect_desktop.scorm.rte.api import ApiInstance, ApiState
from connect_desktop.scorm.rte.launch import InitialObjective, SharedDatum
from tests.rte_for_tests import MemoryRecorder, Sco12, Sco2004

indices = st.integers(0, 3)
values = st.one_of(
    st.sampled_from(
        [
            "",
            "a",
            "b",
            "a[,]b",
            "a[.]b",
            "1",
            "0.5",
            "-1",
            "true",
            "choice",
            "numeric",
            "passed",
            "failed",
            "completed",
            "incomplete",
            "suspend",
            "PT5S",
            "00:00:05",
            "2024-05-01T10:00:00",
            "continue",
            "{target=a}choice",
            "correct",
        ]
    ),
    st.text(max_size=20),
)
elements_2004 = st.one_of(
    st.builds(
        lambda array, n, leaf: f"cmi.{array}.{n}.{leaf}",
        st.sampled_from(["objectives", "interactions", "comments_from_learner"]),
        indices,
        st.sampled_from(["id", "type", "score.scaled", "success_status", "learner_response", "result", "comment", "x"]),
    ),
    st.builds(
        lambda n, array, m: f"cmi.interactions.{n}.{array}.{m}.{'id' if array == 'objectives' else 'pattern'}",
        indices,
        st.sampled_from(["objectives", "correct_responses"]),
        indices,
    ),
    st.sampled_from(
        [
            "cmi.location",
            "cmi.exit",
            "cmi.session_time",
            "cmi.completion_status",
            "cmi.progress_measure",
            "cmi.score.scaled",
            "cmi.success_status",
            "cmi.objectives._count",
            "cmi.entry",
            "adl.nav.request",
            "adl.data.0.store",
            "adl.data.1.store",
        ]
    ),
    st.text(alphabet="cmiadl.0_{}=nav", max_size=30),
)
elements_12 = st.one_of(
    st.builds(
        lambda array, n, leaf: f"cmi.{array}.{n}.{leaf}",
        st.sampled_from(["objectives", "interactions"]),
        indices,
        st.sampled_from(["id", "type", "score.raw", "status", "student_response", "objectives.0.id", "result", "x"]),
    ),
    st.sampled_from(
        [
            "cmi.core.lesson_location",
            "cmi.core.exit",
            "cmi.core.session_time",
            "cmi.core.lesson_status",
            "cmi.core.score.raw",
            "cmi.suspend_data",
            "cmi.comments",
            "cmi.core.entry",
            "cmi.objectives._count",
        ]
    ),
    st.text(alphabet="cmior.e0_", max_size=20),
)


class AnyContent(RuleBasedStateMachine):
    """Content that calls anything at any time; the disk fills and empties under it."""

    prefix = ""
    terminate = "Terminate"
    per_launch: tuple[str, ...] = ()
    elements: st.SearchStrategy[str]

    api: ApiInstance
    recorder: MemoryRecorder
    launch: Callable[[MemoryRecorder, dict[str, str]], ApiInstance]

    @initialize()
    def start(self) -> None:
        self.recorder = MemoryRecorder()
        self.api = self.launch(self.recorder, {})

    def call(self, function: str, *args: str) -> str:
        answer = self.api.call(self.prefix + function, args)
        assert self.api.call(f"{self.prefix}GetLastError", ()) == str(self.api.last_error)
        assert len(self.api.call(f"{self.prefix}GetDiagnostic", ("",))) <= 255
        return answer

    @rule(argument=st.sampled_from([(), ("",), ("x",)]))
    def begin(self, argument: tuple[str, ...]) -> None:
        was = self.api.state
        answer = self.call("Initialize", *argument)
        begins = was is ApiState.NOT_INITIALIZED and argument != ("x",)
        assert (answer == "true") == (begins and self.api.last_error == 0)
        assert self.api.state is (ApiState.RUNNING if answer == "true" else was)

    @rule(data=st.data(), value=values)
    def set_and_get(self, data: st.DataObject, value: str) -> None:
        element = data.draw(self.elements)
        before, recorded = dict(self.api.values()), len(self.recorder.records)
        answer = self.call("SetValue", element, value)
        assert (answer == "true") == (self.api.last_error == 0)
        if answer == "false":
            assert self.api.values() == before
            assert len(self.recorder.records) == recorded
        else:
            assert self.api.state is ApiState.RUNNING
            self.call("GetValue", element)

    @rule(data=st.data())
    def get(self, data: st.DataObject) -> None:
        before = dict(self.api.values())
        answer = self.call("GetValue", data.draw(self.elements))
        assert answer == "" or self.api.last_error == 0
        assert self.api.values() == before

    @rule()
    def commit(self) -> None:
        answer = self.call("Commit", "")
        kept = self.api.state is ApiState.RUNNING and not self.recorder.refuses
        assert (answer == "true") is kept

    @rule()
    def fill_or_empty_the_disk(self) -> None:
        self.recorder.refuses = not self.recorder.refuses

    @rule()
    def end_and_come_back(self) -> None:
        self.recorder.refuses = False
        self.call("Initialize", "")
        assert self.api.call(self.prefix + self.terminate, ("",)) in ("true", "false")
        assert self.api.state is ApiState.TERMINATED
        left = {element: value for element, value in self.api.values().items() if element not in self.per_launch}
        self.recorder = MemoryRecorder()
        self.recorder.records = list(left.items())
        self.api = self.launch(self.recorder, left)
        assert self.api.values() == left

    @invariant()
    def the_journal_tells_what_the_model_has(self) -> None:
        """But for statuses that are only recorded when the SCO terminates, and stores that are not the SCO's."""
        recorded = {e: v for e, v in self.recorder.records if not e.startswith("adl.")}
        values_now = dict(self.api.values())
        for status in ("cmi.completion_status", "cmi.success_status"):
            if self.api.state is ApiState.RUNNING:
                recorded.pop(status, None)
                values_now.pop(status, None)
        if self.api.state is not ApiState.NOT_INITIALIZED:
            assert recorded == values_now


class AnyContent2004(AnyContent):
    per_launch = ("cmi.exit", "cmi.session_time")
    elements = elements_2004

    def launch(self, recorder: MemoryRecorder, stored: dict[str, str]) -> ApiInstance:
        return Sco2004(
            recorder,
            initialize=False,
            stored=stored,
            scaled_passing_score=0.5,
            completion_threshold=0.5,
            objectives=(InitialObjective(identifier="given"),),
            shared_data=(SharedDatum(target="s"), SharedDatum(target="r", value="r", writable=False)),
        ).api


class AnyContent12(AnyContent):
    prefix = "LMS"
    terminate = "Finish"
    per_launch = ("cmi.core.exit", "cmi.core.session_time")
    elements = elements_12

    def launch(self, recorder: MemoryRecorder, stored: dict[str, str]) -> ApiInstance:
        return Sco12(recorder, initialize=False, stored=stored, mastery_score="50").api


TestAnyContent2004 = AnyContent2004.TestCase
TestAnyContent2004.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyContent12 = AnyContent12.TestCase
TestAnyContent12.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
