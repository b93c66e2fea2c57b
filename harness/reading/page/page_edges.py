"""What stands at the head or the foot of page after page: one letterhead, one slogan, one form's mark.

In: the pages of a letter. Out: of each which of its lines are read again on every page. They are read once,
the head's on the first page and the foot's on the last: between two pages they would cut a sentence in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers import lazy_re as re
from parsers.document import Line, Page

_EDGE = 0.12  # of the page's height, above and below what is written
_SAME = 4.0  # points by which its height may differ from page to page
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")

_Mark = tuple[bool, str, float]  # at the foot, its words without figures, how far down it begins


def repeated(pages: Sequence[Page]) -> list[frozenset[int]]:
    """Of each page the lines that are read on another page: numbers of lines."""
    marks = [dict(_marks(page)) for page in pages]
    found = []
    for at, here in enumerate(marks):
        above = [mark for page in marks[:at] for mark in page.values()]
        below = [mark for page in marks[at + 1 :] for mark in page.values()]
        found.append(
            frozenset(
                number for number, mark in here.items() if _among(mark, below if mark[0] else above)
            )
        )
    return found


def _marks(page: Page) -> Iterator[tuple[int, _Mark]]:
    for number, line in enumerate(page.lines):
        words = _DIGIT.sub("#", _SPACE.sub("", line.text))
        if line.bbox and words and (foot := _at_foot(page, line)) is not None:
            yield number, (foot, words, line.bbox[1])


def _at_foot(page: Page, line: Line) -> bool | None:
    """Whether it stands at the foot of the page, or at its head; None between them."""
    if line.bbox is None or not page.height:
        return None
    if line.bbox[1] >= (1 - _EDGE) * page.height:
        return True
    return False if line.bbox[3] <= _EDGE * page.height else None


def _among(mark: _Mark, others: Sequence[_Mark]) -> bool:
    foot, words, height = mark
    return any((foot, words) == (f, w) and abs(height - h) <= _SAME for f, w, h in others)
