"""A real Postfix on loopback that takes every mail and holds it: what it has taken can be counted
(the fixture is in conftest.py). Only root can start one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = {home}/mail.log
maillog_file_prefixes = {home}
smtpd_recipient_restrictions = check_recipient_access static:HOLD, permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_process_limit = 100
alias_maps =
alias_database =
smtputf8_enable = yes
smtpd_tls_security_level = none
local_recipient_maps =
smtpd_error_sleep_time = 0
in_flow_delay = 0
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
anvil unix - - n - 1 anvil
error unix - - n - - error
discard unix - - n - - discard
postlog unix-dgram n - n - 1 postlogd
"""
_ID = re.compile(rb"Message-ID:\s*(<[^>]*>)", re.I)


@dataclass(frozen=True)
class Postfix:
    port: int
    home: Path

    def taken(self) -> Counter[str]:
        """Message-ID -> how often it was taken."""
        found: Counter[str] = Counter()
        for path in (self.home / "queue" / "hold").iterdir():
            told = _ID.search(path.read_bytes())
            found[told[1].decode() if told else path.name] += 1
        return found

    def forget(self) -> None:
        for path in (self.home / "queue" / "hold").iterdir():
            path.unlink()

    def restart(self) -> None:
        """Ended in the middle of whatever it does, and begun again."""
        _postfix(self.home, "abort")
        _postfix(self.home, "start")
        _wait_for(self.port, self.home)


@contextlib.contextmanager
def serving() -> Iterator[Postfix]:
    if os.geteuid() != 0:
        raise RuntimeError("only root can start a Postfix")
    home = Path(tempfile.mkdtemp(prefix="mingcha-postfix-"))
    home.chmod(0o755)
    (home / "queue").mkdir()
    (home / "data").mkdir()
    shutil.chown(home / "data", "postfix")
    port = _free_port()
    (home / "main.cf").write_text(MAIN.format(home=home), encoding="utf-8")
    (home / "master.cf").write_text(MASTER.format(port=port), encoding="utf-8")
    _postfix(home, "start")
    try:
        _wait_for(port, home)
        yield Postfix(port, home)
    finally:
        _postfix(home, "stop")
        shutil.rmtree(home, ignore_errors=True)


def _postfix(home: Path, verb: str) -> None:
    done = subprocess.run(
        ["/usr/sbin/postfix", "-c", str(home), verb], capture_output=True, text=True, check=False
    )
    if done.returncode and verb == "start":
        raise RuntimeError(f"postfix does not start: {done.stderr}{_log(home)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, home: Path) -> None:
    for _ in range(100):
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 1) as knock,
        ):
            if knock.recv(3) == b"220":
                return
        time.sleep(0.1)
    raise RuntimeError(f"postfix does not answer: {_log(home)}")


def _log(home: Path) -> str:
    log = home / "mail.log"
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
