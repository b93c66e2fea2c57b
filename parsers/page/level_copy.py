"""A small grey copy of a page in which its lines run level, for whoever looks at strokes and not at words.

In: the upright pixels, the slant of the writing, the height of its lines. Out: `LevelCopy`, in which a line
is so high that a stroke is one or two pixels wide, and the way there from the picture and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_LINE = 14.0  # pixels of a line's height in the copy
_MOST = 2400  # pixels of the longer side
_BLOCK, _DARKER = 31, 12  # a stroke is so much darker than what lies around it
_LEVEL, _UPRIGHT = 3.5, 1.9  # heights of a line: longer strokes are rules


@dataclass(frozen=True, eq=False)
class LevelCopy:
    grey: Pixels
    line: float  # a line's height in it, as boxes are drawn
    matrix: NDArray[np.float64]  # from the picture to the copy, 2 by 3

    @classmethod
    def of(cls, image: Pixels, slant: float, line: float) -> LevelCopy:
        """`line` is the height of a line of writing in pixels, `slant` its fall in radians."""
        height, width = image.shape[:2]
        scale = min(_LINE / max(line, 1.0), _MOST / max(height, width), 1.0)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(
            cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA
        )
        middle = (size[0] / 2, size[1] / 2)
        turn = cv2.getRotationMatrix2D(middle, float(np.degrees(slant)), 1.0)
        level = cv2.warpAffine(small, turn, size, borderMode=cv2.BORDER_REPLICATE)
        shrunk = np.diag((size[0] / width, size[1] / height, 1.0))
        return cls(np.asarray(level, np.uint8), line * scale, np.asarray(turn @ shrunk, np.float64))

    def there(self, points: Floats) -> Floats:
        """Places in the picture, a row each, as places in the copy."""
        return np.asarray(points @ self.matrix[:, :2].T + self.matrix[:, 2], np.float32)

    def back(self, points: Floats) -> Floats:
        return np.asarray(
            (points - self.matrix[:, 2]) @ np.linalg.inv(self.matrix[:, :2]).T, np.float32
        )

    @cached_property
    def strokes(self) -> Pixels:
        """255 where something is darker than what lies around it."""
        dark = cv2.adaptiveThreshold(
            self.grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER
        )
        return np.asarray(dark, np.uint8)

    @cached_property
    def level(self) -> Pixels:
        """Of these, the level ones too long for a character, a little swollen, so that they meet."""
        return _swollen(self._level)

    @cached_property
    def upright(self) -> Pixels:
        """Likewise. An upright one may have small gaps: it is as short as its cell, and a gap leaves nothing
        long enough of it."""
        down = np.ones((max(3, round(_UPRIGHT * self.line)), 1), np.uint8)
        # no higher than this: lines of print stand further apart, and must not become a rule
        whole = cv2.morphologyEx(self.strokes, cv2.MORPH_CLOSE, np.ones((3, 1), np.uint8))
        long = cv2.morphologyEx(cv2.dilate(whole, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, down)
        long = cv2.bitwise_and(long, cv2.bitwise_not(self._bare_beside()))
        return _swollen(cv2.morphologyEx(long, cv2.MORPH_OPEN, down))

    @cached_property
    def rules(self) -> Pixels:
        return np.asarray(cv2.bitwise_or(self.level, self.upright), np.uint8)

    @cached_property
    def _level(self) -> Pixels:
        long = np.ones((1, max(3, round(_LEVEL * self.line))), np.uint8)
        thick = cv2.dilate(self.strokes, np.ones((3, 1), np.uint8))
        return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, long), np.uint8)

    def _bare_beside(self) -> Pixels:
        """Paper close above and below the level rules: an upright rule runs up to them, and characters that
        stand below each other in narrow rows do not."""
        rule = cv2.erode(self._level, np.ones((3, 1), np.uint8))
        beside = cv2.bitwise_and(cv2.dilate(rule, np.ones((5, 1), np.uint8)), cv2.bitwise_not(rule))
        inked = cv2.dilate(self.strokes, np.ones((1, 3), np.uint8))
        return np.asarray(cv2.bitwise_and(beside, cv2.bitwise_not(inked)), np.uint8)


def _swollen(rules: NDArray[Any]) -> Pixels:
    return np.asarray(cv2.dilate(rules, np.ones((5, 5), np.uint8)), np.uint8)
