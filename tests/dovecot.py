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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from harness.intake.account import Account

PASSWORD = "yanlian"

CONFIG = """\
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
protocols = imap
ssl = no
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
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Dovecot:
    port: int
    home: Path

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
    port = free_port()
    config = home / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            home=home,
            port=port,
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
        yield Dovecot(port, home)
    finally:
        server.terminate()
        server.communicate(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


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
