"""units.xlsx and campaign.toml -> Units and a Campaign; or `BadTable` with every fault named.

Nothing is half-read: a file with one fault gives no value at all, and all its faults at once.

units.xlsx: the first visible sheet with a header row, in any column order, with or without titles
above; other columns are ignored. 复议机关, 管辖法院 and 单位简称 may hold several names, separated
by 、 or ；. The columns are those of COLUMNS, below. The shape of campaign.toml is documented in
campaign_file.py; `write_units` and `CAMPAIGN_TEMPLATE` give a newcomer both to fill in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter

from letters import campaign_file, cells, questions
from letters.faults import BadTable
from letters.model import Campaign, Unit
from letters.saving import save
from letters.sheet import Row, Sheet, Value, filled, open_sheet, shape_faults
from letters.writable import for_cell

__all__ = ["CAMPAIGN_TEMPLATE", "COLUMNS", "BadTable", "read_campaign", "read_units", "write_units"]

CAMPAIGN_TEMPLATE = Path(__file__).parent / "templates" / "campaign.toml"
SHEET_NAME = "被测单位"


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    field: str  # of Unit
    read: Callable[[Value], str | tuple[str, ...]]
    width: int
    hint: str  # shown in Excel when the heading is pointed at
    optional: bool = False  # the whole column may be missing


COLUMNS = (
    Column("单位名称", "name", cells.required, 34, "单位全称，与印章一致；不得重复"),
    Column("单位简称", "aliases", cells.several, 18, "简称、别名，可填多个，用、隔开", True),
    Column("类别", "category", cells.required, 12, "报告中分组统计的类别，如 区直单位、设区市"),
    Column("行政层级", "level", cells.level, 10, "、".join(cells.LEVELS) + "之一"),
    Column("申请邮箱", "email", cells.email, 28, "信息公开指南公布的申请邮箱；没有可留空"),
    Column("通信地址", "address", cells.plain, 42, "寄送申请的地址"),
    Column("邮政编码", "postcode", cells.postcode, 10, "6位数字，单元格格式设为“文本”"),
    Column("电话", "phone", cells.phone, 18, "咨询电话，带区号，如 0771-5550101"),
    Column("复议机关", "reconsideration_organs", cells.several, 30, "可填多个，用、隔开"),
    Column("管辖法院", "courts", cells.several, 30, "可填多个，用、隔开"),
    Column("所在省级行政区", "region", cells.plain, 18, "用于地方性节假日，可不填", True),
)


def read_campaign(folder: Path) -> Campaign:
    """The campaign that `folder`/campaign.toml describes."""
    return campaign_file.read(folder / "campaign.toml", questions.load())


def read_units(path: Path) -> tuple[Unit, ...]:
    """The units of the table, in its order, numbered U001, U002, ..."""
    sheet = open_sheet(path, [column.heading for column in COLUMNS])
    faults = list(shape_faults(sheet, [c.heading for c in COLUMNS if not c.optional]))
    rows = filled(sheet)
    if not rows and not faults:
        faults.append(f"{sheet.place(sheet.header_row)}（表头）：下面没有任何单位，请至少填写一行")
    read: list[dict[str, str | tuple[str, ...]]] = []
    for row in rows:
        fields, wrong = _read_row(sheet, row)
        read.append(fields)
        faults.extend(wrong)
    faults.extend(_duplicates(sheet, rows))
    if faults:
        raise BadTable(*faults)
    return tuple(
        Unit(id=f"U{number:03d}", **fields)  # type: ignore[arg-type]
        for number, fields in enumerate(read, 1)
    )


def write_units(path: Path, units: Iterable[Unit] = ()) -> None:
    """units.xlsx as an assessor would keep it; without units an empty table to fill in."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET_NAME)
        head = book.add_format(
            {"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True}
        )
        # text format keeps the zeros that a postcode or an area code begins with
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.heading, head)
            sheet.write_comment(0, place, column.hint)
            if column.field == "level":
                sheet.data_validation(
                    1, place, 9999, place, {"validate": "list", "source": list(cells.LEVELS)}
                )
        for number, unit in enumerate(units, 1):
            for place, column in enumerate(COLUMNS):
                value = getattr(unit, column.field)
                said = value if isinstance(value, str) else "、".join(value)
                sheet.write_string(number, place, for_cell(said), text)
        sheet.freeze_panes(1, 1)
    save(path, packed.getvalue())


def _read_row(sheet: Sheet, row: Row) -> tuple[dict[str, str | tuple[str, ...]], list[str]]:
    fields: dict[str, str | tuple[str, ...]] = {}
    faults = []
    for column in COLUMNS:
        if column.heading not in sheet.columns or sheet.is_merged(row.number, column.heading):
            continue  # named once as a missing column or a merged cell
        try:
            fields[column.field] = column.read(row.cells[sheet.columns[column.heading]])
        except cells.Complaint as complaint:
            faults.append(f"{sheet.place(row.number, column.heading)}：{complaint}")
    return fields, faults


def _duplicates(sheet: Sheet, rows: Iterable[Row]) -> list[str]:
    """The same unit twice would be asked twice and marked twice."""
    if "单位名称" not in sheet.columns:
        return []
    first: dict[str, int] = {}
    faults = []
    for row in rows:
        name = "".join(str(row.cells[sheet.columns["单位名称"]]).split())
        key = unicodedata.normalize("NFKC", name)  # （） and () are the same bracket
        if key and key in first:
            faults.append(
                f"{sheet.place(row.number, '单位名称')}：“{name}”与第{first[key]}行重复，"
                "每个单位只能有一行"
            )
        first.setdefault(key, row.number)
    return faults
