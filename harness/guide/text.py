"""A guide's text: its lines in order, which of them are the guide's own, and the way back to the page.

In: a `Document`. Out: `GuideText`. Unlike a letter, a guide is full of tables, so white space between two cells
is kept as "│" and no line runs on into the next but where paper or a pasted text was broken in the middle of a
sentence. The text is canonical (half-width marks); positions point into it.
"""

from __future__ import annotations

import re as plain
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from harness.guide.wordings import pattern
from harness.reading.page.extent import left_unread
from harness.reading.page.prose import Prose
from harness.reading.page.row import Row
from harness.reading.page.wrapping import runs_on
from parsers.document import TEXT, Document, Span, TextFrom, Unread
from parsers.page.punctuation import canonical

CELL = "│"
_SPACE = plain.compile(r"[\s\u00a0\u3000\u200b\ufeff|｜]+")
_A_VALUE = plain.compile(
    r"[@/]|www|\d[\d\-~()]{4,}\d|\d:\d"
)  # addresses of the net, numbers, times
_CJK = plain.compile(r"[\u3400-\u9fff]")
_WRAPS = ("txt",)  # pasted text, where a line may have been broken
_HEADING = 30  # a longer line is no heading
_SENTENCE = plain.compile(r"[^。;\n]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GuideText:
    """`own`: the lines of the guide itself that speak of the unit; `begin`..`end`: all of the guide, below what
    stands above its title and above the foot of a web page. `title` is None where it is no guide."""

    prose: Prose
    unread: tuple[Unread, ...]
    title: Stretch | None
    begin: int
    end: int
    lines: tuple[Stretch, ...]
    own: tuple[Stretch, ...]
    guessed: bool  # words of it were recognised in a picture

    @property
    def text(self) -> str:
        return self.prose.text

    def said(self, stretch: Stretch) -> str:
        return self.text[stretch.start : stretch.end]

    def raw(self, start: int, end: int) -> str:
        return self.prose.raw[start:end].replace(CELL, " ").replace("\n", "").strip()

    def sentences(self) -> Iterator[Stretch]:
        """Of the guide, cut at 。;； and at the ends of lines."""
        for match in _SENTENCE.finditer(self.text, self.begin, self.end):
            yield Stretch(match.start(), match.end())

    def quote(self, start: int, end: int) -> tuple[Span, ...]:
        spans = self.prose.quote(start, end)
        return tuple(replace(one, text=one.text.replace(CELL, " ").strip()) for one in spans)


def text_of(document: Document) -> GuideText:
    """Everything that can be read of it."""
    rows = list(_rows(document, ()))
    prose = _joined(rows, document.media)
    lines = tuple(_lines(prose.text))
    title = _title(prose.text, lines)
    begin = title.start if title else 0
    end = next(
        (one.start for one in lines if one.start > begin and _is_footer(prose.text, one)),
        len(prose.text),
    )
    guessed = any(
        page.text_from in (TextFrom.OCR, TextFrom.MIXED)
        for part in document.walk()
        for page in part.pages
        if page.lines
    )
    guide = [one for one in lines if begin <= one.start < end]
    return GuideText(
        prose, tuple(_unread(document, prose)), title, begin, end, lines,
        tuple(_own(prose.text, guide)), guessed,
    )  # fmt: skip


def _unread(document: Document, prose: Prose) -> Iterator[Unread]:
    for part in document.walk():
        for one in part.left:
            if TEXT in one.touches:
                yield one if part is document else replace(one, what=f"“{part.name}”：{one.what}")
    if not prose.rows:
        yield Unread("no_words", (TEXT,), "未读出任何文字")
    for left in prose.unread:
        yield Unread("too_long", (TEXT,), left_unread(left), left.page)


# --- rows and lines -------------------------------------------------------------------------------


def _rows(document: Document, path: tuple[str, ...]) -> Iterator[Row]:
    for page in document.pages:
        for line in page.lines:
            for piece in line.text.splitlines():
                raw = with_cells(piece)
                if raw:
                    where = (document.name, page.number, line.bbox)
                    yield Row(canonical(raw), raw, *where, line.confidence, path, (), line.begins)
    for part in document.parts:
        yield from _rows(part, (*path, document.name))


def with_cells(line: str) -> str:
    """Without white space; where it parts two cells, "│"."""
    told = ""
    for piece in _SPACE.split(line.strip()):
        told += (CELL if told and piece and _apart(told, piece) else "") + piece
    return told


def _apart(before: str, after: str) -> bool:
    """Whether white space between these parts two things: "邮 编" and "20 个" are one, "邮编 530000" are two."""
    last = before.rsplit(CELL, 1)[-1]
    if last.endswith((":", "：", ",", "，", "、", "。", ";", "；")):
        return False
    if _A_VALUE.search(last) or _A_VALUE.search(after):
        return True
    if plain.fullmatch(r"\d{5,}", last) or plain.fullmatch(r"\d{5,}", after):
        return True
    if _CJK.match(after) and _CJK.match(last[-1:]):
        return len(last) > 1 and len(after) > 1
    return last[-1:].isascii() and after[:1].isascii()


def _joined(rows: Sequence[Row], media: str) -> Prose:
    text, raw, starts, length = [], [], [], 0
    goes_on = [*_goes_on(rows, media), False] if rows else []
    for row, on in zip(rows, goes_on, strict=True):
        glue = "" if on else "\n"
        starts.append(length)
        text.append(row.text + glue)
        raw.append(row.raw + glue)
        length += len(row.text) + len(glue)
    return Prose(tuple(rows), "".join(text), "".join(raw), tuple(starts))


def _goes_on(rows: Sequence[Row], media: str) -> Iterator[bool]:
    full = _full(rows)
    for (row, below), on in zip(pairwise(rows), runs_on(rows), strict=True):
        broken = row.bbox is not None or (media in _WRAPS and _wide(row) >= full)
        cells = CELL in row.text or CELL in below.text
        yield on and broken and not cells and not _begins(below.text)


def _full(rows: Sequence[Row]) -> float:
    """From which width on a line of a pasted text may have been broken: nearly that of the widest ones. Where the
    lines have no width in common, none was."""
    widths = sorted(map(_wide, rows), reverse=True)
    for widest in widths[:3]:  # an address or two may be wider than all the rest
        if (
            widest >= _NARROWEST
            and sum(widest - _RAGGED <= width <= widest for width in widths) >= _ALIKE
        ):
            return widest - _RAGGED
    return float("inf")


_RAGGED, _ALIKE, _NARROWEST = 4, 3, 40  # columns, lines, columns


def _wide(row: Row) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in row.raw)


