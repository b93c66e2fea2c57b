"""On which page a paragraph will stand: a rough setter of lines, so that a table of contents can be filled in.

In: what is written, downwards, each thing with its height in points. Out: the page of each mark.
Every paragraph and row of our reports has exact line spacing, and Chinese characters are all as wide
as they are high: what is left to guess is small. Word and LibreOffice set the numbers anew when the
contents are updated; these stand there until then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

# what is not broken at a line's end: a Latin word, a number; else every character by itself
_WORD = re.compile(r"[!-~]+|.")
_BETWEEN = 0.17  # of the type's size: what Word and LibreOffice put between Chinese and Latin
_NOT_LAST = frozenset("“‘（《〈【〔")
_NOT_FIRST = frozenset("，。、；：？！”’）》〉】〕…%")


@dataclass(slots=True)
class _Piece:
    """A paragraph, a row or a picture. `height` is of a line; `whole`: its lines stay together."""

    lines: int
    height: float
    before: float = 0
    after: float = 0
    with_next: bool = False
    whole: bool = False
    mark: str = ""
    head: float = 0  # of a table's row: the height of the head, repeated on every page
    begins: str = ""  # "page": on a new page; "count": likewise, and pages are counted from 1

    @property
    def size(self) -> float:
        return self.lines * self.height


@dataclass(slots=True)
class Paging:
    """`height`: what a page holds."""

    height: float
    pieces: list[_Piece] = field(default_factory=list)
    _next: str = ""

    def add(
        self,
        lines: int,
        height: float,
        *,
        before: float = 0,
        after: float = 0,
        with_next: bool = False,
        whole: bool = False,
        mark: str = "",
        head: float = 0,
    ) -> None:
        piece = _Piece(lines, height, before, after, with_next, whole, mark, head, self._next)
        self.pieces.append(piece)
        self._next = ""

    def new_page(self, *, count: bool = False) -> None:
        self._next = "count" if count else "page"

    def pages(self) -> dict[str, int]:
        """The page of each mark; those before pages are counted from 1 have none."""
        found: dict[str, int] = {}
        page, at, counted = 1, 0.0, not any(each.begins == "count" for each in self.pieces)
        for place, piece in enumerate(self.pieces):
            if piece.begins:
                counted = counted or piece.begins == "count"
                page, at = (1, 0.0) if piece.begins == "count" else (page + 1, 0.0)
            page, at = self._set(place, piece, page, at)
            if piece.mark and counted:
                found[piece.mark] = self._first
        return found

    _first: int = 1

    def _set(self, place: int, piece: _Piece, page: int, at: float) -> tuple[int, float]:
        """The page and height behind the piece."""
        before = self._gap(place) if at else 0
        needed = self._needed(place)
        if at and at + before + needed > self.height + 0.1:
            page, at, before = page + 1, piece.head, 0
        self._first = page
        at += before
        if piece.whole:
            return page, at + piece.size + piece.after
        left = piece.lines
        fits = max(1, int((self.height + 0.1 - at) // piece.height))
        while left > fits:
            # no single line is left alone on the next page
            taken = fits - 1 if left - fits == 1 and fits > 2 else fits
            left, page, at = left - taken, page + 1, 0.0
            fits = max(1, int((self.height + 0.1) // piece.height))
        return page, at + left * piece.height + piece.after

    def _gap(self, place: int) -> float:
        """Between two paragraphs the larger distance counts, not the sum."""
        above = self.pieces[place - 1].after if place else 0
        return max(0, self.pieces[place].before - above)

    def _needed(self, place: int) -> float:
        """What has to find room together with a piece: its first lines, and what it is kept with."""
        piece = self.pieces[place]
        own = piece.size if piece.whole or piece.with_next else self._least(piece)
        if not piece.with_next:
            return own
        total, after = own + piece.after, piece.after
        for other in self.pieces[place + 1 :]:
            if other.begins:
                break
            more = other.size if other.whole or other.with_next else self._least(other)
            total += max(0, other.before - after) + more
            if not other.with_next:
                break
            total, after = total + other.after, other.after
        return total if total <= self.height else own

    @staticmethod
    def _least(piece: _Piece) -> float:
        return piece.height * (piece.lines if piece.lines <= 3 else 2)


def lines_of(text: str, size: float, width: float, *, indent: float = 0) -> int:
    """How many lines a paragraph takes at `size` points on `width` points."""
    return sum(_lines(part, size, width, indent) for part in text.split("\n"))


def _lines(text: str, size: float, width: float, indent: float) -> int:
    lines, at, before = 1, indent, ""
    for word in _WORD.findall(text):
        wide = sum(map(_width, word)) * size
        apart = bool(before) and before not in _NOT_LAST and word not in _NOT_LAST | _NOT_FIRST
        gap = _BETWEEN * size if apart and _is_latin(word) != _is_latin(before) else 0
        hangs = word in _NOT_FIRST
        # a mark that may not begin a line hangs, or takes its character along
        if at + gap + wide > width + (size if hangs else 0.01):
            lines += 1
            # one that may not end a line goes along
            at = size if hangs or before in _NOT_LAST else 0
            gap = 0
            if wide > width:  # longer than a line: it is cut
                lines += int(wide // width)
                wide %= width
        at += gap + wide
        before = "" if hangs else word
    return lines


def _is_latin(word: str) -> bool:
    return word[0] <= "~"


def _width(char: str) -> float:
    """In parts of the type's size, as Times New Roman has it."""
    if unicodedata.east_asian_width(char) in "WFA":
        return 1
    if char.isdigit():
        return 0.5
    if char.isalpha():
        return 0.7 if char.isupper() else 0.47
    return {"%": 0.83, "@": 0.92, "_": 0.5}.get(char, 0.3)


def row_lines(texts: Sequence[str], size: float, widths: Sequence[float]) -> int:
    """Of a table's row: those of its highest cell. 5.5 points of each cell are air."""
    return max(
        (lines_of(text, size, width - 5.5) for text, width in zip(texts, widths, strict=True)),
        default=1,
    )
