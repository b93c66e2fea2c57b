"""The ruled cells on a picture of a page: where a form keeps label and answer apart.

In: a page's `LevelCopy`. Out: `Cells`, which tell of a place in the picture in which cell it lies; None
where fewer lie there than a form has. Long level and long upright strokes are what rules are made of; what
paper they enclose is a cell. A bent page only bends the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page.level_copy import Floats, LevelCopy, Pixels

# heights of a line: the least width and height of a cell between its swollen rules, which a narrow row fills
_SPAN = (1.0, 0.4)
_FILLED = 0.7  # of the box around it: what is no rectangle is no cell
_LEAST = 4  # cells: fewer are a frame, a stamp, a letterhead
_LARGEST = 0.6  # of the page
_STEPS = 6.0  # places a line's height at which a piece is asked for its cell
_SLIVER = 0.35  # of a line's height: less of a piece in a cell is its edge

_NEAR = 2.0  # heights of a line: so far beside a seal its rules are looked for
_SHORT = 1.2  # likewise: no stroke of a character is as long

Edges = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """`labels` has the number of the cell that a pixel of the copy lies in, 0 for none; `boxes` has for
    each number left, top, right, bottom there."""

    copy: LevelCopy
    labels: NDArray[np.int32]
    boxes: dict[int, Edges]

    def at(self, place: tuple[float, float]) -> int:
        """The cell at a place in the picture; 0 for none."""
        ((column, row),) = np.rint(self.copy.there(np.array([place], np.float32))).astype(int)
        height, width = self.labels.shape
        if not (0 <= row < height and 0 <= column < width):
            return 0
        found = int(self.labels[row, column])
        return found if found in self.boxes else 0

    def apart(self, quad: Floats) -> list[Floats]:
        """A piece of writing that runs through several cells, cut where they end."""
        left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        high = float(np.hypot(*(quad[3] - quad[0])))
        count = max(2, round(_STEPS * float(np.hypot(*(right - left))) / max(high, 1.0)))
        steps = np.linspace(0.0, 1.0, min(count, 500))
        runs: list[list[int]] = []  # cell, first step, last step
        for place, step in enumerate(steps):
            x, y = left + (right - left) * step
            home = self.at((float(x), float(y)))
            if home and runs and runs[-1][0] == home:
                runs[-1][2] = place
            elif home:
                runs.append([home, place, place])
        kept = [run for run in runs if run[2] - run[1] >= _SLIVER * _STEPS]
        if len({run[0] for run in kept}) < 2:
            return [quad]
        return [_part(quad, float(steps[first]), float(steps[last])) for _, first, last in kept]

    def table_rows(self) -> list[list[int]]:
        """The cells' numbers, those that begin at one height together, each row from the left."""
        found: list[list[int]] = []
        for number, (_, top, _, _) in sorted(self.boxes.items(), key=lambda one: one[1][1]):
            if found and top - self.boxes[found[-1][0]][1] < self.copy.line / 2:
                found[-1].append(number)
            else:
                found.append([number])
        return [sorted(row, key=lambda number: self.boxes[number][0]) for row in found]


def _part(quad: Floats, begin: float, end: float) -> Floats:
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = (
        quad[0] + top * begin, quad[0] + top * end, quad[3] + bottom * end, quad[3] + bottom * begin,
    )  # fmt: skip
    return np.asarray(corners, np.float32)


def cells(copy: LevelCopy, seals: Sequence[Floats] = ()) -> Cells | None:
    """`seals`: corners of what was lifted off the picture, and of the rules below it with it."""
    rules = _with_hidden(copy, seals)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (rules == 0).astype(np.uint8), connectivity=4
    )
    height, width = rules.shape
    boxes: dict[int, Edges] = {}
    for number, (left, top, wide, high, area) in enumerate(stats[1:count].tolist(), 1):
        inside = left > 0 and top > 0 and left + wide < width and top + high < height
        large = wide >= _SPAN[0] * copy.line and high >= _SPAN[1] * copy.line
        if inside and large and _FILLED * wide * high < area < _LARGEST * height * width:
            boxes[number] = (left, top, left + wide, top + high)
    return Cells(copy, np.asarray(labels, np.int32), boxes) if len(boxes) >= _LEAST else None


def _with_hidden(copy: LevelCopy, seals: Sequence[Floats]) -> Pixels:
    """The rules, those that stop at a seal drawn through below it as far as they go on beside it."""
    rules, near = copy.rules.copy(), round(_NEAR * copy.line)
    for corners in seals:
        there = copy.there(corners)
        (x0, y0), (x1, y1) = np.rint([there.min(axis=0), there.max(axis=0)]).astype(int).tolist()
        across = slice(max(0, y0), y1), slice(max(0, x0 - near), x1 + near)
        down = slice(max(0, y0 - near), y1 + near), slice(max(0, x0), x1)
        if copy.strokes[across].size and copy.strokes[down].size:
            through = _through(copy.strokes[across], copy.level[across], copy.line, x1 - x0 + near)
            rules[across] |= through
            through = _through(
                copy.strokes[down].T, copy.upright[down].T, copy.line, y1 - y0 + near
            )
            rules[down] |= through.T
    return rules


def _through(strokes: Pixels, rules: Pixels, line: float, gap: int) -> Pixels:
    """Level rules, and what lies between one and a stroke at its height that is longer than a character's:
    it may end there in a corner."""
    thick = cv2.dilate(strokes, np.ones((3, 1), np.uint8))
    short = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_SHORT * line)), np.uint8))
    room = cv2.copyMakeBorder(short, 0, 0, gap, gap, cv2.BORDER_CONSTANT, value=0)
    whole = cv2.morphologyEx(room, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))[:, gap:-gap]
    _, labels = cv2.connectedComponents(np.ascontiguousarray(whole))
    known = np.unique(labels[rules > 0])
    kept = np.isin(labels, known[known > 0]).astype(np.uint8) * 255
    return np.asarray(cv2.dilate(kept, np.ones((5, 5), np.uint8)), np.uint8)
