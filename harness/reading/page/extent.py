"""How much of a letter is read: every honest one whole, of anything else the beginning.

In: the `Row`s of a letter and which of them a paragraph ends with. Out: the rows that are read, and
what was left as `Unread`. A pattern may try every way through a clause, so the time a clause takes
does not grow with the text but with the clause; and no letter is as long as a file may be. The
longest clause of 994 letters of the bench has 343 characters; 500 full pages of GB/T 9704 (22 lines
of 28 characters) have 308,000. What may stand in the part that was not read is never called absent
(opened.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.reading.page.row import Row, part_of
from parsers import lazy_re as re

MAX_CLAUSE = 2_000  # characters between two marks that end a clause, or a paragraph
MAX_LETTER = 400_000  # characters of all, the ends of paragraphs counted

_CLAUSE = re.compile(r"[^。;!?]*+[。;!?]?")
_MARKS = "。;!?"


@dataclass(frozen=True, slots=True)
class Unread:
    """A clause, or the whole letter, of which only the beginning was read."""

    page: int | None
    length: int  # characters of it in all
    read: int  # of these
    is_letter: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows that are read, each with what joins it to the next one, and what was left."""

    rows: tuple[tuple[Row, str], ...]
    unread: tuple[Unread, ...] = ()


def left_unread(unread: Unread) -> str:
    """In Chinese, what was left."""
    if unread.is_letter:
        return f"全文长达{unread.length}字，只读到第{unread.read}字"
    where = f"第{unread.page}页" if unread.page else "文中"
    return f"{where}有一句长达{unread.length}字，只读到第{unread.read}字"


def read_part(rows: Sequence[tuple[Row, str]]) -> Extent:
    """The part of these rows that is read; each comes with "\\n" or "" behind it."""
    clauses = _Clauses()
    kept = [piece for row, glue in rows for piece in clauses.read(row, glue)]
    clauses.end()
    whole = sum(len(row.text) + len(glue) for row, glue in kept)
    if whole <= MAX_LETTER:
        return Extent(tuple(kept), tuple(clauses.unread))
    return _shortened(kept, whole, clauses.unread)


def _shortened(kept: list[tuple[Row, str]], whole: int, unread: list[Unread]) -> Extent:
    read, rows = 0, []
    for row, glue in kept:
        room = MAX_LETTER - read
        if len(row.text) + len(glue) > room:
            rows.append((part_of(row, 0, min(room, len(row.text))), ""))
            break
        rows.append((row, glue))
        read += len(row.text) + len(glue)
    left = Unread(rows[-1][0].page, whole, MAX_LETTER, is_letter=True)
    return Extent(tuple(rows), (left, *unread))


class _Clauses:
    """Reads row after row and remembers how long the clause is by now."""

    def __init__(self) -> None:
        self.unread: list[Unread] = []
        self._length = 0
        self._began: int | None = None  # the page of its first character

    def read(self, row: Row, glue: str) -> Iterator[tuple[Row, str]]:
        """The row, or those pieces of it that are read."""
        if self._length + len(row.text) <= MAX_CLAUSE:
            self._follow(row)
            yield row, glue
        else:
            pieces = [part_of(row, start, end) for start, end in self._pieces(row)]
            yield from ((piece, "") for piece in pieces[:-1])
            if pieces or glue:  # a row of which nothing is read still ends its paragraph
                yield (pieces[-1] if pieces else part_of(row, 0, 0)), glue
        if glue:
            self.end()

    def _follow(self, row: Row) -> None:
        begin = max(map(row.text.rfind, _MARKS)) + 1
        if begin:
            self.end()
        self._add(row, len(row.text) - begin)

    def _add(self, row: Row, length: int) -> None:
        self._began = row.page if self._length == 0 else self._began
        self._length += length

    def _pieces(self, row: Row) -> Iterator[tuple[int, int]]:
        """Where the parts begin and end that are read, neighbours as one."""
        begin = end = 0
        for clause in _CLAUSE.finditer(row.text):
            ends = clause[0].endswith(tuple(_MARKS))
            room = max(0, MAX_CLAUSE - self._length)
            self._add(row, len(clause[0]) - ends)
            words = min(len(clause[0]) - ends, room)
            if words < len(clause[0]) - ends:
                if begin < clause.start() + words:
                    yield begin, clause.start() + words
                begin = clause.end() - ends
            end = clause.end()
            if ends:
                self.end()
        if begin < end:
            yield begin, end

    def end(self) -> None:
        if self._length > MAX_CLAUSE:
            self.unread.append(Unread(self._began, self._length, MAX_CLAUSE))
        self._length = 0
