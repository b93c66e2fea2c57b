"""A page of a PDF -> its pixels, as far as drawing them comes to an end.

In: a page that is open, a scale. Out: RGB pixels. Raises `Unreadable` where drawing takes too long.

pdfium asks between two objects whether it shall go on, but not while it fills one with a pattern, which
it may have to lay down a million million times: `dense_patterns` finds such in the file's bytes before
anything is drawn. A pattern is a stream, and so its dictionary always stands there plainly.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers import lazy_re as re
from parsers.document import Box
from parsers.limits import MAX_KEPT_PIXELS, MAX_KEPT_SIDE, MAX_PATTERN_POINTS, RENDER_SECONDS
from parsers.page.picture import Picture, Pixels
from parsers.parser import Unreadable

ALONE_DPI, ALONE_ROOM = 100.0, 10.0
_WHITE = 0xFFFFFFFF
_REACH = 2000  # bytes around a step in which the rest of its dictionary stands
_STEP = re.compile(rb"/XStep\s*([-+.\d]{1,30})")
_OTHER_STEP = re.compile(rb"/YStep\s*([-+.\d]{1,30})")
_FOUR = rb"\s*\[\s*" + rb"\s+".join([rb"([-+.\d]{1,30})"] * 4)
_BOX = re.compile(rb"/BBox" + _FOUR)
_MATRIX = re.compile(rb"/Matrix" + _FOUR)


def picture_of(page: pdfium.PdfPage, dpi: float) -> Picture:
    """The page as it is shown, forms and annotations included; smaller where it would be too big."""
    scale = _scale(page, dpi)
    return Picture(drawn(page, scale), scale * 72)


def part_of(page: pdfium.PdfPage, dpi: float, box: Box) -> tuple[Picture, tuple[float, float]]:
    """A part of it, and the point of the page where that begins: whole pixels are kept."""
    scale = _scale(page, dpi)
    width, height = page.get_size()
    x0, y0 = (max(0, math.floor(edge * scale)) for edge in box[:2])
    x1, y1 = (
        min(math.ceil(edge * scale), math.ceil(most * scale))
        for edge, most in zip(box[2:], (width, height), strict=True)
    )
    pixels = drawn(page, scale, (x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)))
    return Picture(pixels, scale * 72), (x0 / scale, y0 / scale)


def _scale(page: pdfium.PdfPage, dpi: float) -> float:
    width, height = page.get_size()
    return min(  # type: ignore[no-any-return]
        dpi / 72,
        math.sqrt(MAX_KEPT_PIXELS / max(width * height, 1.0)),
        MAX_KEPT_SIDE / max(width, height, 1.0),
    )


def drawn_alone(page: pdfium.PdfPage, handle: Any, others: Sequence[Any], box: Box) -> Picture:
    """One object of a page without all others, at `ALONE_DPI` with `ALONE_ROOM` points around: wherever it
    stands on a page its pixels are the same."""
    scale = ALONE_DPI / 72
    width, height = (
        math.ceil((side + 2 * ALONE_ROOM) * scale) for side in (box[2] - box[0], box[3] - box[1])
    )
    bitmap = _paper(width, height)
    shift = [(ALONE_ROOM - edge) * scale for edge in box[:2]]
    matrix = raw.FS_MATRIX(scale, 0, 0, scale, *shift)
    clip = raw.FS_RECTF(0, 0, width, height)
    away = [one for one in others if one is not handle]
    try:
        for one in away:
            raw.FPDFPageObj_SetIsActive(one, False)
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, raw.FPDF_REVERSE_BYTE_ORDER)
    finally:
        for one in away:
            raw.FPDFPageObj_SetIsActive(one, True)
    return Picture(np.array(bitmap.to_numpy()[:, :, :3]), ALONE_DPI)


def _paper(width: int, height: int) -> pdfium.PdfBitmap:
    bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
    return bitmap


def drawn(
    page: pdfium.PdfPage, scale: float, part: tuple[int, int, int, int] | None = None
) -> Pixels:
    """The page as it is shown, forms and annotations included, or those pixels of it."""
    width, height = (max(1, math.ceil(side * scale)) for side in page.get_size())
    x0, y0, x1, y1 = part or (0, 0, width, height)
    bitmap = _paper(x1 - x0, y1 - y0)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    place = (bitmap, page, -x0, -y0, width, height, 0, flags)
    end = time.thread_time() + RENDER_SECONDS
    pause = raw.IFSDK_PAUSE(version=1)
    asked = dict(raw.IFSDK_PAUSE._fields_)["NeedToPauseNow"]
    pause.NeedToPauseNow = asked(lambda _: int(time.thread_time() > end))
    try:
        state = raw.FPDF_RenderPageBitmap_Start(*place, ctypes.byref(pause))
    finally:
        raw.FPDF_RenderPage_Close(page)
    if state == raw.FPDF_RENDER_TOBECONTINUED:
        raise Unreadable("too_slow", f"显示一页用时超过{RENDER_SECONDS:.0f}秒，已停止")
    if state != raw.FPDF_RENDER_DONE:
        raise pdfium.PdfiumError("the page cannot be drawn")
    if page.formenv:
        raw.FPDF_FFLDraw(page.formenv, *place)
    # the bitmap's own memory goes with it
    return np.array(bitmap.to_numpy()[:, :, :3])


def dense_patterns(data: bytes, area: float) -> bool:
    """Whether a pattern in the file would be laid down too often on a page of so many square points."""
    return any(_points(data, step, area) > MAX_PATTERN_POINTS for step in _STEP.finditer(data))


def _points(data: bytes, step: re.Match[bytes], area: float) -> float:
    """How many points are painted, those painted again and again too."""
    begin = max(data.rfind(b" obj", max(0, step.start() - _REACH), step.start()), 0)
    end = data.find(b"stream", step.end(), step.end() + _REACH)
    around = data[begin : end if end >= 0 else step.end() + _REACH]
    other = _OTHER_STEP.search(around)
    across, down = _number(step[1]), _number(other[1]) if other else 0.0
    a, b, c, d = _four(_MATRIX, around) or (1.0, 0.0, 0.0, 1.0)
    x0, y0, x1, y1 = _four(_BOX, around) or (0.0, 0.0, 1.0, 1.0)
    grown = abs(a * d - b * c)
    tile = abs(across * down) * grown
    if not tile:  # pdfium draws none
        return 0.0
    # each lies on a dot at least
    painted = min(area, max(1.0, abs((x1 - x0) * (y1 - y0)) * grown))
    return area / tile * painted


def _four(pattern: re.Pattern[bytes], around: bytes) -> tuple[float, ...] | None:
    found = pattern.search(around)
    return tuple(map(_number, found.groups())) if found else None


def _number(digits: bytes) -> float:
    try:
        return float(digits)
    except ValueError:
        return 0.0
