"""Boxes of a page as it is shown, of the same page set upright, and of that set level.

In: a box, the quarter turns anticlockwise that set the page upright, the height and width of the picture as it
is shown, points a pixel. Out: the box in the upright picture's pixels, or in points where it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from parsers.document import Box, Line


def turned_box(box: Box, turns: int, shape: tuple[int, ...], scale: float) -> Box:
    """A box in points of the picture as it is shown, in the turned picture's pixels."""
    height, width = shape[:2]
    x0, y0, x1, y1 = (edge / scale for edge in box)
    if turns % 4 == 1:
        return y0, width - x1, y1, width - x0
    if turns % 4 == 2:
        return width - x1, height - y1, width - x0, height - y0
    if turns % 4 == 3:
        return height - y1, x0, height - y0, x1
    return x0, y0, x1, y1


def among(lines: Sequence[Line], more: Sequence[Line], turns: int) -> tuple[Line, ...]:
    """Further lines of a page where they stand among those whose order is known; boxes as the page is shown."""
    placed = list(lines)
    for line in more:
        top = _upright_top(line, turns)
        lower = (at for at, one in enumerate(placed) if one.bbox and _upright_top(one, turns) > top)
        placed.insert(next(lower, len(placed)), line)
    return tuple(placed)


def _upright_top(line: Line, turns: int) -> float:
    """How far down a line begins where the page is set upright, but for the page's own height."""
    x0, y0, x1, y1 = line.bbox or (0.0, 0.0, 0.0, 0.0)
    return (y0, -x1, -y1, x0)[turns % 4]


def shown_box(box: Box, turns: int, shape: tuple[int, ...], scale: float) -> Box:
    """A box in the turned picture's pixels, in points of the picture as it is shown."""
    height, width = shape[:2]
    x0, y0, x1, y1 = box
    if turns % 4 == 1:
        x0, y0, x1, y1 = width - y1, x0, width - y0, x1
    elif turns % 4 == 2:
        x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
    elif turns % 4 == 3:
        x0, y0, x1, y1 = y0, height - x1, y1, height - x0
    edges = ((x0, width), (y0, height), (x1, width), (y1, height))
    left, top, right, bottom = (
        round(float(min(max(edge, 0.0), most)) * scale, 1) for edge, most in edges
    )
    return left, top, right, bottom


def level_box(box: Box, slant: float, *, line: bool) -> Box:
    """A box in upright pixels where it lies when the page is turned by its slant, so that lines run level.
    The box around a slanted `line` is higher than the line."""
    x, y = turned_point(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), -slant)
    wide, high = box[2] - box[0], box[3] - box[1]
    if line:
        high = max(high - wide * abs(math.tan(slant)), high / 4)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def turned_point(point: tuple[float, float], angle: float) -> tuple[float, float]:
    """Clockwise as it is seen, around the upper left corner."""
    cos, sin = math.cos(angle), math.sin(angle)
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos
