"""A picture of a page -> how much of an ink lies at each pixel, whatever light it was taken in.

In: `Picture`. Out: maps of 0 to 255 at the resolution asked for, with a white margin around, in which
paper is 0: red ink, blue ink, or anything dark.
"""

from __future__ import annotations

import cv2
import numpy as np

from parsers.page.picture import Picture, Pixels

_COARSE = 8  # the paper's own shade changes slowly: it is looked for on every eighth pixel
_REACH_MM = 9.0  # ink is narrower than this, so that paper is seen somewhere near
_TINGE_BLUR = 2.0  # pixels
_GAIN = 3.0  # where there is this part of an ink's full colour, all that is dark is this ink
_BLACK = 110  # the brightest channel of black writing
_CELL_MM = 2.0
_HAZE = (2.0, 30.0)  # of 255, redder than the page: more than grain, and less than well-taken ink
_HAZE_MM = (24.0, 62.0)
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
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    if scale > 1:
        return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC))
    whole = int(1 / scale + 0.01)
    if whole > 1:  # averaging is quick by whole numbers only, and what is left loses little
        high, wide = (side // whole * whole or side for side in pixels.shape[:2])
        part = (max(1, wide // whole), max(1, high // whole))
        pixels = cv2.resize(pixels[:high, :wide], part, interpolation=cv2.INTER_AREA)  # type: ignore
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR))


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


def strokes(pixels: Pixels, ink: Pixels) -> Pixels:
    """Where this coloured ink lies, how dark it is: compression and lenses keep lightness finer than
    colour. What is black for the most part is writing beneath."""
    red, green, blue = cv2.split(pixels)
    darkest, brightest = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    shown = cv2.min(cv2.bitwise_not(darkest), cv2.convertScaleAbs(ink, alpha=_GAIN))
    return np.where(brightest > _BLACK, shown, 0).astype(np.uint8)


def tinge(pixels: Pixels) -> Pixels:
    """Redness so weak that a single pixel does not show it, four times as strong: grain and the
    paper's own hue are averaged away."""
    red, green, blue = cv2.split(pixels)
    signed = cv2.subtract(red, cv2.max(green, blue), dtype=cv2.CV_16S)
    smooth = cv2.GaussianBlur(signed.astype(np.float32), (0, 0), _TINGE_BLUR)
    usual = float(np.median(smooth[::5, ::5]))
    return np.asarray(np.clip((smooth - usual) * 4, 0, 255), np.uint8)


def is_tinged(pixels: Pixels, dpi: float) -> bool:
    """Whether a weak red lies somewhere on a spot of a seal's size: too faint for a ring, or blurred by
    compression. Lines of print are longer, specks smaller, and strong red is no haze."""
    red, green, blue = cv2.split(_cells(pixels, dpi))
    signed = cv2.subtract(red, cv2.max(green, blue), dtype=cv2.CV_32F)
    smooth = cv2.blur(signed, (3, 3))
    weak, strong = _HAZE
    above = smooth - float(np.median(smooth))
    count, spots, boxes, _ = cv2.connectedComponentsWithStats((above > weak).astype(np.uint8))
    low, high = (millimetres / _CELL_MM for millimetres in _HAZE_MM)
    return any(
        low < min(wide, tall)
        and max(wide, tall) < high
        and size > 0.4 * wide * tall
        and float(above[spots == spot].max()) < strong
        for spot, (_, _, wide, tall, size) in enumerate(boxes[1:count].tolist(), 1)
    )


def _cells(pixels: Pixels, dpi: float) -> Pixels:
    side = dpi / 25.4 * _CELL_MM
    height, width = (max(1, round(edge / side)) for edge in pixels.shape[:2])
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def blueness(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.subtract(blue, cv2.max(red, green)), np.uint8)


def darkness(pixels: Pixels) -> Pixels:
    return np.asarray(255 - cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
