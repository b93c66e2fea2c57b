"""The post office of the drill: it gives each letter on a posting list its 挂号号码, and the clerk
who stands at the counter types it in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from harness.drill.reading import posting_lists
from letters.posting import read_posting_list, write_postings

PREFIX = "演练挂号"  # no number of a real post office begins so


def stamp(outgoing: Path) -> None:
    """Every letter that has no number yet gets one."""
    for path in posting_lists(outgoing):
        rows = read_posting_list(path)
        if all(row.number for row in rows):
            continue
        stamped = (
            row if row.number else replace(row, number=f"{PREFIX}{row.application_id}")
            for row in rows
        )
        write_postings(stamped, path)
