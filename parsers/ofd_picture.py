"""The images of an OFD page put where they stand, for an OCR; and its characters with them, for a
reader.

In: decoded images and characters with their boxes, the page's size in points. Out: a `Picture` of
the page. Paths are not drawn, nor, for the OCR, what is known as text.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from parsers.document import Box
from parsers.glyphs import Glyph
from parsers.limits import MAX_PIXELS
from parsers.parser import Unreadable
from parsers.picture import Picture

_MOST_DPI = 200.0  # as offices scan; a finer picture reads no better
_LEAST_DPI = 100.0
_MOST_HEIGHT = 2000  # dots of a letter; a file may claim any size


def composed(images: Iterable[tuple[Picture, Box]], width: float, height: float) -> Picture:
    """White paper with the images on it, later ones above, as fine as the finest of them."""
    placed = list(images)
    finest = max((picture.dpi for picture, _ in placed), default=_LEAST_DPI)
    dpi = min(_MOST_DPI, max(_LEAST_DPI, finest))
    return Picture(np.asarray(_paper(placed, width, height, dpi)), dpi)


def shown(
    images: Iterable[tuple[Picture, Box]],
    characters: Iterable[Glyph],
    size: tuple[float, float],
    dpi: float,
) -> Picture:
    """The same with the characters on it, black and in one typeface: where they stand is theirs,
    how they look is not."""
    paper = _paper(images, *size, dpi)
    pen, scale = ImageDraw.Draw(paper), dpi / 72
    fonts: dict[int, ImageFont.FreeTypeFont] = {}
    for glyph in characters:
        _, top, _, bottom = glyph.box
        height = min(_MOST_HEIGHT, max(1, round((bottom - top) * scale)))
        font = fonts.get(height) or ImageFont.truetype(str(serif_path()), height)
        fonts[height] = font
        place = (glyph.box[0] * scale, glyph.baseline * scale)
        pen.text(place, glyph.char, fill="black", font=font, anchor="ls")
    return Picture(np.asarray(paper), dpi)


def _paper(
    images: Iterable[tuple[Picture, Box]], width: float, height: float, dpi: float
) -> Image.Image:
    scale = dpi / 72
    if width * height * scale**2 > MAX_PIXELS:
        raise Unreadable("too_large", f"页面有{width:.0f}×{height:.0f}点，过大，未打开")
    paper = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    for picture, (x0, y0, x1, y1) in images:
        # an image that reaches far beyond the page must not grow with it
        size = (
            min(2 * paper.width, max(1, round((x1 - x0) * scale))),
            min(2 * paper.height, max(1, round((y1 - y0) * scale))),
        )
        fitted = Image.fromarray(picture.pixels).resize(size, Image.Resampling.BILINEAR)
        paper.paste(fitted, (round(x0 * scale), round(y0 * scale)))
    return paper
