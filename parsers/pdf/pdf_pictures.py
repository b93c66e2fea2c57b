"""Writing that a digital page shows as a picture or a drawing -> lines, or `Unread`.

In: a page that is open, a region of it, the lines and seals known there. Out: more lines. A pasted picture of a
paragraph, a signature with its date, letters turned into outlines are words that no text layer tells. What is left of
a region's ink without known lines and seals is recognised; where no writing is found in it, it is decoration.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parsers import effort
from parsers.document import SEAL, TEXT, Box, Line, Seal, Unread
from parsers.page.picture import Picture, Pixels
from parsers.parser import Unreadable

_FINE_DPI = 200.0  # as offices scan; a finer picture reads no better
_INK = 60  # how far ink is from its ground, of 255
_BLACK, _PAPER = 70, 165  # the brightest channel: black writing, and red ink on paper
_FEW = 30  # dots of ink at 100 dpi: less is no character
_SURE = 0.8  # a line less sure is not read
_LETTER = (
    1  # lines: of one picture, from which on it may be a letter with a seal that does not show
)
_MARGIN = 3.0  # points around a seal that its ink may reach
_AROUND = 1.0  # points around a line, likewise

Drawn = Callable[[float, Box], tuple[Picture, tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Written:
    lines: tuple[Line, ...] = ()
    unread: tuple[Unread, ...] = ()


def written(
    drawn: Drawn, box: Box, known: Sequence[Line], seals: Sequence[Seal], number: int
) -> Written:
    """`drawn` gives a part of the page at so many dots an inch, and the point where it begins."""
    picture, corner = drawn(_FINE_DPI, box)
    pixels = _without(picture, corner, known, seals)
    if _dots(pixels) * (100 / picture.dpi) ** 2 < _FEW:
        return Written()
    why = effort.refusal()
    if why:
        effort.was_cut_short()
        return _unread(f"第{number}页有图像没有识别文字：{why}", number)
    from parsers.page import ocr

    try:
        with effort.one_page():
            writing = ocr.read_page(pixels, picture.dpi)
    except Unreadable as fault:
        effort.was_cut_short()
        return _unread(f"第{number}页有图像没有识别文字：{fault.message}", number)
    sure = [line for line in writing.lines if line.confidence >= _SURE and _says(line.text)]
    lines = tuple(replace(line, bbox=_moved(line.bbox, corner)) for line in sure)
    unsure = [line for line in writing.lines if line.confidence < _SURE and _says(line.text)]
    unread = []
    if unsure:
        said = f"第{number}页有图像里的文字没有认清，请人工查看"
        unread.append(Unread("picture", (TEXT,), said, number))
    if len(sure) > _LETTER and not seals and is_colourless(picture):
        said = f"第{number}页有黑白图像，无法判断其中有无印章"
        unread.append(Unread("grey_picture", (SEAL,), said, number))
    return Written(lines, tuple(unread))


def _unread(said: str, number: int) -> Written:
    return Written(unread=(Unread("picture", (TEXT,), said, number),))


def is_colourless(picture: Picture) -> bool:
    from parsers.seals import ink

    return ink.is_colourless(picture)


def _says(text: str) -> bool:
    """Whether it holds Chinese or figures: what is read into ornaments and codes mostly does not."""
    return sum(char.isdigit() or "\u3400" <= char <= "\u9fff" for char in text) >= 2


def _without(
    picture: Picture, corner: tuple[float, float], known: Sequence[Line], seals: Sequence[Seal]
) -> Pixels:
    """The part without the lines that are known, and of seals only what is black."""
    pixels = picture.pixels.copy()
    scale = picture.dpi / 72
    for seal in seals:
        if seal.bbox:
            part = pixels[_place(seal.bbox, corner, scale, _MARGIN)]
            brightest = part.max(axis=2).astype(np.float32)
            level = np.clip((brightest - _BLACK) * (255 / (_PAPER - _BLACK)), 0, 255)
            part[:] = level.astype(np.uint8)[:, :, None]
    for line in known:
        if line.bbox:
            pixels[_place(line.bbox, corner, scale, _AROUND)] = 255
    return pixels


def _place(
    box: Box, corner: tuple[float, float], scale: float, margin: float
) -> tuple[slice, slice]:
    x0, y0 = (
        max(0, int((edge - begin - margin) * scale))
        for edge, begin in zip(box[:2], corner, strict=True)
    )
    x1, y1 = (
        max(0, int((edge - begin + margin) * scale) + 1)
        for edge, begin in zip(box[2:], corner, strict=True)
    )
    return slice(y0, y1), slice(x0, x1)


def _dots(pixels: Pixels) -> int:
    """How many differ from the ground that most of it is, in whatever colour."""
    green = pixels[:, :, 1].astype(np.int16)
    return int(np.count_nonzero(np.abs(green - np.median(green)) > _INK))


def _moved(box: Box | None, by: tuple[float, float]) -> Box | None:
    if box is None:
        return None
    (x, y), (x0, y0, x1, y1) = by, box
    return round(x0 + x, 1), round(y0 + y, 1), round(x1 + x, 1), round(y1 + y, 1)
