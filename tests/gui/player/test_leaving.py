"""Content is taken away without losing what it says while leaving, and what was answered survives anything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from connect_desktop.player.course_view import CourseView
from connect_desktop.player.flow import CourseFlow, Phase
from connect_desktop.runtime.navigation import Command, NavigationRequest
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

CONTINUE = NavigationRequest(Command.CONTINUE)

SAVES_WHILE_LEAVING = """<!doctype html><script>
  const api = parent.API; api.LMSInitialize(''); api.LMSSetValue('known', 'before');
  addEventListener('beforeunload', () => api.LMSSetValue('in', 'beforeunload'));
  addEventListener('pagehide', () => api.LMSSetValue('in', 'pagehide'));
  addEventListener('unload', () => {
    api.LMSSetValue('in', 'unload');
    api.LMSSetValue('read back', [api.LMSGetValue('known'), api.LMSGetValue('in'), api.LMSGetLastError()].join(' '));
    api.LMSSetValue('finish answers', api.LMSFinish(''));
  });
</script>"""

IN_ORDER = [
    ("LMSInitialize", ""),
    ("LMSSetValue", "known", "before"),
    ("LMSSetValue", "in", "beforeunload"),
    ("LMSSetValue", "in", "pagehide"),
    ("LMSSetValue", "in", "unload"),
    ("LMSSetValue", "read back", "before unload 0"),
    ("LMSFinish", ""),
    ("LMSSetValue", "finish answers", "true"),
]


def begun(stage: Stage, course: SmallCourse, pages: dict[str, str]) -> tuple[CourseFlow, CourseView]:
    flow, view = stage.flow(course, SmallPackage(pages))
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.begin()
    return flow, view


def test_all_that_is_said_while_leaving_arrives_in_order_before_the_next_page(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html", "b.html"))
    speaks_at_once = "<script>parent.API.LMSInitialize(''); parent.API.LMSSetValue('b', '1')</script>"
    flow, view = begun(stage, course, {"a.html": SAVES_WHILE_LEAVING, "b.html": speaks_at_once})
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.request(CONTINUE)
    first = [(method, *args) for number, method, args in course.calls if number == 1 and "Get" not in method]
    assert first == IN_ORDER
    assert course.calls[-2:] == [(2, "LMSInitialize", ("",)), (2, "LMSSetValue", ("b", "1"))]
    assert course.story == ["deliver a.html", "taken away a.html", "navigate continue", "deliver b.html"]


def test_pages_inside_one_activity_hand_over_in_order(stage: Stage) -> None:
    course = SmallCourse()
    second = "<script>parent.API.LMSSetValue('second', parent.API.LMSGetValue('in'))</script>"
    _, view = begun(stage, course, {"sco.html": SAVES_WHILE_LEAVING, "second.html": second})
    stage.evaluate(view, "window[0].eval(\"location.href = '/second.html'\") && 0")
    stage.until(lambda: bool(course.values["sco.html"].get("second")))
    said = [call for call in course.made("LMSSetValue", "LMSFinish") if call[1:2] != ("read back",)]
    assert said[-2:] == [("LMSSetValue", "finish answers", "true"), ("LMSSetValue", "second", "unload")]


def test_closing_keeps_what_is_saved_only_while_unloading(stage: Stage) -> None:
    course = SmallCourse()
    flow, _ = begun(stage, course, {"sco.html": SAVES_WHILE_LEAVING})
    with stage.qtbot.waitSignal(flow.closed, timeout=8000):
        flow.close()
    assert course.values["sco.html"]["in"] == "unload"
    assert course.story == ["deliver sco.html", "taken away sco.html", "navigate suspendAll", "close"]


def test_a_popup_says_its_last_words_before_the_frame_leaves(stage: Stage) -> None:
    popup = "<script>addEventListener('unload', () => opener.parent.API.LMSSetValue('popup', 'left'))</script>"
    opens = "<script>parent.API.LMSInitialize(''); window.open('pop.html')</script>"
    course = SmallCourse()
    flow, view = begun(stage, course, {"sco.html": opens, "pop.html": popup})
    stage.until(lambda: len(view.popups.windows) == 1)
    with stage.qtbot.waitSignal(view.popups.windows[0].view.loadFinished, timeout=8000):
        pass
    with stage.qtbot.waitSignal(flow.closed, timeout=8000):
        flow.close()
    assert course.values["sco.html"] == {"popup": "left"}
    assert view.popups.windows == ()


def test_a_window_content_closes_is_gone(stage: Stage) -> None:
    opens = "<script>const w = window.open('pop.html')</script>"
    course = SmallCourse()
    _, view = begun(stage, course, {"sco.html": opens, "pop.html": "<script>setTimeout(() => window.close())</script>"})
    stage.until(lambda: not view.popups.windows)


def test_content_that_begs_to_stay_leaves(stage: Stage) -> None:
    begs = "<script>addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'stay'; })</script>hi"
    course = SmallCourse(pages=("a.html", "b.html"))
    stage.dialogs.agrees = False
    flow, view = begun(stage, course, {"a.html": begs, "b.html": "b"})
    QTest.mouseClick(view.focusProxy() or view, Qt.MouseButton.LeftButton)
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.request(CONTINUE)
    assert flow.delivery is not None
    assert flow.delivery.activity == "b.html"


def test_a_request_of_content_is_followed_after_it_terminates(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html", "b.html"), request=CONTINUE)
    flow, view = begun(stage, course, {"a.html": "<button onclick=\"parent.API.LMSFinish('')\">", "b.html": "b"})
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        stage.evaluate(view, "window[0].document.querySelector('button').click()")
    assert flow.delivery is not None
    assert flow.delivery.activity == "b.html"


def test_a_refusal_gives_the_page_back(stage: Stage) -> None:
    course = SmallCourse()
    flow, view = begun(stage, course, {"sco.html": "hi"})
    with stage.qtbot.waitSignals([flow.refused, view.loaded], timeout=8000):
        flow.request(CONTINUE)
    assert course.story[-2:] == ["navigate continue", "deliver sco.html"]


def test_reload_unloads_first_and_delivers_again(stage: Stage) -> None:
    course = SmallCourse()
    flow, view = begun(stage, course, {"sco.html": SAVES_WHILE_LEAVING})
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.reload()
    assert course.story == ["deliver sco.html", "taken away sco.html", "deliver sco.html"]
    assert ("LMSFinish", "") in course.made("LMSFinish")


def test_after_a_crash_reload_resumes(stage: Stage) -> None:
    remembers = "<script>const a = parent.API; a.LMSSetValue('n', +a.LMSGetValue('n') + 1)</script>"
    course = SmallCourse()
    flow, view = begun(stage, course, {"sco.html": remembers})
    with stage.qtbot.waitSignal(flow.crashed, timeout=8000):
        view.kill()
    assert flow.phase is Phase.CRASHED
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.reload()
    assert course.values["sco.html"] == {"n": "2"}


def test_closing_after_a_crash_closes(stage: Stage) -> None:
    course = SmallCourse()
    flow, view = begun(stage, course, {"sco.html": "hi"})
    with stage.qtbot.waitSignal(flow.crashed, timeout=8000):
        view.kill()
    flow.close()
    assert course.story[-1] == "close"


@pytest.mark.parametrize("endless", ["for (;;) {}", "for (;;) alert('again')"], ids=["loop", "alerts"])
def test_content_that_hangs_is_left_by_force(stage: Stage, endless: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connect_desktop.player.flow.PATIENCE", 300)
    course = SmallCourse()
    flow, view = begun(stage, course, {"sco.html": f"<script>function hang() {{ {endless} }}</script>"})
    stage.evaluate(view, "setTimeout(() => window[0].hang(), 0)")
    with stage.qtbot.waitSignal(flow.stalled, timeout=8000):
        flow.close()
    with stage.qtbot.waitSignal(flow.closed, timeout=8000):
        flow.force()
    assert course.story[-1] == "close"
