"""Whether what lies on an ellipse is a seal: its ring closed and thin, its inside written on, its star.

In: a mask of ink, a mask of what is hidden under other print, if any, and an `Ellipse`. Out: `Shape`, a few
shares of what a seal must show; and how clear a star is in its middle. What is hidden counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.seals.seal_rings import RAYS, Doubles, Ellipse, Floats, Mask, on_page, unrolled

_SECTORS = 24
_OPEN = 0.4  # of the rays: of a ring that print hides more nothing is said


@dataclass(frozen=True, slots=True)
class Shape:
    support: float  # of the rays, how many meet one narrow ring just inside the outer edge
    outside: float  # how many meet ink just outside
    gap: float  # the quietest circle between ring and writing
    inside: float  # how much of the inside is ink
    written: float  # of the sectors, how many carry writing
    inner_rings: int
    shown: float  # how much of the ring lies on the page


def shape(mask: Mask, ellipse: Ellipse, margin: int, hidden: Mask | None = None) -> Shape:
    polar = unrolled(mask, ellipse)
    under = unrolled(hidden, ellipse) if hidden is not None else np.zeros_like(polar)
    seen = on_page(mask.shape, margin, ellipse)
    shown = float(seen.mean())
    rays = polar[seen] if shown > 0.2 else polar
    covered = under[seen] if shown > 0.2 else under
    drawn = polar[:, :90].mean(axis=0)
    weights = np.arange(90)  # a ray's cells grow with the radius
    return Shape(
        support=max(_met(rays[:, at : at + 3], covered[:, at : at + 3]) for at in range(94, 100)),
        outside=float(rays[:, 105:112].any(axis=1).mean()),
        gap=float(rays[:, 80:96].mean(axis=0).min()),
        inside=float((drawn * weights).sum() / weights.sum()),
        written=_written(polar),
        inner_rings=_inner_rings(drawn),
        shown=shown,
    )


def _met(ring: Mask, covered: Mask) -> float:
    """The share of rays that meet ink, of those whose ring is to be seen; nothing where few are."""
    hit = ring.any(axis=1)
    open_to_view = hit | ~covered.all(axis=1)
    return float(hit.sum() / open_to_view.sum()) if open_to_view.mean() > _OPEN else 0.0


def _written(polar: Mask) -> float:
    sectors = polar[:, 55:90].reshape(_SECTORS, RAYS // _SECTORS, -1)
    return float((sectors.mean(axis=(1, 2)) > 0.06).mean())


def _inner_rings(drawn: NDArray[np.float64]) -> int:
    """How many closed rings lie within, well away from the middle and the edge."""
    closed = drawn[20:88] > 0.8
    return int(np.count_nonzero(closed[1:] & ~closed[:-1])) + bool(closed[0])


# --- stars --------------------------------------------------------------------------------------

_FIFTH = RAYS // 5
_MIDDLE = np.arange(4.0, 45.0)
_SIZES = range(20, 44, 3)  # hundredths of the ring's radius


def _template(size: float) -> tuple[Doubles, Doubles]:
    """A star of one size, one fifth of a turn of it: what is ink and what is paper between its points.
    Cells weigh as much as they are large."""
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
    return ink, paper


def _turned(parts: Iterable[Doubles]) -> Floats:
    """Templates turned to every ray of a fifth, a row each, so that one product tries them all."""
    rays = np.arange(_FIFTH)
    turned = (rays[None, :] - rays[:, None]) % _FIFTH
    sizes = np.stack([part.astype(np.float32) for part in parts])
    return sizes[:, turned].reshape(len(sizes) * _FIFTH, -1)


_INK = _turned(_template(size)[0] for size in _SIZES)
_PAPER = _turned(_template(size)[1] for size in _SIZES)


def star(mask: Mask, ellipse: Ellipse, hidden: Mask | None = None) -> float:
    """How much more ink lies in the best placed star than between its points: 0 to 1, and nothing
    unless all its five points are there."""
    polar = unrolled(mask, ellipse)[:, 4:45]
    known = polar | ~unrolled(hidden, ellipse)[:, 4:45] if hidden is not None else polar | True
    inked, seen = _fifths(polar).sum(axis=0), _fifths(known).sum(axis=0)
    scores = _share(*_tried(_INK, inked, seen)) - _share(*_tried(_PAPER, inked, seen))
    best = int(scores.argmax())
    size, turn = divmod(best, _FIFTH)
    point = _INK[size * _FIFTH]
    arms = _share(*(_fifths(np.roll(part, -turn, axis=0)) @ point for part in (polar, known)))
    return float(scores[best]) if arms.min() > 0.4 else 0.0


def _tried(templates: Floats, *middles: Floats) -> Iterator[Floats]:
    """Products so small that BLAS would lose more on its threads than it gains."""
    yield from (np.einsum("ij,j->i", templates, middle) for middle in middles)


def _fifths(polar: Mask) -> Floats:
    """The middle, a row for each fifth of a turn."""
    return polar.reshape(5, -1).astype(np.float32)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(part / np.maximum(whole, 1e-6), np.float32)
