"""A picture -> the round red seals on it.

In: `Picture` of a page or of a part of one, at its true size. Out: `Search`, the `Seal`s with their boxes in
points from the picture's top left corner; the name is None, for a ring's text is not read here.

How: white-balanced redness; the edges of red strokes vote for the centre of a circle through them;
what gets votes must then show a closed thin ring of a seal's size, quiet just outside, filled
neither fully nor with nothing, with writing round about. Red headings, rules, logos, QR codes,
fingerprints and square name seals fail at one of these.

Cannot see: grey copies of seals, seals cut by the page's edge to less than about two thirds, ovals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import Seal
from parsers.picture import Picture, Pixels

_DPI = 100.0
_MM = _DPI / 25.4
_RADII = (
    14.0,
    32.0,
)  # millimetres; diameters of seals are 38 to 50, letters may be printed smaller
_DOUBTFUL = (25.0, 60.0)  # millimetres both ways: square name seals are smaller, headings wider
_RED = 36  # how far red must stand above the other channels
_MARGIN = 14  # white around the picture, so that a seal at its very edge has an outside
_CELL = 8  # pixels to a cell in which red spots are joined: 2 mm
_BIN = 3  # pixels to a cell in which votes are counted
_MOST_EDGES = 15_000
_MOST_CANDIDATES = 8
_RAYS = 240

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse, nearly a circle, in pixels; `support` is the share of it that is drawn."""

    x: float
    y: float
    rx: float
    ry: float
    support: float
    star: bool = False

    @property
    def confidence(self) -> float:
        return round(min(0.99, 0.5 + 0.4 * self.support + 0.1 * self.star), 2)


@dataclass(frozen=True, slots=True)
class Search:
    """The seals found, top to bottom; `doubtful` where something else is red and of a seal's size,
    an oval perhaps, so that nobody may say that there is no seal."""

    seals: tuple[Seal, ...]
    doubtful: bool


def search(picture: Picture) -> Search:
    redness = _redness(_prepared(picture))
    rings: list[Ring] = []
    doubtful = False
    for x, y, patch in _patches(redness):
        red = patch > _RED
        seen = [_verified(red, *candidate) for candidate in _candidates(patch)]
        here = [replace(ring, x=ring.x + x, y=ring.y + y) for ring in seen if ring]
        doubtful |= not here and _is_of_seal_size(red)
        rings += here
    seals = tuple(_seal(ring) for ring in sorted(_distinct(rings), key=lambda ring: ring.y))
    return Search(seals, doubtful)


def _is_of_seal_size(red: Mask) -> bool:
    """Whether the red of a patch is as wide and high as a seal, and not nearly all of it a surface."""
    spans = [np.flatnonzero(np.count_nonzero(red, axis=axis) > 1) for axis in (0, 1)]
    sides = [(span[-1] - span[0]) / _MM if len(span) else 0.0 for span in spans]
    filled = np.count_nonzero(red) / max(sides[0] * sides[1] * _MM * _MM, 1.0)
    return all(_DOUBTFUL[0] < side < _DOUBTFUL[1] for side in sides) and bool(filled < 0.6)


def _distinct(rings: list[Ring]) -> list[Ring]:
    """Without the second of two rings found at one place."""
    kept: list[Ring] = []
    for ring in rings:
        if not any(_overlap(ring, other) for other in kept):
            kept.append(ring)
    return kept


def _patches(redness: Pixels) -> Iterator[tuple[int, int, Pixels]]:
    """(left, top, what is there) of each red spot that is large enough both ways for a seal, so
    that headings and rules cost no time."""
    red = (redness > _RED).astype(np.uint8)
    height, width = (side // _CELL for side in red.shape)
    cells = red[: height * _CELL, : width * _CELL].reshape(height, _CELL, width, _CELL).any((1, 3))
    spots: Pixels = np.asarray(cells, np.uint8)
    joined = np.asarray(cv2.dilate(spots, np.ones((3, 3), np.uint8)))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    least = 1.8 * _RADII[0] * _MM / _CELL
    for left, top, wide, high, _ in boxes[1:count].tolist():
        if wide >= least and high >= least:
            x, y = max(0, (left - 1) * _CELL), max(0, (top - 1) * _CELL)
            right, bottom = (left + wide + 1) * _CELL, (top + high + 1) * _CELL
            yield x, y, redness[y:bottom, x:right]


def _seal(ring: Ring) -> Seal:
    scale = 72 / _DPI
    x, y = ring.x - _MARGIN, ring.y - _MARGIN
    box = (x - ring.rx, y - ring.ry, x + ring.rx, y + ring.ry)
    x0, y0, x1, y1 = (round(float(edge) * scale, 1) for edge in box)
    return Seal((x0, y0, x1, y1), confidence=ring.confidence)


def _prepared(picture: Picture) -> Pixels:
    """At the working resolution, with a white margin."""
    pixels = picture.pixels
    scale = _DPI / picture.dpi
    if abs(scale - 1) > 0.01:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=how), np.uint8)
    sides = (_MARGIN,) * 4
    return np.asarray(
        cv2.copyMakeBorder(pixels, *sides, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    )


def _redness(pixels: Pixels) -> Pixels:
    """How red each pixel is once the paper is white: 0 to 255."""
    paper = np.percentile(pixels[::8, ::8].reshape(-1, 3), 80, axis=0)
    red, green, blue = cv2.split(pixels)
    if paper.min() > 90 and paper.min() < 250:
        white = (
            cv2.convertScaleAbs(c, alpha=255 / p)
            for c, p in zip((red, green, blue), paper, strict=True)
        )
        red, green, blue = white
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)


