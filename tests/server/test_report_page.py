"""The reports page: who gets in, what it holds, that it reaches for nothing outside, and that everybody can read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from lxml import html

from connect_desktop.paths import DataPaths
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import open_store, utc_now
from tests.server_for_tests import PACKAGE, RunningServer


@pytest.fixture
def browser(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address) as browser:
        yield browser


@pytest.fixture
def signed_in(server: RunningServer, browser: httpx.Client) -> httpx.Client:
    assert browser.post("/reports/sign-in", data={"key": f" {server.key}\n"}).status_code == 303
    return browser


def _page(answer: httpx.Response) -> html.HtmlElement:
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


def test_nobody_sees_anything_without_a_key(browser: httpx.Client) -> None:
    page = _page(browser.get("/reports"))
    (field,) = page.xpath("//input")
    assert (field.get("type"), page.xpath("string(//label[@for='key'])")) == ("password", "API key")
    assert page.xpath("//form/@method") == ["post"]
    assert browser.get("/reports/progress.csv").status_code == 303
    assert browser.get("/reports", headers={"Cookie": "reports=nonsense"}).text.count("API key</label>") == 1


def test_a_wrong_key_is_told_so(browser: httpx.Client) -> None:
    answer = browser.post("/reports/sign-in", data={"key": "ck_live_wrong"})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    assert _page(answer).xpath("//*[@role='alert']/@id") == _page(answer).xpath("//input/@aria-describedby")


def test_the_pass_is_out_of_reach_of_scripts_and_other_sites(server: RunningServer, browser: httpx.Client) -> None:
    answer = browser.post("/reports/sign-in", data={"key": server.key})
    cookie = answer.headers["Set-Cookie"]
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/reports", "Max-Age=3600"):
        assert attribute in cookie
    assert server.key not in cookie + answer.headers["Location"]


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize("form", ["sign-in", "sign-out"])
def test_forms_of_other_sites_do_nothing(
    server: RunningServer, signed_in: httpx.Client, headers: dict[str, str], form: str
) -> None:
    answer = signed_in.post(f"/reports/{form}", data={"key": server.key}, headers=headers)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    assert "Sign out" in signed_in.get("/reports").text


def test_signing_out_ends_it(signed_in: httpx.Client) -> None:
    assert "Sign out" in signed_in.get("/reports").text
    signed_in.post("/reports/sign-out", headers={"Sec-Fetch-Site": "same-origin"})
    assert "API key" in signed_in.get("/reports").text


def test_a_revoked_key_ends_it_too(server: RunningServer, browser: httpx.Client) -> None:
    with closing(open_store(DataPaths(server.data).database)) as store:
        keys = ApiKeys(store.database.connections, utc_now)
        key, text = keys.create(store.tenant_id, "lost", Scope.READ)
        browser.post("/reports/sign-in", data={"key": text})
        assert "Sign out" in browser.get("/reports").text
        keys.revoke(store.tenant_id, key.id)
    assert "API key" in browser.get("/reports").text
    assert browser.get("/reports/progress.csv").status_code == 303


def test_a_launch_token_is_no_pass_nor_a_pass_a_token(server: RunningServer, signed_in: httpx.Client) -> None:
    with server.client() as client:
        launch = {"user_id": "token", "session_id": "session-token"}
        link = client.post(f"/packages/{PACKAGE}/launch", json=launch).json()["launch_url"]
    token = link.partition("token=")[2]
    assert "API key" in httpx.get(f"{server.address}/reports", cookies={"reports": token}).text
    shown = signed_in.cookies["reports"]
    with server.client("") as nobody:
        bearer = {"Authorization": f"Bearer {shown}"}
        assert nobody.get("/sessions/session-token", headers=bearer).status_code == 401


def test_an_empty_page_says_what_to_expect(signed_in: httpx.Client) -> None:
    text = signed_in.get("/reports", params={"to": "2001-01-01"}).text
    assert "No sessions match these filters" in text


@pytest.fixture
def page(server: RunningServer, signed_in: httpx.Client) -> html.HtmlElement:
    with server.client() as client:
        for number in range(6):
            launch = {"user_id": f"<b>user-{number}</b>", "session_id": f"page-{number}"}
            client.post(f"/packages/{PACKAGE}/launch", json=launch).raise_for_status()
            session = client.get(f"/sessions/page-{number}").json()
            quiz = {
                "cmi.interactions.0.id": "<script>alert(1)</script>",
                "cmi.interactions.0.learner_response": '"><img src=x>',
                "cmi.interactions.0.result": "incorrect" if number else "correct",
            }
            said = {"completion_status": "completed", "success_status": "passed", "score": {"scaled": 0.1 * number}}
            client.put(f"/sessions/page-{number}", json={"version": session["version"], "cmi_data": quiz, **said})
    return _page(signed_in.get("/reports"))


def test_it_reaches_for_nothing_outside_and_runs_nothing(page: html.HtmlElement, signed_in: httpx.Client) -> None:
    assert not page.xpath("//script | //img | //iframe | //@style | //style")
    for address in page.xpath("//@href | //@src | //@action"):
        assert address.startswith("/reports")
    policy = signed_in.get("/reports").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    for address in ("/reports/-/reports.css", "/player/-/tokens.css"):
        style = signed_in.get(address)
        text = style.text.replace('@import url("/player/-/tokens.css");', "")
        assert (style.status_code, "url(" in text, "@import" in text) == (200, False, False)


def test_everybody_can_read_it(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
    assert page.xpath("//table")
    for table in page.xpath("//table"):
        assert table.xpath(".//thead//th")
        assert all(cell.get("scope") == "col" for cell in table.xpath(".//thead//th"))
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath(".//tbody/tr"))
    for chart in page.xpath("//*[local-name()='svg']"):
        assert chart.get("aria-hidden") == "true" or (chart.get("role") == "img" and chart.get("aria-label"))
    for figure in page.xpath("//figure"):
        assert figure.xpath("./figcaption")
        assert figure.xpath(".//table")
    for field in page.xpath("//select | //input"):
        assert field.xpath("ancestor::label")
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for region in page.xpath("//*[@tabindex]"):
        assert (region.get("tabindex"), region.get("role"), bool(region.get("aria-label"))) == ("0", "region", True)


def test_its_numbers_are_those_of_the_reports(
    server: RunningServer, page: html.HtmlElement, signed_in: httpx.Client
) -> None:
    with server.client() as client:
        overall = client.get("/reports/completion").json()["overall"]
    tiles = dict(zip(page.xpath("//dl//dt/text()"), page.xpath("//dl//dd/strong/text()"), strict=True))
    assert tiles["Sessions"] == f"{overall['sessions']:,}"
    assert tiles["Completed"] == f"{round(100 * overall['completion_rate'])} %"
    hardest = page.xpath("//section[@aria-labelledby='hardest-questions']//tbody/tr")
    assert hardest[0].xpath("string(./th)").startswith("<script>alert(1)</script>")
    (link,) = page.xpath("//a[contains(@href, 'interactions.csv')]/@href")
    assert signed_in.get(link).headers["Content-Disposition"] == 'attachment; filename="interactions.csv"'


def test_filters_hold_and_bad_days_are_told(page: html.HtmlElement, signed_in: httpx.Client) -> None:
    (course,) = page.xpath("//tbody//th/a[contains(@href, 'course=')]/@href")
    narrowed = _page(signed_in.get(course))
    assert narrowed.xpath("//select/option[@selected]/@value") == [PACKAGE]
    told = _page(signed_in.get("/reports", params={"from": "yesterday", "to": "2200-01-01"}))
    assert told.xpath("//*[@role='alert']")
    assert told.xpath("//input[@name='to']/@value") == ["2200-01-01"]
    assert _page(signed_in.get("/reports", params={"from": "2026-02-02", "to": "2026-01-01"})).xpath(
        "//*[@role='alert']"
    )
