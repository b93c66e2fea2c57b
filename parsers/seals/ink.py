"""How much of what is printed on a page its text layer does not account for.

A page can carry text and still be mostly a picture: a scan with a stamped page number, outlined
letters. Whoever called something absent from such a page would be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from parsers.document import Box
from parsers.page.picture import Picture

_DARK = 120  # the brightest channel of black ink; red ink stays far above
_MARGIN = 2.0  # points around a line that its strokes may reach
_SPECK = 0.0008  # of the page: less dark than this is dust


def unread_share(picture: Picture, boxes: Iterable[Box]) -> float:
    """The share of dark ink outside the boxes; 0.0 for a page with hardly any outside."""
    dark = picture.pixels.max(axis=2) < _DARK
    total = int(np.count_nonzero(dark))
    scale = picture.dpi / 72
    for x0, y0, x1, y1 in boxes:
        top, left = max(0, int((y0 - _MARGIN) * scale)), max(0, int((x0 - _MARGIN) * scale))
        dark[top : int((y1 + _MARGIN) * scale) + 1, left : int((x1 + _MARGIN) * scale) + 1] = False
    left_over = int(np.count_nonzero(dark))
    if left_over < _SPECK * dark.size:
        return 0.0
    return left_over / total


def is_colourless(picture: Picture) -> bool:
    """Whether a picture has no colour at all, so that a red seal could not show in it."""
    small = picture.pixels[::3, ::3].astype(np.int16)
    chroma = small.max(axis=2) - small.min(axis=2)
    return bool(np.percentile(chroma, 99.9) < 30)
