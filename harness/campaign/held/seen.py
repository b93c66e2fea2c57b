"""What tells one state of the files that people keep from another, without opening them."""

from __future__ import annotations

from pathlib import Path

from harness.campaign.workspace import INCOMING, LEDGER


def seen_tables(folder: Path) -> tuple[object, ...]:
    """What tells one state of the tables that people keep from another."""
    tables = sorted((*folder.glob("*.xlsx"), *folder.glob("*.toml"), *folder.glob("templates/*")))
    return tuple(_look(each) for each in (*tables, folder / INCOMING / LEDGER))


def _look(path: Path) -> tuple[object, ...]:
    try:
        seen = path.stat()
    except OSError:
        return (path.name,)
    return path.name, seen.st_ino, seen.st_size, seen.st_mtime_ns
