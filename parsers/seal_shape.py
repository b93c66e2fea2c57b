"""Whether what lies on an ellipse is a seal: its ring closed and thin, its inside written on, its star.

In: a mask of ink and an `Ellipse`. Out: `Shape`, a few shares of what a seal must show, and `is_seal_like`.
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
    star: float  # how much the middle's outline repeats five times a turn: 0 to 1
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
        star=max(_fifth(polar[:, 4:45].sum(axis=1)), _fifth(_first_paper(polar))),
        shown=shown,
    )


def _written(polar: Mask) -> float:
    sectors = polar[:, 55:90].reshape(_SECTORS, RAYS // _SECTORS, -1)
    return float((sectors.mean(axis=(1, 2)) > 0.06).mean())


def _inner_rings(drawn: NDArray[np.float64]) -> int:
    """How many closed rings lie within, well away from the middle and the edge."""
    closed = drawn[20:88] > 0.8
    return int(np.count_nonzero(closed[1:] & ~closed[:-1])) + bool(closed[0])


def _first_paper(polar: Mask) -> NDArray[np.int64]:
    """How far the ink of the middle reaches along each ray, crumbs of paper forgiven."""
    middle = polar[:, 4:45]
    paper = ~middle[:, :-1] & ~middle[:, 1:]
    return np.where(paper.any(axis=1), paper.argmax(axis=1), 40)


def _fifth(outline: NDArray[np.int64]) -> float:
    """The share of five-fold symmetry in the middle's outline; 0 where there is no such middle."""
    mean = float(outline.mean())
    waves = np.abs(np.fft.rfft(outline - mean))[1:15] * (2 / RAYS)
    if mean < 5 or waves[4] < 0.12 * mean:
        return 0.0
    others = np.delete(waves, (4, 9))  # ten a turn belongs to a star as well
    return float(waves[4] / np.sqrt(waves[4] ** 2 + (others**2).sum()))
