"""Servers that announce themselves are found, with what they say of themselves, until they go."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from queue import Queue
from threading import Event

import ifaddr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.discovery import addresses
from connect_desktop.discovery.announcing import Announcement
from connect_desktop.discovery.browsing import Browser
from connect_desktop.discovery.looking_around import servers_around
from connect_desktop.discovery.service import Service, service_from

_HERE = ("127.0.0.1",)


def _service(name: str, port: int = 8425) -> Service:
    return Service(name=name, addresses=_HERE, port=port, version="1.2.3", epoch="e-1")


def test_announced_servers_are_found_until_they_go() -> None:
    heard: Queue[tuple[Service, ...]] = Queue()
    first = _service("Anna’s laptop", 1001)
    with Browser(heard.put, _HERE), Announcement(first, _HERE):
        assert heard.get(timeout=20) == (first,)
        # Of two with one name the second gets a number.
        with Announcement(_service("Anna’s laptop", 1002), _HERE):
            both = heard.get(timeout=20)
            assert [service.port for service in both] == [1001, 1002]
            assert len({service.name for service in both}) == 2
        assert heard.get(timeout=20) == (first,)


def test_a_network_that_forbids_it_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(socket, "socket", forbidden)
    heard: Queue[tuple[Service, ...]] = Queue()
    with Browser(heard.put, _HERE), Announcement(_service("Nobody"), _HERE):
        pass
    assert "does not take the announcement" in caplog.text
    assert "cannot be browsed" in caplog.text


def test_the_address_is_that_of_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[str | tuple[str, int, int]] = ["127.0.0.1", "10.1.2.3", ("fe80::1", 0, 2), "0.0.0.0", "192.168.7.3"]
    adapter = ifaddr.Adapter("eth0", "eth0", [ifaddr.IP(ip, 24, "eth0") for ip in there])
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [adapter])
    monkeypatch.setattr(addresses, "_usual_way_out", lambda: "192.168.7.3")
    assert addresses.network_addresses() == ("192.168.7.3", "10.1.2.3")
    monkeypatch.setattr(addresses, "_usual_way_out", lambda: None)
    assert addresses.network_addresses() == ("10.1.2.3", "192.168.7.3")


@given(name=st.text(max_size=200))
def test_a_name_fits_the_network(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return
    label = _service(name).label
    assert 0 < len(label.encode()) <= 63


@pytest.mark.parametrize(
    ("addresses", "port", "txt"),
    [
        ((), 1, {b"path": b"/api/v1"}),
        (_HERE, 0, {b"path": b"/api/v1"}),
        (_HERE, 1, {}),
        (_HERE, 1, {b"path": b"api"}),
        (_HERE, 1, {b"path": b"//elsewhere/api"}),
        (_HERE, 1, {b"path": None}),
    ],
)
def test_what_cannot_be_asked_is_no_server(
    addresses: tuple[str, ...], port: int, txt: dict[bytes, bytes | None]
) -> None:
    assert service_from("x", addresses, port, txt) is None


def test_what_strangers_say_is_read_whatever_it_is() -> None:
    found = service_from("x", ("fe80::1",), 1, {b"path": b"/api/v1", b"version": b"\xff", b"\xfe": None})
    assert found is not None
    assert found.url == "http://[fe80::1]:1"


def test_looking_around_tells_who_was_heard_last() -> None:
    @contextmanager
    def browse(heard: Callable[[tuple[Service, ...]], None]) -> Iterator[None]:
        heard((_service("Gone", 1),))
        heard((_service("Here", 2),))
        yield

    stop = Event()
    stop.set()
    found = servers_around(60, browse, stop=stop)
    assert [(service.name, service.server) for service in found] == [("Here", "http://127.0.0.1:2")]
    assert servers_around(0, lambda _heard: nullcontext()) == ()
    assert replace(_service("Below", 3), path="/team/api/v1").server == "http://127.0.0.1:3/team"
