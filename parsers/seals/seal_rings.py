"""Where ink lies -> ellipses that it draws: candidates, their exact fit, and what lies on their rays.

In: a map of ink (0 to 255) or a mask of it. Out: `Ellipse`s in pixels. What is a seal and what is not
is decided elsewhere.

How: the edges of strokes vote for the centre of a circle through them; the hull of a spot of ink
stands for an oval. An ellipse is refined along rays: how far out the ring's edge lies is a constant and
two harmonics of the angle, found by least squares that forget what does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page.picture import Pixels

RAYS = 240
STEPS = 120  # of a hundredth of the radius: a little beyond the ring
_BIN = 2  # pixels, of half the size, to a cell in which votes are counted
_SMOOTH = 0.8
_MOST_EDGES = 4_000
_MOST_CANDIDATES = 6
_FLATNESS = 1.42  # width : height of ovals is 45 : 30 or 40 : 30
_LEAST_VOTES = 0.3  # of a circle's length
_NEAR = 0.06  # of the radius: edges farther off belong to something else
_BAND = np.arange(1.16, 0.84, -0.005)  # where the ring's outer edge is looked for, from outside

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_ANGLES: Doubles = np.linspace(0.0, 2 * np.pi, RAYS, endpoint=False, dtype=np.float64)
_WAVES = np.column_stack(
    [np.ones(RAYS)] + [wave(k * _ANGLES) for k in (1, 2) for wave in (np.cos, np.sin)]
)


@dataclass(frozen=True, slots=True)
class Ellipse:
    """In pixels; `angle` is that of the first axis, in radians, clockwise as the page is seen."""

    x: float
    y: float
    rx: float
    ry: float
    angle: float = 0.0

    @property
    def radius(self) -> float:
        return (self.rx + self.ry) / 2

    @property
    def roundness(self) -> float:
        return min(self.rx, self.ry) / max(self.rx, self.ry)

    @property
    def box(self) -> tuple[float, float, float, float]:
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        wide = float(np.hypot(self.rx * cos, self.ry * sin))
        high = float(np.hypot(self.rx * sin, self.ry * cos))
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def moved(self, dx: float, dy: float) -> Ellipse:
        return Ellipse(self.x + dx, self.y + dy, self.rx, self.ry, self.angle)

    def points(self, angles: Doubles, reach: Doubles) -> tuple[Doubles, Doubles]:
        """Pixels at page angles (0 right, a quarter down) and at shares of the radius there; the two
        arrays broadcast."""
        turned = angles - self.angle
        along = self.rx * self.ry / np.hypot(self.ry * np.cos(turned), self.rx * np.sin(turned))
        return self.x + along * np.cos(angles) * reach, self.y + along * np.sin(angles) * reach


# --- candidates ---------------------------------------------------------------------------------


def circles(ink: Pixels, radii: tuple[float, float], edge: float) -> Iterator[Ellipse]:
    """Circles that many edges stronger than `edge` point to, best first."""
    half = cv2.resize(ink, (ink.shape[1] // 2, ink.shape[0] // 2), interpolation=cv2.INTER_AREA)
    yield from (_doubled(one, 1.0) for one in _voted(np.asarray(half, np.uint8), radii, edge))


def ovals(ink: Pixels, radii: tuple[float, float], edge: float) -> Iterator[Ellipse]:
    """Level ovals of about the usual flatness, best first: drawn out upwards they are circles. `radii`
    are those of the longer axis."""
    half = cv2.resize(ink, (ink.shape[1] // 2, ink.shape[0] // 2), interpolation=cv2.INTER_AREA)
    size = half.shape[1], round(half.shape[0] * _FLATNESS)
    drawn_out = cv2.resize(half, size, interpolation=cv2.INTER_LINEAR)
    found = _voted(np.asarray(drawn_out, np.uint8), radii, edge)
    yield from (_doubled(one, _FLATNESS) for one in found)


def _doubled(one: Ellipse, flatness: float) -> Ellipse:
    return Ellipse(one.x * 2, one.y * 2 / flatness, one.rx * 2, one.ry * 2 / flatness)


def _voted(ink: Pixels, radii: tuple[float, float], edge: float) -> Iterator[Ellipse]:
    """Circles in a picture of half the size; `radii` are those of the whole."""
    if min(ink.shape) < _BIN:
        return
    votes, least = _votes(ink, (radii[0] / 2, radii[1] / 2), edge)
    for _ in range(_MOST_CANDIDATES):
        layer, row, column = np.unravel_index(int(votes.argmax()), votes.shape)
        if votes[layer, row, column] < _LEAST_VOTES:
            return
        radius = float(least + (layer + 0.5) * _BIN)
        yield Ellipse(float(column + 0.5) * _BIN, float(row + 0.5) * _BIN, radius, radius)
        reach = max(2, int(0.25 * radius / _BIN))
        top, left = max(0, row - reach), max(0, column - reach)
        votes[:, top : row + reach + 1, left : column + reach + 1] = 0


def _votes(ink: Pixels, radii: tuple[float, float], edge: float) -> tuple[Floats, float]:
    """Votes for (radius, y, x), as a share of the circle's length; and the smallest radius."""
    smooth = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), _SMOOTH)
    dx, dy = (cv2.Sobel(smooth, cv2.CV_32F, *way, ksize=3) for way in ((1, 0), (0, 1)))
    strength = cv2.magnitude(dx, dy)
    places = cv2.findNonZero((strength > edge).astype(np.uint8))
    xs, ys = (places if places is not None else np.empty(0, np.int32)).reshape(-1, 2).T
    weight = max(1.0, len(ys) / _MOST_EDGES)
    if weight > 1:
        some = np.linspace(0, len(ys) - 1, _MOST_EDGES).astype(np.intp)
        ys, xs = ys[some], xs[some]
    # the outer edge of a ring points inwards: towards more ink
    ux, uy = dx[ys, xs] / strength[ys, xs], dy[ys, xs] / strength[ys, xs]
    least, most = radii
    height, width = ink.shape[0] // _BIN + 1, ink.shape[1] // _BIN + 1
    votes = np.empty((max(1, int((most - least) / _BIN)), height, width), np.float32)
    for layer in range(len(votes)):
        radius = least + (layer + 0.5) * _BIN
        column = ((xs + ux * radius) / _BIN).astype(np.intp)
        row = ((ys + uy * radius) / _BIN).astype(np.intp)
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        cells = np.bincount(row[inside] * width + column[inside], minlength=height * width)
        # an edge two or three pixels wide votes two or three times: about one is a full circle
        counted = cells.reshape(height, width).astype(np.float32)
        cv2.boxFilter(counted, -1, (3, 3), dst=votes[layer], normalize=False)
        votes[layer] *= weight / (2 * np.pi * radius * 2.0)
    return votes, least


