"""Where each finding's evidence stands in what came: on which sheet, in which box or words.

In: a `Document` and the findings. Out: `Sheet`s in reading order, each a page of one of its files
with the marks on it. A page with a layout has boxes in per cent of its sides; one without has its
lines, cut where marks begin and end.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from harness.checker.finding import Element
from parsers.document import Box, Document, Page, Span

_BLANK = re.compile(r"[\s\u00a0\u200b\u200c\u200d\ufeff\u2060]")
# these stand at a letter's end: where their words occur twice, the last is meant
_AT_THE_END: frozenset[StrEnum] = frozenset(
    {Element.ISSUER, Element.DATE, Element.SEAL, Element.REMEDY}
)
_ROOM = 1.5  # points of air around the words
_NOTE_HEIGHT = 2.0  # per cent of the page that a note in the margin takes


class Found(Protocol):
    """A finding of any kind: on an element of a letter, on an item of a guide."""

    @property
    def element(self) -> StrEnum: ...

    @property
    def evidence(self) -> tuple[Span, ...]: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of a finding's evidence. `id` is its anchor."""

    id: str
    element: StrEnum
    box: Box | None = None  # left, top, width, height in per cent of the page


@dataclass(frozen=True, slots=True)
class Note:
    """An element's name in the margin, beside its first mark on the page."""

    mark: Mark
    top: float  # per cent


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line, and the marks that lie on all of them."""

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]  # those whose first words these are


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of one file."""

    document: Document
    page: Page
    boxes: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    lines: tuple[tuple[Piece, ...], ...] = ()

    @property
    def has_layout(self) -> bool:
        return bool(self.page.width and self.page.height)

    @property
    def is_marked(self) -> bool:
        return bool(self.boxes) or any(piece.marks for line in self.lines for piece in line)


@dataclass(frozen=True, slots=True)
class _Place:
    mark: Mark
    span: Span


@dataclass(frozen=True, slots=True)
class Marked:
    """The sheets, and for each finding the anchors of its evidence (None: it stands nowhere)."""

    sheets: tuple[Sheet, ...]
    anchors: dict[StrEnum, tuple[str | None, ...]]


def marked(document: Document, findings: Iterable[Found]) -> Marked:
    """Every page of every file that was read, with the evidence marked on it."""
    findings = tuple(findings)
    places = [_places(found) for found in findings]
    homes = _homes(document)
    by_page: dict[tuple[int, int], list[_Place]] = {}
    for place in (one for several in places for one in several):
        home = _home(homes, place.span)
        if home is not None:
            by_page.setdefault((id(home), place.span.page or 1), []).append(place)
    sheets = tuple(
        _sheet(part, page, by_page.get((id(part), page.number), []))
        for part in document.walk()
        for page in part.pages
    )
    known = {mark.id for sheet in sheets for mark in _marks_of(sheet)}
    anchors = {
        found.element: tuple(p.mark.id if p.mark.id in known else None for p in several)
        for found, several in zip(findings, places, strict=True)
    }
    return Marked(sheets, anchors)


def _places(found: Found) -> list[_Place]:
    return [
        _Place(Mark(f"m-{found.element}-{number}", found.element), span)
        for number, span in enumerate(found.evidence, 1)
    ]


def _marks_of(sheet: Sheet) -> Iterator[Mark]:
    if sheet.has_layout:
        yield from sheet.boxes
    else:
        yield from (mark for line in sheet.lines for piece in line for mark in piece.begins)


_Homes = dict[tuple[tuple[str, ...], str], Document]


def _homes(document: Document, path: tuple[str, ...] = ()) -> _Homes:
    """Each part by the names that lead to it; of two that share them, the first."""
    found: _Homes = {(path, document.name): document}
    for part in document.parts:
        for key, value in _homes(part, (*path, document.name)).items():
            found.setdefault(key, value)
    return found


def _home(homes: _Homes, span: Span) -> Document | None:
    """The part that a span points into; one that names no path means the file of that name."""
    if (span.part, span.file) in homes:
        return homes[span.part, span.file]
    return next((part for (_, name), part in homes.items() if name == span.file), None)


def _sheet(document: Document, page: Page, places: Sequence[_Place]) -> Sheet:
    # the lines too where there is a layout: a page may have no picture to draw boxes on
    sheet = Sheet(document, page, lines=tuple(_lines(page, places)))
    if not sheet.has_layout:
        return sheet
    boxes = tuple(
        replace(place.mark, box=_per_cent(place.span.bbox, page))
        for place in places
        if place.span.bbox is not None
    )
    # the small ones above the large ones, so that each can be reached
    boxes = tuple(sorted(boxes, key=lambda mark: -_area(mark)))
    return replace(sheet, boxes=boxes, notes=tuple(_notes(boxes)))


