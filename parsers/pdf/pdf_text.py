"""A PDF page's text layer -> `Glyphs`, in stream order, which is any order.

Coordinates become points from the top left corner of the page as it is shown
(rotation and crop box applied), the same as in the rendered picture.

pdfium answers for one character at a time, and a question costs a microsecond: what is the same for
a whole page, a text object or a kind of character is asked once.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from parsers import effort
from parsers.document import Box
from parsers.effort import Of
from parsers.limits import MAX_GLYPHS
from parsers.page.glyphs import Doubles, Flags, Glyphs, modern
from parsers.parser import Unreadable

_NO_CHARACTERS = frozenset("\n\r\ufffe\ufeff")
_FINE = 64  # pdfium maps to whole device pixels; a fine device keeps the fractions
_DEEP = 8  # forms within forms, in which a page may keep its text


def _asked(function: Any, result: Any, *more: Any) -> Callable[..., Any]:
    """pdfium's own function of (page, index, where to write ...), for addresses as plain numbers:
    to wrap each in an object takes longer than the answer, and so does letting other threads run."""
    made = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *more)
    return made(ctypes.cast(function, ctypes.c_void_p).value or 0)


_WHERE = ctypes.c_void_p
_code = _asked(raw.FPDFText_GetUnicode, ctypes.c_uint)
_angle = _asked(raw.FPDFText_GetCharAngle, ctypes.c_float)
_unmapped = _asked(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_object = _asked(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_box = _asked(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _WHERE)
_origin = _asked(raw.FPDFText_GetCharOrigin, ctypes.c_int, _WHERE, _WHERE)


@dataclass(frozen=True, slots=True)
class Affine:
    """PDF user space -> points from the top left."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: Any, y: Any) -> tuple[Any, Any]:
        """A point, or a column of each."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Sequence[float]) -> Affine:
        """First a matrix of PDF's, then this."""
        a, b, c, d, e, f = inner
        (x, y), (ax, ay), (cx, cy) = self.at(e, f), self.at(a + e, b + f), self.at(c + e, d + f)
        return Affine(ax - x, ay - y, cx - x, cy - y, x, y)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        (ax, ay), (bx, by) = self.at(x0, y0), self.at(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def placement(page: pdfium.PdfPage) -> Affine:
    """How this page's coordinates map to what is shown."""
    width, height = page.get_size()
    size = (0, 0, round(width * _FINE), round(height * _FINE), 0)
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, *size, px, py, ctypes.byref(x), ctypes.byref(y))
        return x.value / _FINE, y.value / _FINE

    (e, f), (xx, xy), (yx, yy) = shown(0, 0), shown(1000, 0), shown(0, 1000)
    scale = 1000.0
    return Affine((xx - e) / scale, (xy - f) / scale, (yx - e) / scale, (yy - f) / scale, e, f)


def glyphs(page: pdfium.PdfPage) -> Glyphs:
    """Every character of the text layer, in stream order; blanks too."""
    place, turned = placement(page), page.get_rotation()
    textpage = page.get_textpage()
    try:
        found = _Page(ctypes.cast(textpage.raw, _WHERE).value or 0, textpage.count_chars())
        if found.count > MAX_GLYPHS:
            raise Unreadable("too_large", f"一页至多读取{MAX_GLYPHS}个字")
        effort.take(Of.GLYPHS, found.count)
        red, invisible, angles = _looks(page, textpage, found, turned)
        boxes, baselines = _places(found, place)
        chars = _characters(found, textpage)
        unmapped = _without_meaning(found, chars)
    finally:
        textpage.close()
    known = Glyphs(chars, boxes, baselines, angles, red, invisible, unmapped)
    there = np.array([char not in _NO_CHARACTERS and char != "" for char in chars], bool)
    return known if there.all() else known.where(there)


@dataclass(frozen=True, slots=True)
class _Page:
    """A text page of pdfium's: where it lies in memory, and how many characters it has."""

    address: int
    count: int

    def ask(self, question: Callable[..., Any], *answers: range) -> Iterator[Any]:
        """For each character in turn."""
        return map(question, repeat(self.address), range(self.count), *answers)


def _places(page: _Page, place: Affine) -> tuple[Doubles, Doubles]:
    """Boxes and baselines, as they are shown."""
    boxes = np.zeros((page.count, 4), np.float32)  # left, top, right, bottom
    origins = np.zeros((page.count, 2))
    _done(page.ask(_box, _addresses(boxes)))
    _done(page.ask(_origin, _addresses(origins), _addresses(origins, origins.itemsize)))
    left, top, right, bottom = boxes.astype(float).T
    ax, ay = place.at(left, bottom)
    bx, by = place.at(right, top)
    edges = np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)
    return np.column_stack(edges), place.at(*origins.T)[1]


