"""The images of an OFD page put where they stand: what an OCR can read of it.

In: decoded images with their boxes, the page's size in points. Out: a `Picture` of the page. Text
and paths are not drawn: text is known as text.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PIL import Image

from parsers.document import Box
from parsers.picture import Picture

_MOST_DPI = 200.0  # as offices scan; a finer picture reads no better
_LEAST_DPI = 100.0


def composed(images: Iterable[tuple[Picture, Box]], width: float, height: float) -> Picture:
    """White paper with the images on it, later ones above, as fine as the finest of them."""
    placed = list(images)
    finest = max((picture.dpi for picture, _ in placed), default=_LEAST_DPI)
    dpi = min(_MOST_DPI, max(_LEAST_DPI, finest))
    scale = dpi / 72
    paper = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    for picture, (x0, y0, x1, y1) in placed:
        # an image that reaches far beyond the page must not grow with it
        size = (
            min(2 * paper.width, max(1, round((x1 - x0) * scale))),
            min(2 * paper.height, max(1, round((y1 - y0) * scale))),
        )
        shown = Image.fromarray(picture.pixels).resize(size, Image.Resampling.BILINEAR)
        paper.paste(shown, (round(x0 * scale), round(y0 * scale)))
    return Picture(np.asarray(paper), dpi)
