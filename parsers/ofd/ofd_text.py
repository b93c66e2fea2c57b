"""A text object of an OFD -> its runs of characters where they stand on the page.

In: a TextObject and the matrix of what it is a part of. Out: `Run`s, one for each TextCode. The
characters stand where DeltaX and DeltaY put them; which glyphs a CGTransform draws in their stead
decides whether they can be believed.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from parsers import lazy_re as re
from parsers.ofd.ofd_matrix import Matrix, placed
from parsers.ofd.ofd_package import POINT, children, local, numbers, words
from parsers.page.glyphs import modern

_WORD = re.compile(r"\S+")
NAMELESS = "\ufffd"  # a glyph that has no character
_BLANK = "\ue5e5"  # what GBK's wide blank becomes in old Windows programs
_PLACEHOLDERS = frozenset("¤?？")
_ROOMY = 1.25  # of its size: a character that takes more stands apart from the next
_FORMS = 4  # of one character in one font: old-style figures, small capitals
_MOST_GLYPHS = 20_000  # that one object draws without characters


@dataclass(frozen=True, slots=True)
class Run:
    """Characters one after another in points of the page. `turned`: degrees clockwise by which each is
    turned; `along`: the direction in which they follow each other, None for a single one."""

    chars: str
    places: tuple[tuple[float, float], ...]
    widths: tuple[float, ...]
    height: float
    turned: float
    along: float | None
    glyphs: tuple[int | None, ...]  # what a CGTransform draws instead
    font: str
    red: bool = False
    invisible: bool = False
    order: int = 0  # what comes later lies above
    note: bool = False  # of an annotation, or pale
    unmapped: tuple[bool, ...] = ()  # its text does not say which character that is


@dataclass(frozen=True, slots=True)
class Look:
    red: bool
    invisible: bool
    order: int
    note: bool


def runs(element: etree._Element, at: Matrix, look: Look) -> Iterator[Run]:
    size = (numbers(element.get("Size", "")) or [4.0])[0]
    scale = (numbers(element.get("HScale", "")) or [1.0])[0]
    reading = (numbers(element.get("ReadDirection", "")) or [0.0])[0]
    standing = (numbers(element.get("CharDirection", "")) or [0.0])[0]
    matrix = placed(element, at)
    x, y = 0.0, 0.0
    instead: list[etree._Element] = []
    for part in element:
        if local(part) == "CGTransform":
            instead.append(part)
        if local(part) != "TextCode":
            continue
        # what is not given goes on from the code before
        x = (numbers(part.get("X", "")) or [x])[0]
        y = (numbers(part.get("Y", "")) or [y])[0]
        text = words(part)
        drawn = _drawn(instead, len(text))
        instead = []
        chars = text + NAMELESS * (len(drawn) - len(text))
        widths = _widths(part, chars, size, scale)
        spots = list(_spots(part, x, y, widths, reading))
        if not chars:
            continue
        x, y = spots[-1]
        shown = [matrix.point(*spot) for spot in spots]
        yield Run(
            chars,
            tuple((px * POINT, py * POINT) for px, py in shown),
            tuple(width * (matrix.across or 1.0) * POINT for width in widths),
            abs(size) * (matrix.down or 1.0) * POINT,
            (matrix.turned + standing) % 360,
            _direction(shown),
            tuple(drawn),
            element.get("Font", ""),
            look.red,
            look.invisible,
            look.order,
            look.note,
        )


def _widths(code: etree._Element, chars: str, size: float, scale: float) -> list[float]:
    """How wide each character is. A code writes its own blanks: a figure that is set as wide as a
    character of Chinese has none behind it."""
    widths = [size * scale * (0.5 if char.isascii() else 1.0) for char in chars]
    across = _steps(code.get("DeltaX", ""), len(chars) - 1)
    for place, step in enumerate(across):
        widths[place] = max(widths[place], min(step, _ROOMY * abs(size * scale)))
    return widths


def _spots(
    code: etree._Element, x: float, y: float, widths: Sequence[float], reading: float
) -> Iterator[tuple[float, float]]:
    """Where each character begins. Without any steps they follow each other by their widths."""
    across = _steps(code.get("DeltaX", ""), len(widths))
    down = _steps(code.get("DeltaY", ""), len(widths))
    right, below = math.cos(math.radians(reading)), math.sin(math.radians(reading))
    for index, width in enumerate(widths):
        yield x, y
        if across or down:
            more = 0.0 if down or index < len(across) else width
            x += across[index] if index < len(across) else more
            y += down[index] if index < len(down) else 0.0
        else:
            x, y = x + right * width, y + below * width


def _steps(text: str, most: int) -> list[float]:
    """`g 3 2.1 4.2` is 2.1 2.1 2.1 4.2; no more of them than there are characters to step from."""
    steps: list[float] = []
    found = (each.group() for each in _WORD.finditer(text))
    while len(steps) < most and (word := next(found, None)) is not None:
        if word == "g":
            count, value = numbers(next(found, "0")), numbers(next(found, "0"))
            times = min(count[0], most) if count else 0
            steps += (value or [0.0])[:1] * int(max(0, times))
        else:
            steps += numbers(word)
    return steps[:most]


def _direction(spots: Sequence[tuple[float, float]]) -> float | None:
    """Degrees clockwise from rightwards, by most of the steps; None where nothing moves."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(spots)]
    moves = [step for step in steps if step != (0.0, 0.0)]
    if not moves:
        return None
    x, y = (sorted(axis)[len(moves) // 2] for axis in zip(*moves, strict=True))
    return math.degrees(math.atan2(y, x)) % 360


# ---- which characters can be believed


def _drawn(instead: Sequence[etree._Element], count: int) -> list[int | None]:
    """The glyph drawn for each character, None where the font chooses; glyphs that have no character
    stand behind them all."""
    drawn: list[int | None] = [None] * count
    beyond: list[int | None] = []
    for transform in instead:
        start = int((numbers(transform.get("CodePosition", "")) or [0.0])[0])
        codes = int((numbers(transform.get("CodeCount", "")) or [1.0])[0])
        listed = " ".join(words(each) for each in children(transform, "Glyphs"))
        for index, glyph in enumerate(numbers(listed)[:_MOST_GLYPHS]):
            if index < codes and 0 <= start + index < count:
                drawn[start + index] = int(glyph)
            elif len(beyond) < _MOST_GLYPHS:
                beyond.append(int(glyph))
    return drawn + beyond


def believed(found: Sequence[Run], font: Callable[[str], Mapping[int, str]]) -> list[Run]:
    """The runs of a page with the characters put right that their fonts name (`font`: ID -> glyph ->
    character), and with what nobody knows marked.

    A writer that embeds glyphs alone writes any character for them (blanks, private ones): a sign that
    says nothing, or one sign for several glyphs.
    """
    drawn: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for run in found:
        for char, glyph in zip(run.chars, run.glyphs, strict=True):
            if glyph is not None:
                drawn[run.font, char].add(glyph)
    return [_told(run, drawn, font) for run in found]


def _told(
    run: Run,
    drawn: Mapping[tuple[str, str], set[int]],
    font: Callable[[str], Mapping[int, str]],
) -> Run:
    widths = list(run.widths)
    chars, unmapped = list(run.chars), [char == NAMELESS for char in run.chars]
    for place, (char, glyph) in enumerate(zip(run.chars, run.glyphs, strict=True)):
        if glyph is None or not (_is_private(char) or _stands_for_all(char, drawn[run.font, char])):
            continue
        named = font(run.font).get(glyph)
        unmapped[place] = named is None
        chars[place] = named or char
        if named and char.isascii() and not named.isascii():
            widths[place] = max(widths[place], run.height)
    text = "".join(map(modern, chars)).replace(_BLANK, "\u3000")
    return replace(run, chars=text, widths=tuple(widths), unmapped=tuple(unmapped))


def _is_private(char: str) -> bool:
    """A sign that says nothing, but for those of symbol fonts (bullets, ticks)."""
    symbol = "\uf000" <= char <= "\uf0ff"
    return char == NAMELESS or (unicodedata.category(char) in ("Co", "Cn", "Cs") and not symbol)


def _stands_for_all(char: str, drawn: set[int]) -> bool:
    """A letter has a few forms in one font, a blank one."""
    return len(drawn) > (1 if char.isspace() or char in _PLACEHOLDERS else _FORMS)