def hull(mask: Mask) -> Ellipse | None:
    """The ellipse around all the ink of a spot; ovals, which no circle finds, are found so."""
    rows = np.flatnonzero(mask.any(axis=1))
    if len(rows) < 8:
        return None
    # each row's first and last ink have the same hull as all of it
    first, last = mask[rows].argmax(axis=1), mask.shape[1] - 1 - mask[rows, ::-1].argmax(axis=1)
    ends = np.column_stack((np.concatenate((first, last)), np.tile(rows, 2)))
    outline = cv2.convexHull(ends.astype(np.int32))
    if len(outline) < 8:
        return None
    (x, y), (wide, high), degrees = cv2.fitEllipseDirect(outline)
    if not (wide > 0 and high > 0):
        return None
    return Ellipse(x, y, wide / 2, high / 2, float(np.radians(degrees)))


# --- the exact fit ------------------------------------------------------------------------------


def fitted(mask: Mask, start: Ellipse, times: int = 3) -> Ellipse | None:
    """The ellipse along the ring's outer edge; None where there is no such edge."""
    ellipse: Ellipse | None = start
    for _ in range(times):
        ellipse = _step(mask, ellipse) if ellipse else None
    return ellipse


def _step(mask: Mask, ellipse: Ellipse) -> Ellipse | None:
    px, py = ellipse.points(_ANGLES[:, None], _BAND[None, :])
    hit = sampled(mask, px, py)
    edges = hit.copy()
    edges[:, 1:] &= ~hit[:, :-1]  # ink with paper just outside
    usual = cv2.blur(edges.sum(axis=0).astype(np.float32)[None, :], (7, 1))[0]
    guess = np.full(RAYS, _BAND[int(usual.argmax())])
    for room in (0.055, 0.04, 0.025):
        away = np.where(edges, np.abs(_BAND[None, :] - guess[:, None]), 9.0)
        nearest = away.argmin(axis=1)
        near = away[np.arange(RAYS), nearest] < room
        if np.count_nonzero(near) < 0.35 * RAYS:
            return None
        waves, *_ = np.linalg.lstsq(_WAVES[near], _BAND[nearest[near]], rcond=None)
        if np.abs(waves[1:]).max() > 0.12:
            return None
        guess = _WAVES @ waves
    ex, ey = ellipse.points(_ANGLES, guess)
    outline = np.column_stack((ex, ey)).astype(np.float32)
    (x, y), (wide, high), degrees = cv2.fitEllipseDirect(outline)
    if not (np.isfinite((x, y, wide, high)).all() and wide > 4 and high > 4):
        return None
    return Ellipse(x, y, wide / 2, high / 2, float(np.radians(degrees)))


