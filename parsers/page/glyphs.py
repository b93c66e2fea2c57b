"""Characters where they stand -> `Line`s in reading order, and whether they can be believed.

Formats with a fixed layout (PDF, OFD) give characters in any order. They are gathered by baseline
and sorted by place. Coordinates are points from the page's top left corner. A page has a thousand
characters: they are kept by columns and reckoned with a page at a time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from parsers.document import Box, Line

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_FILLING = frozenset("._-…·—=*/:,")
_LEVEL = 2.0  # degrees: text turned by more is a seal's ring or a watermark, not a line
_ONE_LINE = 0.3  # of a character's height: so far apart may baselines of one line lie
# the gap, in heights and in widths, from which two neighbours stand apart: a blank, or the next cell of a
# table. Chinese text is spread to fill the line, so that there it takes nearly half a character
_LATIN_BLANK, _BLANK = 0.15, 0.45
_DOUBLE = 0.3  # of a character's width: so near is the same one printed again to look bold


class Glyph(NamedTuple):
    """One character where it stands."""

    char: str
    box: Box
    baseline: float
    angle: float  # degrees, anticlockwise, as the page is shown
    red: bool
    invisible: bool  # the text layer that a scanner's OCR laid over a picture
    unmapped: bool  # its font does not say which character it is


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The characters of a page in the order of its stream; in each column a row for each."""

    chars: tuple[str, ...]
    boxes: Doubles  # rows of 4, as `Box`
    baselines: Doubles
    angles: Doubles
    red: Flags
    invisible: Flags
    unmapped: Flags

    @classmethod
    def of(cls, characters: Iterable[Glyph]) -> Glyphs:
        rows = list(characters)
        return cls(
            tuple(row.char for row in rows),
            np.array([row.box for row in rows], float).reshape(-1, 4),
            np.array([row.baseline for row in rows], float),
            np.array([row.angle for row in rows], float),
            np.array([row.red for row in rows], bool),
            np.array([row.invisible for row in rows], bool),
            np.array([row.unmapped for row in rows], bool),
        )

    def __len__(self) -> int:
        return len(self.chars)

    def where(self, wanted: Flags) -> Glyphs:
        """Those rows alone."""
        chars = tuple(char for char, kept in zip(self.chars, wanted, strict=True) if kept)
        return Glyphs(
            chars,
            self.boxes[wanted],
            self.baselines[wanted],
            self.angles[wanted],
            self.red[wanted],
            self.invisible[wanted],
            self.unmapped[wanted],
        )

    @property
    def written(self) -> Flags:
        """Which are no blanks."""
        return np.array([not char.isspace() for char in self.chars], bool)


