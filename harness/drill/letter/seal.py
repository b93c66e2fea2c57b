"""The seals of the drill: a red ring, the unit's name around it, a star, and 演练 inside.

No such seal can pass for a real one: the names are invented, and 演练 stands in it in letters
larger than the name. Comes out as a PNG with a transparent ground, 42 mm across at 240 dpi, turned
a little as a hand would, with the unevenness of ink. Same name, same bytes.
"""

from __future__ import annotations

import io
import math
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

DIAMETER_MM = 42  # as the rules of 1999 have it for a provincial agency
SIZE = 397  # 42 mm at 240 dpi
_SCALE = 4
_RED = (206, 22, 30)
_MARK = "演练"


@cache
def draw(name: str) -> bytes:
    """The seal of the unit with this full name."""
    ink = _smooth_ring().copy()
    _write_mark(ink)
    _write_name(ink, name)
    random = Random(f"seal {name}")
    ink = ink.rotate(random.uniform(-5, 5), resample=Image.Resampling.BICUBIC)
    ink = _uneven(ink, random)
    picture = Image.new("RGBA", (SIZE, SIZE), (*_RED, 0))
    picture.putalpha(ink)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(240, 240), compress_level=4)
    return out.getvalue()


@cache
def _smooth_ring() -> Image.Image:
    """Ring and star are the same on every seal; drawn large and reduced, their edges are smooth."""
    size = SIZE * _SCALE
    ink = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(ink)
    edge = 6 * _SCALE
    pen.ellipse((edge, edge, size - edge, size - edge), outline=255, width=8 * _SCALE)
    pen.polygon(_star(size / 2, size / 2, size * 0.13), fill=255)
    return ink.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * (corner / 5 - 0.5)
        points.append((x + length * math.cos(angle), y + length * math.sin(angle)))
    return points


def _write_mark(ink: Image.Image) -> None:
    pen, font = ImageDraw.Draw(ink), _font(SIZE // 7)
    pen.text((SIZE / 2, SIZE * 0.74), _MARK, font=font, fill=255, anchor="mm", stroke_width=1)


def _write_name(ink: Image.Image, name: str) -> None:
    """Along the ring from lower left over the top to lower right, each upright to the centre."""
    sweep = min(math.radians(270), math.radians(21) * (len(name) - 1))
    height = min(SIZE // 8, SIZE * 2 // max(len(name), 10))
    font = _font(height)
    radius = SIZE * 0.375
    for place, character in enumerate(name):
        part = place / (len(name) - 1) - 0.5 if len(name) > 1 else 0.0
        angle = part * sweep
        glyph = Image.new("L", (height * 2, height * 2), 0)
        ImageDraw.Draw(glyph).text(
            (height, height), character, font=font, fill=255, anchor="mm", stroke_width=1
        )
        glyph = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x = SIZE / 2 + radius * math.sin(angle) - height
        y = SIZE / 2 - radius * math.cos(angle) - height
        ink.paste(255, (round(x), round(y)), glyph)


def _uneven(ink: Image.Image, random: Random) -> Image.Image:
    """Ink covers never quite evenly: a coarse cloud of 80 to 95 per cent."""
    cloud = Image.new("L", (12, 12))
    cloud.putdata([random.randint(205, 243) for _ in range(144)])
    cover = cloud.resize(ink.size, Image.Resampling.BICUBIC)
    black = Image.new("L", ink.size, 0)
    return Image.composite(ink, black, cover)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(serif_path()), size)
