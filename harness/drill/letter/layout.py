"""Where things stand on a typeset letter: its PDF -> rows of characters, and the place of its seal.

Millimetres from the page's upper left corner, as an OFD wants them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2
from pypdfium2 import raw

from harness.drill.letter.paper import Paper
from harness.drill.letter.wording import day_text

MM = 25.4 / 72
SEAL_MM = 42.0
_ABOVE = 8.0  # the seal's middle over the foot of the date's line, as letter.typ presses it


@dataclass(frozen=True, slots=True)
class Row:
    """Characters on one baseline; `steps` lead from each to the next."""

    text: str
    x: float
    baseline: float
    size: float
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of the seal: page from 0, and how far across and down."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    x: float
    baseline: float
    size: float


def sheets(pdf: bytes) -> tuple[Sheet, ...]:
    """Every page of a letter that was set by letter.typ."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_sheet(page) for page in document)
    finally:
        document.close()


def seal_spot(pages: tuple[Sheet, ...], paper: Paper) -> Spot:
    """Over the date, which stands alone on its line."""
    day = "".join(day_text(paper.day).split())
    for number, page in reversed(tuple(enumerate(pages))):
        for row in reversed(page.rows):
            if "".join(row.text.split()) == day:
                return Spot(number, row.x + sum(row.steps) / 2, row.baseline - _ABOVE)
    raise ValueError(f"no line of its own for {day}")


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    glyphs = [glyph for glyph in _glyphs(page, height) if glyph.char >= " "]
    rows = (list(group) for _, group in groupby(glyphs, lambda glyph: round(glyph.baseline, 1)))
    return Sheet(width * MM, height * MM, tuple(_row(row) for row in rows))


def _glyphs(page: pypdfium2.PdfPage, height: float) -> Iterator[_Glyph]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        char = chr(raw.FPDFText_GetUnicode(text, index))
        size = float(raw.FPDFText_GetFontSize(text, index))
        yield _Glyph(char, x.value * MM, (height - y.value) * MM, size * MM)
    text.close()


def _row(glyphs: list[_Glyph]) -> Row:
    first = glyphs[0]
    places = [glyph.x for glyph in glyphs]
    steps = tuple(b - a for a, b in pairwise(places))
    return Row("".join(g.char for g in glyphs), first.x, first.baseline, first.size, steps)
