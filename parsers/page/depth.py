"""What came of a picture's pixels, and as how many shades.

In: a picture that Pillow has opened. Out: the same, loaded as far as its bytes go, in eight bits a
channel: deeper ones are scaled, for whoever only cuts them off takes a grey page for a white one.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

_DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_SHIFTS = ((255, 0), (1023, 2), (4095, 4), (16383, 6), (65535, 8))  # white, as depths have it
_LEAST = 0.03  # of the rows: fewer are no picture
_CUT = "图像不完整（文件在中途断了），没有的部分看不到"
_END = b"\xff\xd9"


def loaded(image: Image.Image, data: bytes, *, torn: bool) -> tuple[Image.Image, str]:
    """The picture of these bytes with its pixels; and why some of them did not come, in Chinese. Where
    not `torn`, a picture that ends early raises `OSError`, as one does of which nothing came."""
    try:
        image.load()
    except OSError:
        if not torn:
            raise
        return _as_far_as_it_came(image, data), _CUT
    return image, ""


def _as_far_as_it_came(image: Image.Image, data: bytes) -> Image.Image:
    """Rows of which nothing came are zero; they are shown as paper."""
    image.tile = []  # type: ignore[attr-defined]  # nothing more is to be decoded
    missing = ~np.asarray(image).reshape(image.height, -1).any(axis=1)
    if missing.all() and image.format == "JPEG":
        # drawn in several passes over the whole: what passes there were, as if they were all
        coarse = Image.open(io.BytesIO(data + _END))
        coarse.load()
        return coarse
    if missing.mean() > 1 - _LEAST:
        raise OSError("nothing came of this picture")
    pixels = np.array(in_eight_bits(image).convert("RGB"))
    pixels[missing] = 255
    return _like(image, Image.fromarray(pixels))


def in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode not in _DEEP:
        return image
    values = np.asarray(image)
    most = float(values.max())
    shift = next((shift for white, shift in _SHIFTS if 1.0 < most <= white), None)
    if image.mode == "F" or shift is None or float(values.min()) < 0:
        values = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0)
        values -= values.min()
        white = next((white for white in (1, 255, 65535) if values.max() <= white), values.max())
        return _like(image, Image.fromarray((values * (255.0 / white)).astype(np.uint8)))
    return _like(image, Image.fromarray((values >> shift).astype(np.uint8)))


def _like(image: Image.Image, made: Image.Image) -> Image.Image:
    """With what the picture says of its resolution and its turn."""
    made.info = {key: value for key, value in image.info.items() if key != "transparency"}
    made.info["exif"] = image.getexif().tobytes()
    return made
