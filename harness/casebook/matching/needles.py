"""Which of very many names stand in a text, without looking for each.

Each name is kept under three of its characters, those that the fewest other names share; a text is cut into
all its threes, and only names whose three stand in it are looked for. The work is that of the text and of
the names that may stand there, whatever the number of names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

_WIDTH = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in which several sets of names are looked for: cut into its pieces once for all of them."""

    text: str
    _cut: dict[int, frozenset[str]] = field(default_factory=dict)

    def pieces(self, width: int) -> Set[str]:
        if width not in self._cut:
            self._cut[width] = frozenset(_pieces(self.text, width))
        return self._cut[width]


class Needles:
    def __init__(self, words: Iterable[str]) -> None:
        told = sorted({word for word in words if word})
        shared = Counter(piece for word in told for piece in set(_pieces(word, _width(word))))
        self._under: dict[str, list[str]] = defaultdict(list)
        for word in told:
            rarest = min(_pieces(word, _width(word)), key=lambda piece: (shared[piece], piece))
            self._under[rarest].append(word)
        self._widths = sorted({_width(word) for word in told})

    def likely(self, text: Cut) -> Iterator[str]:
        """The words that may stand in the text: all that do are among them."""
        for width in self._widths:
            for piece in text.pieces(width) & self._under.keys():
                yield from (word for word in self._under[piece] if _width(word) == width)

    def found(self, text: Cut) -> list[str]:
        """The words that stand in the text."""
        return [word for word in self.likely(text) if word in text.text]


class Lengths:
    """The same for words of few lengths, as telephone numbers: each piece of such a length is looked up."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word)
        self._lengths = sorted({len(word) for word in self._words})

    def found(self, text: str) -> list[str]:
        return [
            word
            for length in self._lengths
            for word in sorted(self._words.intersection(_pieces(text, length)))
        ]


def _width(word: str) -> int:
    return min(len(word), _WIDTH)


def _pieces(text: str, width: int) -> Sequence[str]:
    return [text[at : at + width] for at in range(len(text) - width + 1)]


def whole(words: Iterable[str]) -> frozenset[str]:
    """Of words that stand in a text, those that are no piece of a longer one: 市财政局 beside 首练市财政局 is
    the same office called shortly, and no other one."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda each: (-len(each), each)):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return frozenset(kept)
