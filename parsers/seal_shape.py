"""Whether what lies on an ellipse is a seal: its ring closed and thin, its inside written on, its star.

In: a mask of ink and an `Ellipse`. Out: `Shape`, a few shares of what a seal must show; and how clear a
star is in its middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.seal_rings import RAYS, Ellipse, Mask, on_page, unrolled

_SECTORS = 24


@dataclass(frozen=True, slots=True)
class Shape:
    support: float  # of the rays, how many meet one narrow ring just inside the outer edge
    outside: float  # how many meet ink just outside
    gap: float  # the quietest circle between ring and writing
    inside: float  # how much of the inside is ink
    written: float  # of the sectors, how many carry writing
    inner_rings: int
    shown: float  # how much of the ring lies on the page


def shape(mask: Mask, ellipse: Ellipse, margin: int) -> Shape:
    polar = unrolled(mask, ellipse)
    seen = on_page(mask.shape, margin, ellipse)
    shown = float(seen.mean())
    rays = polar[seen] if shown > 0.2 else polar
    drawn = polar[:, :90].mean(axis=0)
    weights = np.arange(90)  # a ray's cells grow with the radius
    return Shape(
        support=max(float(rays[:, at : at + 3].any(axis=1).mean()) for at in range(94, 100)),
        outside=float(rays[:, 105:112].any(axis=1).mean()),
        gap=float(rays[:, 80:96].mean(axis=0).min()),
        inside=float((drawn * weights).sum() / weights.sum()),
        written=_written(polar),
        inner_rings=_inner_rings(drawn),
        shown=shown,
    )


def _written(polar: Mask) -> float:
    sectors = polar[:, 55:90].reshape(_SECTORS, RAYS // _SECTORS, -1)
    return float((sectors.mean(axis=(1, 2)) > 0.06).mean())


def _inner_rings(drawn: NDArray[np.float64]) -> int:
    """How many closed rings lie within, well away from the middle and the edge."""
    closed = drawn[20:88] > 0.8
    return int(np.count_nonzero(closed[1:] & ~closed[:-1])) + bool(closed[0])


@dataclass(frozen=True, slots=True)
class _Template:
    """A star of one size, one fifth of a turn of it: what is ink and what is paper between its points."""

    ink: NDArray[np.float64]
    paper: NDArray[np.float64]


def _template(size: float) -> _Template:
    """`size` in hundredths of the ring's radius. Cells weigh as much as they are large."""
    along = np.minimum(np.arange(_FIFTH), _FIFTH - np.arange(_FIFTH)) * (2 * np.pi / RAYS)
    # the straight edge from a point to the notch beside it, in polar form
    notch = 0.382
    edge = notch * np.sin(np.pi / 5) / (
        notch * np.sin(np.pi / 5 - along) + np.sin(along)
    )  # fmt: skip
    outline = (size * edge)[:, None]
    away = _MIDDLE[None, :]
    ink = (away < outline - 1.5) * away
    paper = ((away > outline + 2) & (away < size)) * away
    return _Template(ink / ink.sum(), paper / paper.sum())


_FIFTH = RAYS // 5
_MIDDLE = np.arange(4.0, 45.0)
_TEMPLATES = tuple(_template(size) for size in range(20, 44, 3))


def star(mask: Mask, ellipse: Ellipse) -> float:
    """How much more ink lies in the best placed star than between its points: 0 to 1, and nothing
    unless all its five points are there."""
    polar = unrolled(mask, ellipse)
    points = polar[:, 4:45].astype(np.float64).reshape(5, _FIFTH, -1)
    fold = points.mean(axis=0)
    turned = np.stack([np.roll(fold, -shift, axis=0) for shift in range(_FIFTH)])
    best, found = 0.0, (0, _TEMPLATES[0])
    for template in _TEMPLATES:
        inked = np.tensordot(turned, template.ink, 2)
        scores = inked - np.tensordot(turned, template.paper, 2)
        shift = int(scores.argmax())
        if scores[shift] > best:
            best, found = float(scores[shift]), (shift, template)
    shift, template = found
    arms = np.tensordot(
        np.roll(polar[:, 4:45], -shift, axis=0).reshape(5, _FIFTH, -1), template.ink, 2
    )
    return best if arms.min() > 0.4 else 0.0
