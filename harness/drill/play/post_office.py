"""The post office of the drill: it gives each letter on a posting list its 挂号号码, and the clerk
who stands at the counter types it in. 平信 has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from letters.model import CHANNEL_NAMES, Channel
from letters.posting import Posting, read_posting_list, write_postings

PREFIX = "演练挂号"  # no number of a real post office begins so
LISTS = "交寄清单*.xlsx"
ORDINARY = CHANNEL_NAMES[Channel.ORDINARY_MAIL]


def posting_lists(outgoing: Path) -> list[Path]:
    return sorted(outgoing.glob(f"**/{LISTS}"))


def stamp(outgoing: Path) -> None:
    """Every letter that needs a number and has none yet gets one."""
    for path in posting_lists(outgoing):
        rows = read_posting_list(path)
        stamped = [_stamped(row) for row in rows]
        if stamped != list(rows):
            write_postings(stamped, path)


def _stamped(row: Posting) -> Posting:
    if row.number or row.way == ORDINARY:
        return row
    return replace(row, number=f"{PREFIX}{row.application_id}")
