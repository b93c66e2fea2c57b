"""A table that a person fills in: an .xlsx file and its columns -> rows of fields, or every fault.

`write_table` makes the same table to begin with, one that explains itself: what belongs into a
column stands in the comment on its head, choices drop down, text stays text (a postcode keeps its
zero), and one row shows how it is meant. That row begins with （示例） and is never read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from letters import cells
from letters.formulas import without_value
from letters.opening import read_file
from letters.saving import save
from letters.sheet import Row, Sheet, Value, filled, open_sheet, shape_faults
from letters.writable import for_cell

EXAMPLE = "（示例）"
FORMULA = "是公式而没有算出的值，程序读不到，请改成文字（或者用 Excel、WPS 打开、保存一次）"
LAST_ROW = 5000  # drop-down lists reach so far
MADE = datetime(2000, 1, 1)  # among a workbook's properties: made again, the same bytes
HEAD = {
    "bold": True,
    "border": 1,
    "border_color": "#9FB3C8",
    "text_wrap": True,
    "valign": "vcenter",
}


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    field: str  # of the thing that a row becomes; "" for a column of the person's own
    read: Callable[[Value], Any]
    width: int
    hint: str  # shown in Excel when the heading is pointed at
    optional: bool = False  # the whole column may be missing
    sample: str = ""  # in the example row
    choices: tuple[str, ...] = ()  # that drop down
    only_choices: bool = True  # whether Excel refuses another word


@dataclass(frozen=True, slots=True)
class Entry:
    row: Row
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was read; of no use while there are `faults`."""

    sheet: Sheet
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]

    def repeated(self, heading: str, rule: str) -> list[str]:
        """A fault for each row that says in this column what a row above it said."""
        if heading not in self.sheet.columns:
            return []
        first: dict[str, int] = {}
        faults = []
        for entry in self.entries:
            said = "".join(str(entry.row.cells[self.sheet.columns[heading]]).split())
            key = same(said)
            if key and key in first:
                place = self.sheet.place(entry.row.number, heading)
                faults.append(f"{place}：“{said}”与第{first[key]}行重复，{rule}")
            first.setdefault(key, entry.row.number)
        return faults


def same(text: str) -> str:
    """Equal for what a person takes for the same: （） and () are one bracket, u001 is U001."""
    return unicodedata.normalize("NFKC", "".join(text.split())).casefold()


def read_table(path: Path, columns: Sequence[Column], named_by: str) -> Filled:
    """The rows of the table; `named_by` is the heading whose （示例） marks an example."""
    needed = [column.heading for column in columns if not column.optional]
    sheet = open_sheet(path, [*needed, *(c.heading for c in columns if c.optional)])
    faults = list(shape_faults(sheet, needed))
    unknown = _formulas(path, sheet)
    faults += [f"{sheet.place(row, heading)}：{FORMULA}" for row, heading in unknown]
    entries = []
    for row in filled(sheet):
        if _is_example(sheet, row, named_by):
            continue
        fields, wrong = _fields(sheet, row, columns, unknown)
        entries.append(Entry(row, fields))
        faults.extend(wrong)
    return Filled(sheet, tuple(entries), tuple(faults))


def _is_example(sheet: Sheet, row: Row, named_by: str) -> bool:
    named = sheet.columns.get(named_by)
    return named is not None and same(str(row.cells[named])).startswith(same(EXAMPLE))


def _formulas(path: Path, sheet: Sheet) -> tuple[tuple[int, str], ...]:
    """Row and heading of formulas that have no value, in the order of the sheet."""
    known = {column: heading for heading, column in sheet.columns.items()}
    found = without_value(read_file(path), sheet.name)
    return tuple(
        (row, known[column])
        for row, column in sorted(found)
        if row > sheet.header_row and column in known
    )


def _fields(
    sheet: Sheet, row: Row, columns: Sequence[Column], unknown: Collection[tuple[int, str]]
) -> tuple[dict[str, Any], list[str]]:
    fields: dict[str, Any] = {}
    faults = []
    for column in columns:
        if column.heading not in sheet.columns or sheet.is_merged(row.number, column.heading):
            continue  # named once as a missing column or a merged cell
        if (row.number, column.heading) in unknown:
            continue  # named as a formula
        try:
            said = column.read(row.cells[sheet.columns[column.heading]])
        except cells.Complaint as complaint:
            faults.append(f"{sheet.place(row.number, column.heading)}：{complaint}")
            continue
        if column.field:
            fields[column.field] = said
    return fields, faults


def write_table(
    path: Path, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, str]] = ()
) -> None:
    """The table with these rows (field -> text); without rows with its example to go by."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.set_properties({"title": name, "created": MADE})
        sheet = book.add_worksheet(name)
        needed = book.add_format({**HEAD, "bg_color": "#C9DDF0"})
        free = book.add_format({**HEAD, "bg_color": "#EDF1F5"})
        # text format keeps the zeros that a postcode or an area code begins with
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "vcenter"})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, text)
            _head(sheet, place, column, free if column.optional else needed)
        sheet.set_row(0, 26)
        kept = list(rows)
        for number, row in enumerate(kept, 1):
            for place, column in enumerate(columns):
                sheet.write_string(number, place, for_cell(row.get(column.field, "")), text)
        if not kept:
            _example(sheet, columns, book)
        sheet.freeze_panes(1, _frozen(columns))
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    save(path, packed.getvalue())


def _head(sheet: Any, place: int, column: Column, head: Any) -> None:
    sheet.write_string(0, place, column.heading, head)
    size = {"x_scale": 1.9, "y_scale": 0.55 + 0.2 * (len(column.hint) // 18), "font_size": 9}
    sheet.write_comment(0, place, column.hint, {**size, "color": "#FFFBE6", "author": "明察"})
    if column.choices:
        asked = {"validate": "list", "source": list(column.choices)}
        asked["error_title"], asked["error_message"] = column.heading, "请从下拉列表中选择"
        sheet.data_validation(
            1, place, LAST_ROW, place, {**asked, "show_error": column.only_choices}
        )


def _example(sheet: Any, columns: Sequence[Column], book: Any) -> None:
    looks = {"num_format": "@", "text_wrap": True, "valign": "vcenter", "italic": True}
    grey = book.add_format({**looks, "font_color": "#7A7A7A", "bg_color": "#F7F7F2"})
    sheet.set_row(1, 24)
    for place, column in enumerate(columns):
        sheet.write_string(1, place, column.sample, grey)


def _frozen(columns: Sequence[Column]) -> int:
    """Columns that stay in sight: those up to the one that names the row."""
    return next((n for n, c in enumerate(columns, 1) if c.sample.startswith(EXAMPLE)), 1)
