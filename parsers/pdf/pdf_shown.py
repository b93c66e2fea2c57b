"""What a page draws beside plain black words: pictures, drawings, surfaces, words that may not be seen.

In: a page that is open. Out: `Shown`, in points from the top left corner of the page as it is shown. Rules, frames
and surfaces hold neither words nor a seal; where a page draws nothing else nobody need look at its picture.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.document import Box
from parsers.pdf.pdf_parts import Embedded
from parsers.pdf.pdf_text import Affine, placement, reddish

_DEEP = 8
_RULE = 4.0  # points: what is thinner and longer is a rule
_SHORT = 10.0
_LONG = 190.0  # points: no side of a seal is so long
_OUTLINE = 6  # points of a path: a frame has five
_PALE = 200  # of 255: a fill this light on paper may not be seen
_SEAL_LETTER = 48.0  # points: a sign so large may be a seal
_APART = 6.0  # points between two pieces of one drawing
_MOST_PIECES = 1500
_MOST_OBJECTS = 10_000
_MOST_PACKED = 8_000_000  # bytes of an image that is compared with those known
_NEAR_ALL = 0.5  # of the page: then all of it is looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """Something drawn that may hold words or a seal; `handle` is pdfium's."""

    kind: int
    order: int  # what is drawn later lies above
    box: Box
    handle: Any
    upright: bool
    mark: bytes = b""  # of an image: by which it is known again; empty where that cannot be told


Region = tuple[Box, tuple[Piece, ...]]


@dataclass(slots=True)
class Shown:
    pieces: list[Piece] = field(default_factory=list)
    pictures: float = 0.0  # the share of the page that they cover, each counted once
    covering: list[tuple[int, Box]] = field(default_factory=list)  # (when drawn, where)
    words: list[tuple[int, Box]] = field(default_factory=list)
    doubtful: bool = False  # some words may be drawn and not seen
    size: tuple[float, float] = (0.0, 0.0)

    objects: list[Any] = field(default_factory=list)  # all that is drawn, as pdfium knows it

    @property
    def is_empty(self) -> bool:
        return not self.objects

    @property
    def may_hide_words(self) -> bool:
        """Whether words may be pale on paper, or lie under something drawn after them."""
        return self.doubtful or any(
            when < later and _middle_in(word, box)
            for later, box in self.covering
            for when, word in self.words
        )

    def lies_free(self, piece: Piece) -> bool:
        """Whether nothing but words is drawn above it."""
        above = [*self.covering, *((one.order, one.box) for one in self.pieces)]
        return not any(order > piece.order and _near(box, piece.box) for order, box in above)

    def regions(self) -> list[Region]:
        """Where its pieces lie, those that touch together, each with its pieces; the whole page where
        they cover half of it or are countless."""
        width, height = self.size
        whole: Box = (0.0, 0.0, width, height)
        kept = [(_clipped(one.box, whole), one) for one in self.pieces]
        groups: list[Region] = [
            (box, (one,)) for box, one in kept if box[2] > box[0] and box[3] > box[1]
        ]
        if not groups:
            return []
        joined = _joined(groups) if len(groups) <= _MOST_PIECES else [(whole, tuple(self.pieces))]
        covered = sum(_area(box) for box, _ in joined)
        if covered > _NEAR_ALL * _area(whole):
            return [(whole, tuple(self.pieces))]
        return joined


def shown(page: pdfium.PdfPage, pictures: Mapping[bytes, Embedded]) -> Shown:
    """`pictures`: the images that the file holds, by the fingerprints of their packed bytes."""
    seen = Shown(size=page.get_size())
    width, height = seen.size
    for order, (handle, place) in enumerate(_objects(page)):
        if order == _MOST_OBJECTS:  # a map, or worse: all of it is looked at
            whole = (0.0, 0.0, width, height)
            seen.pieces.append(Piece(raw.FPDF_PAGEOBJ_FORM, order, whole, None, upright=False))
            seen.doubtful = True
            break
        seen.objects.append(handle)
        kind = raw.FPDFPageObj_GetType(handle)
        box = _box(handle, place)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            _note_words(seen, order, handle, box)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _note_path(seen, order, handle, box)
        else:
            known = pictures.get(_fingerprint(handle)) if kind == raw.FPDF_PAGEOBJ_IMAGE else None
            mark, masked = (known.mark, known.masked) if known else (b"", False)
            upright = _is_upright(handle, place)
            seen.pieces.append(Piece(kind, order, box, handle, upright, mark))
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                seen.pictures += _area(box) / max(width * height, 1.0)
            if not (masked or raw.FPDFPageObj_HasTransparency(handle)):
                seen.covering.append((order, box))
    return seen


def of_signature(box: Box) -> Piece:
    """What a signature's field draws, which is no part of the page's content."""
    return Piece(raw.FPDF_PAGEOBJ_FORM, 0, box, None, upright=False)


