"""What `serve` is told: taken as it is meant, or refused in one sentence before anything listens."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from connect_desktop.cli.command_line import build_parser
from connect_desktop.cli.serve import serve
from connect_desktop.cli.serve_settings import listening_of, settings_of
from connect_desktop.cli.terminal import Terminal
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.server.http.origins import Origin
from connect_desktop.server.http.rate import Rate
from connect_desktop.server.settings import Audience


def test_what_is_not_said_has_a_sane_default() -> None:
    settings = settings_of(build_parser().parse_args(["serve"]))
    assert (settings.cors, settings.metrics) == ((), Audience.LOCAL)
    assert (settings.key_rate, settings.failure_rate) == (Rate(6000), Rate(30))


def test_what_is_said_is_done() -> None:
    said = [
        "--cors",
        "https://a.example",
        "--cors",
        "http://b.example:8080/",
        "--metrics",
        "nobody",
        "--rate-limit",
        "5",
    ]
    options = build_parser().parse_args(["serve", *said, "--failure-limit", "0", "--max-connections", "7"])
    settings = settings_of(options)
    assert settings.cors == (Origin("https", "a.example"), Origin("http", "b.example:8080"))
    assert (settings.metrics, settings.key_rate, settings.failure_rate) == (Audience.NOBODY, Rate(5), Rate(0))
    assert listening_of(options).limits.connections == 7


@pytest.mark.parametrize(
    "said",
    [
        ("--cors", "*"),
        ("--cors", "null"),
        ("--cors", "a.example"),
        ("--cors", "https://a.example/path"),
        ("--rate-limit", "-1"),
        ("--failure-limit", "-1"),
        ("--max-connections", "0"),
        ("--workers", "0"),
        ("--trusted-proxy", "proxy.example"),
        ("--announce", "Room 7"),
        ("--port", "70000"),
        ("--advertise", "0.0.0.0"),
        ("--advertise", "machine.example"),
        ("--advertise", "192.0.2.1"),
        ("--host", "no.such.host.invalid"),
    ],
)
def test_what_cannot_be_is_one_sentence(tmp_path: Path, said: tuple[str, str]) -> None:
    options = build_parser().parse_args(["serve", "--port", "0", *said])
    with pytest.raises(ConnectError) as refused:
        serve(options, DataPaths(tmp_path), Terminal(io.StringIO(), io.StringIO(), as_json=False))
    assert str(refused.value).endswith(".")
    assert said[1].split("/")[-1] in str(refused.value)
    assert not list(tmp_path.iterdir())
