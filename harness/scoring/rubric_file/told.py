"""A rubric in words: its tree, what each deduction rests on, and what its writer may not have meant."""

from __future__ import annotations

from collections.abc import Iterator

from harness.checker.finding import ELEMENT_NAMES
from harness.guide.finding import DEFECT_NAMES as GUIDE_DEFECTS
from harness.guide.items import ASKED, Item
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.rubric_file.scheme import (
    HUNDRED,
    Branch,
    Condition,
    Criterion,
    Rubric,
    Rule,
    Sign,
    UnitClass,
)
from harness.scoring.rubric_file.signs import SIGN_NAMES
from harness.scoring.score import plain
from harness.scoring.sources import takes_silence_for_late


def heading(rubric: Rubric) -> list[str]:
    count = f"{len(rubric.criteria)}项指标"
    if rubric.blanks:
        full = f"{count}，有{len(rubric.blanks)}处待填写，填好以前不能计分"
    else:
        full = f"满分{plain(rubric.full)}分，{count}"
    return [f"{rubric.title}（{full}）", f"出处：{rubric.source}"]


def told(rubric: Rubric) -> list[str]:
    lines = [*heading(rubric), *([rubric.note] if rubric.note else []), ""]
    leaves = {each.id: each for each in rubric.criteria}
    for branch in rubric.tree:
        lines += _branch(branch, leaves, bool(rubric.blanks))
    lines += _frame(rubric)
    return [*lines, *(f"待填写：{line}" for line in rubric.blanks)]


def _branch(branch: Branch, leaves: dict[str, Criterion], blanks: bool) -> Iterator[str]:
    indent = "  " * (branch.level - 1)
    weight = "" if blanks else f" {plain(branch.weight)}分"
    yield f"{indent}{branch.name}（{branch.id}）{weight}"
    if branch.children:
        for child in branch.children:
            yield from _branch(child, leaves, blanks)
        return
    criterion = leaves[branch.id]
    aside = [
        f"只看{criterion.round}" if criterion.round else "",
        f"最低{plain(criterion.floor)}分" if criterion.floor else "",
        f"至多扣{plain(criterion.cap)}分" if criterion.cap is not None else "",
        "由评估人员给分" if not criterion.rules else "",
        criterion.note,
    ]
    if said := "；".join(each for each in aside if each):
        yield f"{indent}    {said}"
    for rule in criterion.rules:
        how = "，".join(each for each in (_taken(criterion, rule, blanks), _when(rule)) if each)
        yield f"{indent}    {rule.name}（{rule.id}）：{how}"


def _taken(criterion: Criterion, rule: Rule, blanks: bool) -> str:
    if blanks:
        return ""
    if rule.points is None and rule.share == HUNDRED:
        return "不得分"
    again = criterion.each_time if rule.each_time is None else rule.each_time
    cap = f"，至多{plain(rule.cap)}分" if rule.cap is not None else ""
    return f"{'每次' if again else ''}扣{plain(criterion.each(rule))}分{cap}"


def _when(rule: Rule) -> str:
    return "、".join(map(condition_told, rule.when))


def condition_told(condition: Condition) -> str:
    """What a condition means, in words."""
    if condition.element is not None:
        name = ELEMENT_NAMES[condition.element]
        if condition.sign is Sign.ABSENT:
            return f"缺少{name}"
        defect = DEFECT_NAMES.get(condition.element, {}).get(condition.defect, "有瑕疵")
        return f"{name}：{defect}"
    if condition.item:
        name = ASKED[Item(condition.item)].name
        if condition.sign is Sign.GUIDE_ABSENT:
            return f"指南没有{name}"
        return f"指南的{name}：{GUIDE_DEFECTS.get(condition.defect, '有瑕疵')}"
    return SIGN_NAMES[condition.sign]


