"""units.xlsx -> the Units, each with the 单位编号 that it keeps; and the table to begin with.

The first visible sheet with a header row is read, in any column order, with or without titles
above; other columns are ignored. 复议机关, 管辖法院 and 单位简称 may hold several names, separated
by 、 or ；. A row without 单位编号 is given the next number; `UnitTable.numbered` says which rows
were, for unit_ids.write_back_ids to write it into the person's own file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from letters import cells
from letters.columns import EXAMPLE, Column, Filled, read_table, same, write_table
from letters.faults import BadTable
from letters.kinds import kind_named, kinds
from letters.model import Unit

ID, NAME, SHEET_NAME = "单位编号", "单位名称", "被测单位"
CATEGORIES = ("省直单位", "区直单位", "设区市", "市直单位", "县（市、区）", "乡镇（街道）")
_SEVERAL = "可填多个，用、隔开。"
COLUMNS = (
    Column(
        ID,
        "id",
        cells.unit_id,
        11,
        "可不填：留空由程序编号并写回本表，如 U001。编定后请勿改动，排序、插行都不影响它。",
        True,
    ),
    Column(
        NAME,
        "name",
        cells.required,
        34,
        f"必填。单位全称，与印章一致；不得重复。以“{EXAMPLE}”开头的行是示例，不会读入，可以删去。",
        sample=f"{EXAMPLE}样本市财政局",
    ),
    Column("单位简称", "aliases", cells.several, 18, f"可不填。简称、别名，{_SEVERAL}", True,
           "市财政局、样本财政"),
    Column("类别", "category", cells.required, 14,
           "必填。报告中分组统计的类别，如 区直单位、设区市；可以不用列表中的叫法，但同类要写得一样。",
           sample="市直单位", choices=CATEGORIES, only_choices=False),
    Column("行政层级", "level", cells.level, 11, "必填。" + "、".join(cells.LEVELS) + "之一。",
           sample="地市级", choices=cells.LEVELS),
    Column("申请邮箱", "email", cells.email, 28,
           "信息公开指南公布的申请邮箱；没有可留空，但有轮次走电子邮件时必填。",
           sample="xxgk@czj.sample.example"),
    Column("通信地址", "address", cells.plain, 42, "寄送申请的地址；有轮次走信函或当面提交时必填。",
           sample="样本市样本区样本路1号"),
    Column("邮政编码", "postcode", cells.postcode, 10, "6位数字，单元格格式为“文本”。",
           sample="990001"),
    Column("电话", "phone", cells.phone, 18, "咨询电话，带区号，如 0771-5550101。",
           sample="0990-5550101"),
    Column("复议机关", "reconsideration_organs", cells.several, 30, _SEVERAL, sample="样本市人民政府"),
    Column("管辖法院", "courts", cells.several, 30, _SEVERAL, sample="样本市样本区人民法院"),
    Column("所在省级行政区", "region", cells.plain, 18, "可不填。用于地方性节假日。", True),
    Column("单位种类", "kind", kind_named, 12,
           "可不填：按单位名称判断，如财政局归入“财政”。判断不出或者不对的在此选定，决定问它哪些问题。",
           True, choices=kinds()),
    Column("汇总单位", "group", cells.plain, 18,
           "可不填。得分要汇总到哪里，如县直部门填“某某县”，县政府本级也填“某某县”；评分细则有[group]时才用。", True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitTable:
    units: tuple[Unit, ...]
    numbered: Mapping[int, str]  # row as Excel shows it -> the id that it has just been given


def read_unit_table(path: Path, taken: Collection[str] = ()) -> UnitTable:
    """The units in the table's order; BadTable with every fault.

    `taken`: ids that may not be given again, as those of a frozen plan. Where it is a mapping to
    the units' names, a row without an id but of such a name gets its own id back, and one with
    a new id in the place of its own is a fault: it would be asked everything a second time.
    """
    table = read_table(path, COLUMNS, NAME)
    faults = [*table.faults]
    if not table.entries and not faults:
        place = table.sheet.place(table.sheet.header_row)
        faults.append(f"{place}（表头）：下面没有任何单位，请至少填写一行")
    faults += table.repeated(NAME, "每个单位只能有一行")
    faults += table.repeated(ID, "每个单位的编号应各不相同，新单位的编号请留空")
    faults += _renumbered(table, taken)
    if faults:
        raise BadTable(*faults)
    numbered = _numbered(table, taken)
    return UnitTable(
        tuple(
            Unit(**{**entry.fields, "id": entry.fields.get("id") or numbered[entry.row.number]})
            for entry in table.entries
        ),
        numbered,
    )


def read_units(path: Path, taken: Collection[str] = ()) -> tuple[Unit, ...]:
    return read_unit_table(path, taken).units


def _numbered(table: Filled, taken: Collection[str]) -> dict[int, str]:
    written = {same(entry.fields.get("id", "")) for entry in table.entries}
    known = taken.items() if isinstance(taken, Mapping) else ()
    own = {same(name): id for id, name in known if same(id) not in written}
    fresh = _fresh({*written, *map(same, taken)})
    return {
        entry.row.number: own.get(same(entry.fields["name"])) or next(fresh)
        for entry in table.entries
        if not entry.fields.get("id")
    }


def _renumbered(table: Filled, taken: Collection[str]) -> list[str]:
    known = {same(name): id for id, name in taken.items()} if isinstance(taken, Mapping) else {}
    old = {*map(same, taken), ""}
    written = {same(entry.fields.get("id", "")) for entry in table.entries}
    return [
        f"{table.sheet.place(entry.row.number, ID)}：“{name}”原来的编号是 {id}，"
        f"现为 {entry.fields['id']}，请改回 {id}"
        for entry in table.entries
        if (id := known.get(same(name := entry.fields.get("name", ""))))
        and same(id) not in written
        and same(entry.fields.get("id", "")) not in old
    ]


def _fresh(used: Collection[str]) -> Iterator[str]:
    """Numbers above all that are in use: one that somebody gave up may stand in old papers."""
    numbers = [int(id[1:]) for id in used if re.fullmatch(r"u[0-9]+", id)]
    last = max((number for number in numbers if number < 10**10), default=0)
    return (id for n in count(last + 1) if same(id := f"U{n:03d}") not in used)


def write_units(path: Path, units: Iterable[Unit] = ()) -> None:
    """units.xlsx as an assessor would keep it; without units the table to fill in."""
    write_table(path, SHEET_NAME, COLUMNS, map(_said, units))


def _said(unit: Unit) -> dict[str, str]:
    values = {column.field: getattr(unit, column.field) for column in COLUMNS}
    return {key: said if isinstance(said, str) else "、".join(said) for key, said in values.items()}
