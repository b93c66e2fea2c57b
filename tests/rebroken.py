"""A letter's paragraphs set on paper of another width, or wrapped by a mail program.

In: paragraphs, each with where it stands (`CENTRE`, `LEFT`, `RIGHT`, or as running text with its
first line indented). Out: a `Document` whose lines are broken as typesetting breaks them: no comma at
the beginning of a line, no opening bracket at its end, a web address whole. The words are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from harness.checker.example import document_of
from parsers.document import Document, Line

CENTRE, LEFT, RIGHT, RUNNING = "centre", "left", "right", "running"
Paragraphs = Sequence[tuple[str, str]]  # where it stands, its words

_EM, _LEFT, _TOP, _LEADING = 16.0, 80.0, 60.0, 28.0
_INDENT = 2  # characters
_NEVER_FIRST, _NEVER_LAST = "，。；：！？、）》”’〕】", "（《“‘〔【"
_TOKEN = re.compile(r"\(?[A-Za-z0-9:/._\-]+|.")


@dataclass(frozen=True, slots=True)
class Paper:
    """So many characters a line; of a page that lies askew the boxes are higher than the words."""

    columns: int
    askew: float = 1.0

    def __call__(self, paragraphs: Paragraphs) -> Document:
        lines: list[Line] = []
        for place, words in paragraphs:
            indent = _INDENT if place == RUNNING else 0
            for number, line in enumerate(broken(words, self.columns, indent)):
                y = _TOP + _LEADING * len(lines)
                x = _LEFT + _EM * self._begin(place, indent, number, _width(line))
                box = (x, y, x + _EM * _width(line), y + 1.1 * _EM * self.askew)
                lines.append(Line(line, box))
        return _document(lines)

    def _begin(self, place: str, indent: int, number: int, width: float) -> float:
        if place == CENTRE:
            return max(0.0, (self.columns - width) / 2)
        if place == RIGHT:
            return max(0.0, self.columns - width - 4)
        return 0.0 if number else indent


@dataclass(frozen=True, slots=True)
class Wrapped:
    """As a mail program breaks it, without boxes; a paragraph begins with two wide spaces, below a blank
    line, or with nothing that tells it."""

    columns: int
    indented: bool = True
    spaced: bool = False

    def __call__(self, paragraphs: Paragraphs) -> Document:
        lines = []
        for place, words in paragraphs:
            indent = _INDENT if place == RUNNING and self.indented else 0
            pieces = broken(words, self.columns, indent)
            first = Line("\u3000" * indent + pieces[0], begins=self.spaced)
            lines += [first, *map(Line, pieces[1:])]
        return _document(lines)


def whole(paragraphs: Paragraphs) -> Document:
    """Every paragraph a line."""
    return _document([Line(words) for _, words in paragraphs])


def broken(words: str, columns: int, indent: int) -> list[str]:
    """One paragraph's lines."""
    lines: list[str] = []
    line: list[str] = []
    room = columns - indent
    for token in _TOKEN.findall(words):
        hangs = token in _NEVER_FIRST
        if line and _width("".join(line)) + _width(token) > room + hangs:
            carried: list[str] = []
            while len(line) > 1 and (
                (carried or [token])[0] in _NEVER_FIRST or line[-1] in _NEVER_LAST
            ):
                carried.insert(0, line.pop())
            lines.append("".join(line))
            line, room = [*carried, token], columns
        else:
            line.append(token)
    return [*lines, "".join(line)]


def _width(words: str) -> float:
    return sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’—…" else 0.5 for char in words)


def _document(lines: Iterable[Line]) -> Document:
    """One digital page without a seal."""
    empty = document_of("", seal=None)
    (page,) = empty.pages
    return replace(empty, pages=(replace(page, lines=tuple(lines)),))
