"""A real Dovecot on loopback, with mailboxes that tests fill over IMAP (the fixture is in conftest.py)."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from harness.intake.account import Account

PASSWORD = "yanlian"

CONFIG = """\
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
protocols = {protocols}
{tls}
disable_plaintext_auth = no
listen = 127.0.0.1
first_valid_uid = 1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{home}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
{pop3}namespace inbox {{
  inbox = yes
  separator = /
  mailbox 垃圾箱甲 {{
    special_use = \\Junk
    auto = no
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


POP3 = """\
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3_port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    port: int
    home: Path
    tls_port: int = 0
    pop3_port: int = 0  # none where the machine's Dovecot has no POP3
    certificate: Path | None = None  # what signs the server's, made for this run

    def fill(self, user: str, mails: Iterable[bytes], came: datetime) -> None:
        """Thousands of mails at once, as they lie in a Maildir."""
        box = self.home / "mail" / user
        for name in ("cur", "new", "tmp"):
            (box / name).mkdir(parents=True, exist_ok=True)
        seconds = came.timestamp()
        for number, raw in enumerate(mails):
            path = box / "new" / f"{1600000000 + number}.M{number}P1.here"
            path.write_bytes(raw)
            os.utime(path, (seconds, seconds))
        if os.geteuid() == 0:
            for path in (box, *box.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")

    def account(self, user: str) -> Account:
        return Account("127.0.0.1", self.port, user, PASSWORD, tls=False)

    @contextlib.contextmanager
    def client(self, user: str) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", port=self.port, ssl=False) as client:
            client.login(user, PASSWORD)
            yield client


@contextlib.contextmanager
def serving() -> Iterator[Dovecot]:
    home = Path(tempfile.mkdtemp(prefix="mingcha-dovecot-"))
    (home / "run").mkdir()
    (home / "mail").mkdir()
    root = os.geteuid() == 0
    user = "nobody" if root else pwd.getpwuid(os.geteuid()).pw_name
    account = pwd.getpwnam(user)
    if root:
        home.chmod(0o755)
        os.chown(home / "mail", account.pw_uid, account.pw_gid)
    port, tls_port, pop3_port = free_port(), free_port(), free_port() if has_pop3() else 0
    certificate, key = _certificate(home)
    config = home / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            home=home,
            port=port,
            tls_port=tls_port,
            protocols="imap pop3" if pop3_port else "imap",
            pop3=POP3.format(pop3_port=pop3_port) if pop3_port else "",
            tls=f"ssl = yes\nssl_cert = <{certificate}\nssl_key = <{key}",
            password=PASSWORD,
            user=account.pw_uid,
            group=account.pw_gid if not root else "nogroup",
            internal="dovecot" if root else user,
            login="dovenull" if root else user,
        ),
        encoding="utf-8",
    )
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    server = subprocess.Popen([program, "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        _wait_for(port, server, home)
        yield Dovecot(port, home, tls_port, pop3_port, certificate)
    finally:
        server.terminate()
        server.communicate(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def has_pop3() -> bool:
    return any(Path(each, "pop3").exists() for each in ("/usr/lib/dovecot", "/usr/libexec/dovecot"))


def _certificate(home: Path) -> tuple[Path, Path]:
    """Signed by itself, for this machine's own name and address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = home / "cert.pem", home / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    log = home / "dovecot.log"
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    raise RuntimeError(f"dovecot does not answer: {said}")
