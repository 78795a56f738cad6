"""The window an instructor looks into a running course with, over a real course and a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.runtime.events import Called, Listener
from connect_desktop.runtime.inspection import InspectedRequest, Inspection
from connect_desktop.runtime.navigation import Command, Deliver, Ended, NavigationRequest, Refused, Waiting
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.scorm.sn.verdict import Verdict
from connect_desktop.store.database import open_store
from connect_desktop.ui.inspector.calls_model import CallsFilter, CallsModel, ListedCall
from connect_desktop.ui.inspector.request_words import headline_words, reason_words
from connect_desktop.ui.inspector.window import InspectorWindow
from tests.courses_for_tests import make_course
from tests.inspection_for_tests import sequenced_course, skipping_course
from tests.running_courses_for_tests import CONTINUE, SUSPEND, Open, Sco, begin, learner_with_package, opener
from tests.sequencing_for_tests import activity, large_course, organization, rule

Look = Callable[[RunningCourse], InspectorWindow]


@pytest.fixture
def look(qtbot: QtBot) -> Look:
    def look_into(course: RunningCourse) -> InspectorWindow:
        window = InspectorWindow(course)
        qtbot.addWidget(window)
        window.show()
        return window

    return look_into


@pytest.fixture
def open_course(tmp_path: Path) -> Iterator[Open]:
    with closing(open_store(tmp_path / "connect.db")) as store:
        yield opener(store, learner_with_package(store))


@pytest.fixture
def sco(open_course: Open) -> Sco:
    return begin(open_course, skipping_course())


def pass_it(sco: Sco) -> None:
    sco("Initialize", "")
    sco("SetValue", "cmi.score.scaled", "1")
    sco("SetValue", "cmi.completion_status", "done")
    sco("SetValue", "cmi.completion_status", "completed")
    sco("Terminate", "")


def go_on(sco: Sco) -> None:
    sco.course.taken_away(sco.delivery.number)
    decision = sco.course.navigate(CONTINUE)
    assert isinstance(decision, Deliver)
    sco.delivery = sco.course.deliver(decision.activity)


def tree_texts(window: InspectorWindow) -> list[list[str]]:
    model = window.activities.model
    rows: list[list[str]] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            rows.append([model.index(row, column, parent).data() for column in range(model.columnCount())])
            walk(model.index(row, 0, parent))

    walk(QModelIndex())
    return rows


def listed(window: InspectorWindow) -> list[str]:
    shown = window.calls.shown
    return [shown.index(row, 2).data() for row in range(shown.rowCount())]


def details(window: InspectorWindow) -> dict[str, str]:
    rows = window.activities.details
    return {rows.index(row, 0).data(): rows.index(row, 1).data() for row in range(rows.rowCount())}


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_why_did_it_skip_has_an_answer_at_the_top(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    assert window.headline.request.text() == "Start or resume → “One” is shown"
    pass_it(sco)
    go_on(sco)
    qtbot.waitUntil(lambda: window.headline.request.text() == "Continue → “Three” is shown")
    assert window.headline.reasons.text() == "“Two” was skipped: its rule says “skip if satisfied (far)”. [UP.2]"
    steps = [window.request.rows.index(row, 0).data() for row in range(window.request.rows.rowCount())]
    assert steps == ["TB.2.3", "UP.2", "SB.2.12", "DB.2"]


def test_the_tree_shows_tracking_and_follows_the_learner(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    assert window.activities.selected is not None
    assert window.activities.selected.identifier == "one"
    pass_it(sco)
    go_on(sco)
    qtbot.waitUntil(lambda: window.activities.selected is not None and window.activities.selected.identifier == "three")
    assert [row[:4] for row in tree_texts(window)] == [
        ["Root", "active", "1", "–"],
        ["One", "", "1", "yes"],
        ["Two", "", "0", "–"],
        ["Three", "current", "1 of 2", "–"],
    ]
    assert details(window)["Attempts"] == "1 of 2"


def test_an_activity_one_looks_at_stays_selected_and_tells_its_rules(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    model = window.activities.model
    window.activities.tree.setCurrentIndex(model.index(1, 0, model.index(0, 0)))
    assert details(window)["preConditionRule"] == "skip if satisfied (far)"
    pass_it(sco)
    qtbot.waitUntil(lambda: details(window)["preConditionRule"] == "skip if satisfied (far) – holds now")
    assert details(window)["Objective far"] == "satisfied: yes"
    go_on(sco)
    qtbot.waitUntil(lambda: window.headline.request.text().startswith("Continue"))
    assert window.activities.selected is not None
    assert window.activities.selected.identifier == "two"


def test_a_refusal_says_which_rule_and_what_to_do(open_course: Open, look: Look) -> None:
    stop = rule("stopForwardTraversal", "not satisfied")
    parts = organization(activity("one", precondition_rules=(stop,)), activity("two"))
    sco = begin(open_course, sequenced_course(parts))
    sco("Initialize", "")
    sco("SetValue", "cmi.success_status", "failed")
    sco("Commit", "")
    assert sco.course.refusal(NavigationRequest(Command.CHOICE, "two")) is not None
    window = look(sco.course)
    assert window.headline.request.text() == "Choice of “Two” → refused"
    assert window.headline.reasons.text().splitlines() == [
        "“One” lets nobody past: its rule says “stopForwardTraversal if not satisfied”. [UP.2]",
        "Finish “One” first. [SB.2.4-1]",
    ]
    assert window.headline.property("tone") == "warning"
    window.activities.tree.setCurrentIndex(window.activities.model.index(1, 0, window.activities.model.index(0, 0)))
    assert details(window)["Cannot be chosen"] == "Finish “One” first. [SB.2.4-1]"


def test_global_objectives_are_listed(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    rows = window.objectives.rows
    assert [rows.index(0, column).data() for column in (0, 1, 8, 9)] == ["done", "–", "One", "Two"]
    pass_it(sco)
    qtbot.waitUntil(lambda: rows.index(0, 1).data() == "yes")


def test_calls_are_listed_as_they_happen_and_can_be_filtered(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    pass_it(sco)
    sco("GetLastError")
    assert listed(window) == []
    qtbot.waitUntil(lambda: len(listed(window)) == 6)
    assert listed(window)[1] == 'SetValue("cmi.score.scaled", "1")'
    window.calls.errors.click()
    assert listed(window) == ['SetValue("cmi.completion_status", "done")']
    window.calls.errors.click()
    QTest.keyClicks(window.calls.filter, "COMPLETION")
    assert len(listed(window)) == 2
    QTest.keyClick(window.calls.filter, Qt.Key.Key_Escape)
    assert len(listed(window)) == 6
    window.calls.clear.click()
    assert listed(window) == []
    sco("GetValue", "cmi.location")
    qtbot.waitUntil(lambda: listed(window) == ['GetValue("cmi.location")'])
    assert window.calls.shown.index(0, 0).data() == "7"
    assert window.calls.shown.index(0, 1).data() == "One"


def test_a_row_is_copied_whole(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    long = "x" * 1000
    sco("Initialize", "")
    sco("SetValue", "cmi.location", long)
    qtbot.waitUntil(lambda: len(listed(window)) == 2)
    assert len(listed(window)[1]) < 400
    window.calls.list.setCurrentIndex(window.calls.shown.index(1, 0))
    window.calls.list.copy_rows()
    number, part, call, answer, error, _took = clipboard().split("\t")
    assert (number, part, answer, error) == ("2", "One", "true", "")
    assert call == f'SetValue("cmi.location", "{long}")'


def test_the_report_tells_everything(sco: Sco, look: Look) -> None:
    window = look(sco.course)
    pass_it(sco)
    go_on(sco)
    window.headline.copy.click()
    report = clipboard()
    for line in (
        "Root (SCORM 2004 4th Edition, Connect Desktop",
        "Continue → “Three” is shown",
        "“Two” was skipped: its rule says “skip if satisfied (far)”. [UP.2]",
        "One (Attempts: 1, Completed: yes, Satisfied: yes, Measure: 1)",
        "preConditionRule: skip if satisfied (far) – holds now",
        "done (Satisfied: yes, Written by: One, Read by: Two)",
        '3 One: SetValue("cmi.completion_status", "done") -> "false" error 406',
    ):
        assert line in report


class Watched:
    """A course that tells how many listen to it, and how often it was looked into."""

    def __init__(self, course: RunningCourse) -> None:
        self.course = course
        self.title = course.title
        self.listeners = 0
        self.looks = 0

    def inspect(self) -> Inspection:
        self.looks += 1
        return self.course.inspect()

    def subscribe(self, listener: Listener, *, calls: bool = False) -> Callable[[], None]:
        self.listeners += 1
        end = self.course.subscribe(listener, calls=calls)

        def unsubscribe() -> None:
            self.listeners -= 1
            end()

        return unsubscribe


def test_a_closed_window_costs_nothing_and_begins_anew(sco: Sco, qtbot: QtBot) -> None:
    watched = Watched(sco.course)
    window = InspectorWindow(watched)
    qtbot.addWidget(window)
    window.show()
    assert watched.listeners == 1
    sco("Initialize", "")
    qtbot.waitUntil(lambda: len(listed(window)) == 1)
    looks = watched.looks
    window.close()
    assert watched.listeners == 0
    sco("Commit", "")
    assert watched.looks == looks
    window.show()
    sco("GetValue", "cmi.location")
    qtbot.waitUntil(lambda: listed(window) == ['GetValue("cmi.location")'])


def test_many_calls_cost_one_look(sco: Sco, qtbot: QtBot) -> None:
    watched = Watched(sco.course)
    window = InspectorWindow(watched)
    qtbot.addWidget(window)
    window.show()
    looks = watched.looks
    sco("Initialize", "")
    for number in range(200):
        sco("SetValue", "cmi.location", str(number))
        sco("Commit", "")
    qtbot.waitUntil(lambda: len(listed(window)) == 401)
    assert watched.looks - looks == 1


def a_call(number: int) -> ListedCall:
    return ListedCall.of(number, "One", Called(1, "GetValue", (str(number),), "", 0, 0.0))


def test_only_the_newest_calls_are_kept() -> None:
    model = CallsModel(most=20)
    shown = CallsFilter(model, model)

    def append(*numbers: int) -> list[int]:
        model.append([a_call(number) for number in numbers])
        return [int(shown.index(row, 0).data()) for row in range(shown.rowCount())]

    assert append(*range(20)) == list(range(20))
    assert append(20) == list(range(2, 21))
    assert append(21) == list(range(2, 22))
    assert append(22) == list(range(4, 23))
    assert append(*range(23, 60)) == list(range(40, 60))


def test_a_megabyte_in_a_call_is_not_kept() -> None:
    call = ListedCall.of(1, "One", Called(1, "SetValue", ("cmi.suspend_data", "x" * 1_000_000), "false", 405, 0.0))
    assert len(call.call) < 5000
    assert call.line.endswith('… (1000000)") -> "false" error 405')


def test_a_title_is_never_read_as_html(open_course: Open, look: Look) -> None:
    course = make_course(Edition.SCORM_12, Item(identifier="a", title="<b>A</b>", launch="a.html"))
    window = look(begin(open_course, course).course)
    assert window.headline.request.text() == "Start or resume → “<b>A</b>” is shown"
    assert window.headline.request.textFormat() is Qt.TextFormat.PlainText


def test_a_12_course_shows_statuses_and_prerequisites(open_course: Open, look: Look) -> None:
    course = make_course(
        Edition.SCORM_12,
        Item(identifier="a", title="A", launch="a.html"),
        Item(identifier="b", title="B", launch="b.html", prerequisites="a=passed"),
        Item(identifier="c", title="C", launch="c.html"),
    )
    sco = begin(open_course, course)
    sco("LMSInitialize", "")
    sco("LMSSetValue", "cmi.core.lesson_status", "failed")
    sco("LMSFinish", "")
    go_on(sco)
    window = look(sco.course)
    assert window.headline.reasons.text() == (
        "“B” was passed over: its prerequisites “a=passed” are not met. [CAM 1.2 2.3.2]"
    )
    assert [row[:2] for row in tree_texts(window)][1:] == [["A", "failed"], ["B", ""], ["C", "current"]]
    window.activities.tree.setCurrentIndex(window.activities.model.index(1, 0, window.activities.model.index(0, 0)))
    assert details(window)["Prerequisites"] == "a=passed"


@pytest.mark.parametrize(
    ("request_", "decision", "words"),
    [
        (NavigationRequest(Command.SUSPEND_ALL), Ended(suspended=True), "Save and leave → the course was put aside"),
        (NavigationRequest(Command.EXIT_ALL), Ended(), "Exit of the course → the course has ended"),
        (NavigationRequest(Command.JUMP, "a"), Deliver("a", resume=True), "Jump to “a” → “a” goes on"),
        (NavigationRequest(Command.EXIT), Waiting(), "Exit of the part → nothing is shown, the learner chooses"),
    ],
)
def test_every_decision_has_its_words(
    request_: NavigationRequest, decision: Deliver | Ended | Waiting, words: str
) -> None:
    seen = Inspection(
        title="T", edition=Edition.SCORM_2004_4TH, activities=(), request=InspectedRequest(request_, decision)
    )
    assert headline_words(seen) == words
    assert reason_words(seen) == ("No rule and no limit stood in the way.",)


def test_of_many_reasons_the_refusal_is_among_those_shown() -> None:
    skipped = tuple(Verdict("UP.2", "“{title}” is skipped.", {"title": str(number)}) for number in range(9))
    refusal = Verdict("SB.2.1", "This was the last part of the course.")
    asked = InspectedRequest(CONTINUE, Refused(refusal.template), (*skipped, refusal))
    seen = Inspection(title="T", edition=Edition.SCORM_2004_4TH, activities=(), request=asked)
    assert reason_words(seen) == (
        "“0” is skipped. [UP.2]",
        "“1” is skipped. [UP.2]",
        "This was the last part of the course. [SB.2.1]",
        "7 more: see “Last request”.",
    )


def test_every_list_and_field_has_a_name(sco: Sco, look: Look) -> None:
    window = look(sco.course)
    lists = (window.activities.tree, window.activities.details_view, window.request, window.objectives)
    named = [*(view.accessibleName() for view in (*lists, window.calls.list)), window.calls.filter.accessibleName()]
    assert all(named)
    assert len(set(named)) == len(named)


def test_a_large_course_changes_its_look_with_the_theme(open_course: Open, look: Look, qapp: object) -> None:
    window = look(begin(open_course, sequenced_course(large_course(300, 50))).course)
    app = QGuiApplication.instance()
    assert app is not None
    light = window.grab().toImage().pixelColor(4, window.height() - 4)
    apply_theme(app, Scheme.DARK)  # type: ignore[arg-type]
    assert window.grab().toImage().pixelColor(4, window.height() - 4).lightness() < light.lightness()


def test_a_list_of_calls_that_is_empty_says_what_will_stand_there(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    calls = window.calls
    assert calls.list.words_for_none == "Calls that the content makes from now on are listed here."
    sco("GetValue", "cmi.location")
    qtbot.waitUntil(lambda: bool(listed(window)))
    calls.filter.setText("nothing like it")
    assert calls.list.words_for_none == "No call matches."


def test_a_state_that_comes_later_is_read_whole(sco: Sco, look: Look, qtbot: QtBot) -> None:
    window = look(sco.course)
    sco("Initialize", "")
    sco("SetValue", "cmi.exit", "suspend")
    sco("Terminate", "")
    sco.course.taken_away(sco.delivery.number)
    sco.course.navigate(SUSPEND)
    qtbot.waitUntil(lambda: any("suspended" in row for row in tree_texts(window)))
    tree = window.activities.tree
    states = [tree.model().index(0, 1), tree.model().index(0, 1, tree.model().index(0, 0))]
    assert all(tree.columnWidth(1) >= tree.sizeHintForIndex(state).width() for state in states)
