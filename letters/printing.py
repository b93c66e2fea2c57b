"""How a sheet comes onto paper: A4 across, nothing smaller than 9 points.

Columns that are of use on the screen alone (links, checksums) are left out, and the foot says so. A table
that is still wider than the page is cut into blocks of whole columns, the first columns, which say whose
row it is, repeated on each; shrunk to one page it could not be read. Heads are repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SIDE = 0.4  # margins left and right, in inches
ROOM = (297 / 25.4 - 2 * SIDE) * 72 * 0.92  # points across; programs measure a little differently
SMALLEST = 90  # per cent: 10.5 points become 9.4, and 9 where a program measures wider
LARGEST = 100


def set_up(sheet: Any, *, drill: bool) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=SIDE, right=SIDE, top=0.7, bottom=0.7)
    mark = "&C【演练】 " if drill else "&C"
    sheet.set_header(f"{mark}&A")
    sheet.set_footer(_foot(drill))


def _foot(drill: bool, more: str = "") -> str:
    return f"&C第 &P 页，共 &N 页{more}{'　演练材料，内容均为虚构' if drill else ''}"


def only(sheet: Any, columns: int, rows: int, *, drill: bool) -> None:
    """So many first columns come onto paper, of so many rows below the head."""
    sheet.print_area(0, 0, rows, columns - 1)
    sheet.set_footer(_foot(drill, "　其余各列见电子表"))


def fit(sheet: Any, widths: Sequence[int], keys: int, heads: tuple[int, int]) -> None:
    """`keys`: so many first columns say whose row it is; `heads`: the rows to be repeated."""
    scale, cuts = layout(widths, keys)
    sheet.repeat_rows(*heads)
    if not cuts:
        sheet.fit_to_pages(1, 0)  # never enlarged
    else:
        sheet.set_print_scale(scale)
        sheet.set_v_pagebreaks(cuts)
        sheet.repeat_columns(0, keys - 1)
        sheet.print_across()  # the blocks of one row lie one after another


def layout(widths: Sequence[int], keys: int) -> tuple[int, list[int]]:
    """The scale, and the columns before which the paper is cut, into blocks of like width."""
    room = ROOM * 100 / SMALLEST
    cuts = _cuts(widths, keys, room)
    while len(_cuts(widths, keys, room * 0.97)) == len(cuts) and room > ROOM:
        room *= 0.97
    cuts = _cuts(widths, keys, room)
    return max(SMALLEST, min(LARGEST, int(100 * ROOM / room))), cuts


def _cuts(widths: Sequence[int], keys: int, room: float) -> list[int]:
    repeated = taken = sum(map(points, widths[:keys]))
    cuts = []
    for place, width in enumerate(widths[keys:], keys):
        if taken + points(width) > room and taken > repeated:
            cuts.append(place)
            taken = repeated
        taken += points(width)
    return cuts


def points(width: int) -> float:
    """Of a column so many characters wide, in the font that the book measures in."""
    return (7 * width + 5) * 0.75
