"""Characters where they stand -> `Line`s in reading order, and whether they can be believed.

Formats with a fixed layout (PDF, OFD) give characters in any order. They are gathered by baseline
and sorted by place. Coordinates are points from the page's top left corner.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Box, Line

_FILLING = frozenset("._-…·—=*/:,")
_LEVEL = 2.0  # degrees: text turned by more is a seal's ring or a watermark, not a line


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character where it stands."""

    char: str
    box: Box
    baseline: float
    angle: float  # degrees, anticlockwise, as the page is shown
    red: bool
    invisible: bool  # the text layer that a scanner's OCR laid over a picture
    unmapped: bool  # its font does not say which character it is

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return max(self.box[3] - self.box[1], 1.0)


_Numbered = tuple[int, Glyph]  # with its place in the stream


def modern(char: str) -> str:
    """Some programs write 一 and 日 as radicals (U+2F00...), which no search would find."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    return char


def lines(characters: Iterable[Glyph], confidence: float = 1.0) -> tuple[Line, ...]:
    """Level characters as lines, top to bottom, left to right."""
    level = [each for each in enumerate(characters) if abs(each[1].angle) <= _LEVEL]
    level.sort(key=lambda each: each[1].baseline)
    rows: list[list[_Numbered]] = []
    for each in level:
        if rows and each[1].baseline - rows[-1][-1][1].baseline <= 0.3 * each[1].height:
            rows[-1].append(each)
        else:
            rows.append([each])
    read = (_line(_side_by_side(row), confidence) for row in rows)
    return tuple(line for line in read if line is not None)


def _side_by_side(row: Sequence[_Numbered]) -> list[Glyph]:
    """From left to right. A bracket that is set narrow keeps its wide box, which then begins before
    the sign that it follows (2.《 as 2《.): two that mostly overlap stay as the stream has them."""
    found = sorted(row, key=lambda each: each[1].box[0])
    for place in range(len(found) - 1):
        (left_at, left), (right_at, right) = found[place : place + 2]
        if left_at == right_at + 1 and right.box[0] < (left.box[0] + left.box[2]) / 2:
            found[place : place + 2] = [(right_at, right), (left_at, left)]
    return [glyph for _, glyph in found]


def _line(row: Sequence[Glyph], confidence: float) -> Line | None:
    row = _without_doubles([glyph for glyph in row if not glyph.char.isspace()])
    if not row:
        return None
    text = row[0].char
    for before, after in pairwise(row):
        gap = after.box[0] - before.box[2]
        text += " " * (gap > _blank(before, after)) + after.char
    box = (
        min(glyph.box[0] for glyph in row),
        min(glyph.box[1] for glyph in row),
        max(glyph.box[2] for glyph in row),
        max(glyph.box[3] for glyph in row),
    )
    return Line(text, tuple(round(edge, 2) for edge in box), confidence)  # type: ignore[arg-type]


def _blank(before: Glyph, after: Glyph) -> float:
    """The gap from which two neighbours stand apart: a blank, or the next cell of a table. Chinese
    text is spread to fill the line, so that there it takes nearly half a character."""
    if before.char.isascii() and after.char.isascii():
        return 0.15 * after.height
    return 0.45 * max(before.width, after.width)


def _without_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    """Bold letters are sometimes made by printing a character twice, a hair apart."""
    kept: list[Glyph] = []
    for glyph in row:
        twin = kept and kept[-1].char == glyph.char
        if not (twin and glyph.box[0] - kept[-1].box[0] < 0.3 * (glyph.box[2] - glyph.box[0])):
            kept.append(glyph)
    return kept


def is_garbled(characters: Sequence[Glyph]) -> bool:
    """Whether the text layer is not the text that is shown: fonts that do not say what they draw."""
    shown = [glyph for glyph in characters if not glyph.char.isspace()]
    if len(shown) < 10:
        return any(glyph.unmapped for glyph in shown)
    strange = sum(glyph.unmapped or _is_strange(glyph.char) for glyph in shown)
    if strange > 0.1 * len(shown):
        return True
    han = [glyph.char for glyph in shown if "\u3400" <= glyph.char <= "\u9fff"]
    if len(han) >= 20:
        return sum(map(_is_common, han)) < 0.7 * len(han)
    # leaders and rules made of dots say nothing either way
    telling = [glyph.char for glyph in shown if glyph.char not in _FILLING]
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


def around(box: Box, characters: Iterable[Glyph]) -> str:
    """The red characters in a seal's ring, clockwise as they are read, where the seal is text.

    The name of a seal runs over its top from lower left to lower right; what stands level across
    the middle (专用章) is not part of it.
    """
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    radius = (box[2] - box[0]) / 2
    ring: list[tuple[float, str]] = []
    for glyph in characters:
        x = (glyph.box[0] + glyph.box[2]) / 2 - centre[0]
        y = (glyph.box[1] + glyph.box[3]) / 2 - centre[1]
        if glyph.red and not glyph.char.isspace() and 0.5 * radius <= math.hypot(x, y) <= radius:
            # 0 straight down, growing clockwise
            ring.append((math.degrees(math.atan2(-x, y)) % 360, glyph.char))
    turned = any(abs(glyph.angle) > _LEVEL for glyph in characters if glyph.red)
    return "".join(char for _, char in sorted(ring)) if turned else ""
