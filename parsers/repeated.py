"""Whether words stand in a text already: what is said twice, in another form or unseen, is said once.

In: a text, then pieces. White space and signs make no difference. A text and pieces without end are
searched as far as a budget goes; what was not searched for counts as not being there.
"""

from __future__ import annotations

from parsers import lazy_re as re

_SIGNS = re.compile(r"[^\w]+|_")
_BUDGET = 200_000_000  # characters: a tenth of a second


def bare(text: str) -> str:
    return _SIGNS.sub("", text)


class Said:
    """A text that may be asked what it holds."""

    def __init__(self, text: str) -> None:
        self._text = bare(text)
        self._left = _BUDGET

    def holds(self, piece: str) -> bool:
        self._left -= len(self._text)
        return self._left > 0 and bare(piece) in self._text
