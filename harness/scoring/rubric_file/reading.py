"""The tables of a rubric file -> `Rubric`; every fault and every blank is kept by the `Fields`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from harness.scoring.rubric_file.fields import Fields, Table, Where
from harness.scoring.rubric_file.frame import classes_in, group_in, parts_in, sums
from harness.scoring.rubric_file.scheme import (
    HUNDRED,
    RANK_AT_LEAST,
    ZERO,
    Condition,
    Criterion,
    Grade,
    Rubric,
    Rule,
    source_of,
)
from harness.scoring.rubric_file.signs import BadCondition, condition
from harness.scoring.rubric_file.tree import grown

_TOP = {"title", "source", "note", "full", "grade", "criterion", "class", "part", "group", "rank"}
_CRITERION = {"id", "name", "weight", "floor", "cap", "round", "per", "note", "parent", "deduction"}
_RULE = {"id", "name", "points", "cap", "per", "when"}
_PER = ("unit", "each")


def rubric_in(fields: Fields, table: Table, name: str) -> Rubric:
    top = Where()
    fields.known(table, _TOP, top)
    listed = fields.tables(table, "criterion", top)
    parents = {str(item.get("parent")) for item in listed if "parent" in item}
    read = [_criterion(fields, item, n, parents) for n, item in enumerate(listed)]
    _twice(fields, read)
    tree, criteria = grown(fields, [criterion for criterion, _ in read])
    grades = [_grade(fields, item, n) for n, item in enumerate(fields.tables(table, "grade", top))]
    _in_order(fields, grades)
    _once(fields, grades)
    full = fields.number(table, "full", top)
    classes = classes_in(fields, table, criteria, tuple(grade.name for grade in grades))
    rubric = Rubric(
        id=name,
        title=fields.text(table, "title", top),
        source=fields.text(table, "source", top),
        note=fields.text(table, "note", top, needed=False),
        full=full or ZERO,
        criteria=criteria,
        grades=tuple(sorted(grades, key=lambda grade: grade.at_least, reverse=True)),
        tree=tree,
        classes=classes,
        parts=parts_in(fields, table, tree),
        group=group_in(fields, table, classes),
        rank_at_least=_rank(fields, table),
        blanks=fields.told_blanks(),
    )
    if (
        full is not None or not criteria
    ):  # else what is missing is named, and no sum that it would have
        sums(fields, rubric)
    return rubric


def _rank(fields: Fields, table: Table) -> Decimal:
    rank = fields.table(table, "rank", Where(), "rank = {at_least = 80}")
    where = Where(("rank",), "排名")
    fields.known(rank, {"at_least"}, where)
    given = fields.number(rank, "at_least", where, needed="rank" in table, most=100)
    _per_cent(fields, given, where)
    return RANK_AT_LEAST if given is None else given


def _grade(fields: Fields, table: Table, n: int) -> Grade:
    where = Where(("grade", n), f"第{n + 1}个等次")
    fields.known(table, {"name", "at_least"}, where)
    at_least = fields.number(table, "at_least", where, most=100, fallback=ZERO) or ZERO
    _per_cent(fields, at_least, where)
    return Grade(fields.text(table, "name", where), at_least)


def _per_cent(fields: Fields, given: Decimal | None, where: Where) -> None:
    """0.9 is how Excel keeps 90 per cent; here it would be passed by everybody."""
    if given is not None and ZERO < given <= 1:
        fields.fault(
            where,
            f"at_least为{given}，这里写百分数：90表示90%（{given}是不是{given * 100:f}？）",
            key="at_least",
        )


# the usual names, best first: 合格 above 优秀 would misgrade everybody
_BEST_FIRST = ("优秀", "良好", "中等", "合格", "不合格")


def _in_order(fields: Fields, grades: Sequence[Grade]) -> None:
    known = {grade.name: (n, grade) for n, grade in enumerate(grades) if grade.name in _BEST_FIRST}
    named = [known[name] for name in _BEST_FIRST if name in known]
    for (_, better), (n, worse) in pairwise(named):
        if worse.at_least >= better.at_least:
            told = f"“{worse.name}”的at_least为{worse.at_least}，应低于“{better.name}”的{better.at_least}"
            fields.fault(Where(("grade", n), f"第{n + 1}个等次"), told, key="at_least")


def _once(fields: Fields, grades: Sequence[Grade]) -> None:
    """Of two lines of one name nobody could say which a unit has reached."""
    for n, grade in enumerate(grades):
        if grade.name and any(grade.name == each.name for each in grades[:n]):
            told = f"“{grade.name}”写了不止一次，每个等次只写一段[[grade]]"
            fields.fault(Where(("grade", n), f"第{n + 1}个等次"), told, key="name")


_ID = re.compile(r"[\w.\-]+")


def _id(fields: Fields, table: Table, where: Where) -> str:
    """What people type after a unit's number and a stroke: in one piece."""
    id = fields.text(table, "id", where)
    if id and not _ID.fullmatch(id):
        what = f"id为“{id[:40]}”，编号只用字母、数字和“_”“-”“.”，中间没有空格"
        fields.fault(where, what, key="id")
    return id


