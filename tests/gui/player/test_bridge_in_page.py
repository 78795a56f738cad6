"""API calls from real content through the real page: found by the standard's algorithm, answered exactly."""

from __future__ import annotations

import json

import pytest

from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

# [RTE 3.3.6.1]: up the parents, then the opener and its parents.
FIND = """
function scan(w, name) {
  for (let n = 0; w[name] == null && w.parent && w.parent !== w && n < 500; n++) w = w.parent;
  return w[name];
}
function find(name) { return scan(window, name) || (top.opener && scan(top.opener, name)); }
"""


def page(script: str, body: str = "") -> str:
    return f"<!doctype html><title>SCO</title><body>{body}<script>{FIND}{script}</script>"


SPEAK = page(
    "const api = find('API'); api.LMSInitialize(''); api.LMSSetValue('cmi.core.lesson_location', location.pathname);"
)


@pytest.mark.parametrize(
    "pages",
    [
        {"sco.html": SPEAK},
        {"sco.html": '<iframe src="a.html"></iframe>', "a.html": '<iframe src="deep.html">', "deep.html": SPEAK},
        {
            "sco.html": '<frameset cols="50%,50%"><frame src="a.html"><frame src="b.html">',
            "a.html": SPEAK,
            "b.html": "",
        },
        {"sco.html": "<script>window.open('pop.html', 'p', 'width=400,height=300')</script>", "pop.html": SPEAK},
    ],
    ids=["frame", "nested frames", "frameset", "popup"],
)
def test_content_finds_its_api(stage: Stage, pages: dict[str, str]) -> None:
    course = SmallCourse()
    flow, _ = stage.flow(course, SmallPackage(pages))
    flow.begin()
    stage.until(lambda: len(course.made("LMSSetValue")) == 1)
    assert course.made("LMSInitialize", "LMSSetValue")[0] == ("LMSInitialize", "")


def test_2004_content_finds_only_its_own_api(stage: Stage) -> None:
    course = SmallCourse(is_2004=True)
    script = "const api = find('API_1484_11'); api.Initialize(''); api.SetValue('found', [!!find('API')]);"
    flow, _ = stage.flow(course, SmallPackage({"sco.html": page(script)}))
    flow.begin()
    stage.until(lambda: bool(course.made("SetValue")))
    assert course.made("SetValue") == [("SetValue", "found", "false")]


def test_arguments_become_text_and_methods_work_detached(stage: Stage) -> None:
    script = """
      const api = find('API'); const set = api.LMSSetValue;
      api.LMSInitialize();
      set('a', 5); set('b', null); set('c', undefined); set('d', true); set('e', {}); set('f', Object.create(null));
      set('keys', Object.keys(api).sort().join());
    """
    course = SmallCourse()
    flow, _ = stage.flow(course, SmallPackage({"sco.html": page(script)}))
    flow.begin()
    stage.until(lambda: len(course.made("LMSSetValue")) == 7)
    assert course.made("LMSInitialize") == [("LMSInitialize",)]
    given = {name: value for _, name, value in course.made("LMSSetValue")}
    methods = "Commit Finish GetDiagnostic GetErrorString GetLastError GetValue Initialize SetValue"
    assert given.pop("keys") == ",".join(f"LMS{name}" for name in methods.split())
    assert given == {"a": "5", "b": "", "c": "", "d": "true", "e": "[object Object]", "f": ""}


def test_strings_arrive_and_come_back_as_they_are(stage: Stage) -> None:
    strings = [
        "",
        "a\0b",
        "\ud800 half",
        "half \udc00",
        "𝔘 ü 漢字",
        '"quoted\\"',
        "x" * 2_000_000,
        "\u2028\n\r\t",
        "ü" * 500_000,
    ]
    script = f"""
      const api = find('API'); api.LMSInitialize('');
      const strings = {json.dumps(strings)};
      strings.forEach((s, i) => api.LMSSetValue('v' + i, s));
      const same = strings.every((s, i) => api.LMSGetValue('v' + i) === s);
      api.LMSSetValue('same', same);
    """
    course = SmallCourse()
    flow, _ = stage.flow(course, SmallPackage({"sco.html": page(script)}))
    flow.begin()
    stage.until(lambda: "same" in course.values.get("sco.html", {}), timeout=20_000)
    values = course.values["sco.html"]
    assert [values[f"v{i}"] for i in range(len(strings))] == strings
    assert values["same"] == "true"


def test_a_failing_call_answers_false_and_the_course_goes_on(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(SmallCourse):
        def call(self, delivery: int, method: str, args: object) -> str:
            if method == "LMSCommit":
                raise ZeroDivisionError
            return super().call(delivery, method, args)  # type: ignore[arg-type]

    course = Broken()
    script = "const api = find('API'); api.LMSInitialize(''); api.LMSSetValue('answer', api.LMSCommit(''));"
    flow, _ = stage.flow(course, SmallPackage({"sco.html": page(script)}))
    flow.begin()
    stage.until(lambda: bool(course.made("LMSSetValue")))
    assert course.made("LMSSetValue") == [("LMSSetValue", "answer", "false")]
    assert "LMSCommit was not answered" in caplog.text


def test_dialogs_of_content_stay_its_own(stage: Stage) -> None:
    script = """
      const api = find('API'); api.LMSInitialize('');
      alert('hello'); const sure = confirm('sure?'); const name = prompt('name?', 'you');
      api.LMSSetValue('said', sure + ' ' + name);
    """
    course = SmallCourse()
    flow, _ = stage.flow(course, SmallPackage({"sco.html": page(script)}))
    flow.begin()
    stage.until(lambda: bool(course.made("LMSSetValue")))
    assert stage.dialogs.shown == [("alert", "hello"), ("confirm", "sure?"), ("prompt", "name?")]
    assert course.made("LMSSetValue") == [("LMSSetValue", "said", "true typed")]


def test_content_that_overwrites_prompt_and_api_harms_only_itself(stage: Stage) -> None:
    script = """
      const api = find('API');
      window.prompt = parent.prompt = () => 'forged'; window.API = null; parent.connect = null; parent.JSON = null;
      api.LMSInitialize(''); api.LMSSetValue('a', 'b');
      api.LMSSetValue('seen', String(parent.connectMark));
      addEventListener('unload', () => api.LMSFinish(''));
    """
    course = SmallCourse(pages=("sco.html", "sco.html?2"))
    flow, _ = stage.flow(course, SmallPackage({"sco.html": page(script)}))
    flow.begin()
    stage.until(lambda: ("LMSSetValue", "seen", "undefined") in course.made("LMSSetValue"))
    with stage.qtbot.waitSignal(flow.closed, timeout=8000):
        flow.close()
    assert course.made("LMSFinish") == [("LMSFinish", "")]
