"""An empty 得分依据表 for a rubric (`mingcha score RUBRIC --template FILE.xlsx`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.reports.workbooks.form import Column, write_form
from harness.scoring.rubric_file.scheme import HUNDRED, Criterion, Rubric, Rule
from harness.scoring.score import plain
from harness.scoring.tables.facts_columns import (
    CATEGORY,
    EXEMPT_WEIGHT,
    GROUP,
    NAME,
    REMARK,
    rule_column,
)
from harness.scoring.tables.facts_table import EXEMPT, UNSURE

_COUNTS = ("是", "否", UNSURE)


def write_score_form(rubric: Rubric, path: Path) -> Path:
    notes = (
        rubric.title,
        f"出处：{rubric.source}",
        f"满分{plain(rubric.full)}分。每个单位一行；列的次序可以调换，列名不要改；{REMARK}列和本页不计分。",
        f"填好以后：mingcha score 细则 {path.name}",
        *([rubric.note] if rubric.note else []),
    )
    return write_form(path, "依据表", tuple(_columns(rubric)), notes)


def _columns(rubric: Rubric) -> Iterator[Column]:
    yield Column(NAME[0], 34, "单位全称，每个单位只占一行。必填。")
    classes = tuple(each.name for each in rubric.classes)
    if classes:
        yield Column(
            CATEGORY, 12, f"必填，{'、'.join(classes)}之一：各类的权重不同。", classes, only=True
        )
    else:
        yield Column(CATEGORY, 12, "分组排名的类别，如 区直单位、设区市；可不填。")
    if rubric.group:
        yield Column(GROUP, 14, "得分汇总到哪里，如县直部门和县政府本级都填“某某县”。")
    for criterion in rubric.criteria:
        yield Column(criterion.name, 16, _criterion_hint(criterion), (EXEMPT, UNSURE))
        for rule in criterion.rules:
            name = rule_column(rubric, criterion, rule)
            yield Column(name, 14, _rule_hint(criterion, rule), _COUNTS)
    if not rubric.parts:
        hint = "该单位全部折分指标的权重合计，含前面各列注明折分的；各列都已注明的，可不填。"
        yield Column(EXEMPT_WEIGHT, 12, hint)
    yield Column(REMARK, 24, "随意填写，不计分。")


def _criterion_hint(criterion: Criterion) -> str:
    weight = plain(criterion.weight)
    note = f" {criterion.note}" if criterion.note else ""
    aside = f"整项不适用填“{EXEMPT}”"
    if not criterion.rules:
        return (
            f"满分{weight}分，由评估人员给分：填0至{weight}的得分（或者80%这样的得分率）；"
            f"{aside}；尚未评定的留空或者填“{UNSURE}”。{note}"
        )
    return (
        f"满分{weight}分，按后面各扣分项计算，本列留空；{aside}。"
        f"要直接给分的，在本列填得分，各扣分项留空。{note}"
    )


def _rule_hint(criterion: Criterion, rule: Rule) -> str:
    again = criterion.each_time if rule.each_time is None else rule.each_time
    all_of_it = rule.points is None and rule.share == HUNDRED
    taken = "该指标不得分" if all_of_it else f"扣{plain(criterion.each(rule))}分"
    how_often = "每次" if again else "不论几次，只扣一次，"
    cap = f"，至多扣{plain(rule.cap)}分" if rule.cap is not None else ""
    said = taken if all_of_it else f"{how_often}{taken}{cap}"
    return (
        f"“{criterion.name}”的扣分项：{said}。填次数（0、1、2）、是、否；"
        f"说不准填“{UNSURE}”（不扣分，列为待复核）；没有的填0。该指标的各扣分项都空着算尚未填写。"
    )
