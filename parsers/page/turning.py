"""Boxes of a page as it is shown, and of the same page set upright.

In: a box, the quarter turns anticlockwise that set the page upright, the height and width of the picture as it
is shown, points a pixel. Out: the box in the upright picture's pixels, or in points where it is shown.
"""

from __future__ import annotations

from parsers.document import Box


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
