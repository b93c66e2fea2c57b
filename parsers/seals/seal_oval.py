"""An ellipse on a page -> whether it is an oval seal pressed over print, without reading it.

In: a mask of its ink, how dark the page is, and the fitted `Ellipse`. Out: yes or no.

How: a rubber's ring is an ellipse to a hundredth, which no hand draws. Lines of the page run through it,
which leaves out what was printed with the page: charts, logos. And where no line runs there are marks
between ring and middle nearly all round its upper part: the strokes of a name, even if the copy left too little
of them to be read. An ellipse drawn around words has nothing there.
"""

from __future__ import annotations

import numpy as np

from parsers.page.picture import Pixels
from parsers.seals.seal_rings import RAYS, Doubles, Ellipse, Mask, deviation, sampled

_ROUNDNESS = (0.58, 0.82)  # 30 by 45 is 0.67, 30 by 40 is 0.75; photographs change it a little
_EXACT = 0.0085  # of the radius; drawn by hand it is twice as much
_PRINT = 70  # so dark is print
_BESIDE = (1.06, 1.7)  # of the half width: where lines that run through go on
_SPECKS = 3  # pixels of a row: more is print
_LEAST_PRINT = 0.08  # of its height: less is no line
_WRITING = (0.60, 0.85)  # of the radius: a thick ring must not reach into it
_SECTORS = 24
_UPPER = slice(12, 24)  # sectors are counted from the right end on, over the bottom
_MARKED = 0.04  # of a sector's cells
_ALL_ROUND = 0.5  # of the sectors that are to be seen
_TO_BE_SEEN = 0.2  # of a sector between lines, for it to count
_LEAST_SEEN = 5


def is_pressed_over_print(
    mask: Mask, dark: Pixels, ellipse: Ellipse, *, coloured: bool = False
) -> bool:
    """Black print does not show in the mask of a coloured ink, only print in that ink hides there."""
    if not _ROUNDNESS[0] < ellipse.roundness < _ROUNDNESS[1] or ellipse.rx == ellipse.ry:
        return False
    if deviation(mask, ellipse) > _EXACT:
        return False
    lines = _lines(dark > _PRINT, ellipse)
    if float(lines.mean()) < _LEAST_PRINT:
        return False
    return _marked(mask, _lines(mask, ellipse) if coloured else lines, ellipse) >= _ALL_ROUND


def is_among_print(dark: Pixels, ellipse: Ellipse) -> bool:
    """Whether lines run along an oval's flat flanks, where they would be read as its writing."""
    flat = ellipse.roundness < _ROUNDNESS[1]
    return flat and float(_lines(dark > _PRINT, ellipse).mean()) >= _LEAST_PRINT


def _lines(dark: Mask, ellipse: Ellipse) -> Mask:
    """Which rows of the ellipse's box lines of print run through: there is ink beside and within."""
    left, top, right, bottom = ellipse.box
    rows = np.arange(int(top), int(bottom) + 1)
    half, middle = (right - left) / 2, (left + right) / 2
    near, far = (round(reach * half) for reach in _BESIDE)
    outer = np.concatenate((np.arange(-far, -near), np.arange(near, far)))
    inner = np.arange(-round(0.9 * half), round(0.9 * half))
    beside, within = (
        sampled(dark, *np.meshgrid(middle + part, rows.astype(np.float64)))
        for part in (outer, inner)
    )
    inked = (beside.sum(axis=1) > _SPECKS) & (within.sum(axis=1) > _SPECKS)
    return np.convolve(inked, np.ones(5), "same") > 0


def _marked(mask: Mask, lines: Mask, ellipse: Ellipse) -> float:
    """Of the upper sectors that are not hidden under lines, how many carry marks."""
    angles: Doubles = np.linspace(0.0, 2 * np.pi, RAYS, endpoint=False, dtype=np.float64)
    reach: Doubles = np.arange(*_WRITING, 0.01, dtype=np.float64)
    px, py = ellipse.points(angles[:, None], reach[None, :])
    row = np.rint(py).astype(np.intp) - int(ellipse.box[1])
    free = ~lines[np.clip(row, 0, len(lines) - 1)]
    marks = sampled(mask, px, py) & free
    cells, inked = (part.reshape(_SECTORS, -1).sum(axis=1)[_UPPER] for part in (free, marks))
    seen = cells > _TO_BE_SEEN * free.size / _SECTORS
    if np.count_nonzero(seen) < _LEAST_SEEN:
        return 0.0
    return float((inked[seen] > _MARKED * cells[seen]).mean())
