"""Where a campaign's facts are kept: the file mingcha.db in its folder, or a schema of the PostgreSQL
server that campaign.toml names. Everything else in the program is the same for both.

One writer at a time in both: a file has one by nature, on a server whoever writes holds the campaign's
lock until the transaction ends. So what a writer reads cannot change before it writes, no two take the
same work, and the history is one chain. A reader sees one state throughout and waits for nobody.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from harness.store.errors import StoreError
from harness.store.home.file import FILE, InFile
from letters import toml_text
from letters.opening import read_file
from letters.store_address import BadAddress, StoreAddress, parse

__all__ = ["FILE", "Home", "InFile", "home_at", "home_in", "home_of"]
SETTINGS = "campaign.toml"
_LINE = re.compile(r"""^\s*store\s*=\s*["']([^"'\n]*)["']""", re.M)


class Home(Protocol):
    @property
    def name(self) -> str:
        """As people are told of it."""

    @property
    def setting(self) -> str:
        """What campaign.toml says of it; empty for the file, which needs no word."""

    def exists(self) -> bool:
        """Whether facts are there; StoreError where nobody can say."""

    def update(self, attributes: Mapping[str, object]) -> None:
        """Bring it to the newest schema, whole or not at all; made where there is none."""

    def connect(self) -> Engine:
        """To write and to read: connecting.writer(engine) writes."""

    def look(self) -> Engine:
        """To read only, and change nothing."""

    def size(self) -> int:
        """Bytes."""

    def receive(self, fill: Callable[[Connection], object]) -> None:
        """A store that is new here, filled in one transaction: all of it is there when this returns, or
        nothing is. StoreError where facts are there already."""

    def shrink(self) -> None:
        """Without what it no longer says; StoreError where another program is in the way."""


def home_of(folder: Path) -> Home:
    """StoreError where campaign.toml names a place that is none. Settings that cannot be read say
    where the facts are all the same: nobody is to begin a second store for a slip of the pen."""
    path = folder / SETTINGS
    if not path.is_file():
        return InFile(folder / FILE)
    text = read_file(path).decode("utf-8-sig", errors="replace")
    try:
        said: Mapping[str, Any] = toml_text.loads(text).get("campaign", {})
    except tomllib.TOMLDecodeError:
        found = _LINE.search(text)
        said = {"store": found[1]} if found else {}
    if not isinstance(said, Mapping):
        return InFile(folder / FILE)
    return home_at(folder, said.get("store") or "", str(said.get("id", "")))


def home_in(folder: Path) -> InFile:
    """The file of this folder, whatever campaign.toml says."""
    return InFile(folder / FILE)


def home_at(folder: Path, setting: object, id: str) -> Home:
    """`setting`: as campaign.toml has it; `id`: the campaign's, which names the schema where the
    address does not."""
    if setting == "":
        return InFile(folder / FILE)
    try:
        address = parse(str(setting))
    except BadAddress as wrong:
        raise StoreError(f"{SETTINGS}，[campaign] 的 store：{wrong}") from None
    return _on_server(folder, address, id)


def _on_server(folder: Path, address: StoreAddress, id: str) -> Home:
    try:
        from harness.store.home.server import OnServer
    except ImportError:
        raise StoreError(
            "campaign.toml 的 store 指向 PostgreSQL，需要另装一个软件包：pip install 'mingcha[team]'"
        ) from None
    return OnServer(folder, address, id)
