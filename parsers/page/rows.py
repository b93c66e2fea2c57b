"""Pieces of writing found on a page -> lines in reading order, whatever the page's slant.

In: `Piece`s, four corners each in pixels. Out: `Level` pieces, where they would stand if the page were
straight, and rows of them, top to bottom, each from left to right. Only the order depends on that, for
each piece is cut out along its own edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_LONG = 4.0  # length : height from which a piece's slant can be believed


@dataclass(frozen=True, slots=True)
class Piece:
    """Writing in one place. The corners run clockwise from the upper left, as it is read."""

    corners: Floats  # 4 by 2
    text: str
    confidence: float

    @property
    def width(self) -> float:
        return float(np.hypot(*(self.corners[1] - self.corners[0])))

    @property
    def height(self) -> float:
        return float(np.hypot(*(self.corners[3] - self.corners[0])))

    @property
    def middle(self) -> tuple[float, float]:
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)


@dataclass(frozen=True, slots=True)
class Level:
    """A piece where it would stand if the page were straight."""

    piece: Piece
    left: float
    right: float
    middle: float
    height: float

    @property
    def top(self) -> float:
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        return self.middle + self.height / 2


Row = tuple[Level, ...]


def slant(pieces: Sequence[Piece]) -> float:
    """By how many radians the lines fall to the right: the middle one of the long pieces'."""
    long = [piece for piece in pieces if piece.width > _LONG * piece.height]
    if not long:
        return 0.0
    falls = np.array([_fall(piece) for piece in long])
    order = np.argsort(falls)
    weight = np.cumsum(np.array([piece.width for piece in long])[order])
    return float(falls[order][np.searchsorted(weight, weight[-1] / 2)])


def _fall(piece: Piece) -> float:
    x, y = (piece.corners[1] + piece.corners[2] - piece.corners[0] - piece.corners[3]) / 2
    return float(np.arctan2(y, x))


def level(pieces: Sequence[Piece], angle: float) -> list[Level]:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = []
    for piece in pieces:
        corners = piece.corners @ turn
        xs, ys = corners[:, 0], corners[:, 1]
        found.append(Level(piece, float(xs.min()), float(xs.max()), float(ys.mean()), piece.height))
    return found


def rows(pieces: Sequence[Level]) -> list[Row]:
    """Pieces that stand beside each other make a row."""
    found: list[list[Level]] = []
    for one in sorted(pieces, key=lambda one: one.middle):
        # the last rows only: further up nothing is level with this piece
        home = next((row for row in reversed(found[-4:]) if _belongs(one, row)), None)
        if home is None:
            found.append([one])
        else:
            home.append(one)
    return [tuple(sorted(row, key=lambda one: one.left)) for row in found]


def _belongs(one: Level, row: Sequence[Level]) -> bool:
    """Level with the row's nearest piece, and beside all of them, not above or below."""
    nearest = min(row, key=lambda other: abs(other.left - one.left))
    if abs(nearest.middle - one.middle) > 0.45 * min(nearest.height, one.height):
        return False
    room = 0.5 * one.height  # boxes are drawn generously and may overlap a little
    return all(one.left > other.right - room or one.right < other.left + room for other in row)
