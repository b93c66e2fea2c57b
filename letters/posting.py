"""交寄清单.xlsx, the list that the post office stamps: one row a letter, written and read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from pathlib import Path

from letters import cells, days
from letters.faults import BadTable
from letters.lists import ListColumn, list_bytes
from letters.model import CHANNEL_NAMES, POSTED, Application, Channel
from letters.saving import save
from letters.sheet import Row, Sheet, filled, open_sheet, shape_faults
from letters.word import form_name

SHEET = "交寄清单"
COLUMNS = (  # in the order of Posting's fields
    ListColumn("申请编号", 12),
    ListColumn("收件单位", 32),
    ListColumn("通信地址", 44),
    ListColumn("邮政编码", 10),
    ListColumn("电话", 16),
    ListColumn("挂号号码", 18, typed=True),
    ListColumn("交寄日期", 12),
    ListColumn("申请表文件", 34),
    ListColumn("寄送方式", 10),
    ListColumn("备注", 16, typed=True),
)
OPTIONAL = ("寄送方式", "备注")  # lists of earlier versions have none


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
    way: str = POSTED  # 挂号信, EMS, 平信
    remark: str = ""
    place: str = field(
        default="", compare=False
    )  # where it was read: 2026-03-02/交寄清单.xlsx第3行

    @classmethod
    def of(
        cls, application: Application, posted_on: date, number: str, remark: str = ""
    ) -> Posting:
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
            way_of(application),
            remark,
        )


def way_of(application: Application) -> str:
    """寄送方式 of a letter; of what is not posted, the channel's name."""
    registered = application.channel is Channel.REGISTERED_MAIL
    return application.round.posting if registered else CHANNEL_NAMES[application.channel]


def write_postings(postings: Iterable[Posting], path: Path) -> None:
    save(path, list_bytes(SHEET, COLUMNS, (astuple(each)[: len(COLUMNS)] for each in postings)))


def read_posting_list(path: Path) -> tuple[Posting, ...]:
    """The list, with what a person may have typed into it since; BadTable with every fault."""
    read, faults = read_postings(path)
    if faults:
        raise BadTable(*faults)
    return read


def read_postings(path: Path) -> tuple[tuple[Posting, ...], tuple[str, ...]]:
    """The rows that can be read, and what is wrong with each of the others."""
    needed = [column.heading for column in COLUMNS if column.heading not in OPTIONAL]
    sheet = open_sheet(path, [*needed, *OPTIONAL])
    faults = list(shape_faults(sheet, needed))
    read = []
    for row in () if faults else filled(sheet):
        fields, wrong = _read_row(sheet, row)
        faults.extend(wrong)
        if not wrong:
            posting = Posting(*fields)  # type: ignore[arg-type]
            read.append(replace(posting, place=f"{path.parent.name}/{path.name}第{row.number}行"))
    return tuple(read), tuple(faults)


def _read_row(sheet: Sheet, row: Row) -> tuple[list[str | date], list[str]]:
    fields: list[str | date] = []
    faults = []
    for column in COLUMNS:
        heading = column.heading
        if heading not in sheet.columns:
            fields.append(POSTED if heading == "寄送方式" else "")
            continue
        value = row.cells[sheet.columns[heading]]
        try:
            if heading == "交寄日期":
                fields.append(days.in_cell(value))
            else:
                fields.append((cells.digits if heading == "挂号号码" else cells.plain)(value))
        except (cells.Complaint, days.NoDay) as complaint:
            faults.append(f"{sheet.place(row.number, heading)}：{complaint}")
    return fields, faults