def _criterion(
    fields: Fields, table: Table, n: int, parents: set[str]
) -> tuple[Criterion, tuple[Where, ...]]:
    where = Where(("criterion", n), f"第{n + 1}个指标")
    name = fields.text(table, "name", where)
    where = where.into(name=f"指标“{name}”" if name else "")
    fields.known(table, _CRITERION, where)
    id = _id(fields, table, where)
    inner = bool(id) and id in parents
    weight = _weight(fields, table, where, inner)
    floor = fields.number(table, "floor", where, needed=False, fallback=ZERO) or ZERO
    if floor > weight and not fields.blanks:
        fields.fault(where, f"floor为{floor}，不应高于权重{weight}", key="floor")
    listed = fields.tables(table, "deduction", where)
    if inner and listed:
        fields.fault(where, "有下级指标，扣分项应写在下级指标里", key="deduction")
    rules = [_rule(fields, item, where, m) for m, item in enumerate(listed)]
    criterion = Criterion(
        id=id,
        name=name,
        weight=weight,
        rules=tuple(rule for rule, _ in rules),
        floor=floor,
        cap=fields.number(table, "cap", where, needed=False),
        round=fields.text(table, "round", where, needed=False),
        each_time=_per(fields, table, where) is True,
        note=fields.text(table, "note", where, needed=False),
        parent=fields.text(table, "parent", where, needed="parent" in table),
    )
    return criterion, (where, *(place for _, place in rules))


def _weight(fields: Fields, table: Table, where: Where, inner: bool) -> Decimal:
    """That of a branch may be left out: it is the sum of those below it."""
    weight = fields.number(table, "weight", where, needed=not inner)
    if weight == 0:
        fields.fault(
            where,
            "weight应大于0；不考核的指标请删去，本类单位不考核的写在[[class]]里",
            key="weight",
        )
    return weight or ZERO


def _per(fields: Fields, table: Table, where: Where) -> bool | None:
    per = table.get("per")
    if per is None:
        return None
    if per not in _PER:
        what = f"per为“{str(per)[:40]}”，应为unit（一个单位只扣一次）或each（每次都扣）"
        fields.fault(where, what, key="per")
    return bool(per == "each")


def _rule(fields: Fields, table: Table, above: Where, n: int) -> tuple[Rule, Where]:
    where = above.into("deduction", n, name=f"{above.name}的第{n + 1}个扣分项")
    name = fields.text(table, "name", where)
    where = where.into(name=f"{where.name}“{name}”" if name else "")
    fields.known(table, _RULE, where)
    points, share = _points(fields, table, where)
    rule = Rule(
        id=_id(fields, table, where),
        name=name,
        points=points,
        when=_conditions(fields, table, where),
        cap=fields.number(table, "cap", where, needed=False),
        each_time=_per(fields, table, where),
        share=share,
    )
    return rule, where


def _points(fields: Fields, table: Table, where: Where) -> tuple[Decimal | None, Decimal]:
    """Points, or None and the share of the criterion's weight: "all", "50%"."""
    said = table.get("points")
    if said == "all":
        return None, HUNDRED
    if isinstance(said, str) and said.rstrip().endswith(("%", "％")):
        number = said.rstrip()[:-1].strip()
        if number.isdecimal() and 0 < int(number[:4]) <= 100:
            return None, Decimal(number)
        fields.fault(where, f"“points”为{said[:40]}，应为1%至100%", key="points")
        return ZERO, HUNDRED
    points = fields.number(table, "points", where, fallback=ZERO)
    return (ZERO if points is None else points), HUNDRED


def _conditions(fields: Fields, table: Table, where: Where) -> tuple[Condition, ...]:
    listed = table.get("when", [])
    if not isinstance(listed, list) or not listed:
        example = 'when = ["late"]；由评估人员查填的写when = ["by_hand"]'
        fields.fault(where, f"when应为一组条件，例如{example}", key="when")
        return ()
    found = []
    for item in listed:
        try:
            found.append(condition(item))
        except BadCondition as wrong:
            fields.fault(where, str(wrong), key="when", words=f"{item}"[:60])
    sources = dict.fromkeys(source_of(each.sign) for each in found)
    if len(sources) > 1:
        # of one half nothing may be known while the other is: they are told apart rule by rule
        what = f"when里的条件要看{'、'.join(sources)}，请分成几个扣分项，每项只看其中一种"
        fields.fault(where, what, key="when")
    return tuple(found)


def _twice(fields: Fields, read: list[tuple[Criterion, tuple[Where, ...]]]) -> None:
    named = [
        (id, place)
        for criterion, places in read
        for id, place in zip(
            (criterion.id, *(rule.id for rule in criterion.rules)), places, strict=True
        )
    ]
    seen: Counter[str] = Counter()
    for id, place in named:
        seen[id] += 1
        if id and seen[id] == 2:
            fields.fault(
                place, f"编号“{id[:40]}”用了不止一次，指标与扣分项的编号应各不相同", key="id"
            )
