"""What an operator watches, in the text format of Prometheus. No tenant, no id and no address is in it.

Of several workers each counts for itself; who is asked adds up what they all have (see `summed_metrics`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connect_desktop import __version__
from connect_desktop.server.http.routing import route_of

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The figures of one server, in a registry of their own. `now` gives what is looked at only when asked: the name,
    the meaning and the value of each."""

    def __init__(self, now: Callable[[], Iterator[tuple[str, str, float]]]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "connect_desktop_http_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "connect_desktop_http_request_seconds",
            "Time to the end of the answer",
            ["method", "route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.under_way = Gauge("connect_desktop_http_requests_under_way", "Requests under way", registry=self.registry)
        Gauge("connect_desktop_info", "The version that runs", ["version"], registry=self.registry).labels(
            __version__
        ).set(1)
        self.registry.register(_Now(now))
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._histograms: dict[tuple[str, str], Histogram] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request that was answered."""
        # The library's own way to a labelled figure costs as much as a small request.
        counter = self._counters.get((method, route, status))
        if counter is None:
            counter = self._counters[method, route, status] = self._requests.labels(method, route, status)
            self._histograms[method, route] = self._seconds.labels(method, route)
        counter.inc()
        self._histograms[method, route].observe(seconds)

    def text(self) -> bytes:
        """All of it."""
        return generate_latest(self.registry)


class Measuring:
    """Counts every request with the template of its route."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, noted)
        finally:
            self._metrics.under_way.dec()
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.count(method, route_of(scope), status, perf_counter() - began)


class _Now(Collector):
    """Looks when it is asked."""

    def __init__(self, now: Callable[[], Iterator[tuple[str, str, float]]]) -> None:
        self._now = now

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        for name, meaning, value in self._now():
            yield GaugeMetricFamily(f"connect_desktop_{name}", meaning, value)
