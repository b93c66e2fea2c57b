"""What the network says of a line -> its characters.

In: for each step along the line how likely each character is. Out: `Read`. As rapidocr does it (Apache-2.0):
the likeliest of each step, what goes on from one step to the next being one character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BETWEEN = 0  # the place in the answer that stands for no character
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Read:
    """A line, how sure its characters are on average, and how sure each is."""

    text: str
    confidence: float
    each: tuple[float, ...]


def read(answer: NDArray[np.float32], alphabet: Sequence[str]) -> Read:
    likeliest = answer.argmax(axis=1)
    begins = np.ones(len(likeliest), bool)
    begins[1:] = likeliest[1:] != likeliest[:-1]
    steps = np.flatnonzero(begins & (likeliest != _BETWEEN))
    shown = likeliest[steps]
    each = tuple(round(float(one), _DIGITS) for one in answer[steps, shown])
    mean = float(np.mean(each).round(_DIGITS)) if each else 0.0
    return Read("".join(alphabet[at] for at in shown), mean, each)
