"""Figures of the benches, and the runner that prints them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.bench import __main__ as runner
from tests.bench.figures import Figure


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("set value", 1.5, "ratio", limit=1.5), True),
        (Figure("set value", 1.51, "ratio", limit=1.5), False),
        (Figure("rate", 0.5, "ratio", limit=0.5, at_most=False), True),
        (Figure("rate", 0.49, "ratio", limit=0.5, at_most=False), False),
        (Figure("shown only", 1e9, "s"), True),
    ],
)
def test_a_limit_is_met_on_its_good_side(figure: Figure, met: bool) -> None:
    assert figure.met is met


def test_json_says_which_side_is_good() -> None:
    assert Figure("rate", 0.25, "ratio", limit=0.5, at_most=False).as_json() == {
        "figure": "rate",
        "value": 0.25,
        "unit": "ratio",
        "at_least": 0.5,
        "met": False,
    }
    assert Figure("size", 1.0, "MB").as_json() == {"figure": "size", "value": 1.0, "unit": "MB"}


def test_the_runner_prints_every_figure_and_fails_on_a_missed_limit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = ModuleType("bench_made_up")
    figures = [Figure("slow", 3.0, "s", limit=2.0), Figure("fast", 1.0, "s", limit=2.0)]
    bench.measure = lambda: figures  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tests.bench.bench_made_up", bench)
    monkeypatch.setattr(runner, "names", lambda: ["made_up"])

    assert runner.main(["made_up"]) == 1

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["bench"], line["figure"], line["met"]) for line in lines] == [
        ("made_up", "slow", False),
        ("made_up", "fast", True),
    ]


def test_an_unknown_bench_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["made_up"]) == 2
    assert "made_up" in capsys.readouterr().err


def test_every_bench_has_a_measure() -> None:
    benches = list((Path(__file__).parents[1] / "bench").glob("bench_*.py"))
    assert benches
    for path in benches:
        assert "def measure(" in path.read_text(encoding="utf-8"), path.name
