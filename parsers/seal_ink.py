"""A picture of a page -> how much of an ink lies at each pixel, whatever light it was taken in.

In: `Picture`. Out: maps of 0 to 255 at the resolution asked for, with a white margin around, in which
paper is 0: red ink, blue ink, or anything dark.
"""

from __future__ import annotations

import cv2
import numpy as np

from parsers.picture import Picture, Pixels

_COARSE = 8  # the paper's own shade changes slowly: it is looked for on every eighth pixel
_REACH_MM = 9.0  # ink is narrower than this, so that paper is seen somewhere near
_DIMMEST = 70  # darker than this is no paper, but a table beside it


def prepared(picture: Picture, dpi: float, margin: int) -> Pixels:
    """The picture at a resolution, its light evened out, with a white margin."""
    sized = resized(picture.pixels, dpi / picture.dpi)
    even = evened(sized, dpi)
    sides = (margin,) * 4
    return np.asarray(cv2.copyMakeBorder(even, *sides, cv2.BORDER_CONSTANT, value=(255, 255, 255)))


def resized(pixels: Pixels, scale: float) -> Pixels:
    if abs(scale - 1) < 0.01:
        return pixels
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how), np.uint8)


def evened(pixels: Pixels, dpi: float) -> Pixels:
    """As if the paper were white everywhere: shadows, warm light and yellow paper gone."""
    height, width = pixels.shape[:2]
    if min(height, width) < 2 * _COARSE:
        return pixels
    small = cv2.resize(pixels, (width // _COARSE, height // _COARSE), interpolation=cv2.INTER_AREA)
    reach = 2 * max(1, round(_REACH_MM / 25.4 * dpi / _COARSE)) + 1
    brightest = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    smooth = cv2.blur(brightest, (reach, reach))
    paper = cv2.max(cv2.resize(smooth, (width, height)), np.full(3, _DIMMEST, np.float64))
    return np.asarray(cv2.divide(pixels, paper, scale=255), np.uint8)


def redness(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)


def blueness(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.subtract(blue, cv2.max(red, green)), np.uint8)


def darkness(pixels: Pixels) -> Pixels:
    return np.asarray(255 - cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
