"""questions.xlsx -> the campaign's own Questions, beside the shipped bank; and the table to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from letters import cells
from letters.columns import EXAMPLE, Column, Filled, read_table, same, write_table
from letters.faults import BadTable
from letters.kinds import kind_named, kinds
from letters.model import DIFFICULTIES, MEDIUM, Question
from letters.sheet import Value

ID, TITLE, SHEET_NAME = "编号", "标题", "自有问题"
MOST_TITLE, MOST_TEXT, MOST_USE = 60, 300, 60  # characters; the form then stays one page
LINES = 10  # of the text, on the form


def _use(value: Value) -> str:
    return cells.up_to(MOST_USE)(value) if str(value).strip() else ""


def _difficulty(value: Value) -> str:
    text = cells.plain(value) or MEDIUM
    if text not in DIFFICULTIES:
        raise cells.Complaint(f"“{text}”不是难度，应为{'、'.join(DIFFICULTIES)}之一，或者留空")
    return text


COLUMNS = (
    Column(ID, "id", cells.needed(cells.code), 9,
           "必填。字母开头，只含字母和数字，如 Z01；不得与自带题库的编号（Q01 等）相同。定后请勿改动。",
           sample="Z00"),
    Column(TITLE, "title", cells.up_to(MOST_TITLE), 36,
           f"必填。所需信息的名称，{MOST_TITLE}字以内。以“{EXAMPLE}”开头的行是示例，不会读入，可以删去。",
           sample=f"{EXAMPLE}"+"{上年}年度公务用车保有量"),
    Column("内容", "text", cells.up_to(MOST_TEXT, LINES), 60,
           f"必填。对所需信息的描述，{MOST_TEXT}字以内；"+"{上年}在编制计划时换成发出申请之年的上一年。"
           "只问各单位都应掌握、不涉及秘密和隐私、不需另行加工的信息。",
           sample="截至{上年}年12月31日，贵单位公务用车的保有量（辆）。"),
    Column("事项数", "items", cells.counted, 9,
           "可不填，按 1 计。一件申请所含的事项数；答复应逐项答复。", True, "1",
           tuple(map(str, range(1, 11))), False),
    Column("用途", "use", _use, 30, f"可不填。写进申请表“用途”一栏，{MOST_USE}字以内。", True,
           "了解机关运行情况"),
    Column("单位种类", "kind", kind_named, 12,
           "可不填，任何单位都问。填写后只问这一种类的单位，如只问“财政”。", True, "",
           kinds()),
    Column("难度", "difficulty", _difficulty, 8,
           f"可不填，按“{MEDIUM}”计。同一类别的单位在一轮中只问同一难度的问题。", True, "",
           DIFFICULTIES),
)  # fmt: skip


def read_own_questions(path: Path, shipped: Mapping[str, Question]) -> dict[str, Question]:
    """The table's questions by id; BadTable with every fault. An empty table asks nothing."""
    table = read_table(path, COLUMNS, TITLE)
    faults = [*table.faults, *_shipped_too(table, shipped)]
    faults += table.repeated(ID, "每个问题的编号应各不相同")
    faults += table.repeated("内容", "同一问题只写一行")
    if faults:
        raise BadTable(*faults)
    return {entry.fields["id"]: Question(**entry.fields) for entry in table.entries}


def _shipped_too(table: Filled, shipped: Mapping[str, Question]) -> list[str]:
    known = {same(id) for id in shipped}
    return [
        f"{table.sheet.place(entry.row.number, ID)}：{entry.fields['id']} 是自带题库已有的编号，"
        "请换一个，如 Z01"
        for entry in table.entries
        if same(entry.fields.get("id", "")) in known
    ]


def write_questions(path: Path, questions: Iterable[Question] = ()) -> None:
    rows = (
        {column.field: str(getattr(each, column.field)) for column in COLUMNS} for each in questions
    )
    write_table(path, SHEET_NAME, COLUMNS, rows)
