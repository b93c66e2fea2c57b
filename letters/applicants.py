"""applicants.xlsx -> the Applicants; and the table to begin with. It never holds an identity number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from letters import cells, days, identity
from letters.columns import EXAMPLE, Column, read_table, write_table
from letters.faults import BadTable
from letters.model import Applicant
from letters.sheet import Value
from letters.writing_back import not_open, write_cells

NAME, SHEET_NAME = "姓名", "申请人"
CONSENT = "同意日期"
ERASED = "（已删除）"  # in place of what `mingcha applicant --forget` took out


def _or_erased(read: Callable[[Value], str]) -> Callable[[Value], str]:
    """The same reading, of a cell whose word may have been taken out: then it is empty."""
    return lambda value: "" if value == ERASED else read(value)


def _consent(value: Value) -> date | None:
    if str(value).strip() == "":
        return None
    try:
        return days.in_cell(value)
    except days.NoDay as wrong:
        raise cells.Complaint(str(wrong)) from None


COLUMNS = (
    Column("编号", "id", cells.needed(cells.code), 9,
           "必填。申请人的代号，字母和数字，如 P1；轮次里用它指定由谁申请。定后请勿改动。", sample="P0"),
    Column(NAME, "name", cells.required, 16,
           f"必填。姓名或者名称，与证件一致。以“{EXAMPLE}”开头的行是示例，不会读入，可以删去。",
           sample=f"{EXAMPLE}李样本"),
    Column("电子邮箱", "email", cells.needed(cells.email), 28, "必填。用来发出申请、收取答复的邮箱。",
           sample="li@people.example"),
    Column("通信地址", "address", _or_erased(cells.required), 42, "必填。收取纸质答复的地址。",
           sample="样本市样本区样本路2号3单元"),
    Column("邮政编码", "postcode", _or_erased(cells.needed(cells.postcode)), 10,
           "必填。6位数字，单元格格式为“文本”。", sample="990001"),
    Column("电话", "phone", _or_erased(cells.needed(cells.phone)), 18,
           "必填。单位核实情况、补正时要打的电话。", sample="13900000000"),
    Column(CONSENT, "consented_on", _consent, 14,
           "本人书面同意以自己的名义申请的日期。没有填写，也没有用 mingcha applicant 登记的，不能编入计划。",
           True, sample="2026-02-20"),
    Column("备注", "", str, 30,
           "可不填，程序不用。切勿填写身份证件号码：号码不得存放在本表，用 mingcha applicant 录入，加密保存。",
           True),
)  # fmt: skip


def read_applicants(path: Path) -> tuple[Applicant, ...]:
    """The people of the table, in its order; BadTable with every fault."""
    table = read_table(path, COLUMNS, NAME)
    if numbers := identity.faults(path, table.sheet):
        raise BadTable(*numbers)  # alone: another fault would repeat the cell that it is about
    faults = list(table.faults)
    if not table.entries and not faults:
        place = table.sheet.place(table.sheet.header_row)
        faults.append(f"{place}（表头）：下面没有任何申请人，请至少填写一行")
    faults += table.repeated("编号", "每个申请人的编号应各不相同")
    if faults:
        raise BadTable(*faults)
    return tuple(Applicant(**entry.fields) for entry in table.entries)


ERASABLE = ("通信地址", "邮政编码", "电话", "备注")


def erase_applicant(path: Path, id: str) -> bool:
    """Takes what only the post and the telephone need out of the person's row; the name and the
    mailbox stay, for they stand in what came. False where nothing of it is there (any more).
    BadTable where the file cannot be written."""
    table = read_table(path, COLUMNS, NAME)
    sheet = table.sheet
    words = {
        (entry.row.number, sheet.columns[heading]): ERASED
        for entry in table.entries
        if entry.fields.get("id") == id
        for heading in ERASABLE
        if heading in sheet.columns
        and str(entry.row.cells[sheet.columns[heading]]).strip() not in ("", ERASED)
    }
    if words:
        not_open(path, ERASED)
        write_cells(path, sheet, words, ERASED)
    return bool(words)


def write_applicants(path: Path, applicants: Iterable[Applicant] = ()) -> None:
    """The table of these people; their identity numbers stay out of it."""
    rows = (
        {column.field: str(getattr(each, column.field) or "") for column in COLUMNS if column.field}
        for each in applicants
    )
    write_table(path, SHEET_NAME, COLUMNS, rows)
