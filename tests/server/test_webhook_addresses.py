"""Where webhooks may lead: nowhere that only this machine can reach, whatever name or dress it comes in."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.server.webhooks.addresses import Address, WebhookUrlRefused, check_url, is_public
from connect_desktop.server.webhooks.transport import CheckedTransport

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
REFUSED = [
    "http://example.com/hook",
    "ftp://example.com/",
    "https:///hook",
    "https://",
    "example.com/hook",
    "https://user:password@example.com/",
    "https://user@example.com/",
    "https://@example.com/",
    "https://example.com/#fragment",
    "https://example.com:22/",
    "https://example.com:0/",
    "https://example.com:99999/",
    "https://example.com:x/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://printer/",
    "https://a.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://127.0.0.1/",
    "https://10.0.0.1:8443/",
    "https://example.com/a b",
    "https://example.com/\r\nHost: inside",
    "https://example.com\\@127.0.0.1/",
    "https://exämple.com/",
    "https://example.com/" + "a" * 2000,
]


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_of_this_network_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_an_address_of_the_internet_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_what_it_carries(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for dressed in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80, number):
        assert is_public(ipaddress.IPv6Address(dressed)) == is_public(address)


@pytest.mark.parametrize("url", REFUSED)
def test_a_url_that_leads_astray_is_refused(url: str) -> None:
    with pytest.raises(WebhookUrlRefused):
        check_url(url, private=False)


@pytest.mark.parametrize("url", ["https://example.com", "https://example.com:8443/hook?a=b", "https://8.8.8.8/"])
def test_a_url_of_the_internet_will_do(url: str) -> None:
    check_url(url, private=False)


@pytest.mark.parametrize("url", ["http://127.0.0.1:81/hook", "http://printer/", "https://[::1]/"])
def test_an_operator_may_let_webhooks_lead_home(url: str) -> None:
    check_url(url, private=True)


class Network:
    """Names that lead where it says, a place more each time it is asked, and connections that only are noted."""

    def __init__(self, *answers: Sequence[str], refusing: Sequence[str] = ()) -> None:
        self.answers = [tuple(map(ipaddress.ip_address, answer)) for answer in answers]
        self.refusing = refusing
        self.asked: list[str] = []
        self.connected: list[httpx.Request] = []

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        self.asked.append(host)
        return self.answers.pop(0)

    def connect(self, request: httpx.Request) -> httpx.Response:
        self.connected.append(request)
        if request.url.host in self.refusing:
            raise httpx.ConnectError("refused")
        return httpx.Response(204)

    def post(self, url: str = "https://hooks.example.com/hook") -> int:
        async def post() -> int:
            transport = CheckedTransport(private=False, resolver=self.resolve, inner=httpx.MockTransport(self.connect))
            async with httpx.AsyncClient(transport=transport) as client:
                return (await client.post(url)).status_code

        return asyncio.run(post())


def test_a_name_is_asked_for_once_and_the_connection_goes_to_what_was_checked() -> None:
    network = Network(["93.184.216.34"], ["127.0.0.1"])
    assert network.post() == 204
    assert network.asked == ["hooks.example.com"]
    (request,) = network.connected
    assert request.url == "https://93.184.216.34/hook"
    assert request.headers["Host"] == "hooks.example.com"
    assert request.extensions["sni_hostname"] == "hooks.example.com"


@pytest.mark.parametrize("inside", ["127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254"])
def test_one_address_inside_is_enough_to_refuse(inside: str) -> None:
    network = Network(["93.184.216.34", inside])
    with pytest.raises(WebhookUrlRefused):
        network.post()
    assert network.connected == []


def test_where_one_address_does_not_answer_the_next_is_tried() -> None:
    network = Network(["2606:4700::1", "93.184.216.34"], refusing=["2606:4700::1"])
    assert network.post() == 204
    assert [request.url.host for request in network.connected] == ["2606:4700::1", "93.184.216.34"]


def _certificate(folder: Path, name: str) -> Path:
    """A key and a certificate of this name that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize(("name", "reached"), [("hooks.example.com", True), ("other.example.com", False)])
def test_tls_knows_the_name_that_was_asked_for(tmp_path: Path, name: str, *, reached: bool) -> None:
    certificate = _certificate(tmp_path, "hooks.example.com")
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    async def here(host: str, port: int) -> Sequence[Address]:
        return [ipaddress.ip_address("127.0.0.1")]

    async def post() -> int:
        serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        serving.load_cert_chain(certificate)
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=serving)
        port = server.sockets[0].getsockname()[1]
        inner = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(cafile=str(certificate)))
        transport = CheckedTransport(private=True, resolver=here, inner=inner)
        async with server, httpx.AsyncClient(transport=transport) as client:
            return (await client.post(f"https://{name}:{port}/hook")).status_code

    if reached:
        assert asyncio.run(post()) == 204
        assert b"\r\nhost: hooks.example.com:" in heard[0].lower()
    else:
        with pytest.raises(httpx.ConnectError):
            asyncio.run(post())
        assert heard == []
