"""Figures: what they count, who sees them, and what is not in them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from connect_desktop.server.settings import Audience, ServerSettings
from tests.served_app_for_tests import ServedApp, served_app


def _figures(served: ServedApp) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = httpx.get(f"{served.address}/metrics").raise_for_status().text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _count(served: ServedApp, method: str, route: str, status: int) -> float:
    labels = (("method", method), ("route", route), ("status", str(status)))
    return _figures(served).get(("connect_desktop_http_requests_total", labels), 0)


def test_requests_are_counted_by_route_and_not_by_address(tmp_path: Path) -> None:
    with served_app(tmp_path) as served:
        headers = {"X-API-Key": served.key}
        tenant = httpx.post(f"{served.address}/api/admin/tenants", json={"name": "Secretive"}, headers=headers).json()
        for number in range(3):
            httpx.get(f"{served.address}/api/v1/sessions/s-{number}?token=hidden", headers=headers)
        httpx.head(f"{served.address}/api/health")
        httpx.get(f"{served.address}/nothing/like/it")
        httpx.request("BREW", f"{served.address}/api/health")
        assert _count(served, "GET", "/api/v1/sessions/{session_id}", 404) == 3
        assert _count(served, "POST", "/api/admin/tenants", 201) == 1
        assert _count(served, "HEAD", "/api/health", 200) == 1
        assert _count(served, "GET", "none", 404) == 1
        figures = _figures(served)
        labels = (("method", "GET"), ("route", "/api/v1/sessions/{session_id}"))
        assert figures["connect_desktop_http_request_seconds_count", labels] == 3
        for name in ("writer_queue", "sittings", "http_requests_under_way"):
            assert (f"connect_desktop_{name}", ()) in figures
        assert figures["connect_desktop_database_up", ()] == 1
        text = httpx.get(f"{served.address}/metrics").text
        for hidden in (served.key, tenant["id"], "Secretive", "hidden", "s-1", "127.0.0.1"):
            assert hidden not in text


@pytest.mark.parametrize(
    ("audience", "here", "elsewhere"),
    [(Audience.LOCAL, 200, 404), (Audience.ANYBODY, 200, 200), (Audience.NOBODY, 404, 404)],
)
def test_who_sees_them(tmp_path: Path, audience: Audience, here: int, elsewhere: int) -> None:
    with served_app(tmp_path, ServerSettings(metrics=audience)) as served:
        assert httpx.get(f"{served.address}/metrics").status_code == here
        forwarded = {"X-Forwarded-For": "203.0.113.9"}
        assert httpx.get(f"{served.address}/metrics", headers=forwarded).status_code == elsewhere
