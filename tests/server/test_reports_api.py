"""Reports over HTTP: a small class by heart, both formats, who may ask, and pages that hold everything once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import open_store, utc_now
from tests.server_for_tests import PACKAGE, RunningServer, server_with_course

REPORTS = ("progress", "completion", "scores", "interactions")
_LEARNERS: list[tuple[str, dict[str, Any]]] = [
    ("ada", {"completion_status": "completed", "success_status": "passed", "score": {"scaled": 0.9, "raw": 90}}),
    ("bob", {"completion_status": "completed", "success_status": "failed", "score": {"scaled": 0.4, "raw": 40}}),
    ("=cmd|' /C calc'!A0", {"completion_status": "incomplete", "score": {"scaled": -0.25}}),
    ("dan", {}),
]


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server on which four learners have been."""
    with server_with_course(tmp_path_factory.mktemp("reports")) as running, running.client() as client:
        for number, (user, said) in enumerate(_LEARNERS):
            launch = {"user_id": user, "session_id": f"session-{number}"}
            client.post(f"/packages/{PACKAGE}/launch", json=launch).raise_for_status()
            if said:
                body = {"version": 1, "cmi_data": _quiz(number), "session_time": "PT1M", **said}
                client.put(f"/sessions/session-{number}", json=body).raise_for_status()
        yield running


def _quiz(number: int) -> dict[str, str]:
    return {
        "cmi.interactions.0.id": "capital",
        "cmi.interactions.0.type": "choice",
        "cmi.interactions.0.description": "Capital of France?",
        "cmi.interactions.0.learner_response": "paris" if number == 0 else "london",
        "cmi.interactions.0.result": "correct" if number == 0 else "incorrect",
        "cmi.interactions.0.latency": f"PT{number + 1}S",
        "cmi.interactions.1.id": "sum",
        "cmi.interactions.1.learner_response": "=1+1",
        "cmi.interactions.1.result": "incorrect",
        "cmi.interactions.2.id": "not answered",
    }


@pytest.fixture
def client(classroom: RunningServer) -> Iterator[httpx.Client]:
    with classroom.client() as client:
        yield client


def _csv(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_progress_has_a_row_a_session(client: httpx.Client) -> None:
    rows = client.get("/reports/progress").json()["rows"]
    assert [row["session_id"] for row in rows] == ["session-3", "session-2", "session-1", "session-0"]
    assert {name: value for name, value in rows[3].items() if not name.endswith("_at")} == {
        "session_id": "session-0",
        "user_id": "ada",
        "user_name": "ada",
        "package_id": PACKAGE,
        "package_title": "Course",
        "completion_status": "completed",
        "success_status": "passed",
        "score_scaled": 0.9,
        "score_raw": 90,
        "score_min": 0,
        "score_max": None,
        "progress": 0,
        "time_spent_seconds": 60,
        "launches": 1,
    }


def test_completion_in_all_over_time_and_by_package(client: httpx.Client) -> None:
    report = client.get("/reports/completion").json()
    counts = {
        "sessions": 4,
        "completed": 2,
        "incomplete": 1,
        "not_attempted": 0,
        "unknown": 1,
        "passed": 1,
        "failed": 1,
        "completion_rate": 0.5,
        "pass_rate": 0.5,
        "time_spent_seconds": 180,
        "average_time_seconds": 45,
    }
    month = report["over_time"][0]["period"]
    assert report == {
        "overall": counts,
        "over_time": [{"period": month, **counts}],
        "packages": [{"package_id": PACKAGE, "package_title": "Course", **counts}],
        "next_cursor": None,
    }


def test_scores_have_a_distribution(client: httpx.Client) -> None:
    report = client.get("/reports/scores").json()
    (package,) = report["packages"]
    assert (package["scored"], package["mean"], package["median"], package["pass_rate"]) == (3, 0.35, 0.4, 0.5)
    filled = {
        (it["percent_from"], it["percent_to"]): it["sessions"] for it in package["distribution"] if it["sessions"]
    }
    assert filled == {(-100, -1): 1, (40, 49): 1, (90, 100): 1}
    assert len(package["distribution"]) == 11
    assert report["overall"] == {name: package[name] for name in report["overall"]}


def test_interactions_tell_what_is_hard(client: httpx.Client) -> None:
    report = client.get("/reports/interactions").json()
    assert report["interactions"] == [
        {
            "package_id": PACKAGE,
            "package_title": "Course",
            "interaction_id": "capital",
            "type": "choice",
            "description": "Capital of France?",
            "answered": 3,
            "correct": 1,
            "incorrect": 2,
            "correct_rate": 0.333333,
            "average_latency_seconds": 2,
            "wrong_responses": [{"response": "london", "times": 2}],
        },
        {
            "package_id": PACKAGE,
            "package_title": "Course",
            "interaction_id": "sum",
            "type": "",
            "description": "",
            "answered": 3,
            "correct": 0,
            "incorrect": 3,
            "correct_rate": 0,
            "average_latency_seconds": None,
            "wrong_responses": [{"response": "=1+1", "times": 3}],
        },
    ]


def test_a_learner_alone(client: httpx.Client) -> None:
    query = {"user_id": "bob"}
    assert [row["user_id"] for row in client.get("/reports/progress", params=query).json()["rows"]] == ["bob"]
    assert client.get("/reports/completion", params=query).json()["overall"]["sessions"] == 1
    assert client.get("/reports/scores", params=query).json()["overall"]["mean"] == 0.4
    answers = client.get("/reports/interactions", params=query).json()["interactions"]
    assert [(it["interaction_id"], it["answered"], it["correct"]) for it in answers] == [
        ("capital", 1, 0),
        ("sum", 1, 0),
    ]


@pytest.mark.parametrize("query", [{"since": "2100-01-01T00:00:00Z"}, {"until": "2000-01-01T00:00:00Z"}])
def test_a_period_without_sessions_is_empty(client: httpx.Client, query: dict[str, str]) -> None:
    assert client.get("/reports/progress", params=query).json()["rows"] == []
    assert client.get("/reports/completion", params=query).json()["overall"]["sessions"] == 0
    assert client.get("/reports/completion", params=query).json()["packages"] == []
    assert client.get("/reports/scores", params=query).json()["overall"]["median"] is None
    assert client.get("/reports/interactions", params=query).json()["interactions"] == []


@pytest.mark.parametrize("name", REPORTS)
def test_pages_hold_every_row_once_and_csv_holds_them_all(client: httpx.Client, name: str) -> None:
    rows: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 1}
    while True:
        page = client.get(f"/reports/{name}", params=query).raise_for_status().json()
        rows += next(page[part] for part in ("rows", "packages", "interactions") if part in page)
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    whole = _csv(client.get(f"/reports/{name}", params={"format": "csv"}))
    assert len(rows) == len(whole) == {"progress": 4, "interactions": 2}.get(name, 1)
    assert [row["package_id"] for row in rows] == [row["package_id"] for row in whole]


