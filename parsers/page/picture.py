"""Bytes of a picture -> pixels with their resolution.

In: jpg, png, tif, bmp, gif, webp, jp2 as Pillow knows them. Out: a `Picture` for each frame that is a page
of its own, turned upright by its EXIF, transparent parts white. Too many pixels, or none: `Unreadable`.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from parsers import effort
from parsers.effort import Of
from parsers.limits import (
    MAX_KEPT_PIXELS,
    MAX_KEPT_SIDE,
    MAX_PAGES,
    MAX_PIXELS,
    MAX_SCANS,
    MAX_SIDE,
)
from parsers.page import depth, previews
from parsers.parser import Unreadable

Pixels = NDArray[np.uint8]
_JPEG, _SCAN = b"\xff\xd8\xff", b"\xff\xda"
_A4_INCHES = (8.27, 11.69)
_AVERAGED = ("L", "RGB", "RGBA", "CMYK")  # modes whose neighbours can be averaged
_OF_SCREENS = (72.0, 96.0)  # what programs write where they know nothing: no scanner is so coarse


@dataclass(frozen=True, slots=True)
class Picture:
    """RGB pixels, height by width by 3, and dots an inch. `left`: why not all of it came, in Chinese."""

    pixels: Pixels
    dpi: float
    left: str = ""

    @property
    def size_in_points(self) -> tuple[float, float]:
        height, width = self.pixels.shape[:2]
        return width * 72 / self.dpi, height * 72 / self.dpi


def decode(data: bytes, width_in_points: float | None = None) -> tuple[Picture, ...]:
    """Every frame of a picture. `width_in_points` is how wide a document shows it, if it does."""
    return tuple(frames(data, width_in_points))


def jpeg_scans(data: bytes) -> int:
    """In how many passes a JPEG, or the most laborious one within these bytes, is drawn: each is
    begun by a marker, and no such bytes can stand between a picture's first and last."""
    if data.startswith(_JPEG):
        return data.count(_SCAN)
    pictures = (one.partition(b"\xff\xd9")[0] for one in data.split(_JPEG)[1:])
    return max((one.count(_SCAN) for one in pictures), default=0)


def first(data: bytes, width_in_points: float | None = None) -> Picture:
    """The first frame, which is all that a document shows of a picture in it."""
    found = next(frames(data, width_in_points), None)
    if found is None:
        raise Unreadable("empty", "图像文件里没有图像")
    return found


def frames(
    data: bytes, width_in_points: float | None = None, *, torn: bool = False
) -> Iterator[Picture]:
    """The same one at a time: the frames of a long scan do not fit into memory together. With `torn`,
    what came of a picture whose end is missing; `Picture.left` says that there was more."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow remarks on what it mends
            if jpeg_scans(data) > MAX_SCANS:
                raise Unreadable("too_large", f"JPEG 图像分了{MAX_SCANS}遍以上绘制，未打开")
            with Image.open(io.BytesIO(data)) as image:
                several = getattr(image, "n_frames", 1) > 1
                if several:
                    yield from _frames(image, data, width_in_points, torn=torn)
                only = () if several else tuple(_frames(image, data, width_in_points, torn=torn))
            yield from only  # what was decoded is let go before that is read
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        raise Unreadable("damaged", "图像已损坏或者格式不明，无法打开") from fault
    except Image.DecompressionBombError as fault:
        raise Unreadable("too_large", "图像像素过多，未打开") from fault


def _frames(
    image: Image.Image, data: bytes, width_in_points: float | None, *, torn: bool
) -> Iterator[Picture]:
    count, shown = getattr(image, "n_frames", 1), None
    for index in range(min(count, MAX_PAGES)):
        image.seek(index)
        width, height = image.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise Unreadable("too_large", f"图像有{width}×{height}像素，过大，未打开")
        effort.go_on()
        effort.take(Of.PIXELS, width * height)
        finer, left = _made_coarser(image, data, torn=torn)
        pixels = _upright(finer)
        share = max(pixels.shape[:2]) / max(width, height)  # of the resolution that is left
        wide, high = (round(side / share) for side in (pixels.shape[1], pixels.shape[0]))
        if shown is None:
            shown = previews.Shown.of(pixels, (wide, high))
        elif previews.is_of(image, shown, pixels, (wide, high)):
            continue
        dpi = wide * 72 / width_in_points if width_in_points else _resolution(image, wide, high)
        yield Picture(pixels, dpi * share, left)
    if count > MAX_PAGES:
        raise Unreadable("too_large", f"文件里有{count}幅图像，只读取了前{MAX_PAGES}幅")


def _made_coarser(image: Image.Image, data: bytes, *, torn: bool) -> tuple[Image.Image, str]:
    """By a whole number, where it has more pixels than any reader of it needs; and why not all came."""
    width, height = image.size
    factor = math.ceil(
        max(math.sqrt(width * height / MAX_KEPT_PIXELS), max(width, height) / MAX_KEPT_SIDE)
    )
    if factor > 1 and image.draft(None, (width // factor, height // factor)):
        factor = max(1, factor * image.width // width)  # a JPEG comes out coarser at once
    came, left = depth.loaded(image, data, torn=torn)
    came = depth.in_eight_bits(came)
    if factor < 2:
        return came, left
    if came.mode not in _AVERAGED:
        came = came.convert("RGBA" if "transparency" in came.info else "RGB")
    smaller = came.reduce(factor)
    smaller.info["exif"] = image.getexif().tobytes()  # how it must be turned
    return smaller, left


def _upright(image: Image.Image) -> Pixels:
    turned = ImageOps.exif_transpose(image) or image
    if turned.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in turned.info:
        coloured = turned.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        turned = Image.alpha_composite(paper, coloured)
    return np.asarray(turned.convert("RGB"))


def _is_like_a4(width: int, height: int) -> bool:
    long, short = max(width, height), min(width, height)
    return abs(long / short - _A4_INCHES[1] / _A4_INCHES[0]) < 0.03


def _resolution(image: Image.Image, width: int, height: int) -> float:
    """What the file says, if that makes a page of a likely size; else as if it showed an A4."""
    said = image.info.get("dpi", (0, 0))
    try:
        dpi = float(said[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    likely = dpi > 0 and 5 < max(width, height) / dpi < 20
    if likely and not (dpi in _OF_SCREENS and _is_like_a4(width, height)):
        return dpi
    return float(max(min(width, height) / _A4_INCHES[0], max(width, height) / _A4_INCHES[1]))
