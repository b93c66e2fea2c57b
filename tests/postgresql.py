"""A real PostgreSQL on loopback and on a socket, with nothing of it flushed: it is thrown away (the
fixture is in conftest.py). PostgreSQL does not run as root: then it runs as the user of its package."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BINARIES = Path("/usr/lib/postgresql")
CONFIGURED = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{home}'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 64MB
max_connections = 100
jit = off
logging_collector = off
lc_messages = 'C'
"""
# the owner may do everything from this machine; everybody else needs a password
ALLOWED = """\
local all owner trust
host all owner 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
local all all scram-sha-256
"""
DATABASE, OWNER = "mingcha", "owner"


def binaries() -> Path | None:
    """The newest version's programs; None where there is none."""
    found = sorted(BINARIES.glob("*/bin/postgres"), key=lambda each: int(each.parts[-3]))
    return found[-1].parent if found else None


@dataclass
class Postgresql:
    port: int
    home: Path
    user: str | None
    _made: list[str] = field(default_factory=list)

    def url(self, schema: str = "", *, user: str = OWNER, database: str = DATABASE) -> str:
        asked = f"?schema={schema}" if schema else ""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}{asked}"

    def new_schema(self) -> str:
        """A name that nobody has."""
        return f"t{secrets.token_hex(6)}"

    def did(self, *statements: str, schema: str = "public", database: str = DATABASE) -> list[Any]:
        """What the owner has done behind the program's back; answers the rows of the last."""
        with self.connected(schema, database=database) as connection:
            cursor = connection.cursor()
            for each in statements:
                cursor.execute(each)
            return list(cursor.fetchall()) if cursor.description else []

    @contextlib.contextmanager
    def connected(self, schema: str = "public", *, database: str = DATABASE) -> Iterator[Any]:
        from pg8000.dbapi import connect

        connection = connect(
            OWNER, host="127.0.0.1", port=self.port, database=database, ssl_context=False,
            startup_params={"search_path": f'"{schema}"'},
        )  # fmt: skip
        connection.autocommit = True
        try:
            yield connection
        finally:
            with contextlib.suppress(Exception):
                connection.close()

    def control(self, verb: str, *more: str) -> None:
        """pg_ctl: stop, start, restart."""
        _run(self.user, "pg_ctl", "-D", str(self.home / "data"), "-w", "-s", *more, verb)

    def reload(self) -> None:
        _run(self.user, "pg_ctl", "-D", str(self.home / "data"), "-s", "reload")
        time.sleep(0.2)


@contextlib.contextmanager
def serving(**settings: str) -> Iterator[Postgresql]:
    """`settings`: more lines of postgresql.conf."""
    user = _user()
    home = Path(tempfile.mkdtemp(prefix="mingcha-postgresql-"))
    if user:
        shutil.chown(home, user)
    _run(user, "initdb", "-D", str(home / "data"), "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8",
         "--no-sync", "--no-instructions")  # fmt: skip
    port = _free_port()
    more = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    data = home / "data"
    (data / "postgresql.conf").write_text(CONFIGURED.format(port=port, home=home) + more)
    (data / "pg_hba.conf").write_text(ALLOWED)
    log = ("-l", str(home / "log"))
    server = Postgresql(port, home, user)
    try:
        server.control("start", *log)
        server.did(f"create database {DATABASE}", database="postgres")
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.control("stop", "-m", "immediate")
        shutil.rmtree(home, ignore_errors=True)


def _user() -> str | None:
    """Whom to be in place of root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise RuntimeError("there is no user who could run PostgreSQL")


def _run(user: str | None, program: str, *arguments: str) -> None:
    found = binaries()
    assert found is not None
    with tempfile.TemporaryFile() as said:  # a pipe would be held open by the server
        done = subprocess.run(
            [str(found / program), *arguments], user=user, stdin=subprocess.DEVNULL, stdout=said,
            stderr=said, check=False, cwd="/", env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{program}: {said.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
