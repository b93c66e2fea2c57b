"""A page's characters -> lines in reading order, whichever way they run.

In: `Glyphs`. Out: `Line`s: level writing first, then what runs up, down or upside down, and columns of upright
characters, which are read from right to left. Most of the writing comes first. What runs aslant across a page is a
watermark, unless it says more than one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from parsers.document import Box, Line
from parsers.page.digital_columns import lines
from parsers.page.glyphs import Doubles, Flags, Glyphs
from parsers.pdf.pdf_tables import Table, arranged

_ASIDE = 3.0  # degrees from a right angle
_LEVEL = 2.0
_LEAST_COLUMN = 4  # characters, one below the other
_MOST_WATERMARK = 40  # different characters


@dataclass(frozen=True, slots=True)
class _Turn:
    """How writing that runs some way is laid level: of its boxes (x0, y0, x1, y1) which edge becomes which,
    and with which sign."""

    edges: tuple[int, int, int, int]
    signs: tuple[int, int, int, int]

    def level(self, boxes: Doubles) -> Doubles:
        return np.asarray(boxes[:, list(self.edges)] * np.array(self.signs), float)

    def level_box(self, box: Box) -> Box:
        x0, y0, x1, y1 = self.level(np.array([box]))[0].tolist()
        return x0, y0, x1, y1

    def back(self, box: Box) -> Box:
        found = [0.0] * 4
        for edge, sign, value in zip(self.edges, self.signs, box, strict=True):
            found[edge] = sign * value
        x0, y0, x1, y1 = found
        return x0, y0, x1, y1


_UP = _Turn((3, 0, 1, 2), (-1, 1, -1, 1))
_DOWN = _Turn((1, 2, 3, 0), (1, -1, 1, -1))
_BACK = _Turn((2, 3, 0, 1), (-1, -1, -1, -1))


def all_lines(characters: Glyphs, tables: Sequence[Table] = ()) -> tuple[Line, ...]:
    """Every line; tables stand the way most of the writing does."""
    columns = _columns(characters)
    way = turns(characters)
    found = [
        (int(flags.sum()), _laid(characters, flags, turn, tables if way == quarters else ()))
        for turn, quarters, flags in (
            (_DOWN, None, columns),
            (_DOWN, 1, _runs(characters, 90)),
            (_UP, 3, _runs(characters, -90)),
            (_BACK, 2, _runs(characters, 180)),
        )
        if flags.any()
    ]
    plain = characters.where(~columns) if columns.any() else characters
    level = _lines(plain, tables if way == 0 else ())
    count = int((plain.written & (np.abs(plain.angles) <= _LEVEL)).sum())
    groups = sorted([(count, level), *found], key=lambda one: -one[0])
    return tuple(line for _, group in groups for line in group)


def turns(characters: Glyphs) -> int:
    """Quarter turns anticlockwise that set most of the writing upright."""
    angles = characters.angles[characters.written]
    ways = np.bincount(np.rint(angles / 90).astype(int) % 4) if len(angles) else np.array([0])
    return int(np.argmax(ways))


def aslant(characters: Glyphs) -> str:
    """What runs aslant and says more than a watermark."""
    across = np.abs(characters.angles)
    near = np.minimum.reduce([np.abs(across - right) for right in (0, 90, 180)])
    flags = (near > _ASIDE) & characters.written & ~characters.red & ~characters.invisible
    said = "".join(char for char, there in zip(characters.chars, flags, strict=True) if there)
    return said if len(set(said)) > _MOST_WATERMARK else ""


def _runs(characters: Glyphs, angle: float) -> Flags:
    """Which are turned by so many degrees, clockwise as pdfium counts."""
    away = np.abs((characters.angles - angle + 180) % 360 - 180)
    flags: Flags = (away < _ASIDE) & characters.written & ~characters.red & ~characters.invisible
    return flags


def _columns(characters: Glyphs) -> Flags:
    """Upright characters of which at least four follow each other downwards, and nothing beside them."""
    kept = np.flatnonzero(characters.written & (np.abs(characters.angles) <= _LEVEL))
    flags = np.zeros(len(characters), bool)
    if len(kept) < _LEAST_COLUMN:
        return flags
    x0, y0, x1, y1 = characters.boxes[kept].T
    size = np.maximum(x1 - x0, 1.0)
    across = np.abs(np.diff((x0 + x1) / 2)) / np.maximum(size[1:], size[:-1])
    down = np.diff((y0 + y1) / 2) / np.maximum(size[1:], size[:-1])
    below = (across < 0.3) & (down > 0.5) & (down < 1.8)
    starts = np.flatnonzero(np.diff(np.concatenate(([False], below, [False])).astype(np.int8)))
    for begin, end in starts.reshape(-1, 2).tolist():
        if end - begin + 1 >= _LEAST_COLUMN:
            flags[kept[begin : end + 1]] = True
    return flags


def _lines(characters: Glyphs, tables: Sequence[Table]) -> tuple[Line, ...]:
    return arranged(characters, tables) if tables else lines(characters)


def _laid(
    characters: Glyphs, flags: Flags, turn: _Turn, tables: Sequence[Table]
) -> tuple[Line, ...]:
    chosen = characters.where(flags)
    boxes = turn.level(chosen.boxes)
    upright = replace(
        chosen, boxes=boxes, baselines=boxes[:, 3], angles=np.zeros(len(chosen), float)
    )
    found = _lines(upright, [table.upright(turn.level_box) for table in tables])
    return tuple(replace(line, bbox=turn.back(line.bbox) if line.bbox else None) for line in found)
