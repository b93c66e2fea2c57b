"""单位编号 into a person's own units.xlsx: nothing but these cells is changed (writing_back.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree

from letters import cells
from letters.faults import BadTable
from letters.sheet import Sheet, open_sheet
from letters.units import COLUMNS, ID, NAME
from letters.writing_back import not_open, write_cells

WHAT = "单位编号"
_WIDTH = "11"
# the children of <worksheet> that stand before <cols>, in their order
_BEFORE_COLUMNS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")


def write_back_ids(path: Path, ids: Mapping[int, str]) -> None:
    """Writes each id into its row (as Excel shows it), in a new column where there is none.

    BadTable, and the file as it was, where that is not to be had: it is open in Excel, a row has
    got another id since, it holds macros.
    """
    if not ids:
        return
    not_open(path, WHAT)
    sheet = open_sheet(path, [column.heading for column in COLUMNS])
    if ID not in sheet.columns and NAME not in sheet.columns:
        raise BadTable(f"{sheet.place(sheet.header_row)}（表头）：缺少“{NAME}”列，请补上这一列")
    _still_free(sheet, ids)
    named = sheet.columns.get(NAME)
    if ID in sheet.columns:
        words = {(number, sheet.columns[ID]): id for number, id in ids.items()}
        write_cells(path, sheet, words, WHAT, beside=named)
        return
    column = _free_column(sheet)
    words = {(number, column): id for number, id in (*ids.items(), (sheet.header_row, ID))}
    write_cells(path, sheet, words, WHAT, beside=named, first=partial(_widen, column=column))


def _still_free(sheet: Sheet, ids: Mapping[int, str]) -> None:
    rows = {row.number: row.cells for row in sheet.rows}
    for number, id in ids.items():
        if number not in rows:
            raise BadTable(f"{sheet.place(number)}：没有这一行，表在读取之后改过，请重新运行")
        said = rows[number][sheet.columns[ID]] if ID in sheet.columns else ""
        if str(said).strip() not in ("", id):
            raise BadTable(
                f"{sheet.place(number, ID)}：已填有编号“{said}”，表在读取之后改过，请重新运行"
            )
        if cells.unit_id(id) != id or not id:
            raise ValueError(f"{id!r} is no id of a unit")


def _free_column(sheet: Sheet) -> int:
    """Left of 单位名称 where nothing stands there, else right of everything; nothing is shifted."""
    left = sheet.columns[NAME] - 1
    said = [sheet.headings, *(row.cells for row in sheet.rows)]
    if left >= 0 and all(_blank(cells_, left) for cells_ in said) and not _merged(sheet, left):
        return left
    return max(len(cells_) for cells_ in said)


def _blank(row: Sequence[object], column: int) -> bool:
    return str(row[column]).strip() == ""


def _merged(sheet: Sheet, column: int) -> bool:
    return any(left <= column <= right for (_, left), (_, right) in sheet.merged)


def _widen(root: Any, column: int) -> None:
    """Room for the heading, unless the person has given that column a width."""
    tag = root.tag.replace("}worksheet", "}cols")
    found = root.find("{*}cols")
    if found is None:
        found = etree.Element(tag)
        before = [child for name in _BEFORE_COLUMNS for child in root.iterfind(f"{{*}}{name}")]
        root.insert(root.index(before[-1]) + 1 if before else 0, found)
    for each in found.iterfind("{*}col"):
        if int(each.get("min", 0)) <= column + 1 <= int(each.get("max", 0)):
            return
    place = sum(int(each.get("min", 0)) <= column for each in found.iterfind("{*}col"))
    new = etree.Element(tag[:-1], min=str(column + 1), max=str(column + 1), width=_WIDTH)
    new.set("customWidth", "1")
    found.insert(place, new)
