"""Which frames of a file are no pages, but smaller copies of the page that was shown before.

In: a frame. Out: whether it only shows again what the first one shows: the preview in a phone's MPO, the
second eye of a stereoscopic pair, a light map, the thumbnail in a TIFF. Whatever is not known to be such a
copy is a page of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 96  # pixels at which two pictures are laid upon each other
_ALIKE = 0.9  # their correlation
_ASPECT = 0.04
_SMALLER = 0.6  # of the first one's area
_MAPS = (b"hdrgm", b"urn:iso:std:iso:ts:21496")  # how much brighter a screen may show each spot

Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shown:
    """The first frame, very small."""

    grey: Grey
    size: tuple[int, int]

    @classmethod
    def of(cls, pixels: NDArray[np.uint8], size: tuple[int, int]) -> Shown:
        return cls(_small(pixels), size)


def is_of(
    image: Image.Image, first: Shown, pixels: NDArray[np.uint8], size: tuple[int, int]
) -> bool:
    """Whether the frame that `image` stands at, of these pixels, is a copy of the first one."""
    if image.format not in ("MPO", "TIFF"):
        return False
    same_shape = abs(size[0] * first.size[1] / (size[1] * first.size[0]) - 1) < _ASPECT
    smaller = size[0] * size[1] < _SMALLER * first.size[0] * first.size[1]
    if not same_shape or not (smaller or image.format == "MPO"):
        return False
    return _correlation(first.grey, _small(pixels)) > _ALIKE or (smaller and _is_map(image))


def _is_map(image: Image.Image) -> bool:
    """Of an MPO whose own words say that such a map is in it."""
    told = image.info.get("xmp", b"") if image.format == "MPO" else b""
    return any(mark in (told if isinstance(told, bytes) else b"") for mark in _MAPS)


def _small(pixels: NDArray[np.uint8]) -> Grey:
    """Averaged, for one in black and white is alike only so."""
    import cv2  # which takes long to load, and a document of words shows no picture

    small = cv2.resize(pixels, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(np.asarray(small, np.float32).mean(axis=2), np.float32)


def _correlation(one: Grey, other: Grey) -> float:
    one, other = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / norm if norm > 0 else 1.0
