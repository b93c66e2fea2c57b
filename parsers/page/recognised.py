"""A page that is a picture -> its lines, where they come from, and what must be said about them.

In: `Picture` of a page at its true size, and the seals found on it. Out: `Reading`. Red ink of a
seal is lifted off first, so that the date below it can be read and its own letters are not taken
for lines. A blank page is read and empty; a page with ink from which nothing could be read, or on a
machine where the recognition cannot run, is `TextFrom.NONE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from parsers import effort
from parsers.document import Box, Line, Seal, TextFrom
from parsers.page import ocr
from parsers.page.picture import Picture, Pixels
from parsers.parser import Unreadable

_MARGIN = 3.0  # points around a seal that its ink may reach
_BLACK, _PAPER = 70, 165  # the brightest channel: black writing, and red ink on paper
_POOR = 0.85  # a mean confidence at which characters are likely to be wrong
_INK = 60  # how much darker than the paper ink is
_DUST = 0.00004  # of the page: less ink than this is none, a date alone has ten times as much
_SPECKS = 0.0008  # likewise: where so little was not read as writing, it is dust


@dataclass(frozen=True, slots=True)
class Reading:
    text_from: TextFrom
    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
    refused: bool = False  # nobody looked, so that no lines say nothing


def read_picture(picture: Picture, seals: Iterable[Seal], number: int) -> Reading:
    """Page `number` by OCR. Never raises for what the picture shows."""
    pixels = _without_ink(picture, [seal.bbox for seal in seals if seal.bbox])
    ink = ink_share(pixels)
    if ink < _DUST:
        return Reading(TextFrom.OCR, ())
    why = effort.refusal()
    if why:
        effort.was_cut_short()
        said = f"第{number}页起的图像没有识别文字：{why}，请人工查看"
        return Reading(TextFrom.NONE, (), (said,) if effort.begins_refusing(number) else (), True)
    try:
        with effort.one_page():
            lines = ocr.read_page(pixels, picture.dpi)
    except Unreadable as fault:
        effort.was_cut_short()
        said = f"第{number}页是图像，未能识别文字：{fault.message}"
        return Reading(TextFrom.NONE, (), (said,), True)
    if not any(char.isalnum() for line in lines for char in line.text):
        if ink < _SPECKS:
            return Reading(TextFrom.OCR, ())
        return Reading(TextFrom.NONE, (), (f"第{number}页是图像，没有认出文字，请人工查看",))
    if _mean_confidence(lines) < _POOR:
        warning = f"第{number}页图像质量差，认出的文字可能有错，请对照原件"
        return Reading(TextFrom.OCR, lines, (warning,))
    return Reading(TextFrom.OCR, lines)


def joined(read: Reading, known: tuple[Line, ...]) -> Reading:
    """A picture's lines and the digital ones that stand on it, which are surer and come first
    where both saw the same."""
    seen = [line for line in read.lines if not any(_covers(one.bbox, line.bbox) for one in known)]
    lines = sorted((*seen, *known), key=lambda line: line.bbox[1] if line.bbox else 0.0)
    if read.text_from is TextFrom.NONE:
        return replace(read, lines=tuple(lines))
    return Reading(TextFrom.MIXED, tuple(lines), read.warnings)


def _covers(box: Box | None, other: Box | None) -> bool:
    """Whether the middle of `other` lies in `box`."""
    if box is None or other is None:
        return False
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _mean_confidence(lines: tuple[Line, ...]) -> float:
    """By characters, so that a stray mark does not count like a line."""
    length = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / length


def _without_ink(picture: Picture, boxes: list[Box]) -> Pixels:
    """The page with only what is black in these boxes."""
    if not boxes:
        return picture.pixels
    pixels = picture.pixels.copy()
    scale = picture.dpi / 72
    for x0, y0, x1, y1 in boxes:
        top, left = max(0, int((y0 - _MARGIN) * scale)), max(0, int((x0 - _MARGIN) * scale))
        part = pixels[top : int((y1 + _MARGIN) * scale), left : int((x1 + _MARGIN) * scale)]
        brightest = part.max(axis=2).astype(np.float32)
        level = np.clip((brightest - _BLACK) * (255 / (_PAPER - _BLACK)), 0, 255)
        part[:] = level.astype(np.uint8)[:, :, None]
    return pixels


def is_blank(picture: Picture) -> bool:
    return ink_share(picture.pixels) < _DUST


def ink_share(pixels: Pixels) -> float:
    """The share of the page that is darker than its paper."""
    grey = pixels[::2, ::2].mean(axis=2)
    paper = np.percentile(grey, 80)  # most of a page is paper, also where a picture is on it
    return float((grey < paper - _INK).mean())
