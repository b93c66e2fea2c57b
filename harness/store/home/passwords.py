"""The password of the database server: from the environment, the system's keyring, or ~/.pgpass, in this
order; None where none is needed (a server that knows its machine's users). It stands in no file of a
campaign, and is written to none."""

from __future__ import annotations

import importlib
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from harness.store.errors import StoreError
from letters.opening import read_text
from letters.store_address import StoreAddress

log = logging.getLogger(__name__)
VARIABLE = "MINGCHA_STORE_PASSWORD"
SERVICE = "mingcha"
_FIELD = re.compile(r"((?:[^:\\]|\\.)*):((?:[^:\\]|\\.)*):((?:[^:\\]|\\.)*):((?:[^:\\]|\\.)*):(.*)")


def password(address: StoreAddress) -> str | None:
    return os.environ.get(VARIABLE) or _from_keyring(keyring_name(address)) or _from_file(address)


def keyring_name(address: StoreAddress) -> str:
    """Under which the keyring has it, for the service "mingcha"."""
    return f"{address.user}@{address.host or address.socket}:{address.port}"


def _from_keyring(name: str) -> str | None:
    try:
        found = importlib.import_module("keyring").get_password(SERVICE, name)
        return str(found) if found else None
    except Exception as fault:  # noqa: BLE001  each system's keyring fails in its own way
        log.info("the keyring cannot be asked: %s", type(fault).__name__)
        return None


def _from_file(address: StoreAddress) -> str | None:
    path = _pgpass()
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise StoreError(
                f"密码文件“{path}”别的用户也能读，没有使用；请先运行 chmod 600 “{path}”"
            )
        text = read_text(path)
    except (OSError, UnicodeDecodeError):
        return None
    host = "localhost" if address.socket else address.host
    wanted = (host, str(address.port), address.database, address.user)
    for *fields, secret in _lines(text):
        if all(field in ("*", value) for field, value in zip(fields, wanted, strict=True)):
            return secret
    return None


def _pgpass() -> Path:
    if given := os.environ.get("PGPASSFILE"):
        return Path(given)
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", ""), "postgresql", "pgpass.conf")
    return Path.home() / ".pgpass"


def _lines(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        found = None if line.startswith("#") else _FIELD.fullmatch(line)
        if found:
            yield tuple(re.sub(r"\\(.)", r"\1", each) for each in found.groups())
