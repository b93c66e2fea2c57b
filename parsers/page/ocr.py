"""A picture of writing -> its lines, by PP-OCRv6 small, whose weights lie in the wheel of rapidocr.

In: RGB pixels. Out: `Line`s in reading order with a confidence each and boxes in points from the
top left corner of the picture as it is shown, be it turned or slanted; or the one text of a picture
that holds a single line. Each of its networks is loaded when it is first needed, once a process, and
never reaches for the network.

Writing is looked for in a small copy of the page, as fine as is needed for its glyphs, and cut out
of the full picture: the bare engine looks through 2000 pixels, which takes most of its time.

Cannot see: handwriting (poorly), vertical writing, letters below about five points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import Box, Line
from parsers.page import layout
from parsers.page.cells import Cells, cells
from parsers.page.engine import FINE_SIDE, GRID, detector, recogniser
from parsers.page.level_copy import LevelCopy
from parsers.page.missed import missed
from parsers.page.rows import Piece, slant
from parsers.page.turning import shown_box, turned_box

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
# the engine keeps settings of the last call in itself, and the web page reads in several threads
_ENGINE = Lock()

# pages sent twice are read once: what was read last, by the picture's fingerprint; no pictures
_known: dict[tuple[bytes, tuple[int, ...], float, tuple[Box, ...]], Writing] = {}
_MOST_KNOWN = 64

_SIDE = 1056  # the longer side at which writing is looked for: A4 at 90 dots an inch
_SMALL_GLYPHS = 11.0  # pixels of a line's height in the first look
_MOST_ENLARGED = 2.5
_TALL = 1.5  # height : width of a line that stands on end
_SURE = 0.85  # a mean confidence at which nobody asks whether the page lies upside down
_SAMPLES = 6
_BETTER = 0.08  # by how much the turned reading must be surer
_BENT = 1.35  # heights of a line: so high is the box around characters of a seal's ring
_FEW = 2  # characters
_RING, _OUTER = 0.55, 1.05  # of a seal's radius: its name stands between
_NOTHING = 0.5  # what is read less surely within a seal is its ring
_READABLE = 0.75  # how surely a row that the search passed over must be read


@dataclass(frozen=True, slots=True)
class Writing:
    """What was recognised on a page: lines in reading order, quarter turns anticlockwise that set it
    upright, by how many radians its lines fall then, and the boxes of rows of ink that look like
    writing and could not be read."""

    lines: tuple[Line, ...] = ()
    turns: int = 0
    slant: float = 0.0
    left: tuple[Box, ...] = ()


def read_page(image: Pixels, dpi: float, seals: tuple[Box, ...] = ()) -> Writing:
    """The writing on a page. `seals`: where they lie, in points."""
    if min(image.shape[:2]) < 8:
        return Writing()
    pixels = np.ascontiguousarray(image)
    key = (hashlib.blake2b(pixels.data).digest(), image.shape, dpi, seals)
    with _ENGINE:
        if key not in _known:
            _known[key] = _written(pixels, dpi, seals)
            if len(_known) > _MOST_KNOWN:
                del _known[next(iter(_known))]
        return _known[key]


def _written(image: Pixels, dpi: float, seals: tuple[Box, ...]) -> Writing:
    turns, pieces = _upright(image)
    upright = _turned(image, turns) if turns % 4 else image
    shape, scale = image.shape[:2], 72 / dpi
    angle = slant(pieces)
    line = _usual_height(pieces)
    copy = LevelCopy.of(upright, angle, line)
    hidden = [_corners(turned_box(box, turns, shape, scale)) for box in seals]
    form = cells(copy, hidden)
    if form:
        pieces = _cell_by_cell(upright, pieces, form)
    pieces = [piece for piece in pieces if not _is_of_ring(piece, pieces, angle, line, hidden)]
    further, left = _further(upright, copy, pieces, hidden)
    found = layout.lines([*pieces, *further], angle, form)
    shown = (
        replace(one, bbox=shown_box(one.bbox, turns, shape, scale)) for one in found if one.bbox
    )
    unread = tuple(shown_box(_around(quad), turns, shape, scale) for quad in left)
    return Writing(tuple(shown), turns % 4, angle, unread)


def _is_of_ring(
    piece: Piece, pieces: Sequence[Piece], angle: float, line: float, seals: Sequence[Floats]
) -> bool:
    """A few characters of a seal's own name: they lie between its ring and its middle, and bend, so that
    the box around them is higher than a line's, or stand by themselves."""
    ends = (piece.corners[0] + piece.corners[3]) / 2, (piece.corners[1] + piece.corners[2]) / 2
    falls = np.array([-np.sin(angle), np.cos(angle)])
    bent = float(np.ptp(piece.corners @ falls)) > _BENT * line
    short = len(piece.text) <= _FEW and not any(
        abs(float((other.corners.mean(axis=0) - piece.corners.mean(axis=0)) @ falls)) < line / 2
        for other in pieces
        if other is not piece
    )
    return any(
        (piece.confidence < _NOTHING or bent or short)
        and max(_away(end, corners) for end in ends) < _OUTER
        and (piece.confidence < _NOTHING or _away((ends[0] + ends[1]) / 2, corners) > _RING)
        for corners in seals
    )


