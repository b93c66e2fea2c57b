"""A letter's lines joined to running text, with the way back from every character to its line.

In: `Row`s, one a line, with file, page and box. Out: a `Prose` whose `text` is canonical (no white
space; digits, letters and most punctuation half-width, so that a pattern is written once) and whose
`raw` has the same length and the characters as they stood (of recognised text: as understood, see
mending.py; what was changed is kept with its row). A line that a paragraph merely wraps
into is joined without a break; "\\n" stands between paragraphs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from harness.reading.page.extent import Unread, read_part
from harness.reading.page.mending import Mended, mend
from harness.reading.page.page_edges import repeated
from harness.reading.page.row import Row, box_of
from harness.reading.page.wrapping import label_pattern, runs_on
from parsers import lazy_re as re
from parsers.document import Document, Line, Page, Span, TextFrom
from parsers.page.punctuation import canonical

_SPACE = re.compile(r"[\s\u00a0\u200b\u200c\u200d\ufeff\u2060]+")
_PAGE_NUMBER = re.compile(
    r"[-—–_=·.~一]{0,60}\d{1,3}[-—–_=·.~一]{0,60}|第?\d{1,3}页?[,/]?共?\d{0,3}页|\d{1,3}/\d{1,3}"
)
_INDENT = "\u3000\u3000"
_RULE = r"[\s|｜│┃]++"
_BESIDE = "│"  # parts the cells of a form on a scan
_CELL_ENDS = "\u3000"  # stands between two pairs of cells in one line
_A_NAME = re.compile(r"[^,，。;；:：]{2,30}")


@dataclass(frozen=True, slots=True)
class Place:
    """An element found: its words as they should be quoted, and where they stand in the prose."""

    value: str
    start: int
    end: int


def rows_of(
    document: Document, pages: Iterable[Page], part: tuple[str, ...] = ()
) -> tuple[Row, ...]:
    """The lines of these pages that carry words: page numbers, empty lines and what every page has again
    are left out."""
    return tuple(_rows(document, tuple(pages), part))


def _rows(document: Document, pages: Sequence[Page], part: tuple[str, ...]) -> Iterator[Row]:
    for page, again in zip(pages, repeated(pages), strict=True):
        bare = _of_a_scan if page.text_from is TextFrom.OCR else _with_cells_apart
        pieces = [
            (raw, line.begins or piece.startswith(_INDENT), line)
            for number, line in enumerate(page.lines)
            if number not in again
            for piece in line.text.splitlines()
            if (raw := bare(piece))
        ]
        read = [raw for raw, _, _ in pieces]
        understood = mend(read) if page.text_from is TextFrom.OCR else [(raw, ()) for raw in read]
        for (raw, mended), (_, indented, line) in zip(understood, pieces, strict=True):
            # white space is left only between the cells of a form
            text = canonical(raw).replace(" ", ":").replace(_CELL_ENDS, ";")
            if not _PAGE_NUMBER.fullmatch(text):
                where = (document.name, page.number, line.bbox)
                yield Row(
                    text, raw, *where, line.confidence, part, mended, indented, _last_cell(line)
                )


def _last_cell(line: Line) -> float | None:
    """Where the last of what stands apart in the line begins, by the room that its own words need."""
    pieces = line.text.split()
    if line.bbox is None or len(pieces) < 2:
        return None
    size = line.bbox[3] - line.bbox[1]
    return line.bbox[2] - size * sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in pieces[-1])


def _without_space(text: str) -> str:
    return _SPACE.sub("", text)


def _of_a_scan(text: str) -> str:
    """Without white space, but between the cells of a form, which the parser has seen."""
    cells = [bare for cell in text.split(_BESIDE) if (bare := _without_space(cell))]
    if len(cells) < 2:
        return _with_cells_apart(text)
    # label, cell, label, cell ... of one line
    pairs = [" ".join(cells[at : at + 2]) for at in range(0, len(cells), 2)]
    return _CELL_ENDS.join(pairs) if len(cells) % 2 == 0 else _CELL_ENDS.join(cells)


@cache
def _cells() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first label of a line before its cell, and each that follows."""
    label = rf"({label_pattern().pattern}){_RULE}(?=[^\s:：|｜│┃])"
    return re.compile(label), re.compile(rf"(?<![\s|｜│┃]){_RULE}{label}")


