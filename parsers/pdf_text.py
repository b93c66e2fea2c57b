"""A PDF page's text layer -> `Glyph`s, in stream order, which is any order.

Coordinates become points from the top left corner of the page as it is shown
(rotation and crop box applied), the same as in the rendered picture.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.document import Box
from parsers.glyphs import Glyph, modern

_NO_CHARACTERS = frozenset((0x0A, 0x0D, 0xFFFE, 0xFEFF))
_FINE = 64  # pdfium maps to whole device pixels; a fine device keeps the fractions


@dataclass(frozen=True, slots=True)
class _Affine:
    """PDF user space -> points from the top left."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self.b == self.c == 0.0 and self.a > 0 > self.d and x0 <= x1 and y0 <= y1:
            # a page that is not turned, as nearly all are: a third of the work
            e, f = self.e, self.f
            return self.a * x0 + e, self.d * y1 + f, self.a * x1 + e, self.d * y0 + f
        (ax, ay), (bx, by) = self.at(x0, y0), self.at(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def placement(page: pdfium.PdfPage) -> _Affine:
    """How this page's coordinates map to what is shown."""
    width, height = page.get_size()
    size = (0, 0, round(width * _FINE), round(height * _FINE), 0)
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, *size, px, py, ctypes.byref(x), ctypes.byref(y))
        return x.value / _FINE, y.value / _FINE

    (e, f), (xx, xy), (yx, yy) = shown(0, 0), shown(1000, 0), shown(0, 1000)
    scale = 1000.0
    return _Affine((xx - e) / scale, (xy - f) / scale, (yx - e) / scale, (yy - f) / scale, e, f)


def glyphs(page: pdfium.PdfPage) -> tuple[Glyph, ...]:
    """Every character of the text layer, in stream order; blanks too."""
    place = placement(page)
    textpage = page.get_textpage()
    try:
        found = _read_glyphs(textpage, place, page.get_rotation())
    finally:
        textpage.close()
    return tuple(found)


def _read_glyphs(textpage: pdfium.PdfTextPage, place: _Affine, rotation: int) -> list[Glyph]:
    found: list[Glyph] = []
    page = textpage.raw  # without its wrapper, which costs as much as a call
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    rect_ref, x_ref, y_ref = (ctypes.byref(each) for each in (rect, x, y))
    looks = _Looks(page)
    high = 0  # the first half of a character beyond the basic plane
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code in _NO_CHARACTERS:
            continue
        raw.FPDFText_GetLooseCharBox(page, index, rect_ref)
        raw.FPDFText_GetCharOrigin(page, index, x_ref, y_ref)
        whole = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        found.append(
            Glyph(
                modern(chr(code)) if whole else "\ufffd",
                place.box(rect.left, rect.bottom, rect.right, rect.top),
                place.at(x.value, y.value)[1],
                _turn(raw.FPDFText_GetCharAngle(page, index), rotation),
                *looks.of(index),
                raw.FPDFText_HasUnicodeMapError(page, index) == 1,
            )
        )
    return found


def _turn(radians: float, rotation: int) -> float:
    degrees = (radians * 57.29578 + rotation) % 360
    return degrees - 360 if degrees > 180 else degrees


@dataclass
class _Looks:
    """(red, invisible) of characters; all characters of one text object look the same."""

    textpage: Any  # pdfium's own handle
    known: dict[int, tuple[bool, bool]] = field(default_factory=dict)

    def of(self, index: int) -> tuple[bool, bool]:
        shape = raw.FPDFText_GetTextObject(self.textpage, index)
        if not shape:  # a blank that pdfium put in
            return False, False
        address = ctypes.cast(shape, ctypes.c_void_p).value or 0
        if address not in self.known:
            mode = raw.FPDFTextObj_GetTextRenderMode(shape)
            unseen = bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            self.known[address] = (_is_red(self.textpage, index), unseen)
        return self.known[address]


def _is_red(textpage: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    parts = [ctypes.byref(part) for part in (red, green, blue, alpha)]
    if not raw.FPDFText_GetFillColor(textpage, index, *parts):
        return False
    return red.value > 120 and red.value - max(green.value, blue.value) > 80