def _away(place: Floats, corners: Floats) -> float:
    """How far from a seal's middle, in shares of its radius."""
    middle, reach = (corners[0] + corners[2]) / 2, (corners[2] - corners[0]) / 2
    return float(np.hypot(*((place - middle) / np.maximum(reach, 1.0))))


def _usual_height(pieces: Sequence[Piece]) -> float:
    return float(np.median([piece.height for piece in pieces])) if pieces else 40.0


def _cell_by_cell(image: Pixels, pieces: Sequence[Piece], form: Cells) -> list[Piece]:
    """Pieces that run through several cells are read again, cell by cell."""
    read: list[Piece] = []
    for piece in pieces:
        parts = form.apart(piece.corners)
        read += [piece] if len(parts) == 1 else _read(image, parts)
    return read


def _further(
    image: Pixels, copy: LevelCopy, pieces: Sequence[Piece], seals: Sequence[Floats]
) -> tuple[list[Piece], list[Floats]]:
    """Rows of ink that the search passed over: those that can be read, and the others."""
    if not pieces:
        return [], []
    quads = missed(copy, [piece.corners for piece in pieces], seals)
    read = [_read(image, [quad]) for quad in quads]
    sure = [bool(one) and one[0].confidence >= _READABLE for one in read]
    further = [one[0] for one, known in zip(read, sure, strict=True) if known]
    return further, [quad for quad, known in zip(quads, sure, strict=True) if not known]


def _around(quad: Floats) -> Box:
    x0, y0 = (float(edge) for edge in quad.min(axis=0))
    x1, y1 = (float(edge) for edge in quad.max(axis=0))
    return x0, y0, x1, y1


def _corners(box: Box) -> Floats:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def read_line(image: Pixels) -> tuple[tuple[str, float], ...]:
    """The characters of a picture of one level line, such as a seal's ring unrolled, each with its
    confidence."""
    if not image.size:
        return ()
    with _ENGINE:
        read = recogniser()(np.ascontiguousarray(image[:, :, ::-1]))
    return tuple(zip(read.text, read.each, strict=False))


def _upright(image: Pixels) -> tuple[int, list[Piece]]:
    """(quarter turns anticlockwise that set the page upright, its writing in the turned page)."""
    turns, quads = 0, _detected(image)
    if _stand_on_end(quads):
        turns, image = 1, _turned(image, 1)
        quads = _detected(image)
    pieces = _read(image, quads)
    # what could not be read at all counts against this way up
    if quads and sum(piece.confidence for piece in pieces) < _SURE * len(quads):
        crops = [_cut(image, quad) for quad in sorted(quads, key=_width)[-_SAMPLES:]]
        before, after = (
            _mean([confidence for _, confidence in _recognised(sample)])
            for sample in (crops, [_turned(crop, 2) for crop in crops])
        )
        if after > before + _BETTER:
            turns, image = turns + 2, _turned(image, 2)
            pieces = _read(image, _detected(image))
    return turns, pieces


def _turned(image: Pixels, quarters: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(image, quarters))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _stand_on_end(quads: Sequence[Floats]) -> bool:
    """Whether most of the writing runs up or down the page."""
    tall = sum(_height(quad) for quad in quads if _height(quad) > _TALL * _width(quad))
    wide = sum(_width(quad) for quad in quads if _width(quad) > _TALL * _height(quad))
    return tall > wide


def _width(quad: Floats) -> float:
    return float(np.hypot(*(quad[1] - quad[0])))


def _height(quad: Floats) -> float:
    return float(np.hypot(*(quad[3] - quad[0])))


def _detected(image: Pixels) -> list[Floats]:
    """The corners of each piece of writing, in the picture's pixels."""
    quads = _look(image, _SIDE)
    scale = _SIDE / max(image.shape[:2])
    small = quads and np.median([min(_height(q), _width(q)) for q in quads]) * scale < _SMALL_GLYPHS
    return _look(image, FINE_SIDE) if small else quads


def _look(image: Pixels, side: int) -> list[Floats]:
    height, width = image.shape[:2]
    scale = min(side / max(height, width), _MOST_ENLARGED)
    size = [max(GRID, round(edge * scale / GRID) * GRID) for edge in (width, height)]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(image[:, :, ::-1], size, interpolation=way)
    stretch = np.array([width / size[0], height / size[1]], np.float32)
    return list(detector()(np.asarray(small, np.uint8)) * stretch)


def _read(image: Pixels, quads: Sequence[Floats]) -> list[Piece]:
    read = _recognised([_cut(image, quad) for quad in quads]) if quads else []
    return [
        Piece(quad, text, confidence)
        for quad, (text, confidence) in zip(quads, read, strict=True)
        if text.strip()
    ]


def _cut(image: Pixels, quad: Floats) -> Pixels:
    """The piece, straightened."""
    width, height = max(1, round(_width(quad))), max(1, round(_height(quad)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(
        cv2.warpPerspective(
            image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def _recognised(images: Sequence[Pixels]) -> list[tuple[str, float]]:
    network = recogniser()
    read = [network(np.ascontiguousarray(one[:, :, ::-1])) for one in images]
    return [(one.text, one.confidence) for one in read]
