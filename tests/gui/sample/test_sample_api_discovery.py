"""How the sample finds a player's API: as the standard says, whatever surrounds it."""

from __future__ import annotations

import json

import pytest

from connect_desktop.packages.sample import SAMPLE_EDITIONS
from tests.gui.sample.conftest import OpenPart

_PRELUDE = """
const alone = (more = {}) => { const w = { opener: null, ...more }; w.parent ??= w; w.top ??= w; return w; };
const inside = (parent, more = {}) => ({ opener: null, parent, top: parent.top, ...more });
const nested = (depth, outermost) =>
  Array.from({ length: depth }).reduce((parent) => inside(parent), outermost);
const foreign = (parent) =>
  new Proxy({ parent, top: parent.top, opener: null }, {
    get: (open, name) => { if (name in open) return open[name]; throw new DOMException('foreign'); },
  });
"""


def _found(open_part: OpenPart, window: str) -> list[list[str]]:
    """What is found from a window: `[[edition, API]]`, best first."""
    part = open_part(SAMPLE_EDITIONS[0], "welcome")
    part.evaluate(
        "import(new URL('js/scorm/find.js', document.baseURI).href).then(({ findApis }) => {"
        f"{_PRELUDE} window.found = findApis({window}).map(({{ edition, api }}) => [edition, api]); }})"
    )
    part.until("window.found !== undefined")
    found = part.evaluate("window.found")
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("window", "found"),
    [
        pytest.param("alone()", [], id="no player"),
        pytest.param("alone({ API: 'a' })", [["1.2", "a"]], id="in the page's own window"),
        pytest.param("inside(alone({ API_1484_11: 'b' }))", [["2004", "b"]], id="in the parent"),
        pytest.param("alone({ API: 'a', API_1484_11: 'b' })", [["2004", "b"], ["1.2", "a"]], id="both: newer first"),
        pytest.param("nested(500, alone({ API: 'a' }))", [["1.2", "a"]], id="500 parents up"),
        pytest.param("nested(501, alone({ API: 'a' }))", [], id="501 parents up are too many"),
        pytest.param(
            "inside(inside(alone({ API: 'far' }), { API: 'near' }))", [["1.2", "near"]], id="the nearest of two"
        ),
        pytest.param("alone({ opener: inside(alone({ API: 'a' })) })", [["1.2", "a"]], id="in the opener's parent"),
        pytest.param(
            "inside(alone({ opener: alone({ API_1484_11: 'b' }) }))", [["2004", "b"]], id="in the opener of the top"
        ),
        pytest.param("inside(foreign(alone({ API: 'a' })))", [["1.2", "a"]], id="beyond a window of another origin"),
    ],
)
def test_the_api_is_found(open_part: OpenPart, window: str, found: list[list[str]]) -> None:
    assert _found(open_part, window) == found


def test_an_api_that_refuses_gives_way_to_the_next(open_part: OpenPart) -> None:
    part = open_part(SAMPLE_EDITIONS[0], "welcome")
    refusing = {"Initialize": "false", "GetLastError": "102", "GetErrorString": "refused"}
    part.evaluate(
        "import(new URL('js/scorm.js', document.baseURI).href).then(({ connect }) => {"
        f"const refusing = {json.dumps(refusing)};"
        "const calls = []; const answers = { LMSInitialize: 'true', LMSGetLastError: '0' };"
        "const answer = (answers, name) => { calls.push(name); return answers[name] ?? ''; };"
        "const fake = (answers) => new Proxy({}, { get: (_, name) => () => answer(answers, name) });"
        "const page = { API_1484_11: fake(refusing), API: fake(answers), addEventListener() {}, opener: null };"
        "page.parent = page.top = page; window.connected = [connect(page).connected, calls.slice(0, 4)]; })"
    )
    part.until("window.connected !== undefined")
    assert part.evaluate("window.connected") == [
        True,
        ["Initialize", "GetLastError", "GetErrorString", "LMSInitialize"],
    ]


def test_without_a_player_the_course_can_be_read_and_says_so(open_part: OpenPart) -> None:
    part = open_part(SAMPLE_EDITIONS[0], "welcome")
    part.leave()
    part.show_alone()
    part.until("document.documentElement.dataset.ready !== undefined")
    assert "Not connected to a player" in part.evaluate("document.querySelector('.save-note').innerText")
    part.click("#next", "#next")
    assert part.evaluate("document.querySelector('.page.current').id") == "ahead"


def test_the_learner_is_told_when_the_player_does_not_keep_a_step(open_part: OpenPart) -> None:
    part = open_part(SAMPLE_EDITIONS[1], "lesson")
    part.disk_is_full = True
    part.click("#next")
    assert "could not keep your last step" in part.evaluate("document.querySelector('.save-note').innerText")
    assert part.evaluate("document.querySelector('.page.current').id") == "signal"
