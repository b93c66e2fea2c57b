"""A page's pixels -> the same with red ink taken away, so that what lies under a seal can be read.

Print that a seal lies on is dark in the red channel too, and stays; red alone is bright there, and
becomes paper. What has no red in it is left as it is.
"""

from __future__ import annotations

import numpy as np

from parsers.page.picture import Pixels

_RED = 26  # how much redder than the rest a pixel of red ink is at least
_PRINT, _PAPER = 70.0, 165.0  # of the red channel: print, and what is none


def without_red(pixels: Pixels) -> Pixels:
    red = pixels[:, :, 0].astype(np.int16)
    others = pixels[:, :, 1:].max(axis=2).astype(np.int16)
    inked = red - others > _RED
    plain = np.clip((red - _PRINT) * (255.0 / (_PAPER - _PRINT)), 0, 255).astype(np.uint8)
    return np.where(inked[:, :, None], plain[:, :, None], pixels)
