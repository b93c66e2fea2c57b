"""The head of a 得分依据表: which column holds what for a rubric; every fault is one Chinese line.

In: a rubric and the headings of a table. Out: `Columns`, or `BadFacts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.scoring.rubric_file.rubric import Criterion, Rubric, Rule
from letters.workbook import letter

NAME = ("单位名称", "单位")
CATEGORY, REMARK = "类别", "备注"
GROUP, EXEMPT_WEIGHT = "汇总单位", "折分权重"
# what people keep beside the facts, and nothing here depends on
_PASSED_OVER = (REMARK, "序号", "编号", "单位编号", "单位代码")


class BadFacts(Exception):
    """`faults`: one Chinese line each, with row, column and what was expected."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands; a position is an index into a row."""

    name: int
    category: int | None
    criteria: dict[str, int]
    rules: dict[str, int]
    group: int | None = None
    exempt_weight: int | None = None


def column_names(rubric: Rubric) -> tuple[str, ...]:
    """Every column that a table for this rubric may have, for messages and for a blank table."""
    names = [NAME[0], CATEGORY, *([GROUP] if rubric.group else [])]
    for criterion in rubric.criteria:
        names.append(criterion.name)
        names += [rule_column(rubric, criterion, rule) for rule in criterion.rules]
    return (*names, *([] if rubric.parts else [EXEMPT_WEIGHT]), REMARK)


def rule_column(rubric: Rubric, criterion: Criterion, rule: Rule) -> str:
    """The rule's name, with its criterion's in front where two criteria have a rule so named."""
    same = sum(other.name == rule.name for item in rubric.criteria for other in item.rules)
    return rule.name if same == 1 else f"{criterion.name}·{rule.name}"


def columns_of(rubric: Rubric, header: Sequence[str], number: int, file: str) -> Columns:
    faults = [
        f"{file}：第{number}行：列“{name}”出现了不止一次"
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    place = {name: index for index, name in reversed(list(enumerate(header))) if name}
    name_at = place.pop(NAME[0], None)
    if name_at is None:
        name_at = place.pop(NAME[1], None)
    category_at = place.pop(CATEGORY, None)
    group_at, exempt_at = place.pop(GROUP, None), place.pop(EXEMPT_WEIGHT, None)
    criteria: dict[str, int] = {}
    rules: dict[str, int] = {}
    for criterion in rubric.criteria:
        _find(place, criteria, criterion.id, criterion.name)
        for rule in criterion.rules:
            _find(place, rules, rule.id, rule_column(rubric, criterion, rule))
    for name in _PASSED_OVER:
        place.pop(name, None)
    if name_at is None:
        faults.append(f"{file}：第{number}行：缺少列“{NAME[0]}”")
    if category_at is None and rubric.classes:
        known = "、".join(each.name for each in rubric.classes)
        faults.append(f"{file}：第{number}行：缺少列“{CATEGORY}”，细则按类别计分：{known}")
    if exempt_at is not None and rubric.parts:
        faults.append(
            f"{file}：第{number}行：细则按板块计综合分，“{EXEMPT_WEIGHT}”看不出属于哪个板块；请删去这一列，在折分的指标栏写“折分”"
        )
    if group_at is None and rubric.group is not None:
        faults.append(f"{file}：第{number}行：缺少列“{GROUP}”，细则按它汇总得分")
    if place:
        unknown = sorted(place.items(), key=lambda item: item[1])
        where = "、".join(letter(index) for _, index in unknown)
        names = "".join(f"“{name}”" for name, _ in unknown)
        known = "、".join(column_names(rubric))
        faults.append(f"{file}：第{number}行第{where}列：细则中没有{names}，可用的列：{known}")
    faults += _missing(rubric, criteria, rules, f"{file}：第{number}行")
    if faults or name_at is None:
        raise BadFacts(tuple(faults))
    return Columns(name_at, category_at, criteria, rules, group_at, exempt_at)


def _find(place: dict[str, int], found: dict[str, int], id_: str, name: str) -> None:
    for key in (id_, name):
        if key in place:
            found[id_] = place.pop(key)
            return


def _missing(
    rubric: Rubric, criteria: dict[str, int], rules: dict[str, int], where: str
) -> list[str]:
    faults = []
    for criterion in rubric.criteria:
        absent = [rule for rule in criterion.rules if rule.id not in rules]
        partly = len(absent) < len(criterion.rules)
        if (criterion.id in criteria and not partly) or (criterion.rules and not absent):
            continue
        wanted = "、".join(f"“{rule_column(rubric, criterion, rule)}”" for rule in absent)
        what = f"缺少列{wanted}" if partly else f"缺少列“{criterion.name}”（手工给分或写“折分”）"
        if absent and not partly:
            what += f"，或者它的各扣分项列：{wanted}"
        faults.append(f"{where}：{what}")
    return faults
