"""A page without the ink of its seals, so that what is printed below them can be read.

In: a `Picture`, the seals on it. Out: its pixels, in the seals' boxes only the print. Red and blue ink is bright
in one channel, black print in none. A copied seal is grey: where its ring is clearly paler than the
page's print, what is as pale as the ring is taken away; where it is not, only ring and star are, and print and
the seal's writing stay one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.document import Box, Seal
from parsers.page.picture import Picture, Pixels

_MARGIN = 3.0  # points around a seal that its ink may reach
_BLACK, _PAPER = 70, 165  # the brightest channel: black writing, and red ink on paper
_APART = 24  # shades between a grey ring and print, for one to be told from the other
_SAME = 8  # likewise, for both to be the same black
_RING = (0.9, 1.01)  # of the radius: where the ring is met
_THICK = 0.055  # of the radius: the ring and its blur
_STAR, _SOLID = 0.45, 0.085  # likewise: how far a star reaches, how broad only a star is
_PRINT = 8  # per cent of the page's ink: so much of it is no edge of a stroke
_KEPT = 0.55  # of the way from print to ring: darker is print


@dataclass(frozen=True, slots=True)
class Greys:
    """Of a page and a grey seal on it: how bright print and ring are."""

    print: float
    ring: float

    @property
    def apart(self) -> bool:
        return self.ring - self.print > _APART

    @property
    def one(self) -> bool:
        """As on a fax, where all ink is black."""
        return self.ring - self.print < _SAME


def without_seals(picture: Picture, seals: Iterable[Seal]) -> Pixels:
    placed = [seal for seal in seals if seal.bbox]
    if not placed:
        return picture.pixels
    pixels = picture.pixels.copy()
    for seal in placed:
        x0, y0, x1, y1 = _pixels_of(seal.bbox, picture.dpi)
        part = pixels[max(0, y0) : y1, max(0, x0) : x1]
        if not part.size:
            continue
        if seal.colour != "grey":
            part[:] = stretched(part.max(axis=2), _BLACK, _PAPER)
        elif (greys := greys_of(picture, seal)).apart:
            part[:] = printed(part, greys)
        elif greys.one:
            _opened(pixels, seal.bbox, picture.dpi)
    return pixels


def _opened(pixels: Pixels, box: Box | None, dpi: float) -> None:
    """The ring and the star made paper, so that they do not join all that they touch into one spot."""
    x0, y0, x1, y1 = (edge * dpi / 72 for edge in box or (0.0, 0.0, 0.0, 0.0))
    x, y, radius = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2
    inner = _STAR * radius
    top, left = max(0, int(y - inner)), max(0, int(x - inner))
    part = pixels[top : int(y + inner), left : int(x + inner)]
    if part.size:
        wide = max(3, round(_SOLID * radius))
        dark = (part.max(axis=2) < _PAPER).astype(np.uint8)
        solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))
        part[cv2.dilate(solid, np.ones((wide // 2 + 1,) * 2, np.uint8)) > 0] = 255
    thick = max(3, round(_THICK * radius))
    axes = max(1, round(radius - thick / 2) + 1), max(1, round((y1 - y0 - thick) / 2) + 1)
    cv2.ellipse(pixels, (round(x), round(y)), axes, 0, 0, 360, (255, 255, 255), thick)


def printed(part: Pixels, greys: Greys) -> Pixels:
    """What is darker than the ring of the grey seal that lies there."""
    white = greys.print + _KEPT * (greys.ring - greys.print)
    return stretched(part.mean(axis=2), greys.print * 0.6, white + 0.25 * (greys.ring - white))


def stretched(
    grey: np.ndarray[tuple[int, ...], np.dtype[np.generic]], black: float, white: float
) -> Pixels:
    """Shades from black to white as all that there are, in three channels."""
    level = np.clip((grey.astype(np.float32) - black) * (255 / max(white - black, 1.0)), 0, 255)
    return np.repeat(level.astype(np.uint8)[:, :, None], 3, axis=2)


def greys_of(picture: Picture, seal: Seal) -> Greys:
    grey = picture.pixels.mean(axis=2).astype(np.float32)
    paper = float(np.percentile(grey[::3, ::3], 80))
    ink = grey[::2, ::2][grey[::2, ::2] < paper - 60]
    black = float(np.percentile(ink, _PRINT)) if ink.size else 0.0
    return Greys(black, _ring(grey, seal.bbox or (0.0, 0.0, 0.0, 0.0), picture.dpi))


def _ring(grey: np.ndarray[tuple[int, ...], np.dtype[np.float32]], box: Box, dpi: float) -> float:
    """How bright the ring is on most rays: the darkest that a ray meets near it."""
    x0, y0, x1, y1 = (edge * dpi / 72 for edge in box)
    turn = np.linspace(0, 2 * np.pi, 240, endpoint=False)[:, None]
    reach = np.arange(*_RING, 0.01)[None, :]
    xs = ((x0 + x1) / 2 + (x1 - x0) / 2 * reach * np.cos(turn)).astype(np.float32)
    ys = ((y0 + y1) / 2 + (y1 - y0) / 2 * reach * np.sin(turn)).astype(np.float32)
    met = cv2.remap(grey, xs, ys, cv2.INTER_LINEAR, borderValue=255)
    return float(np.median(met.min(axis=1)))


def _pixels_of(box: Box | None, dpi: float) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box or (0.0, 0.0, 0.0, 0.0)
    scale = dpi / 72
    left, top = int((x0 - _MARGIN) * scale), int((y0 - _MARGIN) * scale)
    return left, top, int((x1 + _MARGIN) * scale), int((y1 + _MARGIN) * scale)
