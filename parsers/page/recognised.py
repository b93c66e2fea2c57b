"""A page that is a picture -> its lines, where they come from, and what must be said about them.

In: `Picture` of a page at its true size, and the seals found on it. Out: `Reading`, with the names of those
seals: which way up a page lies its writing tells. Red ink of a seal is lifted off first, so that the date
below it can be read and its own letters are not taken for lines. A blank page is read and empty; a page with ink from which nothing could be read, or on a
machine where the recognition cannot run, is `TextFrom.NONE`. What was not read of it is `unread`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from parsers import effort
from parsers.document import ANYTHING, TEXT, Box, Line, Seal, TextFrom, Unread
from parsers.page import cut_line, ocr, under_seal
from parsers.page.lifted import without_seals
from parsers.page.one_letter import CUT_ABOVE, CUT_END
from parsers.page.picture import Picture, Pixels
from parsers.page.turning import among, level_box, turned_box
from parsers.parser import Unreadable
from parsers.seals import ring

_POOR = 0.85  # a mean confidence at which characters are likely to be wrong
_INK = 60  # how much darker than the paper ink is
_DUST = 0.00004  # of the page: less ink than this is none, a date alone has ten times as much
_SPECKS = 0.0008  # likewise: where so little was not read as writing, it is dust


@dataclass(frozen=True, slots=True)
class Reading:
    """`seals`: those of the page, with the names that could be read; `turns`: quarter turns anticlockwise that
    set the page upright."""

    text_from: TextFrom
    lines: tuple[Line, ...]
    refused: bool = False  # nobody looked, so that no lines say nothing
    unread: tuple[Unread, ...] = ()
    turns: int = 0
    seals: tuple[Seal, ...] = ()


def read_picture(picture: Picture, seals: Iterable[Seal], number: int) -> Reading:
    """Page `number` by OCR, by itself: whether other pages go on with it, `one_letter` knows. Never raises for
    what it shows."""
    there = tuple(seals)
    read = _read(picture, tuple(seal for seal in there if seal.bbox), number)
    return replace(read, seals=ring.named(picture, there, read.turns))


def _read(picture: Picture, found: tuple[Seal, ...], number: int) -> Reading:
    boxes = tuple(seal.bbox for seal in found if seal.bbox)
    pixels = without_seals(picture, found)
    ink = ink_share(pixels)
    if ink < _DUST:
        return Reading(TextFrom.OCR, ())
    why = effort.refusal()
    if why:
        effort.was_cut_short()
        said = f"第{number}页起的图像没有识别文字：{why}，请人工查看"
        return _nothing(number, said if effort.begins_refusing(number) else "", refused=True)
    try:
        with effort.one_page():
            writing = ocr.read_page(pixels, picture.dpi, boxes)
            looked = under_seal.looked_under(picture, found, writing, number)
    except Unreadable as fault:
        effort.was_cut_short()
        said = f"第{number}页是图像，未能识别文字：{fault.message}"
        return _nothing(number, said, refused=True)
    if not any(char.isalnum() for line in looked.lines for char in line.text):
        if ink < _SPECKS:
            return Reading(TextFrom.OCR, ())
        return _nothing(number, f"第{number}页是图像，没有认出文字，请人工查看")
    unread = (*looked.unread, *_left(picture, looked.lines, boxes, writing, number))
    return Reading(TextFrom.OCR, looked.lines, False, unread, writing.turns)


def _nothing(number: int, why: str, *, refused: bool = False) -> Reading:
    unread = (Unread("page", ANYTHING, why, number),) if why else ()
    return Reading(TextFrom.NONE, (), refused, unread)


def _left(
    picture: Picture, lines: tuple[Line, ...], seals: tuple[Box, ...], writing: ocr.Writing,
    number: int,
) -> Iterator[Unread]:  # fmt: skip
    """What of a page's writing was not read, or so badly that it may say something else."""
    if _mean_confidence(lines) < _POOR:
        said = f"第{number}页图像质量差，认出的文字可能有错，请对照原件"
        yield Unread("poor", (TEXT,), said, number)
    if writing.left:
        said = f"第{number}页有{len(writing.left)}行字迹没有认出，请对照原件"
        yield Unread("ink", (TEXT,), said, number)
    way = writing.turns, picture.pixels.shape[:2], 72 / picture.dpi
    placed = [
        (line.text, level_box(turned_box(line.bbox, *way), writing.slant, line=True))
        for line in lines
        if line.bbox
    ]
    hidden = [level_box(turned_box(box, *way), writing.slant, line=False) for box in seals]
    cut = cut_line.cut_line(placed, hidden, last=False)
    if words := cut or cut_line.cut_line(placed, hidden, last=True):
        said = f"第{number}页正文到“{words[-12:]}”中断，其后的文字没有读到，请对照原件"
        yield Unread("cut_line" if cut else CUT_END, (TEXT,), said, number)
    top = min((turned_box(line.bbox, *way)[1] for line in lines if line.bbox), default=0.0)
    if words := cut_line.cut_above(placed, top):
        said = f"第{number}页从“{words[:12]}”开始，其上的文字没有读到，请对照原件"
        yield Unread(CUT_ABOVE, (TEXT,), said, number)


def joined(read: Reading, known: tuple[Line, ...]) -> Reading:
    """A picture's lines and the digital ones that stand on it, which are surer and stay where both saw the
    same. The order of the more stays, for it knows columns, cells and which way up the page lies."""
    seen = tuple(
        line for line in read.lines if not any(_covers(one.bbox, line.bbox) for one in known)
    )
    more, fewer = (known, seen) if _length(known) > _length(seen) else (seen, known)
    lines = among(more, fewer, read.turns)
    if read.text_from is TextFrom.NONE:
        return replace(read, lines=lines)
    return replace(read, text_from=TextFrom.MIXED, lines=lines)


def _length(lines: tuple[Line, ...]) -> int:
    return sum(len(line.text) for line in lines)


def _covers(box: Box | None, other: Box | None) -> bool:
    """Whether the middle of `other` lies in `box`."""
    if box is None or other is None:
        return False
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _mean_confidence(lines: tuple[Line, ...]) -> float:
    """By characters, so that a stray mark does not count like a line."""
    return sum(line.confidence * len(line.text) for line in lines) / _length(lines)


def is_blank(picture: Picture) -> bool:
    return ink_share(picture.pixels) < _DUST


def ink_share(pixels: Pixels) -> float:
    """The share of the page that is darker than its paper."""
    grey = pixels[::2, ::2].mean(axis=2)
    paper = np.percentile(grey, 80)  # most of a page is paper, also where a picture is on it
    return float((grey < paper - _INK).mean())
