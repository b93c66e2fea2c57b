"""Where the marks of a text stand, found once: who asks at every hit does not search it anew.

In: a text and the marks meant. Out: the place behind the last mark before a position, and the first
mark at or after it.
"""

from __future__ import annotations

from bisect import bisect_left


class Marks:
    """The places of some marks in one text."""

    def __init__(self, text: str, marks: str) -> None:
        self._length = len(text)
        self._places = [at for at, char in enumerate(text) if char in marks]

    def behind(self, position: int) -> int:
        """Where what stands here begins; 0 where no mark stands before it."""
        index = bisect_left(self._places, position)
        return self._places[index - 1] + 1 if index else 0

    def at(self, position: int) -> int:
        """Where it ends: the next mark, or the end of the text."""
        index = bisect_left(self._places, position)
        return self._places[index] if index < len(self._places) else self._length
