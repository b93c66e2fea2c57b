"""A worksheet of xlsxwriter that takes a row as a whole, already written out as XML.

xlsxwriter looks at each cell several times: 6 µs of it are 3 minutes for the findings of 200,000
replies. Here a cell is one string. Everything else of the sheet stays xlsxwriter's; the few of its
inner names that are used are proven by a test that reads such a book back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from letters.workbook import letter
from letters.writable import for_cell

_FIRST_DAY = date(1899, 12, 30)  # as Excel counts
_FIRST_SURE = date(1900, 3, 1)  # before it Excel counts a day that never was
_ODD = re.compile(r"\r|_x(?=[0-9A-Fa-f]{4}_)")  # what Excel would read as something else
_LETTERS = [letter(place) for place in range(512)]


class RowSheet(Worksheet):  # type: ignore[misc]
    """Rows come in order, by either way."""

    def add_row(self, row: int, height: float, cells: Sequence[str]) -> None:
        """`cells`: XML, as the functions below make it."""
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(cells) - 1)
        if row > self.previous_row:
            self._write_single_row(row)
        inside = "".join(cells)
        self.fh.write(f'<row r="{row + 1}" ht="{height:g}" customHeight="1">{inside}</row>')

    def add_link(self, row: int, place: int, target: str) -> bool:
        """Behind a cell that was written already; False where Excel could not hold it."""
        self.ignore_write_string = True
        try:
            done = self.write_url(row, place, f"external:{target}", None, "", target[:200])
            return bool(done == 0)
        finally:
            self.ignore_write_string = False


def style_of(look: Any) -> int:
    """The number by which cells name a format."""
    return int(look._get_xf_index())


def text(row: int, place: int, words: str, style: int) -> str:
    inside = _short(words) if len(words) <= _REPEATED else _inside(words)
    return f'<c r="{_LETTERS[place]}{row + 1}" s="{style}" t="inlineStr">{inside}</c>'


def _inside(words: str) -> str:
    words = escaped(for_cell(words))
    kept = ' xml:space="preserve"' if words[:1].isspace() or words[-1:].isspace() else ""
    return f"<is><t{kept}>{words}</t></is>"


_REPEATED = 60  # characters; names, verdicts and days stand in thousands of rows
_short = lru_cache(4096)(_inside)


def blank(row: int, place: int, style: int) -> str:
    return f'<c r="{_LETTERS[place]}{row + 1}" s="{style}"/>'


def number(row: int, place: int, value: int | Decimal, style: int) -> str:
    # a cell of Excel is a binary fraction whatever is written; the points were summed exactly
    written = value if isinstance(value, int) else float(value)
    return f'<c r="{_LETTERS[place]}{row + 1}" s="{style}"><v>{written!r}</v></c>'


def day(row: int, place: int, value: date, style: int) -> str:
    if value < _FIRST_SURE:
        return text(row, place, value.isoformat(), style)
    days = (value - _FIRST_DAY).days
    return f'<c r="{_LETTERS[place]}{row + 1}" s="{style}"><v>{days}</v></c>'


def formula(row: int, place: int, words: str, known: str | int | Decimal, style: int) -> str:
    inside = f"<f>{escaped(words.removeprefix('='))}</f>"
    if isinstance(known, str):
        kind, value = ' t="str"', escaped(known)
    else:
        kind, value = "", repr(known if isinstance(known, int) else float(known))
    return f'<c r="{_LETTERS[place]}{row + 1}" s="{style}"{kind}>{inside}<v>{value}</v></c>'


def escaped(words: str) -> str:
    if "&" in words:
        words = words.replace("&", "&amp;")
    if "<" in words:
        words = words.replace("<", "&lt;")
    if ">" in words:
        words = words.replace(">", "&gt;")
    if "\r" in words or "_x" in words:
        words = _ODD.sub(lambda found: "_x000D_" if found[0] == "\r" else "_x005F_x", words)
    return words
