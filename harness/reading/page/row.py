"""A line of a letter, and parts of it.

In: what a parser read of a line, canonical and raw. Out: `Row`s, whole or cut, with the part of the
line's box that belongs to the part of its words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.reading.page.mending import Mended
from parsers.document import Box


@dataclass(frozen=True, slots=True)
class Row:
    """One line without its white space, and where it stood."""

    text: str
    raw: str
    file: str
    page: int | None
    bbox: Box | None
    confidence: float = 1.0
    part: tuple[str, ...] = ()
    mended: tuple[Mended, ...] = ()  # words of recognised text that are understood otherwise
    indented: bool = False  # by two full-width spaces: a paragraph begins
    last_cell: float | None = None  # where the last of what stands apart in the line begins

    @property
    def height(self) -> float:
        return self.bbox[3] - self.bbox[1] if self.bbox else 0.0


def part_of(row: Row, start: int, end: int) -> Row:
    """The row from one character to another."""
    if start == 0 and end == len(row.text):
        return row
    mended = tuple(
        replace(word, start=word.start - start)
        for word in row.mended
        if start <= word.start and word.start + len(word.now) <= end
    )
    return replace(
        row, text=row.text[start:end], raw=row.raw[start:end], bbox=box_of(row, start, end),
        mended=mended, indented=row.indented and start == 0,
    )  # fmt: skip


def box_of(row: Row, left: int, right: int) -> Box | None:
    """The box of characters left..right of a line: a CJK character is twice as wide as a letter."""
    if row.bbox is None or (left == 0 and right == len(row.text)):
        return row.bbox
    widths = [1.0 if ord(char) > 0x2E7F else 0.5 for char in row.raw]
    total = sum(widths) or 1.0
    x0, y0, x1, y1 = row.bbox
    unit = (x1 - x0) / total
    return (
        round(x0 + unit * sum(widths[:left]), 1),
        y0,
        round(x0 + unit * sum(widths[:right]), 1),
        y1,
    )