# --- boxes ----------------------------------------------------------------------------------------


def _per_cent(box: Box, page: Page) -> Box:
    width, height = page.width or 1.0, page.height or 1.0
    x0, y0 = max(box[0] - _ROOM, 0.0), max(box[1] - _ROOM, 0.0)
    x1, y1 = min(box[2] + _ROOM, width), min(box[3] + _ROOM, height)
    return (
        round(100 * x0 / width, 2),
        round(100 * y0 / height, 2),
        round(100 * max(x1 - x0, 0.0) / width, 2),
        round(100 * max(y1 - y0, 0.0) / height, 2),
    )


def _area(mark: Mark) -> float:
    return mark.box[2] * mark.box[3] if mark.box else 0.0


def _notes(boxes: Iterable[Mark]) -> Iterator[Note]:
    """One note an element, each lower than the one before by at least its height."""
    highest: dict[StrEnum, Mark] = {}
    for mark in sorted(boxes, key=_top):
        highest.setdefault(mark.element, mark)
    below = 0.0
    for mark in highest.values():
        top = max(_top(mark), below)
        below = top + _NOTE_HEIGHT
        yield Note(mark, round(top, 2))


def _top(mark: Mark) -> float:
    return mark.box[1] if mark.box else 0.0


# --- lines ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    tight: str  # without blanks, as the checker quotes it
    bbox: Box | None


def _lines(page: Page, places: Sequence[_Place]) -> Iterator[tuple[Piece, ...]]:
    rows = [
        _Row(text, _BLANK.sub("", text), line.bbox)
        for line in page.lines
        for text in line.text.splitlines()
        if text.strip()
    ]
    on_row: dict[int, list[tuple[int, int, Mark]]] = {}
    used: Counter[tuple[StrEnum, str]] = Counter()
    for index, place in enumerate(places):
        words = _BLANK.sub("", place.span.text)
        following = places[index + 1] if index + 1 < len(places) else None
        found = _candidates(rows, place, words, following)
        if found:
            row, start = found[min(used[place.mark.element, words], len(found) - 1)]
            on_row.setdefault(row, []).append((start, start + len(words), place.mark))
        used[place.mark.element, words] += 1
    for index, written in enumerate(rows):
        yield tuple(_pieces(written.text, on_row.get(index, [])))


def _candidates(
    rows: Sequence[_Row], place: _Place, words: str, following: _Place | None
) -> list[tuple[int, int]]:
    """Where these words stand, as (row, place in it), the likeliest first: in the row that the box
    names, running on into what the finding quotes next, alone in their line, and the first such
    place, or the last for what stands at a letter's end."""
    found = [
        (i, row.tight.find(words)) for i, row in enumerate(rows) if words and words in row.tight
    ]
    if place.mark.element in _AT_THE_END:
        found.reverse()
    next_words = ""
    if following is not None and following.mark.element is place.mark.element:
        next_words = _BLANK.sub("", following.span.text)

    def unlikely(at: tuple[int, int]) -> tuple[bool, bool, bool]:
        index, _ = at
        row = rows[index]
        runs_on = (
            bool(next_words)
            and row.tight.endswith(words)
            and index + 1 < len(rows)
            and rows[index + 1].tight.startswith(next_words)
        )
        return not _same_height(row.bbox, place.span.bbox), not runs_on, row.tight != words

    return sorted(found, key=unlikely)


def _same_height(one: Box | None, other: Box | None) -> bool:
    """Whether two boxes lie on one line; what has no box may."""
    return one is None or other is None or (one[1] <= other[3] and other[1] <= one[3])


def _pieces(row: str, marks: Sequence[tuple[int, int, Mark]]) -> Iterator[Piece]:
    """The row cut at each begin and end; places are counted without its blanks."""
    stands = [index for index, char in enumerate(row) if not _BLANK.match(char)]
    placed = [(stands[start], stands[end - 1] + 1, mark) for start, end, mark in marks]
    cuts = sorted({0, len(row), *(edge for start, end, _ in placed for edge in (start, end))})
    for start, end in itertools.pairwise(cuts):
        over = tuple(mark for a, b, mark in placed if a <= start and end <= b)
        begins = tuple(mark for a, _, mark in placed if a == start)
        yield Piece(row[start:end], over, begins)
