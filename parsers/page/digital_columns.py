"""Characters of a page of text -> lines, two columns of running text one after the other.

In: `Glyphs`. Out: `Line`s. A page whose lines are only gathered by their height reads across both columns, and no
sentence of it is whole. Beside one another stand also the labels of a form and what fills it: columns are
only what wraps from line to line on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from parsers.document import Line
from parsers.page import glyphs
from parsers.page.columns import side_by_side
from parsers.page.glyphs import Glyphs, Places
from parsers.page.rows import Level, Piece

_GAP = 0.8  # of a character's height: what stands further apart may be of another column
_MOST = 400  # pieces of a page that is read in columns: more are a table of numbers
_NO_CORNERS = np.zeros((4, 2), np.float32)


def lines(characters: Glyphs) -> tuple[Line, ...]:
    parts = _columns(characters)
    if len(parts) < 2:
        return glyphs.lines(characters)
    return tuple(line for part in parts for line in glyphs.lines(_only(characters, part)))


def _columns(characters: Glyphs) -> list[Places]:
    """The characters of each part of the page that is read by itself; nothing where all is one."""
    pieces = list(_pieces(characters))
    if len(pieces) > _MOST:
        return []
    of_piece = {id(level): places for level, places in pieces}
    parts = side_by_side([level for level, _ in pieces])
    return [np.concatenate([of_piece[id(level)] for level in part]) for part in parts]


def _pieces(characters: Glyphs) -> Iterator[tuple[Level, Places]]:
    """What stands together in a line, with its characters."""
    found, row = glyphs.in_rows(characters)
    if not len(found):
        return
    boxes = characters.boxes[found]
    heights = boxes[:, 3] - boxes[:, 1]
    apart = np.diff(row) != 0
    apart |= boxes[1:, 0] - boxes[:-1, 2] > _GAP * np.maximum(heights[1:], heights[:-1])
    for places in np.split(np.arange(len(found)), np.flatnonzero(apart) + 1):
        (x0, y0), (x1, y1) = boxes[places, :2].min(axis=0), boxes[places, 2:].max(axis=0)
        piece = Piece(_NO_CORNERS, "", 1.0)
        yield Level(piece, float(x0), float(x1), float(y0 + y1) / 2, float(y1 - y0)), found[places]


def _only(characters: Glyphs, places: Places) -> Glyphs:
    kept = np.zeros(len(characters), bool)
    kept[places] = True
    return characters.where(kept)
