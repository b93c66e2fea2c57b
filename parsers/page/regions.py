"""How likely writing is at each pixel -> the corners of each piece of it.

In: the detector's map, the size of the picture. Out: four corners in pixels for each piece, clockwise from
the top left one, from top to bottom and in a row from left to right. As rapidocr does it (Apache-2.0, after
PaddleOCR): spots that are likely enough, the smallest rectangle around each, grown, since the network was
taught the cores of lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]

_LIKELY = 0.3  # of a pixel
_SURE = 0.5  # of a whole piece on average
_MOST = 1000  # pieces
_GROWN = 1.6  # by so many times its area over its outline
_LEAST, _LEAST_GROWN, _LEAST_SIDE = 3, 5, 3  # pixels
_JOINED = np.ones((2, 2), np.uint8)
_ROW = 10  # pixels: what begins lower than the one above by less stands in its row


def regions(likely: Floats, width: int, height: int) -> Floats:
    found = [
        clipped
        for box in _boxes(likely, width, height)
        if _is_large(clipped := _clipped(_clockwise(box), width, height))
    ]
    return _in_order(np.array(found, np.float32)) if found else np.zeros((0, 4, 2), np.float32)


def _boxes(likely: Floats, width: int, height: int) -> Iterator[NDArray[np.int32]]:
    spots = cv2.dilate((likely > _LIKELY).astype(np.uint8), _JOINED)
    outlines, _ = cv2.findContours(spots * 255, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    high, wide = likely.shape
    for outline in outlines[:_MOST]:
        core, side = _smallest(outline)
        if side < _LEAST or _mean_within(likely, core) < _SURE:
            continue
        grown, side = _smallest(_expanded(core))
        if side < _LEAST_GROWN:
            continue
        grown[:, 0] = np.clip(np.round(grown[:, 0] / wide * width), 0, width)
        grown[:, 1] = np.clip(np.round(grown[:, 1] / high * height), 0, height)
        yield grown.astype(np.int32)


def _smallest(outline: Any) -> tuple[Floats, float]:
    """The smallest rectangle around an outline, top left corner first, and its shorter side."""
    rectangle = cv2.minAreaRect(outline)
    one, two, three, four = sorted(cv2.boxPoints(rectangle), key=lambda corner: corner[0])
    upper_left, lower_left = (one, two) if two[1] > one[1] else (two, one)
    upper_right, lower_right = (three, four) if four[1] > three[1] else (four, three)
    return np.array([upper_left, upper_right, lower_right, lower_left]), min(rectangle[1])


def _mean_within(likely: Floats, box: Floats) -> float:
    high, wide = likely.shape
    left, top = np.floor(box.min(axis=0)).astype(np.int32)
    right, bottom = np.ceil(box.max(axis=0)).astype(np.int32)
    left, right = (min(max(edge, 0), wide - 1) for edge in (left, right))
    top, bottom = (min(max(edge, 0), high - 1) for edge in (top, bottom))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    corners = box - np.array([left, top], np.float32)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1)
    return float(cv2.mean(likely[top : bottom + 1, left : right + 1], mask)[0])


def _expanded(box: Floats) -> NDArray[np.int32]:
    """The outline of everything so near to the box, corners round."""
    import pyclipper  # only where there is writing

    grown = pyclipper.PyclipperOffset()
    grown.AddPath(box, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    area, outline = area_and_outline(box)
    return np.array(grown.Execute(area * _GROWN / outline), np.int32).reshape(-1, 1, 2)


def area_and_outline(box: Floats) -> tuple[float, float]:
    """Summed in the order in which shapely sums them, which makes the last digit its own."""
    corners = [(float(x), float(y)) for x, y in box]
    around = [*corners, corners[0]]
    first = around[0][0]
    twice = 0.0
    for before, here, after in zip(around, around[1:], around[2:], strict=False):
        twice += (here[0] - first) * (before[1] - after[1])
    steps = ((x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(around))
    outline = 0.0
    for across, down in steps:  # `sum` adds more exactly than shapely in newer Pythons
        outline += math.sqrt(across * across + down * down)
    return abs(twice / 2), outline


def _clockwise(box: NDArray[np.int32]) -> Floats:
    across = box[np.argsort(box[:, 0])]
    left, right = across[:2], across[2:]
    upper_left, lower_left = left[np.argsort(left[:, 1])]
    upper_right, lower_right = right[np.argsort(right[:, 1])]
    return np.array([upper_left, upper_right, lower_right, lower_left], np.float32)


def _clipped(box: Floats, width: int, height: int) -> Floats:
    most = np.array([width - 1, height - 1], np.float32)
    return np.trunc(np.clip(box, 0, most))


def _is_large(box: Floats) -> bool:
    wide, high = np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[0] - box[3])
    return int(wide) > _LEAST_SIDE and int(high) > _LEAST_SIDE


def _in_order(boxes: Floats) -> Floats:
    down = boxes[np.argsort(boxes[:, 0, 1], kind="stable")]
    rows = np.concatenate([[0], np.cumsum(np.diff(down[:, 0, 1]) >= _ROW)])
    return down[np.lexsort((down[:, 0, 0], rows))]
