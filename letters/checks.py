"""核对单.xlsx, for what is handed in, faxed or typed into a web page: one row an application.

What the person who did it writes down (when, who took it, which 回执号) is read again as text, and
kept when the list is made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from letters.faults import BadTable
from letters.lists import ListColumn, list_bytes
from letters.model import Application, Channel
from letters.saving import save
from letters.sheet import Value, filled, open_sheet, shape_faults
from letters.word import form_name

ID = "申请编号"
_UNIT = (ListColumn(ID, 12), ListColumn("收件单位", 30))


def _typed(**widths: int) -> tuple[ListColumn, ...]:
    return tuple(ListColumn(heading, width, typed=True) for heading, width in widths.items())


SHEETS: dict[Channel, str] = {
    Channel.IN_PERSON: "当面提交核对单",
    Channel.FAX: "传真核对单",
    Channel.WEB_FORM: "网页表单核对单",
}
COLUMNS: dict[Channel, tuple[ListColumn, ...]] = {
    Channel.IN_PERSON: (
        *_UNIT,
        ListColumn("通信地址", 36),
        ListColumn("电话", 16),
        ListColumn("申请表文件", 32),
        *_typed(递交日期=12, 递交时间=10, 接收人=12, 回执号=16, 备注=18),
    ),
    Channel.FAX: (
        *_UNIT,
        ListColumn("电话", 16),
        ListColumn("申请表文件", 32),
        *_typed(传真号码=16, 发送日期=12, 发送时间=10, 页数=7, 接收人=12, 回执号=16, 备注=18),
    ),
    Channel.WEB_FORM: (
        *_UNIT,
        ListColumn("填报文本", 28),
        *_typed(填报网址=30, 提交日期=12, 提交时间=10, 回执编号=18, 截图文件=20, 备注=18),
    ),
}
Check = Mapping[str, str]  # heading -> what stands there


def check_of(application: Application, written: Check) -> dict[str, str]:
    """The row of an application, with what a person wrote into it before."""
    unit = application.unit
    ours = {
        ID: application.id,
        "收件单位": unit.name,
        "通信地址": unit.address,
        "电话": unit.phone,
        "申请表文件": form_name(application),
        "填报文本": text_name(application),
    }
    return {
        column.heading: written.get(column.heading, "") if column.typed else ours[column.heading]
        for column in COLUMNS[application.channel]
    }


def text_name(application: Application) -> str:
    return f"网页填报-{application.id}.txt"


def write_checks(rows: Iterable[Check], channel: Channel, path: Path) -> None:
    columns = COLUMNS[channel]
    said = ([row[column.heading] for column in columns] for row in rows)
    save(path, list_bytes(SHEETS[channel], columns, said))


def read_checks(path: Path, channel: Channel) -> dict[str, dict[str, str]]:
    """Application id -> its row; BadTable with every fault of the sheet."""
    headings = [column.heading for column in COLUMNS[channel]]
    sheet = open_sheet(path, headings)
    faults = list(shape_faults(sheet, headings))
    found: dict[str, dict[str, str]] = {}
    for row in () if faults else filled(sheet):
        said = {h: _as_written(row.cells[sheet.columns[h]]) for h in headings}
        if not said[ID]:
            faults.append(f"{sheet.place(row.number, ID)}：不能为空，请补上申请编号")
        elif said[ID] in found:
            faults.append(f"{sheet.place(row.number, ID)}：{said[ID]} 出现了不止一次，请只留一行")
        found[said[ID]] = said
    if faults:
        raise BadTable(*faults)
    return found


def _as_written(value: Value) -> str:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()
