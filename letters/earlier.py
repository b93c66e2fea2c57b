"""[[earlier]] of campaign.toml: the published results of earlier assessments, to compare with.

In: a table a time, an .xlsx beside campaign.toml with the columns 单位名称 (as it is called now), 得分,
原单位名称 (what it was called then, or the units that were merged into it) and 说明 (新增部门, 未参与考评).
Out: `Earlier`, or the faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from letters import cells
from letters.campaign_shape import EarlierTable
from letters.columns import EXAMPLE, Column, read_table
from letters.faults import BadTable
from letters.model import Earlier, EarlierResult
from letters.sheet import Value

NAME, POINTS = "单位名称", "得分"


def _points(value: Value) -> Decimal | None:
    """Empty: it has none, and a remark says why."""
    text = f"{value:.10g}" if isinstance(value, int | float) else cells.plain(value)
    if not text or text in ("—", "-", "－"):
        return None
    try:
        points = Decimal(text)
    except InvalidOperation:
        points = Decimal(-1)
    if not points.is_finite() or points < 0:
        raise cells.Complaint(f"“{text}”不是得分，应为数字，如 83.1；没有得分的留空")
    return points


COLUMNS = (
    Column(NAME, "unit", cells.required, 34, "必填。本次测评中的单位名称，与 units.xlsx 一致。",
           sample=f"{EXAMPLE}样本市市场监督管理局"),
    Column(POINTS, "points", _points, 10, "往次评估的得分；没有的留空，在说明中写明原因。",
           sample="83.1"),
    Column("原单位名称", "was", cells.several, 40, "可不填。当时的名称；由几个单位合并的，用、隔开。", True,
           "样本市工商行政管理局、样本市质量技术监督局"),
    Column("说明", "note", cells.plain, 20, "可不填。如 新增部门、未参与考评。", True, "机构合并"),
)  # fmt: skip


def read_earlier(
    folder: Path, tables: Sequence[EarlierTable], faults: list[str]
) -> tuple[Earlier, ...]:
    found = []
    for number, table in enumerate(tables, 1):
        place = f"[[earlier]] 第{number}段的 file"
        if Path(table.file).name != table.file or "\\" in table.file:
            faults.append(f"{place}：“{table.file}”应只写文件名，文件放在 campaign.toml 旁边")
            continue
        if not (folder / table.file).is_file():
            faults.append(f"{place}：找不到文件 {table.file}，应放在 {folder}")
            continue
        try:
            found.append(_read(folder / table.file, table))
        except BadTable as wrong:
            faults.extend(f"{place}：{each}" for each in wrong.faults)
    return tuple(found)


def _read(path: Path, table: EarlierTable) -> Earlier:
    filled = read_table(path, COLUMNS, NAME)
    wrong = [*filled.faults, *filled.repeated(NAME, "一个单位只写一行")]
    for entry in filled.entries:
        points = entry.fields.get("points")
        if points is not None and points > table.full:
            place = filled.sheet.place(entry.row.number, POINTS)
            wrong.append(f"{place}：{points}超过了满分{table.full}")
    if wrong:
        raise BadTable(*wrong)
    results = tuple(EarlierResult(**entry.fields) for entry in filled.entries)
    return Earlier(table.label, Decimal(table.full), results)
