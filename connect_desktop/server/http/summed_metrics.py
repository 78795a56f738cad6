"""The figures of several processes as those of one server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

# What is not the more the more processes there are.
_TOGETHER: dict[str, Callable[[float, float], float]] = {
    "connect_desktop_info": max,
    "connect_desktop_database_up": min,
    "connect_desktop_database_read_seconds": max,
}
_BEGAN = "_created"


class _Families(Collector):
    """Metrics that were read elsewhere."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        return iter(self._families)


def summed(texts: Iterable[bytes]) -> bytes:
    """One text in the format of Prometheus from those of several processes, which all have the same metrics."""
    families: dict[str, Metric] = {}
    values: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = {}
    for text in texts:
        for family in text_string_to_metric_families(text.decode()):
            families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
            together = min if family.name.endswith(_BEGAN) else _TOGETHER.get(family.name, float.__add__)
            known = values.setdefault(family.name, {})
            for sample in family.samples:
                key = sample.name, tuple(sample.labels.items())
                known[key] = together(known[key], sample.value) if key in known else sample.value
    for name, family in families.items():
        for (sample_name, labels), value in values[name].items():
            family.add_sample(sample_name, dict(labels), value)
    registry = CollectorRegistry()
    registry.register(_Families(families.values()))
    return generate_latest(registry)
