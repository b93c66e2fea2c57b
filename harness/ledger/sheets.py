"""A workbook's bytes -> the sheets of the ledger in it, as grids below their heads.

Titles above the head, columns moved, added or standing there twice, rows hidden or filtered and
old names are all found; what cannot be used is a `Fault`, and costs no other sheet.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from harness.ledger.columns import NUMBER, SHEETS, Sheet, all_columns
from harness.ledger.rows import Fault
from harness.ledger.unvalued import unvalued
from harness.ledger.values import Unvalued
from letters.faults import BadTable
from letters.workbook import BadBook, letter, open_workbook, open_worksheet

EXPORT_SHEET, EXPORT_PROPERTY, GUIDE = "明察导出", "明察导出编号", "填写说明"
HEAD_WITHIN = 30  # rows; titles and remarks above the head are rarely more than five


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: `places` maps a head to its columns, from 0; `rows` are numbered as in Excel."""

    file: str
    sheet: Sheet
    name: str  # in this workbook
    head: int
    places: dict[str, tuple[int, ...]]
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    merged: frozenset[int]

    def place(self, row: int, head: str = "") -> str:
        """Where something stands, as a person finds it in Excel."""
        where = f"{self.file}，工作表“{self.name}”，第{row}行"
        if not head:
            return where
        column = self.places.get(head, ())
        return f"{where}“{head}”列" + (f"（{letter(column[0])}{row}）" if column else "")


@dataclass(frozen=True, slots=True)
class Opened:
    grids: tuple[Grid, ...]
    export: str
    faults: tuple[Fault, ...]
    unread: frozenset[str]


Shown = Mapping[tuple[int, int], Unvalued]


class _Unusable(ValueError):
    """Why a sheet cannot be read, as the end of a Chinese sentence."""


def opened(data: bytes, file: str) -> Opened:
    """The ledger's sheets; BadTable where the file is no workbook, or holds none of them."""
    try:
        book = open_workbook(data)
    except BadBook as why:
        raise BadTable(f"{file}：{why}") from None
    export = _export(book, data)
    grids, faults, unread = [], [], set()
    found = _sheets_by_name(book)
    for name, sheet in found:
        try:
            grid = _grid(file, book, name, sheet, unvalued(data, name))
        except _Unusable as why:
            faults.append(Fault(f"{file}，工作表“{name}”", f"{why}，整张表未读入"))
            unread.add(sheet.name)
            continue
        faults += _missing_columns(grid, bool(export))
        grids.append(grid)
    there = {sheet.name for _, sheet in found}
    if not there:
        raise BadTable(f"{file}：没有“{'”“'.join(SHEETS)}”中的任何一张工作表，请核对是否选错了文件")
    absent = [name for name in SHEETS if name not in there]
    faults += _other_names(file, book, absent)
    if export:
        faults += [Fault(file, f"没有“{name}”工作表，其中的登记按原样保留") for name in absent]
    return Opened(tuple(grids), export, tuple(faults), frozenset({*unread, *absent}))


def _sheets_by_name(book: CalamineWorkbook) -> list[tuple[str, Sheet]]:
    known = {name: each for each in SHEETS.values() for name in (each.name, *each.aliases)}
    names = [(each.name, known.get(_solid(each.name))) for each in book.sheets_metadata]
    return [(name, sheet) for name, sheet in names if sheet is not None]


def _other_names(file: str, book: CalamineWorkbook, absent: Sequence[str]) -> Iterator[Fault]:
    """Sheets that look like one of ours and are not read: copies of one that is there (电话记录
    (2)), and what has the heads of one that is not. A ledger need not have every sheet."""
    ours = {name for each in SHEETS.values() for name in (each.name, *each.aliases)}
    for each in book.sheets_metadata:
        name = _solid(each.name)
        if name in {*ours, GUIDE, EXPORT_SHEET} or each.typ is not SheetTypeEnum.WorkSheet:
            continue
        like = next((one for one in ours if each.name.strip().startswith(one)), "")
        like = like or next((one for one in absent if _has_heads(book, each.name, SHEETS[one])), "")
        if like:
            why = f"未读入；如果它就是“{like}”，请改用这个名称，或者把其中的登记移到“{like}”表"
            yield Fault(f"{file}，工作表“{each.name}”", why)