def modern(char: str) -> str:
    """Some programs write 一 and 日 as radicals (U+2F00...), which no search would find."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    return char


def lines(characters: Glyphs, confidence: float = 1.0) -> tuple[Line, ...]:
    """Level characters as lines, top to bottom, left to right."""
    found, row = in_rows(characters)
    if not len(found):
        return ()
    kept = ~_doubles(characters, found, row)
    found, row = found[kept], row[kept]
    chars = [characters.chars[place] for place in found]
    spaced = _apart(characters.boxes[found], chars)
    pieces = [" " + char if gap else char for char, gap in zip(chars, spaced, strict=True)]
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    boxes = _around(characters.boxes[found], starts)
    ends = [*starts[1:].tolist(), len(found)]
    return tuple(
        Line("".join(pieces[start:end]).lstrip(" "), box, confidence)
        for start, end, box in zip(starts.tolist(), ends, boxes, strict=True)
    )


def in_rows(characters: Glyphs) -> tuple[Places, Places]:
    """The level characters as they are read, and of each the number of its line."""
    found = np.flatnonzero(characters.written & (np.abs(characters.angles) <= _LEVEL))
    if not len(found):
        return found, found
    row = _rows(characters, found)
    order = np.lexsort((found, characters.boxes[found, 0], row))
    return _as_streamed(characters, found[order], row[order]), row[order]


def _rows(characters: Glyphs, found: Places) -> Places:
    """The number of the line that each of these characters stands on, counted from the top."""
    baselines = characters.baselines[found]
    order = np.argsort(baselines, kind="stable")
    heights = _heights(characters.boxes[found[order]])
    lower = np.diff(baselines[order], prepend=-np.inf) > _ONE_LINE * heights
    row = np.empty(len(found), np.intp)
    row[order] = np.cumsum(lower) - 1
    return row


def _heights(boxes: Doubles) -> Doubles:
    return np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)


def _as_streamed(characters: Glyphs, found: Places, row: Places) -> Places:
    """From left to right. A bracket that is set narrow keeps its wide box, which then begins before
    the sign that it follows (2.《 as 2《.): two that mostly overlap stay as the stream has them."""
    middle = (characters.boxes[found, 0] + characters.boxes[found, 2]) / 2
    turned = (found[:-1] == found[1:] + 1) & (row[:-1] == row[1:])
    turned &= characters.boxes[found[1:], 0] < middle[:-1]
    found = found.copy()
    for place in np.flatnonzero(turned):
        found[place : place + 2] = found[place + 1], found[place]
    return found


def _doubles(characters: Glyphs, found: Places, row: Places) -> Flags:
    """Bold letters are sometimes made by printing a character twice, a hair apart."""
    boxes = characters.boxes[found]
    chars = np.array([characters.chars[place] for place in found])
    twin = np.zeros(len(found), bool)
    near = np.diff(boxes[:, 0]) < _DOUBLE * (boxes[1:, 2] - boxes[1:, 0])
    twin[1:] = (chars[1:] == chars[:-1]) & (row[1:] == row[:-1]) & near
    return twin & ~_ligatures(found, boxes, chars)


def _ligatures(found: Places, boxes: Doubles, chars: NDArray[np.str_]) -> Flags:
    """The ff of office is one sign that is told as two, both with its box: no letter printed twice."""
    same = np.zeros(len(found), bool)
    same[1:] = (found[1:] == found[:-1] + 1) & (boxes[1:] == boxes[:-1]).all(axis=1)
    return same & np.isin(chars, ["f", "l", "t", "i"])


def _apart(boxes: Doubles, chars: list[str]) -> list[bool]:
    """Before which characters there is a blank."""
    latin = np.array([char.isascii() for char in chars])
    widths = boxes[:, 2] - boxes[:, 0]
    narrow = _LATIN_BLANK * _heights(boxes)[1:]
    wide = _BLANK * np.maximum(widths[1:], widths[:-1])
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    return [False, *(gaps > np.where(latin[1:] & latin[:-1], narrow, wide)).tolist()]


def _around(boxes: Doubles, starts: Places) -> list[Box]:
    """The box round each run of boxes that begins at one of the starts."""
    upper = np.minimum.reduceat(boxes[:, :2], starts).tolist()
    lower = np.maximum.reduceat(boxes[:, 2:], starts).tolist()
    return [
        (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
        for (x0, y0), (x1, y1) in zip(upper, lower, strict=True)
    ]


def is_garbled(characters: Glyphs) -> bool:
    """Whether the text layer is not the text that is shown: fonts that do not say what they draw."""
    shown = [char for char in characters.chars if not char.isspace()]
    unmapped = characters.unmapped & characters.written
    if len(shown) < 10:
        return bool(unmapped.any())
    strange = int(unmapped.sum()) + sum(
        _is_strange(char)
        for char, bad in zip(shown, unmapped[characters.written], strict=True)
        if not bad
    )
    if strange > 0.1 * len(shown):
        return True
    han = [char for char in shown if "\u3400" <= char <= "\u9fff"]
    if len(han) >= 20:
        return sum(map(_is_common, han)) < 0.7 * len(han)
    # leaders and rules made of dots say nothing either way
    telling = [char for char in shown if char not in _FILLING]
    return sum(char.isalnum() for char in telling) < 0.6 * len(telling)


def _is_strange(char: str) -> bool:
    if char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs"):
        return True
    # Latin-1 letters do not stand in a Chinese letter; a few of its signs do
    return "\u00a1" <= char <= "\u02af" and char not in "°±·×÷§¥"


def _is_common(char: str) -> bool:
    """One of the 3755 characters of GB 2312 level 1."""
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def around(box: Box, characters: Glyphs) -> str:
    """The red characters in a seal's ring, clockwise as they are read, where the seal is text.

    The name of a seal runs over its top from lower left to lower right; what stands level across
    the middle (专用章) is not part of it.
    """
    red = characters.where(characters.red)
    if not (np.abs(red.angles) > _LEVEL).any():
        return ""
    radius = (box[2] - box[0]) / 2
    x = (red.boxes[:, 0] + red.boxes[:, 2] - box[0] - box[2]) / 2
    y = (red.boxes[:, 1] + red.boxes[:, 3] - box[1] - box[3]) / 2
    away = np.hypot(x, y)
    turn = np.degrees(np.arctan2(-x, y)) % 360  # 0 straight down, growing clockwise
    ring = red.written & (0.5 * radius <= away) & (away <= radius)
    places = np.flatnonzero(ring)
    return "".join(red.chars[place] for place in places[np.argsort(turn[places], kind="stable")])
