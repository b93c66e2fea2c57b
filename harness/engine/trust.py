"""The certificates of a cluster: one authority, and what it signs for scheduler, workers and clients.

Whoever holds a client's or a worker's key can run programs on every machine of the cluster: Dask sends
them about as pickles. So each file is its owner's alone, and a client's certificate cannot stand for a
scheduler (it is for clients only).
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PLACE = "MINGCHA_CLUSTER_CERTS"
CA, CA_KEY = "ca.pem", "ca.key"
ROLES = SCHEDULER, WORKER, CLIENT = ("scheduler", "worker", "client")
DAYS = 825
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,250}[A-Za-z0-9]")  # of one letter: a slip
_CHINESE = {SCHEDULER: "调度程序", WORKER: "工作机", CLIENT: "使用者"}


class NotTrusted(Exception):
    """Certificates that are missing, not private, or out of date; one Chinese line."""


@dataclass(frozen=True, slots=True)
class Made:
    """`until`: the last day on which they are good."""

    folder: Path
    files: tuple[str, ...]
    hosts: tuple[str, ...]
    until: datetime.date


def make(folder: Path, hosts: Sequence[str], now: datetime.datetime) -> Made:
    """A new authority and its three certificates. NotTrusted where the folder has one already: of two, each
    refuses what the other has signed."""
    if (folder / CA).exists() or (folder / CA_KEY).exists():
        raise NotTrusted(
            f"“{folder}”里已有证书，没有覆盖；要换新的，请另指一个文件夹，再分发到各台机器"
        )
    names = tuple(dict.fromkeys(("localhost", "127.0.0.1", *hosts)))
    for each in names:
        _host(each)  # before anything is written
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        folder.chmod(0o700)
    until = now + datetime.timedelta(days=DAYS)
    key = ec.generate_private_key(ec.SECP256R1())
    ca = _authority(key, now, until)
    _write(folder / CA_KEY, _private(key))
    _write(folder / CA, _public(ca))
    for role in ROLES:
        own = ec.generate_private_key(ec.SECP256R1())
        signed = _signed(role, own, names if role != CLIENT else (), (ca, key), now, until)
        _write(folder / f"{role}.pem", _public(signed) + _private(own))
    return Made(folder, (CA, CA_KEY, *(f"{each}.pem" for each in ROLES)), names, until.date())


def _authority(
    key: ec.EllipticCurvePrivateKey, now: datetime.datetime, until: datetime.datetime
) -> x509.Certificate:
    name = _name("明察集群证书机构")
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        _begun(name, name, key, now, until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _signed(
    role: str,
    own: ec.EllipticCurvePrivateKey,
    hosts: Sequence[str],
    by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey],
    now: datetime.datetime,
    until: datetime.datetime,
) -> x509.Certificate:
    ca, key = by
    uses = [ExtendedKeyUsageOID.CLIENT_AUTH]
    if role != CLIENT:
        uses.append(ExtendedKeyUsageOID.SERVER_AUTH)
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    made = (
        _begun(_name(f"明察{_CHINESE[role]}"), ca.subject, own, now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
    )
    if hosts:
        named = x509.SubjectAlternativeName([_host(each) for each in hosts])
        made = made.add_extension(named, critical=False)
    return made.sign(key, hashes.SHA256())


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime.datetime,
    until: datetime.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # clocks of several machines
        .not_valid_after(until)
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    if not _HOST.fullmatch(name):
        raise NotTrusted(f"“{name}”不是主机名或者 IP 地址，请核对")
    return x509.DNSName(name)


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


# --- using them -----------------------------------------------------------------------------------


def folder_of(given: Path | None = None) -> Path:
    """Where this machine keeps them."""
    if given is not None:
        return given.absolute()
    if told := os.environ.get(PLACE):
        return Path(told).absolute()
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or str(Path.home()), "mingcha", "cluster")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mingcha" / "cluster"
    return Path(os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config"), "mingcha", "cluster")  # fmt: skip


def files_for(
    role: str,
    folder: Path,
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
) -> tuple[Path, Path]:
    """The authority's certificate and the role's own with its key; NotTrusted where they cannot be used."""
    ca, own = folder / CA, folder / f"{role}.pem"
    for path in (ca, own):
        if not path.is_file():
            raise NotTrusted(
                f"没有集群的证书“{path}”；请用 mingcha cluster certs 制作，把 {CA} 和 {own.name} 放到这里"
                f"（或者用环境变量 {PLACE} 写明文件夹）"
            )
    if os.name == "posix" and own.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotTrusted(f"“{own}”别的用户也能读，没有使用；请先运行 chmod 600 “{own}”")
    for path in (ca, own):
        try:
            until = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
        except (OSError, ValueError):
            raise NotTrusted(f"“{path}”不是可用的证书，请重新分发") from None
        if until < now():
            raise NotTrusted(
                f"“{path}”已于 {until:%Y-%m-%d} 过期；请用 mingcha cluster certs 重新制作并分发到各台机器"
            )
    return ca, own


def hosts_of(path: Path) -> Iterator[str]:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    for each in certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value:
        yield str(each.value)
