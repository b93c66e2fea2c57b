"""The drawings of an OFD page (path objects) -> a picture of them.

In: `Drawing`s, what an object's AbbreviatedData says and how it lies on the page. Out: whether it may
be writing or a seal, and all of them painted. Lines along the edges of the page (rules, frames, tables,
bar codes) are neither; what has many bends may be letters that were made outlines, or a seal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers import lazy_re as re
from parsers.document import Box
from parsers.limits import MAX_KEPT_PIXELS
from parsers.ofd.ofd_matrix import Matrix
from parsers.ofd.ofd_package import POINT
from parsers.page.picture import Picture

_DPI = 200.0
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d++\.?+\d*+|\.\d++)(?:[eE][-+]?\d++)?+")
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_BENDS = 10  # fewer are a corner, an arrow, a rounded frame; the plainest character with a curve has more
_BOX = 4  # sides
_CURVE = 8  # straight pieces that stand for a curve
_FINE = 3  # bits of a pixel to which corners are placed
_FARTHEST = 60_000.0  # pixels: what lies further is on no page
_MARGIN = 6.0  # points round a crop

Colour = tuple[int, int, int]
Point = tuple[float, float]
Lines = list[list[Point]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`fill`, `stroke`: None where it has none. `width` of its lines in millimetres."""

    data: str
    matrix: Matrix
    fill: Colour | None
    stroke: Colour | None
    width: float

    @property
    def bends(self) -> int:
        """How little it is like a rule or a box."""
        return _bends(self.data)

    @property
    def by_pen(self) -> bool:
        """Strokes without a filling: outlined type is filled, handwriting is not."""
        return self.fill is None and self.bends >= _BENDS


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each operator with its numbers; what is none ends it."""
    operator, given = "", list[float]()
    for token in (found.group() for found in _TOKEN.finditer(data)):
        if token.isalpha():
            if operator == "C":
                yield operator, []
            operator, given = token.upper(), []
            if operator not in _TAKES:
                return
            continue
        given.append(float(token))
        if operator and len(given) == _TAKES[operator]:
            yield operator, given
            given = []
    if operator == "C":
        yield operator, []


def is_understood(data: str) -> bool:
    """Whether it is made of the operators of the standard, and draws something."""
    letters = {each for each in data if each.isalpha() and each not in "eE"}
    return bool(letters) and letters <= set("SMLQBACsmlqbac")


def _bends(data: str) -> int:
    """Pieces that lie aslant or curve, and corners beyond those of a box; no more than are needed."""
    found = sides = 0
    x, y = 0.0, 0.0
    for operator, given in _steps(data):
        if operator in "SM":
            sides = 0
        elif operator in "QBA":
            found += 1
        elif operator == "L":
            sides += 1
            found += (given[0] != x and given[1] != y) or sides > _BOX
        if given:
            x, y = given[-2:]
        if found >= _BENDS:
            break
    return found


def may_be_writing(drawings: Sequence[Drawing]) -> bool:
    """Whether together they may be letters or a seal: some have many bends, or there are many that have
    a few (strokes drawn one by one)."""
    bends = [drawing.bends for drawing in drawings]
    return max(bends, default=0) >= _BENDS or sum(bends) >= 4 * _BENDS


def outline(data: str) -> Lines:
    """Its lines in its own space, curves as short straight pieces."""
    found: Lines = []
    for operator, given in _steps(data):
        if operator in "SM":
            found.append([(given[0], given[1])])
        elif not found:
            continue
        elif operator == "C":
            found[-1].append(found[-1][0])
        else:
            found[-1] += _piece(found[-1][-1], operator, given)
    return found


def _piece(start: Point, operator: str, given: list[float]) -> list[Point]:
    if operator == "L":
        return [(given[0], given[1])]
    if operator == "A":
        return _arc(start, given)
    corners = [start, *zip(given[::2], given[1::2], strict=True)]
    return [_curve(corners, step / _CURVE) for step in range(1, _CURVE + 1)]


def _curve(corners: list[Point], part: float) -> Point:
    while len(corners) > 1:
        corners = [
            (ax + (bx - ax) * part, ay + (by - ay) * part)
            for (ax, ay), (bx, by) in pairwise(corners)
        ]
    return corners[0]


def _arc(start: Point, given: list[float]) -> list[Point]:
    """An arc of an ellipse by its end, as in SVG 1.1, F.6.5."""
    rx, ry, angle, large, sweep, x, y = given
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or start == (x, y):
        return [(x, y)]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    dx, dy = (start[0] - x) / 2, (start[1] - y) / 2
    u, v = cos * dx + sin * dy, cos * dy - sin * dx
    grow = max(1.0, math.hypot(u / rx, v / ry))
    rx, ry = rx * grow, ry * grow
    left = max(0.0, 1 / ((u / rx) ** 2 + (v / ry) ** 2) - 1)
    side = math.sqrt(left) * (-1 if bool(large) == bool(sweep) else 1)
    cu, cv = side * rx * v / ry, -side * ry * u / rx
    begin = math.atan2((v - cv) / ry, (u - cu) / rx)
    turn = (math.atan2((-v - cv) / ry, (-u - cu) / rx) - begin) % (2 * math.pi)
    if not sweep:
        turn -= 2 * math.pi
    mx, my = (start[0] + x) / 2, (start[1] + y) / 2
    found = []
    for step in range(1, 3 * _CURVE + 1):
        at = begin + turn * step / (3 * _CURVE)
        pu, pv = cu + rx * math.cos(at), cv + ry * math.sin(at)
        found.append((mx + cos * pu - sin * pv, my + sin * pu + cos * pv))
    return found


def painted(drawings: Sequence[Drawing], size: tuple[float, float]) -> tuple[Picture, Box] | None:
    """All of them on white, and where that picture lies on the page (points); None where nothing of
    them is on it."""
    shapes = [(drawing, _on_page(drawing)) for drawing in drawings]
    points = [point for _, lines in shapes for line in lines for point in line]
    if not points:
        return None
    x0, x1 = (max(0.0, min(size[0], edge)) for edge in _ends([x for x, _ in points]))
    y0, y1 = (max(0.0, min(size[1], edge)) for edge in _ends([y for _, y in points]))
    if x1 - x0 <= 0 or y1 - y0 <= 0:
        return None
    scale = min(_DPI / 72, math.sqrt(MAX_KEPT_PIXELS / ((x1 - x0) * (y1 - y0))))
    paper = np.full((math.ceil((y1 - y0) * scale) + 1, math.ceil((x1 - x0) * scale) + 1, 3), 255, np.uint8)  # fmt: skip
    for drawing, lines in shapes:
        _paint(paper, drawing, lines, (x0, y0), scale)
    return Picture(paper, scale * 72), (x0, y0, x1, y1)


def _ends(values: list[float]) -> tuple[float, float]:
    return min(values) - _MARGIN, max(values) + _MARGIN


def _on_page(drawing: Drawing) -> Lines:
    lines = outline(drawing.data)
    return [[_points(drawing.matrix.point(*point)) for point in line] for line in lines]


def _points(place: Point) -> Point:
    return place[0] * POINT, place[1] * POINT


def _paint(
    paper: np.ndarray, drawing: Drawing, lines: Lines, corner: Point, scale: float
) -> None:  # fmt: skip
    corners = np.array(corner)
    shapes = []
    for line in lines:
        spots = (np.array(line) - corners) * scale
        if len(line) > 1 and np.abs(spots).max() < _FARTHEST:
            shapes.append(np.round(spots * 2**_FINE).astype(np.int32))
    if drawing.fill is not None and shapes:
        cv2.fillPoly(paper, shapes, drawing.fill, cv2.LINE_AA, _FINE)
    if drawing.stroke is not None and shapes:
        wide = drawing.width * drawing.matrix.across * POINT * scale
        thick = int(min(200, max(1, round(wide))))
        cv2.polylines(paper, shapes, False, drawing.stroke, thick, cv2.LINE_AA, _FINE)
