"""交寄清单.xlsx, the list that the post office stamps: one row a letter, written and read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from letters import cells
from letters.faults import BadTable
from letters.model import Application
from letters.saving import save
from letters.sheet import Row, Sheet, Value, filled, open_sheet, shape_faults
from letters.word import form_name
from letters.writable import for_cell

SHEET = "交寄清单"
COLUMNS = (  # heading, width; in the order of Posting's fields
    ("申请编号", 12),
    ("收件单位", 32),
    ("通信地址", 44),
    ("邮政编码", 10),
    ("电话", 16),
    ("挂号号码", 18),
    ("交寄日期", 12),
    ("申请表文件", 34),
)


@dataclass(frozen=True, slots=True)
class Posting:
    """One letter posted. `number` is empty until the post office has given one."""

    application_id: str
    unit: str
    address: str
    postcode: str
    phone: str
    number: str
    posted_on: date
    form: str

    @classmethod
    def of(cls, application: Application, posted_on: date, number: str) -> Posting:
        unit = application.unit
        return cls(
            application.id,
            unit.name,
            unit.address,
            unit.postcode,
            unit.phone,
            number,
            posted_on,
            form_name(application),
        )


def write_postings(postings: Iterable[Posting], path: Path) -> None:
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        frame = {"border": 1, "border_color": "#999999", "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**frame, "bold": True, "bg_color": "#DDE7F0", "align": "center"})
        text = book.add_format({**frame, "num_format": "@"})
        day = book.add_format({**frame, "num_format": "yyyy-mm-dd", "align": "center"})
        for place, (heading, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, head)
        for number, posting in enumerate(postings, 1):
            for place, value in enumerate(astuple(posting)):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write_string(number, place, for_cell(value), text)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    save(path, packed.getvalue())


def read_posting_list(path: Path) -> tuple[Posting, ...]:
    """The list, with what a person may have typed into it since; BadTable with every fault."""
    headings = [heading for heading, _ in COLUMNS]
    sheet = open_sheet(path, headings)
    faults = list(shape_faults(sheet, headings))
    read = []
    for row in () if faults else filled(sheet):
        fields, wrong = _read_row(sheet, row)
        faults.extend(wrong)
        if not wrong:
            read.append(Posting(*fields))  # type: ignore[arg-type]
    if faults:
        raise BadTable(*faults)
    return tuple(read)


def _read_row(sheet: Sheet, row: Row) -> tuple[list[str | date], list[str]]:
    fields: list[str | date] = []
    faults = []
    for heading, _ in COLUMNS:
        value = row.cells[sheet.columns[heading]]
        try:
            fields.append(_day(value) if heading == "交寄日期" else cells.plain(value))
        except cells.Complaint as complaint:
            faults.append(f"{sheet.place(row.number, heading)}：{complaint}")
    return fields, faults


def _day(value: Value) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise cells.Complaint(f"“{value}”不是日期，应如 2020-09-21") from None