def _candidates(redness: Pixels) -> list[tuple[float, float, float]]:
    """(x, y, radius) of circles that many edges point to, best first."""
    votes, least = _votes(redness)
    found: list[tuple[float, float, float]] = []
    for _ in range(_MOST_CANDIDATES):
        best = int(votes.argmax())
        layer, row, column = np.unravel_index(best, votes.shape)
        if votes[layer, row, column] < 0.25:
            break
        radius = least + (layer + 0.5) * _BIN
        found.append(((column + 0.5) * _BIN, (row + 0.5) * _BIN, float(radius)))
        reach = max(2, int(0.25 * radius / _BIN))
        top, left = max(0, row - reach), max(0, column - reach)
        votes[:, top : row + reach + 1, left : column + reach + 1] = 0
    return found


def _votes(redness: Pixels) -> tuple[Floats, float]:
    """Votes for (radius, y, x), as a share of the circle's length; and the smallest radius."""
    smooth = cv2.GaussianBlur(redness.astype(np.float32), (0, 0), 1.2)
    dx, dy = (cv2.Sobel(smooth, cv2.CV_32F, *way, ksize=3) for way in ((1, 0), (0, 1)))
    strength = cv2.magnitude(dx, dy)
    ys, xs = np.nonzero(strength > 60)
    if len(ys) > _MOST_EDGES:
        some = np.linspace(0, len(ys) - 1, _MOST_EDGES).astype(np.intp)
        weight = len(ys) / _MOST_EDGES
        ys, xs = ys[some], xs[some]
    else:
        weight = 1.0
    # the outer edge of a ring points inwards: towards more red
    ux, uy = dx[ys, xs] / strength[ys, xs], dy[ys, xs] / strength[ys, xs]
    least, most = (radius * _MM for radius in _RADII)
    layers = int((most - least) / _BIN)
    height, width = redness.shape[0] // _BIN + 1, redness.shape[1] // _BIN + 1
    votes = np.empty((layers, height, width), np.float32)
    for layer in range(layers):
        radius = least + (layer + 0.5) * _BIN
        column = ((xs + ux * radius) / _BIN).astype(np.intp)
        row = ((ys + uy * radius) / _BIN).astype(np.intp)
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        cells = np.bincount(row[inside] * width + column[inside], minlength=height * width)
        cells = cells.reshape(height, width).astype(np.float32)
        # an edge two or three pixels wide votes two or three times: about one is a full circle
        cv2.boxFilter(cells, -1, (3, 3), dst=votes[layer], normalize=False)
        votes[layer] *= weight / (2 * np.pi * radius * 2.0)
    return votes, least


def _verified(red: Mask, x: float, y: float, radius: float) -> Ring | None:
    """The seal at a candidate, refined; None where it is something else."""
    for _ in range(3):
        fitted = _fitted(red, x, y, radius)
        if fitted is None:
            return None
        x, y, rx, ry = fitted
        radius = (rx + ry) / 2
    if not _RADII[0] * _MM <= radius <= _RADII[1] * _MM or not 0.87 < rx / ry < 1.15:
        return None
    polar = _unrolled(red, x, y, rx, ry)
    support = _support(polar)
    if support < 0.62 or not _is_seal_like(polar, support):
        return None
    return Ring(x, y, rx, ry, support, _has_star(polar))


