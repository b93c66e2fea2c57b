"""What is found, as whoever asked is shown it: the words with those around them."""

from __future__ import annotations

from dataclasses import dataclass

from harness.store.search.words import plain

MOST_COUNTED = 10_000
AROUND = 36  # characters either side of what was found
Row = tuple[int, str, str, str, str, str]  # id, table, key, ref, title, text


@dataclass(frozen=True, slots=True)
class Hit:
    """`before`, `hit`, `after`: the words around it. `id`: where the next page goes on."""

    id: int
    table: str
    key: str
    ref: str
    title: str
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class Hits:
    """`count`: MOST_COUNTED + 1 stands for more. `next`: the id after which the next page begins."""

    hits: tuple[Hit, ...]
    count: int
    next: int | None


def hit_of(row: Row, asked: str) -> Hit:
    id, table, key, ref, title, text = row
    line = " ".join(text.split())
    low = plain(line)
    at, size = next(
        ((low.find(part), len(part)) for part in plain(asked).split() if part in low), (-1, 0)
    )
    if at < 0 or len(low) != len(line):  # in the title, or broken over lines
        return Hit(id, table, key, ref, title, line[: 2 * AROUND], "", "")
    start = max(0, at - AROUND)
    return Hit(
        id, table, key, ref, title, line[start:at], line[at : at + size],
        line[at + size : at + size + AROUND],
    )  # fmt: skip
