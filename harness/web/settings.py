"""How a workbench is run: where its campaigns lie, who may come, what day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """`home`: a campaign's folder, or one whose folders are campaigns. `alone`: one person on this
    machine, let in by a link that is good once; else users log in. `secure`: the browser comes by
    TLS, ours or a proxy's. `proxies`: whose X-Forwarded-For is believed. `hosts`: names by which the
    workbench may be called; any other is a page that has had its own name point here."""

    home: Path
    today: Callable[[], date]
    by: str
    alone: bool = True
    secure: bool = False
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    proxies: tuple[str, ...] = ()
    now: Callable[[], datetime] = _utc
    idle_minutes: int = 30
    patience: float = 1.0  # seconds that a page waits for a campaign that is being read
    most_upload: int = 50 * 1024 * 1024  # bytes, of one request
    most_files: int = 40  # of one request
