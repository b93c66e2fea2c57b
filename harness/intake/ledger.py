"""The ledger that an assessor keeps, incoming/台账.xlsx -> its rows as values.

Three sheets, found by name, columns by heading in any order: 挂号签收 (which registered letter was
signed for when), 纸质来件 (answers on paper, with postmark and the name of the scanned file) and
电话记录 (attempts by telephone). A row that cannot be read becomes a `Doubt`, never a stop: the
other rows are taken in all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from letters.opening import NotOpened, read_file
from letters.workbook import BadBook, open_workbook, open_worksheet

YEARS = range(2000, 2100)  # the 条例 is of 2007; another year is a slip of the pen
YES = {"是", "接通", "Y", "y", "√"}
NO = {"否", "未接通", "N", "n", "×"}


@dataclass(frozen=True, slots=True)
class Delivery:
    application_id: str
    number: str  # 挂号号码
    on: date
    signed_by: str


@dataclass(frozen=True, slots=True)
class Paper:
    key: str  # 来件编号
    on: date
    posted_on: date | None
    sender: str
    file: str


@dataclass(frozen=True, slots=True)
class Telephone:
    unit_name: str
    purpose: str  # 咨询测试 | 确认收件
    application_id: str
    on: date
    time: str
    number: str
    connected: bool
    note: str


@dataclass(frozen=True, slots=True)
class Doubt:
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Ledger:
    deliveries: tuple[Delivery, ...] = ()
    papers: tuple[Paper, ...] = ()
    calls: tuple[Telephone, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Cells = Mapping[str, object]
Row = TypeVar("Row")


class _Unreadable(ValueError):
    """A cell that does not hold what its column promises."""


def read_ledger(path: Path) -> Ledger:
    """All rows of the ledger at `path`; an empty ledger where the file is not there yet."""
    if not path.exists():
        return Ledger()
    doubts: list[Doubt] = []
    try:
        book = open_workbook(read_file(path))
    except NotOpened as why:
        doubts.append(_unopened(path, why.why))
    except OSError as why:
        doubts.append(_unopened(path, f"打不开（{why.strerror}）。如正用 Excel 编辑，请保存并关闭"))
    except BadBook as why:
        doubts.append(_unopened(path, str(why)))
    if doubts:
        return Ledger(doubts=tuple(doubts))
    return Ledger(
        tuple(_rows(book, "挂号签收", _DELIVERY, _delivery, doubts)),
        tuple(_rows(book, "纸质来件", _PAPER, _paper, doubts)),
        tuple(_rows(book, "电话记录", _CALL, _telephone, doubts)),
        tuple(doubts),
    )


# the headings without which a sheet cannot be read
_DELIVERY = ("申请编号", "签收日期")
_PAPER = ("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名")
_CALL = ("单位名称", "用途", "申请编号", "拨打日期", "拨打时间", "是否接通")


def _rows(
    book: CalamineWorkbook,
    name: str,
    needed: Sequence[str],
    make: Callable[[Cells], Row | None],
    doubts: list[Doubt],
) -> Iterator[Row]:
    try:
        found = _sheet(book, name)
        rows = found.to_python(skip_empty_area=False) if found.end else []
    except _Unreadable as why:
        doubts.append(Doubt(f"台账“{name}”", f"{why}，其中的登记未能读入"))
        return
    heads = [str(cell).strip() for cell in rows[0]] if rows else []
    missing = [head for head in needed if head not in heads]
    if missing:
        columns = "、".join(f"“{head}”" for head in missing)
        doubts.append(Doubt(f"台账“{name}”", f"首行缺少{columns}一栏，整张表未能读入"))
        return
    merged = _merged_rows(found)
    for number, row in enumerate(rows[1:], start=2):
        if number in merged:
            doubts.append(Doubt(f"台账“{name}”第{number}行", "有合并单元格，请取消合并后逐行填写"))
            continue
        cells = dict(zip(heads, row, strict=False))
        if not any(str(cell).strip() for cell in row):
            continue
        try:
            made = make(cells)
        except _Unreadable as why:
            doubts.append(Doubt(f"台账“{name}”第{number}行", str(why)))
            continue
        if made is not None:
            yield made


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """The sheet of this name, no larger than a ledger can be."""
    kinds = {each.name: each.typ for each in book.sheets_metadata}
    sheet = next((each for each in kinds if each.strip() == name), None)
    if sheet is None:
        raise _Unreadable("没有这个名称的工作表")
    if kinds[sheet] is not SheetTypeEnum.WorkSheet:
        raise _Unreadable("不是普通工作表（可能是图表）")
    try:
        return open_worksheet(book, sheet)
    except BadBook as why:
        raise _Unreadable(str(why)) from None


def _merged_rows(sheet: CalamineSheet) -> set[int]:
    """The rows, from 1, of which something is merged: what stands there may be another row's."""
    areas = sheet.merged_cell_ranges or ()
    return {row + 1 for (top, _), (bottom, _) in areas for row in range(top, bottom + 1)}


def _unopened(path: Path, why: str) -> Doubt:
    return Doubt(f"台账 {path.name}", why)


def _delivery(cells: Cells) -> Delivery | None:
    if not _text(cells, "签收日期"):
        return None  # not signed for yet
    return Delivery(
        _needed(cells, "申请编号"),
        _text(cells, "挂号号码"),
        _day(cells, "签收日期"),
        _text(cells, "签收人"),
    )


def _paper(cells: Cells) -> Paper:
    return Paper(
        _needed(cells, "来件编号"),
        _day(cells, "收件日期"),
        _day(cells, "邮戳日期") if _text(cells, "邮戳日期") else None,
        _text(cells, "寄件单位"),
        _needed(cells, "文件名"),
    )


def _telephone(cells: Cells) -> Telephone:
    answer = _text(cells, "是否接通")
    if answer not in YES | NO:
        raise _Unreadable(f"“是否接通”一栏应填“是”或“否”，现为“{answer}”")
    return Telephone(
        _needed(cells, "单位名称"),
        _needed(cells, "用途"),
        _text(cells, "申请编号"),
        _day(cells, "拨打日期"),
        _needed(cells, "拨打时间"),
        _text(cells, "电话号码"),
        answer in YES,
        _text(cells, "通话内容"),
    )


def _text(cells: Cells, head: str) -> str:
    value = cells.get(head, "")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a number typed into a text column comes back as 12.0
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value).strip()


def _needed(cells: Cells, head: str) -> str:
    text = _text(cells, head)
    if not text:
        raise _Unreadable(f"“{head}”一栏为空，请补填")
    return text


def _day(cells: Cells, head: str) -> date:
    value = cells.get(head, "")
    text = _needed(cells, head)
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(value, str):
        try:
            year, month, number = map(int, re.split("[-/.]", text))
            day = date(year, month, number)
        except (ValueError, OverflowError):
            day = None
    if not isinstance(day, date) or day.year not in YEARS:
        short = text if len(text) <= 40 else f"{text[:40]}…"
        raise _Unreadable(f"“{head}”一栏应为日期（如 2020-10-15），现为“{short}”")
    return day
