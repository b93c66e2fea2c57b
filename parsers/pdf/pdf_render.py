"""A page of a PDF -> its pixels, as far as drawing them comes to an end.

In: a page that is open, a scale. Out: RGB pixels. Raises `Unreadable` where drawing takes too long.

pdfium asks between two objects whether it shall go on, but not while it fills one with a pattern, which
it may have to lay down a million million times: `dense_patterns` finds such in the file's bytes before
anything is drawn. A pattern is a stream, and so its dictionary always stands there plainly.
"""

from __future__ import annotations

import ctypes
import math
import re
import time

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.limits import MAX_PATTERN_POINTS, RENDER_SECONDS
from parsers.page.picture import Pixels
from parsers.parser import Unreadable

_WHITE = 0xFFFFFFFF
_REACH = 2000  # bytes around a step in which the rest of its dictionary stands
_STEP = re.compile(rb"/XStep\s*([-+.\d]{1,30})")
_OTHER_STEP = re.compile(rb"/YStep\s*([-+.\d]{1,30})")
_FOUR = rb"\s*\[\s*" + rb"\s+".join([rb"([-+.\d]{1,30})"] * 4)
_BOX = re.compile(rb"/BBox" + _FOUR)
_MATRIX = re.compile(rb"/Matrix" + _FOUR)


def drawn(page: pdfium.PdfPage, scale: float) -> Pixels:
    """The page as it is shown, forms and annotations included."""
    width, height = (max(1, math.ceil(side * scale)) for side in page.get_size())
    bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    place = (bitmap, page, 0, 0, width, height, 0, flags)
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
