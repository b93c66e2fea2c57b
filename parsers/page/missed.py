"""Rows of writing on a page that the search for writing has passed over.

In: a page's `LevelCopy`, the pieces of writing that were found, the seals on it. Out: four corners of each
further row, in the picture's pixels. A seal that touches a line makes one strange spot of both, and
the search drops it: what a line of ink is, is then told by its strokes. A row that runs into a
seal goes on as far as the other lines do.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.page.level_copy import Floats, LevelCopy, Pixels

_AROUND = 0.3  # of a line's height, around what was found: its ink reaches out of its box
_JOINED = (0.9, 0.25)  # heights: so near across, and up and down, is the same row
_HIGH = (0.4, 1.25)  # heights of a row
_LONG = 3.0  # heights: less is a mark, a stamp's word, a seal's
_INKED = (0.07, 0.55)  # of its box
_PALE = 0.55  # of the contrast of print: paler is a watermark, or print of the page's back
_STROKES = 6  # apart: fewer are a line or a blot
_MOST = 12  # rows of a page: more are a picture


def missed(copy: LevelCopy, quads: Sequence[Floats], seals: Sequence[Floats]) -> list[Floats]:
    """Rows, top to bottom. `seals`: the corners of their boxes."""
    line = copy.line
    found = [copy.there(quad) for quad in quads]
    strokes = np.where(copy.rules > 0, 0, copy.strokes).astype(np.uint8)
    for corners in found:
        cv2.fillConvexPoly(strokes, np.rint(_swollen(corners, _AROUND * line)).astype(int), 0)
    hidden = [copy.there(corners) for corners in seals]
    for corners in hidden:
        cv2.fillConvexPoly(strokes, np.rint(corners).astype(int), 0)
    right = _usual_right(found)
    pale = _PALE * _contrast(copy, found)
    rows = [
        box if not _meets(box, hidden, line) else (box[0], box[1], max(box[2], right), box[3])
        for box in _rows(strokes, line)
        if _contrast(copy, [_corners(box)]) > pale
    ]
    return [copy.back(_corners(box)) for box in rows] if len(rows) <= _MOST else []


def _rows(strokes: Pixels, line: float) -> list[tuple[float, float, float, float]]:
    wide, high = (max(1, round(share * line)) for share in _JOINED)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((high, wide), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for number, (left, top, across, down, _) in enumerate(stats[1:count].tolist(), 1):
        if across < _LONG * line or not _HIGH[0] * line < down < _HIGH[1] * line:
            continue
        part = strokes[top : top + down, left : left + across]
        own = np.where(labels[top : top + down, left : left + across] == number, part, 0)
        apart = cv2.connectedComponents(own, connectivity=8)[0] - 1
        if _INKED[0] < float((own > 0).mean()) < _INKED[1] and apart >= _STROKES:
            room = line / 5
            found.append((left - room, top - room, left + across + room, top + down + room))
    return sorted(found, key=lambda box: box[1])


def _contrast(copy: LevelCopy, places: Sequence[Floats]) -> float:
    """How much darker than their paper strokes in these places are."""
    found = []
    for corners in places:
        left, top = (max(0, int(edge)) for edge in corners.min(axis=0))
        right, bottom = (int(edge) + 1 for edge in corners.max(axis=0))
        part = copy.grey[top:bottom, left:right]
        if part.size:
            found.append(float(np.percentile(part, 90) - np.percentile(part, 5)))
    return float(np.median(found)) if found else 0.0


def _swollen(corners: Floats, by: float) -> Floats:
    middle = corners.mean(axis=0)
    return np.asarray(corners + np.sign(corners - middle) * by, np.float32)


def _usual_right(found: Sequence[Floats]) -> float:
    """Where the long lines end."""
    ends = sorted(float(corners[:, 0].max()) for corners in found)
    return ends[len(ends) * 3 // 4] if ends else 0.0


def _meets(box: tuple[float, float, float, float], seals: Sequence[Floats], line: float) -> bool:
    return any(
        box[0] < corners[:, 0].max()
        and corners[:, 0].min() - 2 * line < box[2]
        and box[1] < corners[:, 1].max()
        and corners[:, 1].min() < box[3]
        for corners in seals
    )


def _corners(box: tuple[float, float, float, float]) -> Floats:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
