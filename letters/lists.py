"""Lists to print and to fill in by hand or in Excel: rows -> the bytes of an .xlsx.

What we say stands on white, what a person is to write on pale yellow. The same rows give the same
bytes. Read again is what each list is for: posting.py, checks.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter

from letters.columns import MADE
from letters.writable import for_cell

TO_FILL = "#FFFBE6"
_ROW = 27  # points: room to write by hand


@dataclass(frozen=True, slots=True)
class ListColumn:
    heading: str
    width: int
    typed: bool = False  # a person writes it


def list_bytes(
    name: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[str | date]]
) -> bytes:
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.set_properties({"title": name, "created": MADE})
        sheet = book.add_worksheet(name)
        frame = {"border": 1, "border_color": "#999999", "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**frame, "bold": True, "bg_color": "#DDE7F0", "align": "center"})
        ours = book.add_format({**frame, "num_format": "@"})
        typed = book.add_format({**frame, "num_format": "@", "bg_color": TO_FILL})
        day = book.add_format({**frame, "num_format": "yyyy-mm-dd", "align": "center"})
        sheet.set_row(0, _ROW)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.heading, head)
        number = 0
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, _height(columns, row))
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    looks = typed if column.typed else ours
                    write = sheet.write_string if value else sheet.write_blank
                    write(number, place, for_cell(value), looks)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f'&C&"SimHei,Regular"&16{name}')
        sheet.set_footer("&L经办人：&C第 &P 页，共 &N 页&R日期：　　　　　　")
    return packed.getvalue()


def _height(columns: Sequence[ListColumn], row: Sequence[str | date]) -> float:
    """As Excel would fit it, which it does not do for a file that it did not write."""
    lines = (
        -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in value) // (column.width - 1))
        for column, value in zip(columns, row, strict=True)
        if isinstance(value, str)
    )
    return max(_ROW, 15.0 * max(lines, default=1))
