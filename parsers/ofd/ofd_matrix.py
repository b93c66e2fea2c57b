"""How an OFD's objects lie on their page: matrices, in millimetres, y downwards.

An object's own space goes through its CTM, then to the corner of its Boundary, then through whatever
it is a part of (GB/T 33190-2016, 8.5).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from lxml import etree

from parsers.document import Box
from parsers.ofd.ofd_package import POINT, numbers


class Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """First the inner one, then this."""
        e, f = self.point(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def across(self) -> float:
        """How long one step to the right becomes."""
        return math.hypot(self.a, self.b)

    @property
    def down(self) -> float:
        return math.hypot(self.c, self.d)

    @property
    def turned(self) -> float:
        """Degrees clockwise by which a step to the right is turned."""
        return math.degrees(math.atan2(self.b, self.a))


def boundary(element: etree._Element) -> tuple[float, float, float, float]:
    """x, y, width, height in millimetres."""
    x, y, width, height = (numbers(element.get("Boundary", "")) + [0.0] * 4)[:4]
    return x, y, width, height


def ctm(element: etree._Element) -> Matrix | None:
    found = numbers(element.get("CTM", ""))
    return Matrix(*found[:6]) if len(found) >= 6 else None


def placed(element: etree._Element, at: Matrix) -> Matrix:
    """The object's own space -> the page."""
    x, y, _, _ = boundary(element)
    corner = at.after(Matrix(e=x, f=y))
    own = ctm(element)
    return corner.after(own) if own else corner


def image_placed(element: etree._Element, at: Matrix) -> Matrix:
    """An image's unit square -> the page. One without a usable matrix fills its boundary."""
    x, y, width, height = boundary(element)
    own = ctm(element)
    if own is None or not own.across or not own.down:
        own = Matrix(a=width, d=height)
    return at.after(Matrix(e=x, f=y)).after(own)


def box(matrix: Matrix, width: float = 1.0, height: float = 1.0) -> Box:
    """Around a rectangle at the origin, in points of the page."""
    corners = [matrix.point(x, y) for x in (0.0, width) for y in (0.0, height)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across) * POINT, min(down) * POINT, max(across) * POINT, max(down) * POINT