def _frame(rubric: Rubric) -> Iterator[str]:
    if rubric.grades:
        grades = "、".join(f"{g.name}（{plain(g.at_least)}%以上）" for g in rubric.grades)
        yield f"等次：{grades}"
    yield f"已核实的权重不足{plain(rubric.rank_at_least)}%的单位不排名"
    for own in rubric.classes:
        yield f"单位类别：{own.name}{_own(own)}"
    for part in rubric.parts:
        yield f"板块：{part.name}，占{plain(part.share)}%（{'、'.join(part.branches)}）"
    if rubric.group is not None:
        sides = (("本级", rubric.group.own), ("下属", rubric.group.members))
        said = "＋".join(f"{n}（{'、'.join(s.classes)}）{plain(s.share)}%" for n, s in sides)
        yield f"汇总单位的得分＝{said}"


def _own(own: UnitClass) -> str:
    said = [
        *(f"{id}权重{plain(n)}" if n else f"不考核{id}" for id, n in own.weights.items()),
        *(f"{id}扣{plain(n)}" for id, n in own.points.items()),
        *(f"{grade}至多{n}家" for grade, n in own.quota.items()),
    ]
    return f"（{'、'.join(said)}）" if said else ""


def _once_for_several(criterion: Criterion, rule: Rule) -> bool:
    """It takes points each time, which is once an application, and names several elements."""
    again = criterion.each_time if rule.each_time is None else rule.each_time
    return again and len({each.element for each in rule.when if each.element}) > 1


def _of_silence(criterion: Criterion) -> Iterator[str]:
    """What becomes of who never answered, where the rubric does not say it."""
    named, signs = f"指标“{criterion.name}”", criterion.signs
    of_paper = bool(signs & {Sign.ABSENT, Sign.DEFECT})
    if takes_silence_for_late(criterion):
        rest = "，答复书的要素待定" if of_paper else ""
        yield f"{named}看逾期（late），没有写未答复（no_answer）怎样扣：逾期仍未答复的按逾期扣分{rest}；要另扣的请补一个扣分项"
    elif of_paper and Sign.NO_ANSWER not in signs:
        yield f"{named}看答复书的要素，没有写未答复（no_answer）怎样扣：未答复的单位此项未能评定，不是不得分"


_SAMPLE = "某某"  # as the form to fill in calls the city


def as_it_was_given(rubric: Rubric) -> str:
    """A title or source that nobody has put his own in place of: it would stand in every report."""
    left = [
        f"{name}“{text}”"
        for name, text in (("标题", rubric.title), ("出处", rubric.source))
        if _SAMPLE in text
    ]
    if not left:
        return ""
    return f"评分细则的{'、'.join(left)}还是样子里的，报告会照印，请改成你们自己的"


def not_to_hand_out(rubric: Rubric) -> str:
    """What stands in red at the top of whatever would be handed out. `report` writes all the same: a
    refusal would keep the user from seeing what he is about to fill in, and there is no later step at
    which a file leaves that could refuse."""
    left = as_it_was_given(rubric)
    return f"未定稿，不得送出：{left}。" if left else ""


def remarks(rubric: Rubric) -> list[str]:
    """What is allowed and may not be meant."""
    left = as_it_was_given(rubric)
    found = [left] if left else []
    if rubric.grades and rubric.grades[-1].at_least > 0:
        lowest = rubric.grades[-1]
        found.append(f"得分率低于{plain(lowest.at_least)}%的单位没有等次")
    for criterion in rubric.criteria:
        found += _of_silence(criterion)
        for rule in criterion.rules:
            if _once_for_several(criterion, rule):
                found.append(
                    f"扣分项“{rule.name}”每次都扣，但一件申请的答复缺几样也只算一次；要一样一样扣的，请每样写一个扣分项"
                )
            if criterion.each(rule) > criterion.weight:
                found.append(
                    f"扣分项“{rule.name}”扣{plain(criterion.each(rule))}分，多于指标“{criterion.name}”的权重{plain(criterion.weight)}，扣完为止"
                )
    return found
