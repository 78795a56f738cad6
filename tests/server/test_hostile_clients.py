"""Clients that are slow, huge, many, or speak what they should not: each is ended, and everybody else is served."""

from __future__ import annotations

import json
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from connect_desktop.server.http.bounded_http import ConnectionLimits
from tests.served_app_for_tests import ServedApp, everything, served_app

_LIMITS = ConnectionLimits(
    connections=12, head_bytes=8192, head_lines=40, head_seconds=0.4, body_seconds=0.4, reader_seconds=0.6
)

_FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_app(tmp_path_factory.mktemp("hostile"), limits=_LIMITS) as running:
        yield running


@pytest.fixture
def client(served: ServedApp) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, headers={"X-API-Key": served.key}, timeout=20) as client:
        yield client


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def _is_well(served: ServedApp) -> bool:
    return httpx.get(f"{served.address}/api/health").status_code == 200


class TestSlow:
    def test_who_says_nothing_is_hung_up_on(self, served: ServedApp) -> None:
        with served.connect() as connection:
            assert _status(everything(connection)) == 408

    def test_a_head_that_drips_is_not_waited_for(self, served: ServedApp) -> None:
        with served.connect() as connection:
            connection.sendall(b"GET /api/health HTTP/1.1\r\nHost: x\r\n")
            connection.settimeout(0.05)
            came = b""
            for number in range(200):
                try:
                    connection.sendall(b"X-%d: y\r\n" % number)
                    came = connection.recv(4096)
                    break
                except TimeoutError:
                    continue
                except ConnectionError:
                    break
            assert number < 40
            assert came == b"" or _status(came) == 408
        assert _is_well(served)

    def test_a_second_request_is_not_waited_for_either(self, served: ServedApp) -> None:
        with served.connect() as connection:
            connection.sendall(b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\nGET /api/health HTTP/1.1\r\n")
            answers = everything(connection)
        assert answers.count(b"HTTP/1.1 ") == 2
        assert b"HTTP/1.1 408" in answers

    def test_a_body_that_stalls_is_not_waited_for(self, served: ServedApp) -> None:
        head = (
            f"POST /api/admin/tenants HTTP/1.1\r\nHost: x\r\nX-API-Key: {served.key}\r\nContent-Length: 50000\r\n\r\n"
        )
        assert _status(served.answer_to(head.encode() + b'{"name": ')) == 408

    def test_who_takes_no_answer_gets_none(self, served: ServedApp) -> None:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", served.port))
            # More than the system holds for the two of us, and none of it is read.
            connection.sendall(b"GET /api/docs/openapi HTTP/1.1\r\nHost: x\r\n\r\n" * 200)
            hung_up = select.poll()
            hung_up.register(connection, 0)
            assert hung_up.poll(15_000)
        assert _is_well(served)

    def test_many_of_them_keep_nobody_out(self, served: ServedApp) -> None:
        with ExitStack() as held:
            lurking = [held.enter_context(served.connect()) for _ in range(_LIMITS.connections)]
            for one in lurking:
                one.sendall(b"GET / HTTP/1.1\r\n")
            with served.connect() as one_more:
                assert _status(everything(one_more)) == 503
            for one in lurking:
                assert b" 408 " in everything(one)
            assert _is_well(served)


class TestHuge:
    def test_a_long_header_is_refused(self, served: ServedApp) -> None:
        answer = served.answer_to(b"GET /api/health HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n")
        assert _status(answer) == 431

    def test_a_long_address_is_refused(self, served: ServedApp) -> None:
        assert _status(served.answer_to(b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")) == 431

    def test_many_headers_are_refused(self, served: ServedApp) -> None:
        lines = b"".join(b"X-%d: y\r\n" % number for number in range(60))
        assert _status(served.answer_to(b"GET /api/health HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n")) == 431

    def test_nested_json_is_refused(self, client: httpx.Client) -> None:
        for nested in ("[" * 100_000, '{"name":' * 100_000, "[" * 100_000 + "]" * 100_000):
            answer = client.post("/api/admin/tenants", content=nested, headers={"Content-Type": "application/json"})
            assert answer.status_code in (400, 422), answer.text
            assert answer.headers["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 5000, "NaN", "Infinity", "1e-999999999"])
    def test_absurd_numbers_are_refused(self, client: httpx.Client, number: str) -> None:
        headers = {"Content-Type": "application/json"}
        body = f'{{"version": {number}, "cmi_data": {{"cmi.score.raw": {number}}}, "score": {{"raw": {number}}}}}'
        answer = client.put("/api/v1/sessions/none", content=body, headers=headers)
        assert answer.status_code in (400, 422), answer.text
        answer = client.get("/api/admin/tenants", params={"limit": number})
        assert answer.status_code == 422

    def test_a_body_that_grows_in_chunks_is_cut_off(self, client: httpx.Client) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(100):
                yield b" " * (1 << 20)

        try:
            answer = client.post("/api/admin/tenants", content=endless(), headers={"Content-Type": "application/json"})
            assert answer.status_code == 413
        except (httpx.WriteError, httpx.RemoteProtocolError):
            pass  # The answer was there before we had said all.


class TestCostly:
    """What anybody may send, without a key, must cost little to answer."""

    @pytest.mark.parametrize("path", ["sessions/s", "packages/p/launch", "sync", "webhooks", "packages/upload"])
    @pytest.mark.parametrize("method", ["PUT", "POST", "PATCH"])
    def test_without_a_key_no_body_is_waited_for(self, served: ServedApp, method: str, path: str) -> None:
        head = f"{method} /api/v1/{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n"
        with served.connect() as connection:
            connection.sendall(head.encode())
            assert _status(connection.recv(4096)) == 401

    @pytest.mark.parametrize("path", ["reports/sign-in", "reports/sign-out", "player/dispatch/dsp_x"])
    def test_a_form_is_small(self, served: ServedApp, path: str) -> None:
        many = b"a=&" * 30_000
        answer = httpx.post(f"{served.address}/{path}", content=many, headers={"Content-Type": _FORM})
        assert answer.status_code == 413


class TestSmuggling:
    @pytest.mark.parametrize(
        "head",
        [
            b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            b"Content-Length: 5\r\nContent-Length: 6\r\n",
            b"Content-Length: -1\r\n",
            b"Content-Length: +5\r\n",
            b"Transfer-Encoding: chunked, identity\r\n",
            b"Transfer-Encoding : chunked\r\n",
            b" Folded: yes\r\n",
            b"X\x00Y: z\r\n",
            b"X: a\x00b\r\n",
        ],
    )
    def test_heads_that_two_may_read_in_two_ways_are_refused(self, served: ServedApp, head: bytes) -> None:
        sent = (
            b"POST /api/health HTTP/1.1\r\nHost: x\r\n"
            + head
            + b"\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        answer = served.answer_to(sent)
        assert _status(answer) == 400, answer
        assert answer.count(b"HTTP/1.1 ") == 1

    @pytest.mark.parametrize(
        "sent", [b"\x16\x03\x01\x02\x00\x01", b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 99]
    )
    def test_what_is_not_http_is_refused(self, served: ServedApp, sent: bytes) -> None:
        assert _status(served.answer_to(sent)) == 400
        assert _is_well(served)


class TestIds:
    @pytest.mark.parametrize(
        "hostile",
        ["%00", "a%00b", "%ed%a0%80", "%ff", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%0d%0aX-Injected:%201", "%22;x=%22"],
    )
    def test_that_name_nothing_are_not_found(self, client: httpx.Client, hostile: str) -> None:
        for path in ("/api/v1/sessions/{}", "/api/v1/packages/{}", "/api/v1/packages/{}/zip", "/api/admin/api-keys/{}"):
            answer = client.get(path.format(hostile))
            assert answer.status_code in (404, 422), (path, answer.text)
            assert "X-Injected" not in answer.headers
        for path in ("/player/-/{}", "/player/{}", "/player/x/y/content/{}"):
            assert client.get(path.format(hostile)).status_code in (401, 404, 410)

    def test_of_a_launch_are_plain(self, client: httpx.Client) -> None:
        for hostile in ("../x", "a\r\nX: y", "a\x00", "\ud800", "a b", "é", "", "x" * 129):
            body = json.dumps({"user_id": "u", "session_id": hostile})
            headers = {"Content-Type": "application/json"}
            assert client.post("/api/v1/packages/p/launch", content=body, headers=headers).status_code == 422

    def test_of_users_may_be_anything_that_is_text(self, client: httpx.Client) -> None:
        for hostile in ("a\x00b", "\ud800", " ", "\x00"):
            body = json.dumps({"user_id": hostile})
            headers = {"Content-Type": "application/json"}
            status = client.post("/api/v1/packages/p/launch", content=body, headers=headers).status_code
            assert status in (404, 422), hostile
