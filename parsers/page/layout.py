"""Pieces of writing -> the lines of a page in reading order, each cell of a form read by itself.

In: pieces in an upright picture, their slant, the ruled `Cells` if there are any. Out: `Line`s with boxes in
that picture's pixels. A row of a form is one line, its cells parted by `CELL_ENDS`, which stands for the
rule or the gap between them; where a cell holds several lines, those that only wrap are joined, and
a label stays before the first of what stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers import lazy_re as re
from parsers.document import Line
from parsers.page.cell_text import row_lines
from parsers.page.cells import Cells
from parsers.page.columns import blocks
from parsers.page.dates import DATE
from parsers.page.punctuation import proper
from parsers.page.rows import Level, Piece, Row, level, rows

CELL_ENDS = "│"
_GAP = 0.8  # of a line's height: wider gaps in a row are gaps between cells
_FAR = 3.0  # likewise: wider ones part a date from what does not belong to it
_ITS_LABEL = re.compile(r"(?:日期|时间|日)(?:[（(][^()（）]{1,8}[）)])?$|[:：]$")


def lines(pieces: Sequence[Piece], slant: float, cells: Cells | None) -> list[Line]:
    straight = level(pieces, slant)
    if cells is None:
        return [
            line
            for block in blocks(straight)
            for line in (
                _labelled(block.label, block.pieces) if block.label else _read(block.pieces)
            )
        ]
    inside: dict[int, list[Level]] = {}
    for one in straight:
        inside.setdefault(cells.at(one.piece.middle), []).append(one)
    outside = rows(inside.pop(0, []))
    placed = [
        (row[0].middle, [line]) for row in outside for part in _apart(row) if (line := _line(part))
    ]
    for numbers in cells.table_rows():
        of_row = [inside[number] for number in numbers if number in inside]
        kept = [_read(cell) for cell in of_row]
        if any(kept):
            top = min(one.middle for cell in of_row for one in cell)
            placed.append((top, list(row_lines([cell for cell in kept if cell], CELL_ENDS))))
    return [line for _, found in sorted(placed, key=lambda one: one[0]) for line in found]


def _read(pieces: Sequence[Level]) -> list[Line]:
    return [line for row in rows(pieces) for part in _apart(row) if (line := _line(part))]


def _apart(row: Row) -> list[Row]:
    """A date far to the right is a line of its own: what stands level with it is a stamp, a remark. Only
    the label of a form has its date so."""
    *before, last = row
    if not before or not DATE.fullmatch(last.piece.text.strip()):
        return [row]
    gap = last.left - before[-1].right
    if gap < _FAR * last.height or _ITS_LABEL.search(before[-1].piece.text.strip()):
        return [row]
    return [tuple(before), (last,)]


def _labelled(label: Sequence[Level], pieces: Sequence[Level]) -> list[Line]:
    return list(row_lines([cell for cell in (_read(label), _read(pieces)) if cell], CELL_ENDS))


def _line(row: Row) -> Line | None:
    pieces = [one.piece for one in row]
    raw = pieces[0].text.strip()
    for before, after in pairwise(pieces):
        gap = float(after.corners[:, 0].min() - before.corners[:, 0].max())
        raw += " " * (gap > _GAP * after.height) + after.text.strip()
    text = proper(raw)
    if not text:
        return None
    confidence = round(min(piece.confidence for piece in pieces), 3)
    corners = [tuple(corner) for piece in pieces for corner in piece.corners.tolist()]
    xs, ys = zip(*corners, strict=True)
    box = (min(xs), min(ys), max(xs), max(ys))
    return Line(text, box, confidence, raw if raw != text else None)
