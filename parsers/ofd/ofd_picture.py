"""The images of an OFD page put where they stand, for an OCR; and its characters with them, for a
reader.

In: decoded images and characters with their boxes, the page's size in points. Out: a `Picture` of
the page. For the OCR, what is known as text is not drawn.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont, UnidentifiedImageError
from pylopdf_fonts_zh_cn import serif_path

from parsers.document import Box
from parsers.limits import MAX_KEPT_PIXELS, MAX_KEPT_SIDE, MAX_PIXELS
from parsers.ofd.ofd_matrix import Matrix, box
from parsers.ofd.ofd_package import POINT
from parsers.page import picture
from parsers.page.glyphs import Glyph
from parsers.page.picture import Picture
from parsers.parser import Unreadable

_MOST_DPI = 200.0  # as offices scan; a finer picture reads no better
_LEAST_DPI = 100.0
_STRAIGHT = 0.01  # of its length: an image that is turned by less is not turned
_MOST_HEIGHT = 2000  # dots of a letter; a file may claim any size


def image(data: bytes, matrix: Matrix) -> tuple[Picture, Box]:
    """An image upright as the page shows it, and where; what is turned or bent lies on white."""
    seen = picture.first(data, matrix.across * POINT or None)
    place = box(matrix)
    if matrix.a > 0 and matrix.d > 0 and max(abs(matrix.b), abs(matrix.c)) < _STRAIGHT * matrix.a:
        return seen, place
    height, width = seen.pixels.shape[:2]
    scale = seen.dpi / 72
    wide, high = ((place[2] - place[0]) * scale, (place[3] - place[1]) * scale)
    if min(wide, high) < 1 or wide * high > MAX_KEPT_PIXELS or max(wide, high) > MAX_KEPT_SIDE:
        raise Unreadable("too_large", "图像在页面上变形过大，没有查看")
    more = POINT * scale
    lies = np.array(
        [
            [matrix.a * more / width, matrix.c * more / height, matrix.e * more - place[0] * scale],
            [matrix.b * more / width, matrix.d * more / height, matrix.f * more - place[1] * scale],
        ]
    )
    turned = cv2.warpAffine(
        seen.pixels,
        lies,
        (round(wide), round(high)),
        flags=cv2.INTER_AREA,
        borderValue=(255, 255, 255),
    )
    return Picture(np.asarray(turned, np.uint8), seen.dpi), place


def is_solid(data: bytes) -> bool:
    """Whether nothing can be seen through an image."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            return opened.mode not in ("RGBA", "LA", "PA") and "transparency" not in opened.info
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def composed(images: Iterable[tuple[Picture, Box]], width: float, height: float) -> Picture:
    """White paper with the images on it, later ones above, as fine as the finest of them."""
    placed = list(images)
    finest = max((each.dpi for each, _ in placed), default=_LEAST_DPI)
    # a page may claim any size: so large a one is shown more coarsely
    most = 72 * (MAX_KEPT_PIXELS / max(width * height, 1.0)) ** 0.5
    longest = 72 * MAX_KEPT_SIDE / max(width, height, 1.0)
    dpi = min(_MOST_DPI, max(_LEAST_DPI, finest), most, longest)
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
    for each, place in images:
        _paste(paper, each, place, scale)
    return paper


def _paste(paper: Image.Image, shown: Picture, place: Box, scale: float) -> None:
    """Only what lies on the page: an image that reaches far beyond must not grow with it."""
    x0, y0, x1, y1 = (edge * scale for edge in place)
    left, top = max(0, round(x0)), max(0, round(y0))
    right, bottom = min(paper.width, round(x1)), min(paper.height, round(y1))
    if right <= left or bottom <= top:
        return
    height, width = shown.pixels.shape[:2]
    across, down = width / max(x1 - x0, 1e-9), height / max(y1 - y0, 1e-9)
    part = (
        max(0.0, (left - x0) * across),
        max(0.0, (top - y0) * down),
        min(float(width), (right - x0) * across),
        min(float(height), (bottom - y0) * down),
    )
    if part[2] <= part[0] or part[3] <= part[1]:
        return
    whole = Image.fromarray(shown.pixels)
    fitted = whole.resize((right - left, bottom - top), Image.Resampling.BILINEAR, box=part)
    below = paper.crop((left, top, right, bottom))
    # what an image leaves white may be clear: what lies below shows through
    paper.paste(ImageChops.darker(below, fitted), (left, top))
