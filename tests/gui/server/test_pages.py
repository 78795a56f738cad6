"""The pages for people in a real browser: on a narrow screen, in German, readable, and without a complaint of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gui.server.browser import Browser
from tests.server_for_tests import PACKAGE, RunningServer

# What of a page sticks out of its window, and what of it cannot be read or has no name.
_LOOK = """(() => {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map((it) => channel(it / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const colour = getComputedStyle(it).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const told = [...document.body.querySelectorAll("*")].filter((it) =>
    [...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const faint = told.filter((it) => {
    const [one, other] = [light(getComputedStyle(it).color), light(ground(it))].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05) < 4.5;
  });
  return {
    beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    faint: faint.map((it) => it.textContent),
    headings: [...document.querySelectorAll("h1")].length,
    unnamed: [...document.querySelectorAll("input, select")].filter((it) => it.labels?.length === 0).length,
    language: document.documentElement.lang,
  };
})()"""

_SOUND = {"beyond": 0, "faint": [], "headings": 1, "unnamed": 0}


def _dispatch(server: RunningServer, **more: Any) -> str:
    with server.client() as client:
        body = {"label": "L", "destination": "d", **more}
        answer = client.post(f"/packages/{PACKAGE}/dispatches", json=body).raise_for_status()
        dispatch = answer.json()["dispatch"]
        if more.get("label") == "revoked":
            client.post(f"/dispatches/{dispatch['id']}/revoke").raise_for_status()
    url: str = dispatch["launchUrl"]
    return url


def _looks_sound(browser: Browser, language: str) -> None:
    """On the screen of a phone, light and dark."""
    browser.show_in_window(360, 640)
    browser.until("innerWidth === 360")
    for scheme in ("light", "dark"):
        browser.run(f"document.documentElement.style.colorScheme = '{scheme}'")
        assert browser.run(_LOOK) == {**_SOUND, "language": language}
    assert browser.complaints == []


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Dieser Kurs verlangt ein Passwort", {"password": "x"}),
        ("Dieser Kurslink gilt nicht mehr", {"label": "revoked"}),
        ("Öffnen Sie diesen Kurs auf Ihrer Lernplattform", {"allowed_domains": ["lms.example.com"]}),
    ],
)
def test_who_is_not_let_in_is_told_so(
    browser: Browser, server: RunningServer, title: str, more: dict[str, Any]
) -> None:
    browser.speak("de")
    browser.open(_dispatch(server, **more))
    assert browser.run("document.querySelector('h1').textContent") == title
    _looks_sound(browser, "de")


def test_a_link_that_opens_nothing_says_so(browser: Browser, server: RunningServer) -> None:
    browser.speak("de")
    browser.open(f"{server.address}/player/s?token=a.b.c")
    assert browser.run("document.title") == "Startlink nicht verfügbar"
    _looks_sound(browser, "de")


def test_who_opens_the_address_alone_is_told_where_to_go(browser: Browser, server: RunningServer) -> None:
    browser.speak("de")
    browser.open(server.address)
    assert browser.run("[...document.querySelectorAll('a')].map((it) => it.pathname)") == ["/reports", "/api/docs"]
    _looks_sound(browser, "de")


def test_the_reports_speak_german(browser: Browser, server: RunningServer) -> None:
    with server.client() as client:
        for user in ("ada", "bob"):
            launch = client.post(f"/packages/{PACKAGE}/launch", json={"user_id": user}).raise_for_status().json()
            body = {"version": 1, "completion_status": "completed", "score": {"scaled": 0.8}, "session_time": "PT15M"}
            client.put(f"/sessions/{launch['session_id']}", json=body).raise_for_status()
    browser.speak("de")
    browser.open(f"{server.address}/reports")
    _looks_sound(browser, "de")
    browser.run(f"[document.querySelector('#key').value = '{server.key}', document.querySelector('form').submit()]")
    browser.until("!!document.querySelector('.tiles')")
    assert browser.run("[...document.querySelectorAll('h2')].map((it) => it.textContent)") == [
        "Kurse",
        "Schwierigste Fragen",
    ]
    assert browser.run("[...document.querySelectorAll('dt')].map((it) => it.textContent)") == [
        "Sitzungen",
        "Abgeschlossen",
        "Bestanden",
        "Mittleres Ergebnis",
        "Gelernte Zeit",
    ]
    _looks_sound(browser, "de")


def test_the_docs_fit_a_phone(browser: Browser, server: RunningServer) -> None:
    browser.open(f"{server.address}/api/docs")
    _looks_sound(browser, "en")