def deviation(mask: Mask, ellipse: Ellipse) -> float:
    """How far the ring's outer edge strays from the ellipse, a share of the radius: of each twentieth of
    a turn the middle one, so that strokes that touch the ring do not count. 1.0 where it hardly shows."""
    px, py = ellipse.points(_ANGLES[:, None], _BAND[None, :])
    hit = sampled(mask, px, py)
    hit[:, 1:] &= ~hit[:, :-1]
    away = np.where(hit, np.abs(_BAND[None, :] - 1), 9.0)
    nearest = away.argmin(axis=1)
    near = away[np.arange(RAYS), nearest] < _NEAR
    strays = np.where(near, _BAND[nearest] - 1, np.nan).reshape(20, -1)
    shown = strays[near.reshape(20, -1).sum(axis=1) > 4]
    return float(np.std(np.nanmedian(shown, axis=1))) if len(shown) > 12 else 1.0


def sampled(mask: Mask, px: Doubles, py: Doubles) -> Mask:
    columns, rows = np.rint(px).astype(np.intp), np.rint(py).astype(np.intp)
    inside = (columns >= 0) & (columns < mask.shape[1]) & (rows >= 0) & (rows < mask.shape[0])
    hit = np.zeros(px.shape, np.bool_)
    hit[inside] = mask[rows[inside], columns[inside]]
    return hit


def unrolled(mask: Mask, ellipse: Ellipse) -> Mask:
    """Rays by hundredths of the radius, 0.00 to 1.19."""
    px, py = ellipse.points(_ANGLES[:, None], (np.arange(STEPS) / 100)[None, :])
    return sampled(mask, px, py)


def strength(amount: Pixels, ellipse: Ellipse) -> float:
    """How strong the ink of the ring itself is on most rays."""
    px, py = ellipse.points(_ANGLES[:, None], np.arange(0.93, 1.0, 0.01)[None, :])
    maps: tuple[Floats, Floats] = px.astype(np.float32), py.astype(np.float32)
    return float(np.median(cv2.remap(amount, *maps, cv2.INTER_NEAREST).max(axis=1)))


def on_page(shape: tuple[int, ...], margin: int, ellipse: Ellipse) -> Mask:
    """Which rays end on the page: a seal may reach over its edge."""
    px, py = ellipse.points(_ANGLES, np.ones(RAYS))
    return np.asarray(
        (px > margin - 2)
        & (px < shape[1] - margin + 2)
        & (py > margin - 2)
        & (py < shape[0] - margin + 2)
    )