def _has_heads(book: CalamineWorkbook, name: str, sheet: Sheet) -> bool:
    try:
        table = open_worksheet(book, name).to_python(skip_empty_area=False, nrows=HEAD_WITHIN)
    except BadBook:
        return False
    _, places = _head_row(table, _heads(sheet))
    return len(places) >= 4 and set(_needed(sheet)) <= set(places)


def _grid(file: str, book: CalamineWorkbook, name: str, sheet: Sheet, shown: Shown) -> Grid:
    kinds = {each.name: each.typ for each in book.sheets_metadata}
    if kinds[name] is not SheetTypeEnum.WorkSheet:
        raise _Unusable("不是普通工作表（可能是图表）")
    try:
        found = open_worksheet(book, name)
    except BadBook as why:
        raise _Unusable(str(why)) from None
    table = found.to_python(skip_empty_area=False) if found.end else []
    top, places = _head_row(table, _heads(sheet))
    if top is None:
        raise _Unusable(f"前{HEAD_WITHIN}行内找不到表头，应有这些列：{'、'.join(_needed(sheet))}")
    if missing := [head for head in _needed(sheet) if head not in places]:
        raise _Unusable(f"第{top + 1}行（表头）缺少“{'”“'.join(missing)}”一栏，请补上")
    rows = tuple(
        (line + 1, tuple(shown.get((line, at), cell) for at, cell in enumerate(table[line])))
        for line in range(top + 1, len(table))
    )
    return Grid(file, sheet, name, top + 1, places, rows, _merged(found))


def _heads(sheet: Sheet) -> dict[str, str]:
    """What a column may be called -> its head."""
    return {head: each.head for each in all_columns(sheet) for head in (each.head, *each.aliases)}


def _needed(sheet: Sheet) -> list[str]:
    """The heads without which a sheet cannot be read."""
    return [each.head for each in sheet.columns if each.needed or each.head in sheet.key]


def _head_row(
    table: Sequence[Sequence[object]], heads: dict[str, str]
) -> tuple[int | None, dict[str, tuple[int, ...]]]:
    """The row with most known heads, at least two: a title may hold one by chance."""
    best: tuple[int | None, dict[str, tuple[int, ...]]] = (None, {})
    for number, row in enumerate(table[:HEAD_WITHIN]):
        places: dict[str, tuple[int, ...]] = {}
        for place, cell in enumerate(row):
            if (head := heads.get(_plain(str(cell)))) is not None:
                places[head] = (*places.get(head, ()), place)
        if len(places) >= max(2, len(best[1]) + 1):
            best = (number, places)
    return best


def _missing_columns(grid: Grid, exported: bool) -> list[Fault]:
    """A ledger that people keep has the columns that they need; an export had all of them."""
    missing = [
        each.head
        for each in all_columns(grid.sheet)
        if each.head not in grid.places and not each.read_only
    ]
    if not exported or not missing:
        return []
    why = f"缺少“{'”“'.join(missing)}”列，其中的内容按原样保留"
    if NUMBER in missing:
        why = f"缺少“{NUMBER}”列，只能按内容辨认各行。请重新导出台账，再把改动填进去"
    return [Fault(grid.place(grid.head) + "（表头）", why)]


def _merged(sheet: CalamineSheet) -> frozenset[int]:
    """The rows, from 1, of which something is merged: what stands there may be another row's."""
    areas = sheet.merged_cell_ranges or ()
    return frozenset(row + 1 for (top, _), (bottom, _) in areas for row in range(top, bottom + 1))


def _plain(text: str) -> str:
    """`拨打 日期*（必填）` is still 拨打日期."""
    return re.sub(r"(?<=.)\([^()]*\)$", "", _solid(text).strip("*:")).strip("*:")


def _solid(text: str) -> str:
    """The name of a sheet; 电话记录 (2) is a copy of another."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _export(book: CalamineWorkbook, data: bytes) -> str:
    """The export's number, from its hidden sheet, or from the properties where that was deleted."""
    if EXPORT_SHEET in book.sheet_names:
        try:
            rows = open_worksheet(book, EXPORT_SHEET).to_python(nrows=1)
        except BadBook:
            rows = []
        if rows and len(rows[0]) > 1 and str(rows[0][1]).strip():
            return str(rows[0][1]).strip()
    return _property(data)


def _property(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            told = packed.read("docProps/custom.xml")
        root = etree.fromstring(told, etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError):
        return ""
    for each in root.iter("{*}property"):
        if each.get("name") == EXPORT_PROPERTY:
            return "".join(each.itertext()).strip()
    return ""
