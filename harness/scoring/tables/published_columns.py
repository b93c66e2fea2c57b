"""The head of a published table: which column holds which figure, and which row is whose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.scoring.rubric_file.scheme import Branch, Rubric
from harness.scoring.score import Score

Row = Sequence[object]

_NAMES = frozenset({"单位名称", "单位", "一级指标", "名称", "评估对象", "被测单位"})
# what our own 得分表 says beside its figures
_ASIDE = frozenset({"类别", "备注", "序号", "编号", "单位编号", "参加排名", "已核实权重", "说明"})
_WITHIN = 30  # rows: titles stand above the head
_FIGURES: dict[str, str] = {
    "排名": "rank", "名次": "rank", "最终得分": "total", "得分": "total", "总分": "total", "综合得分": "total",
    "总得分": "total", "实际得分": "actual", "折分指标得分": "added", "折分权重": "exempt", "得分率": "rate",
    "等次": "grade", "等级": "grade", "类内排名": "rank_in", "本类排名": "rank_in", "类别排名": "rank_in", "最低可能": "lowest",
}  # fmt: skip
_OF_A_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?.*得分")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds: a figure of the whole, or the points of a branch."""

    id: str
    name: str
    branch: str | None = None


def header_row(rows: Sequence[Row]) -> int | None:
    for n, row in enumerate(rows[:_WITHIN]):
        if {_heading(cell) for cell in row} & _NAMES:
            return n
    return None


def columns_of(rubric: Rubric, head: Row) -> tuple[dict[int, Kind], tuple[str, ...]]:
    """The columns to be compared, and the headings of those that cannot be."""
    branches = {each.name: each for top in rubric.tree for each in _all(top)}
    found: dict[int, Kind] = {}
    unknown = []
    for at, cell in enumerate(head):
        name = _heading(cell)
        bare = re.sub(r"[（(](?:[0-9.]+分?|[%％])[）)]$", "", name)
        if bare in branches:
            found[at] = Kind(branches[bare].id, bare, branches[bare].id)
        elif bare in _FIGURES:
            found[at] = Kind(_FIGURES[bare], "最终得分" if _FIGURES[bare] == "total" else bare)
        elif (year := _OF_A_YEAR.fullmatch(bare)) and year[1] in rubric.title:
            found[at] = Kind("total", "最终得分")
        elif name and name not in _NAMES and name not in _ASIDE:
            unknown.append(name)
    return found, tuple(unknown)


def _all(branch: Branch) -> Iterable[Branch]:
    yield branch
    for child in branch.children:
        yield from _all(child)


def label_of(row: Row) -> str:
    """What a row is of: its first cell that is no number."""
    for cell in row[:4]:
        text = "".join(str(cell or "").split())
        if text and not re.fullmatch(r"[0-9.]+", text):
            return text
    return ""


def unit_named(label: str, units: Mapping[str, Score]) -> Score | None:
    """The unit of this name; 江门市财政局 is 财政局 where no other unit's name ends it."""
    if label in units:
        return units[label]
    if len(label) < 3:
        return None
    ends = [one for name, one in units.items() if len(name) > 2 and label.endswith(name)]
    longest = max(ends, key=lambda one: len(one.name), default=None)
    return longest


def _heading(cell: object) -> str:
    return "".join(str(cell or "").split()).strip("*＊:：")
