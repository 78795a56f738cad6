"""What a learner meets in the browser: lost connections, refusals, languages, ends, and courses that mean harm."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from connect_desktop.server.settings import ServerSettings, SittingLimits, TokenLifetimes
from tests.gui.server.browser import Browser
from tests.gui.server.wire import Wire, wire
from tests.packages_for_tests import build_zip, manifest_12, manifest_2004
from tests.served_app_for_tests import ServedApp, served_app
from tests.server_for_tests import add_package

CONTENT = "document.querySelector('iframe[name=content]').contentWindow"
READY = f"{CONTENT}.document.documentElement.dataset.ready !== undefined"
NOTICE = "document.querySelector('#notice p').textContent"
HEADLINE = "document.querySelector('.screen h2').textContent"
_PAGE = """<!doctype html><meta charset="utf-8"><title>SCO</title>
<script>
  const api = parent.API_1484_11;
  api.Initialize("");
  const mode = api.GetValue("cmi.mode");
  api.SetValue("cmi.location", "here");
  addEventListener("unload", () => {
    api.SetValue("cmi.suspend_data", window.lastWords ?? "");
    api.SetValue("cmi.exit", "suspend");
    api.SetValue("cmi.session_time", "PT7S");
    api.Terminate("");
  });
  document.documentElement.dataset.ready = "";
</script>"""
_LOCKED = manifest_12(2).replace(
    "<title>SCO 2</title>",
    '<title>SCO 2</title><adlcp:prerequisites type="aicc_script">ITEM1</adlcp:prerequisites>',
)
_HARM = """<!doctype html><title>Harm</title><script>
  const script = parent.document.createElement("script");
  script.src = location.href.replace("sco1.html", "harm.js");
  parent.document.body.append(script);
  document.documentElement.dataset.ready = "";