def _fingerprint(handle: Any) -> bytes:
    size = raw.FPDFImageObj_GetImageDataRaw(handle, None, 0)
    if not 0 < size <= _MOST_PACKED:
        return b""
    packed = ctypes.create_string_buffer(size)
    raw.FPDFImageObj_GetImageDataRaw(handle, packed, size)
    return hashlib.blake2b(packed.raw).digest()


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, Affine]]:
    """All that is drawn, in its order, with how its coordinates map to the page as it is shown."""
    top = placement(page)
    count = raw.FPDFPage_CountObjects(page)
    waiting = [(raw.FPDFPage_GetObject(page, at), top, 0) for at in reversed(range(count))]
    while waiting:
        handle, place, depth = waiting.pop()
        if not handle:
            continue
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM or depth >= _DEEP:
            yield handle, place
            continue
        inner = place.after(_matrix(handle))
        held = raw.FPDFFormObj_CountObjects(handle)
        waiting += [
            (raw.FPDFFormObj_GetObject(handle, at), inner, depth + 1)
            for at in reversed(range(held))
        ]


def _matrix(handle: Any) -> tuple[float, ...]:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _box(handle: Any, place: Affine) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, edges)):
        return 0.0, 0.0, 0.0, 0.0
    x0, y0, x1, y1 = (edge.value for edge in edges)
    corners = [place.at(x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_upright(handle: Any, place: Affine) -> bool:
    a, b, c, d, *_ = _matrix(handle)
    return not (b or c or place.b or place.c) and a > 0 and d > 0


def _fill(handle: Any) -> tuple[int, int, int, int] | None:
    """Red, green, blue, how opaque; None for a pattern."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(handle, *map(ctypes.byref, parts)):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _note_words(seen: Shown, order: int, handle: Any, box: Box) -> None:
    seen.words.append((order, box))
    colour = _fill(handle)
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    if colour is None or (mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE and _is_pale(colour)):
        seen.doubtful = True
    turned = any(_matrix(handle)[1:3])
    large = min(box[2] - box[0], box[3] - box[1]) > _SEAL_LETTER
    if (turned and reddish(raw.FPDFPageObj_GetFillColor, handle)) or large:
        seen.pieces.append(Piece(raw.FPDF_PAGEOBJ_TEXT, order, box, handle, upright=False))


def _is_pale(colour: tuple[int, int, int, int]) -> bool:
    *parts, alpha = colour
    return 255 - (255 - min(parts)) * alpha / 255 > _PALE


def _note_path(seen: Shown, order: int, handle: Any, box: Box) -> None:
    wide, high = box[2] - box[0], box[3] - box[1]
    is_rule = min(wide, high) <= _RULE and max(wide, high) >= _SHORT
    piece = Piece(raw.FPDF_PAGEOBJ_PATH, order, box, handle, upright=False)
    if not is_rule and not _is_outline(handle):
        seen.pieces.append(piece)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    red = (stroke.value and reddish(raw.FPDFPageObj_GetStrokeColor, handle)) or (
        is_rule and fill.value and reddish(raw.FPDFPageObj_GetFillColor, handle)
    )
    if red and max(wide, high) < _LONG:
        seen.pieces.append(piece)  # a side of a square seal
        return
    if is_rule or not fill.value:
        return
    colour = _fill(handle)
    # a pattern may draw anything, and a small surface is one of many that make up a drawing
    if colour is None or max(wide, high) < _SHORT:
        seen.pieces.append(piece)
    elif colour[3] > _PALE:
        seen.covering.append((order, box))


def _is_outline(handle: Any) -> bool:
    """A stroke, a frame or a plain surface: a few straight lines."""
    count = raw.FPDFPath_CountSegments(handle)
    if count > _OUTLINE:
        return False
    kinds = (
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(handle, at)) for at in range(count)
    )
    return all(kind != raw.FPDF_SEGMENT_BEZIERTO for kind in kinds)


# --- boxes ----------------------------------------------------------------------------------------


def _joined(
    groups: list[Region],
) -> list[Region]:
    """Groups that lie nearly together as one; from left to right, so that few are compared."""
    while True:
        before = len(groups)
        done: list[Region] = []
        for box, pieces in sorted(groups, key=lambda one: one[0][0]):
            at = next((n for n in reversed(range(len(done))) if _near(done[n][0], box)), None)
            if at is None:
                done.append((box, pieces))
            else:
                done[at] = (around(done[at][0], box), (*done[at][1], *pieces))
        groups = done
        if len(groups) == before:
            return sorted(groups, key=lambda one: one[0][1])


def _near(one: Box, other: Box) -> bool:
    return (
        one[0] - _APART < other[2]
        and other[0] - _APART < one[2]
        and one[1] - _APART < other[3]
        and other[1] - _APART < one[3]
    )


def around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _clipped(box: Box, whole: Box) -> Box:
    x0, y0 = max(box[0], whole[0]), max(box[1], whole[1])
    return x0, y0, min(box[2], whole[2]), min(box[3], whole[3])


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _middle_in(box: Box, other: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]
