"""A certificate authority of the test's own, and a server's certificate that it has signed."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)


def authority(folder: Path) -> Path:
    """Its certificate as a file; the key lies beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("演练证书机构")
    made = _begun(name, name, key.public_key())
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    made = made.add_extension(usage, critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    certificate = made.sign(key, hashes.SHA256())
    path = folder / "ca.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(_private(key))
    return path


def server_context(pem: Path, name: str = "127.0.0.1") -> ssl.SSLContext:
    """For a server of this name, or number."""
    issuer = x509.load_pem_x509_certificate(pem.read_bytes())
    signing = serialization.load_pem_private_key(pem.with_suffix(".key").read_bytes(), None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    made = _begun(_name(name), issuer.subject, key.public_key())
    made = made.add_extension(x509.SubjectAlternativeName([_alternative(name)]), critical=False)
    known = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    made = made.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known), critical=False
    )
    certificate = made.sign(signing, hashes.SHA256())
    path = pem.with_name(f"{name}.pem")
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + _private(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 30 * _DAY)
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