</script>"""


@dataclass(frozen=True)
class Learner:
    """One session, at a server that is reached by a wire."""

    wire: Wire
    key: str
    session_id: str

    def launch(self, package_id: str, **more: Any) -> str:
        body = {"user_id": "ada", "session_id": self.session_id, **more}
        url: str = self._ask("POST", f"packages/{package_id}/launch", json=body)["launch_url"]
        return url

    def elements(self) -> dict[str, str]:
        elements: dict[str, str] = self._ask("GET", f"sessions/{self.session_id}")["cmi_data"]
        return elements

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"X-API-Key": self.key}
        address = f"{self.wire.address}/api/v1/{path}"
        return httpx.request(method, address, headers=headers, timeout=30, **more).raise_for_status().json()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    folder = tmp_path_factory.mktemp("served")
    for package_id, files in {
        "pkg_2004": {"imsmanifest.xml": manifest_2004(2), "sco1.html": _PAGE, "sco2.html": _PAGE},
        "pkg_locked": {"imsmanifest.xml": _LOCKED, "sco1.html": "<p>1</p>", "sco2.html": "<p>2</p>"},
        "pkg_harm": {
            "imsmanifest.xml": manifest_12(),
            "sco1.html": _HARM,
            "harm.js": "document.documentElement.dataset.harmed = '';",
        },
    }.items():
        add_package(folder / "data", build_zip(folder / f"{package_id}.zip", files), package_id)
    settings = ServerSettings(lifetimes=TokenLifetimes(least=1), sittings=SittingLimits(heartbeat=0.2))
    with served_app(folder / "data", settings) as app:
        yield app


@pytest.fixture
def learner(served: ServedApp) -> Iterator[Learner]:
    with wire(served.port) as whole:
        yield Learner(whole, served.key, f"s-{uuid.uuid4()}")


def say(element: str, value: str) -> str:
    return f'{CONTENT}.eval(\'api.SetValue("{element}", "{value}")\')'


def test_while_the_server_is_away_nothing_is_called_saved_and_all_is_when_it_is_back(
    browser: Browser, learner: Learner
) -> None:
    browser.open(learner.launch("pkg_2004"))
    browser.until(READY)
    learner.wire.cut()
    assert browser.run(say("cmi.location", "page 5")) == "false"
    assert browser.run(f"{CONTENT}.eval('api.GetLastError()')") == "351"
    assert browser.run(f"{CONTENT}.eval('api.GetValue(\"cmi.location\")')") == "here"
    assert browser.run(f"{CONTENT}.eval('api.Commit(\"\")')") == "false"
    assert browser.run(f"{CONTENT}.eval('api.GetLastError()')") == "391"
    assert browser.until(NOTICE).startswith("The server cannot be reached.")
    # There is no going on either: what the content says last would be lost.
    browser.run("document.getElementById('continue').click()")
    assert browser.run("document.querySelector('iframe[name=content]').title") == "SCO 1"
    learner.wire.mend()
    browser.until(f"{NOTICE} === 'The connection is back, and everything is saved.'")
    assert browser.run(say("cmi.exit", "suspend")) == "true"
    assert browser.run(f"{CONTENT}.eval('api.GetLastError()')") == "0"
    assert learner.elements()["activities.ITEM1.cmi.location"] == "page 5"


def test_the_page_notices_by_itself_that_the_server_is_away(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch("pkg_2004"))
    browser.until(READY)
    learner.wire.cut()
    assert browser.until(NOTICE).startswith("The server cannot be reached.")


def test_last_words_may_be_longer_than_a_browser_lets_a_page_send(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch("pkg_2004"))
    browser.until(READY)
    browser.run(f"{CONTENT}.eval('window.lastWords = \"é\".repeat(60000)')")
    browser.open("about:blank")
    browser.until_in(lambda: "activities.ITEM1.cmi.suspend_data" in learner.elements())
    assert learner.elements()["activities.ITEM1.cmi.suspend_data"] == "é" * 60_000


def test_the_address_holds_no_token_and_the_page_can_be_loaded_again(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch("pkg_2004"))
    browser.until(READY)
    assert browser.run("location.href") == f"{learner.wire.address}/player/{learner.session_id}"
    browser.run("(window.before = true, setTimeout(() => location.reload()))")
    browser.until(f"window.before === undefined && {READY}")
    assert browser.run(say("cmi.location", "again")) == "true"


def test_the_token_is_renewed_before_its_time_is_over(browser: Browser, learner: Learner) -> None:
    url = learner.launch("pkg_2004", ttl_seconds=10)
    browser.open(url)
    browser.until(READY)
    browser.until(f"history.state.launch !== '{url.partition('token=')[2]}'")
    assert browser.run(NOTICE) == ""


def test_a_part_that_is_not_open_yet_says_why_in_the_language_of_the_learner(
    browser: Browser, learner: Learner
) -> None:
    browser.speak("de-DE")
    browser.open(learner.launch("pkg_locked"))
    locked = "[...document.querySelectorAll('#parts button')].find((part) => part.dataset.part === 'ITEM2')"
    browser.until(f"{locked}.getAttribute('aria-disabled')")
    browser.run(f"{locked}.click()")
    assert "SCO 1" in browser.run(NOTICE)
    assert browser.run(f"{locked}.innerText").startswith("SCO 2")
    assert browser.run("document.documentElement.lang") == "de"
    assert browser.run("document.getElementById('suspendAll').innerText") == "Speichern und verlassen"


def test_going_on_going_back_and_choosing_are_offered_as_the_course_allows(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch("pkg_2004"))
    title = "document.querySelector('iframe[name=content]').title"
    browser.until(READY)
    assert browser.run("document.getElementById('previous').disabled") is True
    browser.run("document.getElementById('continue').click()")
    browser.until(f"{READY} && {title} === 'SCO 2'")
    current = "document.querySelector('#parts [aria-current=step]').dataset.part"
    assert browser.run(current) == "ITEM2"
    browser.run("document.getElementById('previous').click()")
    browser.until(f"{READY} && {title} === 'SCO 1'")
    browser.run("document.querySelector('#parts [data-part=ITEM2]').click()")
    browser.until(f"{READY} && {title} === 'SCO 2'")
    browser.run("document.getElementById('exitAll').click()")
    assert browser.until(HEADLINE) == "Your progress is saved"


def test_a_launch_may_say_where_to_begin_how_and_where_to_go_in_the_end(browser: Browser, learner: Learner) -> None:
    after = f"{learner.wire.address}/api/health"
    url = learner.launch("pkg_2004", start_activity="ITEM2", mode="review", redirect_on_exit_url=after)
    browser.open(url)
    browser.until(READY)
    assert browser.run("document.querySelector('iframe[name=content]').title") == "SCO 2"
    assert browser.run(f"{CONTENT}.eval('mode')") == "review"
    browser.run("document.getElementById('suspendAll').click()")
    browser.until(f"location.href === '{after}'")


def test_a_course_cannot_run_its_scripts_as_the_player(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch("pkg_harm"))
    browser.until(READY)
    browser.until_in(lambda: bool(browser.complaints))
    assert "Content Security Policy" in browser.complaints[0]
    assert browser.run("document.documentElement.dataset.harmed") is None


def test_everything_that_can_be_pressed_has_a_name_and_the_course_can_be_skipped_to(
    browser: Browser, learner: Learner
) -> None:
    browser.open(learner.launch("pkg_2004"))
    browser.until(READY)
    nameless = "[...document.querySelectorAll('button, summary')].filter((it) => !it.ariaLabel && !it.innerText.trim())"
    assert browser.run(f"{nameless}.filter((it) => it.checkVisibility()).length") == 0
    assert browser.run("document.querySelector('#notice').role") == "status"
    browser.run("document.getElementById('skip').click()")
    assert browser.run("document.activeElement.name") == "content"
