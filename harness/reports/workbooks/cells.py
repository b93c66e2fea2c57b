"""What stands in a cell of a sheet, and how much room it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from letters.row_heights import LINE, height_of, lines_of

TWO_PLACES = "0.00"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, and what it comes to by the program's own reckoning."""

    text: str  # =SUM(D2:G2)
    value: str | int | Decimal


# text, number, day, a link (text, file), or a formula
Link = tuple[str, str]
Value = str | int | Decimal | date | Link | Formula | None
# name, width in characters; and a number's format where it needs one
Column = tuple[str, int] | tuple[str, int, str]


def format_of(column: Column) -> str:
    return column[2] if len(column) == 3 else ""


def height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that the row needs for its longest wrapped cell: not every program works it out when
    it opens the file."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        text = value[0] if type(value) is tuple else value
        if type(text) is str:
            lines = max(lines, lines_of(text, width))
    return height_of(lines)


def head_height(columns: Iterable[Column]) -> float:
    """Room for heads that wrap, and for the button of the filter beside them."""
    most = max(lines_of(column[0], max(4, column[1] - 2)) for column in columns)
    return 9.5 + LINE * most
