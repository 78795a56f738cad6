"""What a worker shows to the others over a network: a key of its own, and the certificate that they know it by."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

# Longer than a process lives, and than the clocks of two machines differ.
_LIFE = timedelta(days=3650)
_ELSEWHERE = timedelta(days=2)


def new_identity(host: str) -> tuple[ssl.SSLContext, str]:
    """What listens as whoever is at this IP address, and the certificate (PEM) that it is known by there."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, host).public_bytes(Encoding.PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # A key is taken from a file only: nobody else can read this one, and it is gone at once.
    with tempfile.TemporaryDirectory(prefix="connect-") as folder:
        path = Path(folder) / "identity.pem"
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate)
        context.load_cert_chain(path)
    return context, certificate.decode()


def _certificate(key: ec.EllipticCurvePrivateKey, host: str) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "connect-desktop worker")])
    address = x509.IPAddress(ip_address(host.partition("%")[0]))
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _ELSEWHERE)
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