def _with_cells_apart(text: str) -> str:
    """Without white space, but for one space between the label of a form's row and its cell."""
    begins, following = _cells()
    first = begins.match(text.strip())
    if first is None:
        return _without_space(text)
    # label, cell, label, cell ... of one line
    pieces = [first[1], *following.split(text.strip()[first.end() :])]
    bare = [_without_space(piece) for piece in pieces]
    # 申请人 begins many a sentence; only a name makes a row of it
    if bare[0].startswith("申请人") and not _A_NAME.fullmatch(bare[1]):
        return _without_space(text)
    pairs = zip(bare[::2], bare[1::2], strict=True)
    return _CELL_ENDS.join(f"{label} {cell}" for label, cell in pairs)


@dataclass(frozen=True, slots=True)
class Prose:
    """Rows joined. `starts[i]` is where row i begins in `text`; `unread` is what was left away."""

    rows: tuple[Row, ...]
    text: str
    raw: str
    starts: tuple[int, ...]
    unread: tuple[Unread, ...] = ()

    def row_at(self, position: int) -> int:
        return max(0, bisect_right(self.starts, position) - 1)

    def end_of(self, index: int) -> int:
        return self.starts[index] + len(self.rows[index].text)

    def quote(self, start: int, end: int) -> tuple[Span, ...]:
        """The words from start to end, one span a line, each with its part of the line's box."""
        if end <= start:
            return ()
        spans = []
        for index in range(self.row_at(start), self.row_at(end - 1) + 1):
            row, begin = self.rows[index], self.starts[index]
            left, right = max(start - begin, 0), min(end - begin, len(row.text))
            if left < right:
                spans.append(
                    Span(
                        row.file, row.page, box_of(row, left, right), row.raw[left:right], row.part
                    )
                )
        return tuple(spans)

    def mended(self, spans: Iterable[Span]) -> tuple[Mended, ...]:
        """What was understood otherwise than it was recognised, within these quotations."""
        by_page: dict[tuple[str, int | None], list[Row]] = {}
        for row in self.rows:
            if row.mended:
                by_page.setdefault((row.file, row.page), []).append(row)
        return tuple(
            word
            for span in (spans if by_page else ())
            for row in by_page.get((span.file, span.page), ())
            for word in row.mended
            if _overlap(row.raw.find(span.text), len(span.text), word)
        )

    def confidence(self, start: int, end: int) -> float:
        """The worst confidence of the lines that these words stand in."""
        touched = self.rows[self.row_at(start) : self.row_at(max(start, end - 1)) + 1]
        return min((row.confidence for row in touched), default=1.0)


def _overlap(at: int, length: int, word: Mended) -> bool:
    return at >= 0 and at < word.start + len(word.now) and word.start < at + length


def join(rows: Sequence[Row]) -> Prose:
    """Rows to running text, as far as it is read."""
    glues = ["" if goes_on else "\n" for goes_on in runs_on(rows)]
    extent = read_part(list(zip(rows, [*glues, ""], strict=True)) if rows else [])
    text, raw, starts, length = [], [], [], 0
    for row, glue in extent.rows:
        starts.append(length)
        text.append(row.text + glue)
        raw.append(row.raw + glue)
        length += len(row.text) + len(glue)
    read = tuple(row for row, _ in extent.rows)
    return Prose(read, "".join(text), "".join(raw), tuple(starts), extent.unread)


def joined(words: str) -> str:
    """Words that run over the end of a line, as they are quoted: in one."""
    return words.replace("\n", "")


# a speck read as 。 inside of a term ends none: 60。日内
_ENDS_SENTENCE = re.compile(r"(?:[!?\n]|。(?![日天]之?内|个月))+")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences begin and end: cut after 。!? and at paragraph breaks, not at 、,;."""
    cuts = [0, *(match.end() for match in _ENDS_SENTENCE.finditer(text)), len(text)]
    return tuple((a, b) for a, b in pairwise(cuts) if text[a:b].strip())
