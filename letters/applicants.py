"""applicants.xlsx -> the Applicants; and the table to begin with. It never holds an identity number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from letters import cells, identity
from letters.columns import EXAMPLE, Column, read_table, write_table
from letters.faults import BadTable
from letters.model import Applicant

NAME, SHEET_NAME = "姓名", "申请人"
COLUMNS = (
    Column("编号", "id", cells.needed(cells.code), 9,
           "必填。申请人的代号，字母和数字，如 P1；轮次里用它指定由谁申请。定后请勿改动。", sample="P0"),
    Column(NAME, "name", cells.required, 16,
           f"必填。姓名或者名称，与证件一致。以“{EXAMPLE}”开头的行是示例，不会读入，可以删去。",
           sample=f"{EXAMPLE}李样本"),
    Column("电子邮箱", "email", cells.needed(cells.email), 28, "必填。用来发出申请、收取答复的邮箱。",
           sample="li@people.example"),
    Column("通信地址", "address", cells.required, 42, "必填。收取纸质答复的地址。",
           sample="样本市样本区样本路2号3单元"),
    Column("邮政编码", "postcode", cells.needed(cells.postcode), 10,
           "必填。6位数字，单元格格式为“文本”。", sample="990001"),
    Column("电话", "phone", cells.needed(cells.phone), 18,
           "必填。单位核实情况、补正时要打的电话。", sample="13900000000"),
    Column("备注", "", str, 30,
           "可不填，程序不用。切勿填写身份证件号码：号码不得存放在本表，由程序另行录入、校验并加密保存。",
           True),
)  # fmt: skip


def read_applicants(path: Path) -> tuple[Applicant, ...]:
    """The people of the table, in its order; BadTable with every fault."""
    table = read_table(path, COLUMNS, NAME)
    faults = [*table.faults, *identity.faults(path, table.sheet)]
    if not table.entries and not faults:
        place = table.sheet.place(table.sheet.header_row)
        faults.append(f"{place}（表头）：下面没有任何申请人，请至少填写一行")
    faults += table.repeated("编号", "每个申请人的编号应各不相同")
    if faults:
        raise BadTable(*faults)
    return tuple(Applicant(**entry.fields) for entry in table.entries)


def write_applicants(path: Path, applicants: Iterable[Applicant] = ()) -> None:
    """The table of these people; their identity numbers stay out of it."""
    rows = (
        {column.field: getattr(each, column.field) for column in COLUMNS if column.field}
        for each in applicants
    )
    write_table(path, SHEET_NAME, COLUMNS, rows)
