"""A real smtp-sink (Postfix's) on loopback that keeps every mail it takes, a file each."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from dovecot import free_port

# a name for each mail: second, microseconds, a number of its own
DUMP = "%Y%m%d%H%M%S."


@dataclass(frozen=True)
class Sink:
    port: int
    home: Path

    def mails(self) -> list[EmailMessage]:
        found = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in sorted(self.home.iterdir())]  # fmt: skip
        return [each for each in found if each["Subject"] or each["Message-ID"]]


@contextlib.contextmanager
def sinking(*options: str) -> Iterator[Sink]:
    home = Path(tempfile.mkdtemp(prefix="mingcha-sink-"))
    as_user = []
    if os.geteuid() == 0:
        home.chmod(0o777)
        as_user = ["-u", "nobody"]
    port = free_port()
    program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
    server = subprocess.Popen(
        [program, *as_user, *options, "-d", str(home / DUMP), f"127.0.0.1:{port}", "100"],
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(port, server)
        yield Sink(port, home)
    finally:
        server.terminate()
        server.communicate(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    said = server.communicate()[1] if server.poll() is not None else b""
    raise RuntimeError(f"smtp-sink does not answer: {said.decode(errors='replace')}")