def _done(answers: Iterable[Any]) -> None:
    for _ in answers:
        pass


def _addresses(table: NDArray[Any], offset: int = 0) -> range:
    """Where in memory each row begins, or so many bytes further on."""
    begin, step = table.ctypes.data + offset, table.itemsize * table.shape[1]
    return range(begin, begin + step * len(table), step)


def _characters(page: _Page, textpage: pdfium.PdfTextPage) -> tuple[str, ...]:
    """One for each place; nothing for the first half of a character beyond the basic plane."""
    text = textpage.get_text_range(0, page.count, errors="replace") if page.count else ""
    if len(text) == page.count and "\ufffd" not in text:
        return tuple(map(modern, text))
    return tuple(_decoded(page.ask(_code)))


def _decoded(codes: Iterable[int]) -> Iterator[str]:
    high = 0
    for code in codes:
        if 0xD800 <= code < 0xDC00:
            high = code
            yield ""
            continue
        low = high and 0xDC00 <= code < 0xE000
        whole = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if low else code
        high = 0
        known = 0 < whole < 0x110000 and not 0xD800 <= whole < 0xE000
        yield modern(chr(whole)) if known else "\ufffd"


def _without_meaning(page: _Page, chars: tuple[str, ...]) -> Flags:
    """Which characters' fonts do not say what they draw; asked once for each kind of character."""
    first = {char: place for place, char in reversed(list(enumerate(chars)))}
    bad = {char for char, place in first.items() if _unmapped(page.address, place) == 1}
    return np.array([char in bad for char in chars], bool)


def _looks(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, found: _Page, turned: int
) -> tuple[Flags, Flags, Doubles]:
    """(red, invisible, angle) of each character; all characters of one text object look the same, and
    where all objects of a page look like plain writing, no character need be asked."""
    if all(map(_is_plain, _shapes(page))):
        none = np.zeros(found.count, bool)
        return none, none, _turns(np.zeros(found.count), turned)
    # a blank that pdfium put in belongs to no object
    known: dict[int | None, tuple[bool, bool]] = {None: (False, False)}
    looks = []
    for index, address in enumerate(found.ask(_object)):
        if address not in known:
            shape = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
            mode = raw.FPDFTextObj_GetTextRenderMode(shape)
            unseen = bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            known[address] = (reddish(raw.FPDFText_GetFillColor, textpage.raw, index), unseen)
        looks.append(known[address])
    red, invisible = np.array(looks, bool).reshape(-1, 2).T
    return red, invisible, _turns(np.fromiter(found.ask(_angle), float, found.count), turned)


def _shapes(page: pdfium.PdfPage) -> Iterator[Any]:
    """What is drawn on a page, its forms' contents after them; `None` where they lie too deep."""
    shapes = [
        (raw.FPDFPage_GetObject(page, index), 0) for index in range(raw.FPDFPage_CountObjects(page))
    ]
    while shapes:
        shape, depth = shapes.pop()
        yield shape if depth < _DEEP else None
        if raw.FPDFPageObj_GetType(shape) == raw.FPDF_PAGEOBJ_FORM and depth < _DEEP:
            inner = range(raw.FPDFFormObj_CountObjects(shape))
            shapes += [(raw.FPDFFormObj_GetObject(shape, index), depth + 1) for index in inner]


def _is_plain(shape: Any) -> bool:
    """Whether it is no text, or text that stands level and is neither red nor invisible."""
    if not shape:
        return False
    kind = raw.FPDFPageObj_GetType(shape)
    if kind not in (raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_TEXT):
        return True
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(shape, ctypes.byref(matrix)):
        return False
    if matrix.b or matrix.c or matrix.a <= 0:
        return False
    if kind == raw.FPDF_PAGEOBJ_FORM:
        return True
    mode = raw.FPDFTextObj_GetTextRenderMode(shape)
    return mode == raw.FPDF_TEXTRENDERMODE_FILL and not reddish(raw.FPDFPageObj_GetFillColor, shape)


def _turns(radians: Doubles, rotation: int) -> Doubles:
    degrees = (radians * 57.29578 + rotation) % 360
    return np.where(degrees > 180, degrees - 360, degrees)


def reddish(colour: Callable[..., Any], *of: Any) -> bool:
    """Whether the fill colour that pdfium's function gives is a red one."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    parts = [ctypes.byref(part) for part in (red, green, blue, alpha)]
    if not colour(*of, *parts):
        return False
    return red.value > 120 and red.value - max(green.value, blue.value) > 80
