"""Several guides read -> 公开指南核对.xlsx (`mingcha guide --xlsx`).

In: `GuideRow`s, one an input, of what `read_one` gave back. Out: a workbook: 渠道表, a row a unit, whose columns bear
the names of units.xlsx so that a planner can copy them; 逐项认定, a row an item. A cell holds only what the guide
says for sure; what a person has to decide stands in 待核对, nothing is filled in for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.checker.finding import VERDICT_NAMES, Verdict
from harness.guide.finding import DEFECT_NAMES
from harness.guide.items import ASKED, CHANNEL_NAMES, ChannelKind, Item
from harness.reports.examined.guides import ReadGuide
from harness.reports.workbooks.sheets import Book, Column, Value

NAMED = 10  # so many files are named in one line of the summary
_CHANNEL_OF = {
    Item.EMAIL: ChannelKind.EMAIL
}  # a mailbox is one for applications only where that is said


@dataclass(frozen=True, slots=True)
class GuideRow:
    """One input: the JSON object, and what of it was not read."""

    name: str
    result: dict[str, Any]
    unread: tuple[str, ...]

    @classmethod
    def of(cls, name: str, guide: ReadGuide) -> GuideRow:
        return cls(name, json.loads(guide.result), guide.unread)

    @property
    def judged(self) -> bool:
        return bool(self.result["is_guide"])

    def item(self, item: Item) -> dict[str, Any]:
        found: dict[str, Any] = self.result["items"][item]
        return found

    def faults(self) -> list[Item]:
        return [item for item in Item if self.judged and _is_fault(self.item(item))]

    def doubts(self) -> list[Item]:
        unclear = Verdict.UNCLEAR
        return [item for item in Item if self.judged and self.item(item)["verdict"] == unclear]


def _is_fault(found: dict[str, Any]) -> bool:
    missing = found["verdict"] == Verdict.ABSENT and found["asked"]
    return bool(missing or found["verdict"] == Verdict.DEFECTIVE)


def summary(rows: Sequence[GuideRow]) -> tuple[str, ...]:
    """How many were read, and how they came out."""
    judged = [row for row in rows if row.judged]
    faulty, doubtful = [r for r in judged if r.faults()], [r for r in judged if r.doubts()]
    lines = [
        f"共{len(rows)}份：核对{len(judged)}份，有缺失或者瑕疵的{len(faulty)}份，有待人工认定的{len(doubtful)}份"
    ]
    others = [row.name for row in rows if not row.judged]
    if others:
        more = f"等，共{len(others)}份" if len(others) > NAMED else ""
        lines.append(f"未能核对{len(others)}份：{'、'.join(others[:NAMED])}{more}")
    return tuple(lines)


def write_guides(rows: Sequence[GuideRow], path: Path) -> Path:
    with Book(path, False, path.parent) as book:
        book.sheet("渠道表", _COLUMNS, map(_line, rows))
        book.sheet("逐项认定", _FINDINGS, (line for row in rows for line in _findings(row)))
    return path


# the names and the form of the columns of units.xlsx, as far as it has them
_VALUES: tuple[tuple[str, Item, int], ...] = (
    ("申请邮箱", Item.EMAIL, 28),
    ("通信地址", Item.ADDRESS, 38),
    ("邮政编码", Item.POSTCODE, 10),
    ("电话", Item.TELEPHONE, 18),
    ("传真", Item.FAX, 16),
    ("网上申请网址", Item.WEBSITE, 34),
    ("受理机构", Item.OFFICE, 24),
    ("办公时间", Item.HOURS, 30),
)
_JUDGED = (Item.CHANNELS, Item.ANSWER, Item.EXTENSION, Item.FEE, Item.CONDITIONS, Item.REGULATION)
_COLUMNS: tuple[Column, ...] = (
    ("单位名称", 28),
    *((name, width) for name, _, width in _VALUES),
    *((f"渠道：{name}", 10) for name in CHANNEL_NAMES.values()),
    *((ASKED[item].name, 11) for item in _JUDGED),
    ("缺失和瑕疵", 50),
    ("待核对", 60),
    ("文件", 26),
)


def _line(row: GuideRow) -> list[Value]:
    if not row.judged:
        error = row.result.get("error")
        why = error["message"] if error else _reason_of_all(row)
        return ["", *([""] * (len(_COLUMNS) - 3)), f"未能核对：{why}", row.name]
    notes: list[str] = []
    values = [_cell(row, item, notes) for _, item, _ in _VALUES]
    if not row.result["unit"]:
        notes.insert(0, "标题没有写明单位名称")
    notes += [f"{ASKED[item].name}：{row.item(item)['reason']}" for item in row.doubts()]
    notes += [f"未能读取：{what}" for what in row.unread]
    return [
        row.result["unit"] or "",
        *values,
        *(_state(row, kind) for kind in ChannelKind),
        *(_name(row.item(item)) for item in _JUDGED),
        "\n".join(f"{ASKED[item].name}：{row.item(item)['reason']}" for item in row.faults()),
        "\n".join(notes),
        row.name,
    ]


def _reason_of_all(row: GuideRow) -> str:
    return str(row.item(Item.CHANNELS)["reason"])


def _cell(row: GuideRow, item: Item, notes: list[str]) -> str:
    """The first value of what is sure; anything else is a note and an empty cell."""
    found = row.item(item)
    if found["verdict"] != Verdict.PRESENT or not found["values"]:
        return ""
    first, *more = found["values"]
    kind = _CHANNEL_OF.get(item)
    if kind and row.result["channels"][kind]["open"] is not True:
        closed = row.result["channels"][kind]["open"] is False
        said = (
            f"不受理{CHANNEL_NAMES[kind]}申请" if closed else f"没有说可以{CHANNEL_NAMES[kind]}申请"
        )
        notes.append(f"指南列有{first}，但{said}，没有填入")
        return ""
    if more:
        notes.append(f"{ASKED[item].name}另有：{'、'.join(more)}")
    return str(first)


def _state(row: GuideRow, kind: ChannelKind) -> str:
    found = row.result["channels"][kind]
    if found["open"] is None:
        return "未提到" if found["told"] is False else "待认定"
    return "开通" if found["open"] else "不受理"


def _name(found: dict[str, Any]) -> str:
    if found["verdict"] == Verdict.ABSENT and not found["asked"]:
        return "未写明"
    return VERDICT_NAMES[Verdict(found["verdict"])]


_FINDINGS: tuple[Column, ...] = (
    ("单位名称", 28),
    ("要素", 16),
    ("认定", 12),
    ("读出的内容", 40),
    ("瑕疵", 24),
    ("理由", 60),
    ("原文", 50),
    ("所在", 24),
)


def _findings(row: GuideRow) -> Iterator[list[Value]]:
    if not row.judged:
        return
    for item in Item:
        found = row.item(item)
        quoted = " …… ".join(one["text"] for one in found["evidence"][:4])
        yield [
            row.result["unit"] or row.name,
            ASKED[item].name,
            _name(found),
            "；".join(found["values"]),
            "；".join(DEFECT_NAMES[code] for code in found["defects"] if code in DEFECT_NAMES),
            found["reason"],
            quoted,
            _place(found["evidence"][0]) if found["evidence"] else "",
        ]


def _place(evidence: dict[str, Any]) -> str:
    page = f"第{evidence['page']}页" if evidence["page"] and evidence["bbox"] else ""
    return f"{evidence['file']} {page}".strip()