def _fitted(
    red: Mask, x: float, y: float, radius: float
) -> tuple[float, float, float, float] | None:
    """The ellipse (upright) through the outermost red that each ray from the centre meets."""
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    reach = np.arange(1.14, 0.86, -0.5 / radius)  # from outside inwards
    px = x + radius * np.outer(np.cos(angles), reach)
    py = y + radius * np.outer(np.sin(angles), reach)
    hit = _sampled(red, px, py)
    seen = hit.any(axis=1)
    if np.count_nonzero(seen) < 0.5 * _RAYS:
        return None
    first = hit.argmax(axis=1)
    away = reach[first]
    # writing or a rule that crosses the ring from outside is not the ring
    usual = np.median(away[seen])
    seen &= np.abs(away - usual) < 0.05
    if np.count_nonzero(seen) < 0.4 * _RAYS:
        return None
    rays = np.flatnonzero(seen)
    ex, ey = px[rays, first[rays]], py[rays, first[rays]]
    return _ellipse(ex - x, ey - y, x, y)


def _ellipse(
    dx: NDArray[np.float64], dy: NDArray[np.float64], x: float, y: float
) -> tuple[float, float, float, float] | None:
    """Least squares for a x² + b y² + c x + d y = 1, centred near 0 and scaled."""
    unit = float(np.hypot(dx, dy).mean())
    u, v = dx / unit, dy / unit
    (a, b, c, d), *_ = np.linalg.lstsq(
        np.column_stack((u * u, v * v, u, v)), np.ones_like(u), rcond=None
    )
    if a <= 0 or b <= 0:
        return None
    cu, cv = -c / (2 * a), -d / (2 * b)
    size = 1 + a * cu * cu + b * cv * cv
    rx, ry = float(np.sqrt(size / a)) * unit, float(np.sqrt(size / b)) * unit
    return x + float(cu) * unit, y + float(cv) * unit, rx, ry


def _sampled(red: Mask, px: NDArray[np.float64], py: NDArray[np.float64]) -> Mask:
    columns, rows = np.rint(px).astype(np.intp), np.rint(py).astype(np.intp)
    inside = (columns >= 0) & (columns < red.shape[1]) & (rows >= 0) & (rows < red.shape[0])
    hit = np.zeros(px.shape, np.bool_)
    hit[inside] = red[rows[inside], columns[inside]]
    return hit


def _unrolled(red: Mask, x: float, y: float, rx: float, ry: float) -> Mask:
    """Rays by hundredths of the radius, 0.00 to 1.19."""
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    reach = np.arange(120) / 100
    px = x + rx * np.outer(np.cos(angles), reach)
    py = y + ry * np.outer(np.sin(angles), reach)
    return _sampled(red, px, py)


def _support(polar: Mask) -> float:
    """The share of rays that meet one narrow ring just inside the fitted outer edge; circles that
    merely touch such a ring meet it here and there."""
    return max(float(polar[:, at : at + 3].any(axis=1).mean()) for at in range(94, 100))


def _is_seal_like(polar: Mask, support: float) -> bool:
    """Quiet outside, neither empty nor full inside, paper between ring and writing, and written
    round about: on a few characters' width at least, on more where the ring is broken."""
    outside = polar[:, 105:112].any(axis=1).mean()
    weights = np.arange(90)  # a ray's cells grow with the radius
    drawn = polar[:, :90].mean(axis=0)
    inside = float((drawn * weights).sum() / weights.sum())
    gap = polar[:, 80:96].mean(axis=0).min()
    written = (polar[:, 55:90].reshape(24, _RAYS // 24, -1).mean(axis=(1, 2)) > 0.06).mean()
    enough = 0.16 if support > 0.75 else 0.4
    return bool(
        support - outside > 0.4
        and 0.03 < inside < 0.62
        and gap < 0.45
        and written > enough
        and _inner_rings(drawn) < 2  # a target has many, a bilingual seal one
    )


def _inner_rings(drawn: NDArray[np.float64]) -> int:
    """How many closed rings lie within, well away from the middle and the edge."""
    closed = drawn[20:88] > 0.8
    return int(np.count_nonzero(closed[1:] & ~closed[:-1])) + bool(closed[0])


def _has_star(polar: Mask) -> bool:
    """Five points: the middle's outline repeats five times a turn."""
    middle = polar[:, 5:45].sum(axis=1).astype(np.float64)
    if middle.mean() < 5:
        return False
    waves = np.abs(np.fft.rfft(middle - middle.mean()))[1:16]
    return bool(waves.argmax() == 4)


def _overlap(ring: Ring, other: Ring) -> bool:
    return float(np.hypot(ring.x - other.x, ring.y - other.y)) < 0.6 * max(ring.rx, other.rx)
