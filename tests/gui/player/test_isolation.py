"""What content can reach, what it is given, and where it keeps its things."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

import pytest
from PySide6.QtCore import QUrl

from connect_desktop.player.course_view import CourseView, content_address
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

FILM = 200 * 1024 * 1024


class Film(io.RawIOBase):
    """A film of 200 MB that is nowhere in memory: byte n is n modulo 251."""

    def __init__(self, reads: list[int]) -> None:
        self._at = 0
        self._reads = reads

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        length = max(0, min(size, FILM - self._at))
        self._reads.append(length)
        given = bytes((self._at + index) % 251 for index in range(length))
        self._at += length
        return given


def loaded(stage: Stage, pages: dict[str, Any], **kwargs: str) -> tuple[SmallCourse, CourseView]:
    course = SmallCourse()
    flow, view = stage.flow(course, SmallPackage(pages, damaged=("damaged.html", "damaged.js")), **kwargs)
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.begin()
    return course, view


def told(stage: Stage, course: SmallCourse, name: str) -> str:
    stage.until(lambda: name in course.values.get("sco.html", {}))
    return course.values["sco.html"][name]


def test_a_film_is_sought_in_without_being_read(stage: Stage) -> None:
    reads: list[int] = []

    def film() -> BinaryIO:
        return Film(reads)  # type: ignore[return-value]

    script = f"""<script>
      fetch('film.mp4', {{headers: {{Range: 'bytes={FILM - 1000}-{FILM - 1}'}}}}).then(async (answer) => {{
        const bytes = new Uint8Array(await answer.arrayBuffer());
        parent.API.LMSSetValue('range', [answer.status, bytes.length, bytes[0], bytes[999]].join());
      }});
    </script>"""
    package = SmallPackage({"sco.html": script, "film.mp4": film})
    package.sizes["film.mp4"] = FILM
    course = SmallCourse()
    flow, _ = stage.flow(course, package)
    flow.begin()
    assert told(stage, course, "range") == f"206,1000,{(FILM - 1000) % 251},{(FILM - 1) % 251}"
    assert sum(reads) < 1024 * 1024


@pytest.mark.parametrize(("wanted", "seen"), [("there.js", "200"), ("missing.js", "404"), ("damaged.js", "400")])
def test_scripts_see_a_failure_as_one(stage: Stage, wanted: str, seen: str) -> None:
    script = f"""<script>
      fetch('{wanted}').then((a) => a.status, (e) => e.name).then((said) => parent.API.LMSSetValue('seen', said));
    </script>"""
    course, _ = loaded(stage, {"sco.html": script, "there.js": "1", "damaged.js": "1"})
    assert told(stage, course, "seen") == seen


@pytest.mark.parametrize(
    ("page", "words"),
    [("missing.html", "This page is not in the course"), ("damaged.html", "is damaged; import the course again")],
)
def test_a_person_sees_a_page_that_says_what_is_wrong(stage: Stage, page: str, words: str) -> None:
    _, view = loaded(stage, {"sco.html": f'<iframe src="{page}">', "damaged.html": ""})
    text = stage.evaluate(view, "window[0][0].document.body.innerText")
    assert words in text


def test_the_network_is_off(stage: Stage) -> None:
    script = """<script>
      const said = (name) => (value) => parent.API.LMSSetValue(name, String(value));
      fetch('http://127.0.0.1:9/', {mode: 'no-cors'}).then(said('fetch'), said('fetch'));
      fetch('scorm://pkg_other/sco.html').then((answer) => said('other')(answer.status), said('other'));
      fetch('file:///etc/hostname').then(said('file'), said('file'));
      const socket = new WebSocket('ws://127.0.0.1:9/'); socket.onerror = () => said('socket')('error');
      const frame = document.createElement('iframe'); frame.src = 'http://127.0.0.1:9/'; document.body?.append(frame);
    </script>"""
    other = SmallPackage({"sco.html": "secret"})
    stage.profile().scheme.serve("pkg_other", other)
    course, _ = loaded(stage, {"sco.html": script})
    for name in ("fetch", "other", "file"):
        assert told(stage, course, name) == "TypeError: Failed to fetch"
    assert told(stage, course, "socket") == "error"


def test_external_links_are_refused_and_said(stage: Stage) -> None:
    course = SmallCourse()
    flow, view = stage.flow(course, SmallPackage({"sco.html": "<a href='http://example.invalid/'>out</a>"}))
    with stage.qtbot.waitSignal(view.loaded, timeout=8000):
        flow.begin()
    with stage.qtbot.waitSignal(view.refused, timeout=8000) as refused:
        stage.evaluate(view, "window[0].document.querySelector('a').click()")
    assert refused.args == [QUrl("http://example.invalid/")]
    assert "out" in stage.evaluate(view, "window[0].document.body.innerText")


@pytest.mark.parametrize("target", ["top.location = 'bye.html'", "parent.location.href = 'bye.html'"])
def test_content_that_takes_the_whole_window_gets_its_frame(stage: Stage, target: str) -> None:
    bye = "<script>parent.API.LMSSetValue('bye', 'still heard')</script>"
    course, view = loaded(stage, {"sco.html": f"<script>setTimeout(() => {{ {target} }})</script>", "bye.html": bye})
    assert told(stage, course, "bye") == "still heard"
    assert view.url().path().endswith("player.html")


def test_content_that_sends_the_window_away_stays(stage: Stage) -> None:
    course, view = loaded(stage, {"sco.html": "hi"})
    with stage.qtbot.waitSignal(view.refused, timeout=8000):
        stage.evaluate(view, "window[0].eval(\"top.location = 'http://example.invalid/'\") && 0")
    stage.evaluate(view, "window[0].eval('top.location.reload()') && 0")
    stage.evaluate(view, "window[0].eval(\"parent.API.LMSSetValue('still', 'here')\")")
    assert told(stage, course, "still") == "here"


def test_storage_is_kept_by_learner_and_by_package(stage: Stage) -> None:
    page = "<script>parent.API.LMSSetValue('had', localStorage.mark || 'nothing'); localStorage.mark = 'mine';</script>"
    first, _ = loaded(stage, {"sco.html": page})
    again, _ = loaded(stage, {"sco.html": page})
    other_package, _ = loaded(stage, {"sco.html": page}, id="pkg_other")
    other_learner, _ = loaded(stage, {"sco.html": page}, learner="grace")
    seen = [told(stage, course, "had") for course in (first, again, other_package, other_learner)]
    assert seen == ["nothing", "mine", "nothing", "nothing"]


def test_a_course_goes_on_when_a_second_window_on_it_is_closed(stage: Stage) -> None:
    pages = {"sco.html": "one", "next.html": "two"}
    first = stage.window(SmallCourse(pages=["sco.html", "next.html"]), SmallPackage(pages))
    with stage.qtbot.waitSignal(first.course_view.loaded, timeout=8000):
        first.start()
    second = stage.window(SmallCourse(), SmallPackage(pages))
    with stage.qtbot.waitSignal(second.course_view.loaded, timeout=8000):
        second.start()
    with stage.qtbot.waitSignal(second.closed, timeout=8000):
        second.close()
    with stage.qtbot.waitSignal(first.course_view.loaded, timeout=8000):
        first.choose("next.html")
    assert stage.evaluate(first.course_view, "window[0].document.body.innerText") == "two"


def test_content_may_fill_the_screen_but_not_use_the_camera(stage: Stage) -> None:
    script = """<script>
      parent.API.LMSSetValue('screen', document.fullscreenEnabled);
      navigator.mediaDevices.getUserMedia({audio: true}).catch((e) => parent.API.LMSSetValue('camera', e.name));
    </script>"""
    course, _ = loaded(stage, {"sco.html": script})
    assert told(stage, course, "screen") == "true"
    assert told(stage, course, "camera") in ("NotAllowedError", "NotFoundError")


def test_a_download_is_saved_where_the_learner_says(stage: Stage) -> None:
    _, view = loaded(stage, {"sco.html": "<a download href='work.zip'>work</a>", "work.zip": b"PK\x05\x06"})
    with stage.qtbot.waitSignal(stage.profile().downloaded, timeout=8000) as downloaded:
        stage.evaluate(view, "window[0].document.querySelector('a').click()")
    assert downloaded.args == [str(stage.downloads / "work.zip")]
    assert (stage.downloads / "work.zip").read_bytes() == b"PK\x05\x06"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("index.html?x=1#a", "/index.html?x=1#a"),
        ("//evil.example/x", "/evil.example/x"),
        ("a:b.html", "/a:b.html"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_activities_stay_on_the_origin_of_their_package(url: str, address: str) -> None:
    assert content_address(url) == address


def test_a_popup_that_may_not_show_its_page_does_not_stay(stage: Stage) -> None:
    opens = "<script>window.open('http://example.invalid/')</script>"
    course = SmallCourse()
    flow, view = stage.flow(course, SmallPackage({"sco.html": opens}))
    with stage.qtbot.waitSignal(view.refused, timeout=8000) as refused:
        flow.begin()
    assert refused.args == [QUrl("http://example.invalid/")]
    stage.until(lambda: not view.popups.windows)


@pytest.mark.parametrize("opens", ["window.open('pop.html')", "window.open('').document.write('Extra')"])
def test_a_popup_with_a_page_keeps_it_when_it_may_not_go_elsewhere(stage: Stage, opens: str) -> None:
    _, view = loaded(stage, {"sco.html": f"<script>window.pop = {opens}</script>", "pop.html": "Extra"})
    stage.until(lambda: len(view.popups.windows) == 1)
    page = view.popups.windows[0].page

    def text() -> str:
        answers: list[str] = []
        page.runJavaScript("document.body?.innerText", 0, answers.append)
        stage.until(lambda: bool(answers))
        return answers[0]

    stage.until(lambda: text() == "Extra")
    with stage.qtbot.waitSignal(view.refused, timeout=8000):
        page.runJavaScript("location = 'http://example.invalid/'")
    assert text() == "Extra"
    assert view.popups.windows[0].isVisible()


def test_a_popup_has_the_size_and_place_content_asked_for(stage: Stage) -> None:
    opens = "<script>window.open('pop.html', 'p', 'width=420,height=310,left=40,top=30')</script>"
    _, view = loaded(stage, {"sco.html": opens, "pop.html": "<title>Extra</title>"})
    stage.until(lambda: [window.windowTitle() for window in view.popups.windows] == ["Extra"])
    window = view.popups.windows[0]
    assert (window.x(), window.y(), window.width(), window.height()) == (40, 30, 420, 310)


def test_a_pdf_is_shown_in_the_frame(stage: Stage) -> None:
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    stage.profile().downloaded.connect(lambda path: pytest.fail(f"{path} was downloaded"))
    _, view = loaded(stage, {"sco.html": "<iframe src='a.pdf'></iframe>", "a.pdf": pdf})
    stage.until(lambda: stage.evaluate(view, "String(window[0][0].document?.contentType)") == "application/pdf")