def test_a_spreadsheet_computes_nothing(client: httpx.Client) -> None:
    progress = _csv(client.get("/reports/progress", headers={"Accept": "text/csv"}))
    assert [row["user_id"] for row in progress] == ["dan", "'=cmd|' /C calc'!A0", "bob", "ada"]
    assert progress[1]["score_scaled"] == "-0.25"
    interactions = _csv(client.get("/reports/interactions?format=csv", headers={"Accept": "application/json"}))
    assert interactions[1]["wrong_responses"] == "'=1+1 (3)"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"cursor": "nonsense"}, 400),
        ({"cursor": "W10"}, 400),
        ({"cursor": "WzEsMl0"}, 400),
        ({"limit": "0"}, 422),
        ({"format": "xml"}, 422),
        ({"since": "yesterday"}, 422),
    ],
)
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_cannot_be(client: httpx.Client, name: str, query: dict[str, str], status: int) -> None:
    answer = client.get(f"/reports/{name}", params=query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("name", REPORTS)
def test_who_may_ask(classroom: RunningServer, name: str) -> None:
    with closing(open_store(DataPaths(classroom.data).database)) as store:
        keys = ApiKeys(store.database.connections, utc_now)
        _, reading = keys.create(store.tenant_id, "reads", Scope.READ)
        with store.database.connections.writing() as connection:
            connection.execute(
                "INSERT INTO tenant (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                ("others", "others", "2026-01-01T00:00:00.000000+00:00"),
            )
            connection.execute(
                "INSERT INTO device (tenant_id, id, created_at) VALUES (?, ?, ?)"
                " ON CONFLICT (tenant_id, id) DO NOTHING",
                ("others", "device", "2026-01-01T00:00:00.000000+00:00"),
            )
        _, foreign = keys.create("others", "others", Scope.ADMIN)
    with classroom.client("") as nobody, classroom.client(reading) as reader, classroom.client(foreign) as stranger:
        assert nobody.get(f"/reports/{name}").status_code == 401
        assert reader.get(f"/reports/{name}").status_code == 200
        theirs = stranger.get(f"/reports/{name}").json()
        assert not any(theirs.get(part) for part in ("rows", "packages", "interactions"))
        assert theirs.get("overall", {}).get("sessions", 0) == 0


class TestDeletedSession:
    def test_is_gone_with_all_it_was(self, classroom: RunningServer, client: httpx.Client) -> None:
        launch = {"user_id": "eve", "session_id": "session-eve"}
        link = client.post(f"/packages/{PACKAGE}/launch", json=launch).json()["launch_url"]
        token = link.partition("token=")[2]
        said = {"version": 1, "cmi_data": _quiz(1), "completion_status": "completed"}
        headers = {"Idempotency-Key": "eve-1"}
        client.put("/sessions/session-eve", json=said, headers=headers).raise_for_status()
        assert client.get("/reports/completion").json()["overall"]["sessions"] == 5
        assert client.delete("/sessions/session-eve").status_code == 204
        assert client.get("/sessions/session-eve").status_code == 404
        assert client.delete("/sessions/session-eve").status_code == 404
        assert client.get("/reports/completion").json()["overall"]["sessions"] == 4
        assert client.get("/reports/interactions").json()["interactions"][0]["answered"] == 3
        with closing(open_store(DataPaths(classroom.data).database)) as store:
            with store.database.connections.reading() as connection:
                kept = connection.execute("SELECT count(*) FROM answer WHERE session_id = 'session-eve'").fetchone()[0]
                orphans = connection.execute(
                    "SELECT count(*) FROM entry WHERE launch_id NOT IN (SELECT id FROM launch)"
                ).fetchone()[0]
            assert (kept, orphans) == (0, 0)
        with classroom.client("") as learner:
            learner.headers["Authorization"] = f"Bearer {token}"
            assert learner.get("/sessions/session-eve").status_code == 401
            # Nor does the old token open a new session of the same name.
            client.post(f"/packages/{PACKAGE}/launch", json=launch).raise_for_status()
            assert learner.get("/sessions/session-eve").status_code == 401
        client.delete("/sessions/session-eve").raise_for_status()

    def test_stops_whoever_plays_it(self, classroom: RunningServer, client: httpx.Client) -> None:
        launch = {"user_id": "eve", "session_id": "session-live"}
        link = client.post(f"/packages/{PACKAGE}/launch", json=launch).json()["launch_url"]
        bearer = {"Authorization": f"Bearer {link.partition('token=')[2]}"}
        opened = httpx.post(f"{classroom.address}/player/session-live/open", headers=bearer).raise_for_status().json()
        assert client.get("/sessions/session-live/launches").json()["launches"][0]["state"] == "open"
        assert client.delete("/sessions/session-live").status_code == 204
        address = f"{classroom.address}/player/session-live/{opened['sitting']}/leave"
        assert httpx.post(address).status_code == 410

    def test_needs_admin_scope(self, classroom: RunningServer) -> None:
        with closing(open_store(DataPaths(classroom.data).database)) as store:
            _, writing = ApiKeys(store.database.connections, utc_now).create(store.tenant_id, "writes", Scope.WRITE)
        with classroom.client(writing) as writer:
            assert writer.delete("/sessions/session-0").status_code == 403


def test_launches_tell_what_each_changed(client: httpx.Client) -> None:
    launch = {"user_id": "fay", "session_id": "session-fay"}
    client.post(f"/packages/{PACKAGE}/launch", json=launch).raise_for_status()
    first = {"version": 1, "completion_status": "incomplete", "session_time": "PT1M"}
    client.put("/sessions/session-fay", json=first, headers={"Idempotency-Key": "fay-1"}).raise_for_status()
    second = {"version": 2, "completion_status": "completed", "score": {"scaled": 0.5}, "session_time": "PT2M"}
    client.put("/sessions/session-fay", json=second, headers={"Idempotency-Key": "fay-2"}).raise_for_status()
    page = client.get("/sessions/session-fay/launches", params={"limit": 1}).json()
    (last,) = page["launches"]
    (before,) = client.get("/sessions/session-fay/launches", params={"cursor": page["next_cursor"]}).json()["launches"]
    none = {"completion_status": "unknown", "success_status": "unknown", "score_scaled": None, "score_raw": None}
    begun, done = (
        {**none, "completion_status": "incomplete"},
        {**none, "completion_status": "completed", "score_scaled": 0.5},
    )
    assert (before["before"], before["after"]) == (none, begun)
    assert (last["before"], last["after"]) == (begun, done)
    assert (before["session_time_seconds"], last["session_time_seconds"]) == (60, 120)
    assert (last["state"], last["mode"], last["credit"]) == ("ended", "normal", True)
    assert client.get("/sessions/nobody/launches").status_code == 404
    assert client.get("/sessions/session-fay/launches", params={"cursor": "WyJ4IiwieSJd"}).status_code == 400
    client.delete("/sessions/session-fay").raise_for_status()