def _begins(line: str) -> bool:
    """A line that begins something: a heading's number, a label."""
    head = line.split(":", 1)[0]
    labelled = ":" in line and len(head) <= 10 and not set(head) & set(",;。")
    return labelled or bool(pattern("ordinal").match(line))


def _lines(text: str) -> Iterator[Stretch]:
    for match in plain.finditer(r"[^\n]+", text):
        yield Stretch(match.start(), match.end())


# --- what is the guide ----------------------------------------------------------------------------


def _title(text: str, lines: Sequence[Stretch]) -> Stretch | None:
    """The line that is the guide's title; the last of the first ones, for menus and the way to the page
    ("首页 > 指南") stand above it. A guide that nobody gave a title is known by what it says of itself."""
    named = [
        one
        for one in lines
        if one.end - one.start <= _TITLE_LENGTH
        and pattern("guide_title").search(text, one.start, one.end)
    ]
    near = [one for one in named if one.start <= named[0].end + _MENU]
    return _likeliest(text, near) if near else None


_TITLE_LENGTH, _MENU = 50, 200


def _likeliest(text: str, near: Sequence[Stretch]) -> Stretch:
    """Of several, the one that ends with the word 指南 and is no way to a page."""
    bare = [one for one in near if ">" not in text[one.start : one.end]]
    whole = [one for one in bare if text[one.start : one.end].rstrip("》)").endswith("指南")]
    return (whole or bare or near)[0]


def _is_footer(text: str, line: Stretch) -> bool:
    return bool(pattern("footer").search(text[line.start : line.end]))


def _own(text: str, lines: Sequence[Stretch]) -> Iterator[Stretch]:
    """The lines that stand under no heading of remedies or of reading rooms."""
    foreign = False
    for line in lines:
        said = text[line.start : line.end]
        number = pattern("ordinal").match(said)
        if number and number.group():
            head = said.split("。", 1)[0].split(":", 1)[0]
            if len(head) <= _HEADING:
                foreign = bool(pattern("section_remedy", "section_places").search(head))
        if not foreign:
            yield line
