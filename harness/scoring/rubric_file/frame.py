"""What stands around a rubric's criteria: classes of unit, parts of a 综合分, groups; and whether the
weights add up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from harness.scoring.rubric_file.fields import Fields, Table, Where, fits
from harness.scoring.rubric_file.scheme import (
    HUNDRED,
    ZERO,
    Branch,
    Criterion,
    Grouping,
    Part,
    Rubric,
    Side,
    UnitClass,
    total,
)


def classes_in(
    fields: Fields, table: Table, criteria: Sequence[Criterion], grades: Sequence[str]
) -> tuple[UnitClass, ...]:
    leaves = {each.id for each in criteria}
    rules = {rule.id for each in criteria for rule in each.rules}
    found: list[UnitClass] = []
    for n, item in enumerate(fields.tables(table, "class", Where())):
        where = Where(("class", n), f"第{n + 1}类单位")
        fields.known(item, {"name", "weights", "points", "full", "quota"}, where)
        name = fields.text(item, "name", where)
        where = where.into(name=f"单位类别“{name}”" if name else "")
        if name and any(name == each.name for each in found):
            fields.fault(where, "写了不止一次，每类单位只写一段[[class]]", key="name")
        quota = _numbers(fields, item, "quota", where, grades, "等次")
        for grade, number in quota.items():
            if number != int(number):
                what = f"quota中的“{grade}”为{number}，是几家单位，应为整数"
                fields.fault(where, what, key="quota")
        found.append(
            UnitClass(
                name,
                _numbers(fields, item, "weights", where, leaves, "没有下级的指标"),
                _numbers(fields, item, "points", where, rules, "扣分项"),
                fields.number(item, "full", where, needed=False),
                {grade: int(number) for grade, number in quota.items()},
            )
        )
    return tuple(found)


def _numbers(
    fields: Fields, table: Table, key: str, where: Where, known: Collection[str], what: str
) -> dict[str, Decimal]:
    """Numbers by id; for what the file does not have there is nothing to count."""
    found = {}
    for id, value in fields.table(table, key, where, f"{key} = {{编号 = 数}}").items():
        if id not in known:
            allowed = "、".join(sorted(known))[:200] or "（无）"
            fields.fault(
                where, f"{key}中的“{id[:40]}”不是{what}的编号，可用的有：{allowed}", key=key
            )
        elif not fits(value):
            fields.fault(where, f"{key}中的“{id}”为{str(value)[:40]}，应为0以上的数", key=key)
        else:
            found[id] = Decimal(value)
    return found


def parts_in(fields: Fields, table: Table, tree: Sequence[Branch]) -> tuple[Part, ...]:
    tops = {branch.id: branch for branch in tree}
    found: list[Part] = []
    taken: set[str] = set()
    for n, item in enumerate(fields.tables(table, "part", Where())):
        where = Where(("part", n), f"第{n + 1}个板块")
        fields.known(item, {"id", "name", "share", "criteria"}, where)
        name = fields.text(item, "name", where)
        where = where.into(name=f"板块“{name}”" if name else "")
        share = fields.number(item, "share", where, most=100, fallback=ZERO) or ZERO
        ids = fields.texts(item, "criteria", where, '一级指标的编号，例如criteria = ["a"]')
        for id in ids:
            if id not in tops or id in taken:
                why = "已属于另一个板块" if id in taken else "不是一级指标的编号"
                fields.fault(
                    where,
                    f"criteria中的“{id[:40]}”{why}，一级指标有：{'、'.join(tops)[:200]}",
                    key="criteria",
                )
        taken |= set(ids)
        leaves = tuple(each for id in ids if id in tops for each in tops[id].leaves)
        found.append(Part(fields.text(item, "id", where), name, share, ids, leaves))
    if found and (left := [id for id in tops if id not in taken]):
        fields.fault(Where(("part", 0)), f"一级指标{'、'.join(left)[:200]}不属于任何板块")
    if found and total([part.share for part in found]) != HUNDRED and not fields.blanks:
        shares = total([part.share for part in found])
        fields.fault(Where(("part", 0)), f"各板块share合计为{shares}，应为100", key="share")
    return tuple(found)


_GROUP = '[group]下写 own = {classes = ["县级政府"], share = 50} 和 members = {classes = ["县直部门"], share = 50}'


def group_in(fields: Fields, table: Table, classes: Sequence[UnitClass]) -> Grouping | None:
    if "group" not in table:
        return None
    where = Where(("group",), "汇总")
    group = fields.table(table, "group", Where(), _GROUP)
    fields.known(group, {"own", "members"}, where)
    if not {"own", "members"} <= set(group):
        fields.fault(where, f"应在{_GROUP}")
        return None
    own, members = (_side(fields, group, key, where) for key in ("own", "members"))
    if own.share + members.share != HUNDRED:
        fields.fault(
            where, f"own与members的share合计为{own.share + members.share}，应为100", key="own"
        )
    if both := set(own.classes) & set(members.classes):
        fields.fault(where, f"类别{'、'.join(sorted(both))}不能既是本级又是下属", key="members")
    known = [each.name for each in classes]
    for key, side in (("own", own), ("members", members)):
        if known and (strange := [name for name in side.classes if name not in known]):
            fields.fault(
                where.into(key, name=f"汇总的{key}"),
                f"classes中的{'、'.join(strange)[:200]}不是[[class]]所列的类别，可用的有：{'、'.join(known)[:200]}",
                key="classes",
            )
    return Grouping(own, members)


def _side(fields: Fields, group: Table, key: str, above: Where) -> Side:
    where = above.into(key, name=f"汇总的{key}")
    side = fields.table(group, key, above, f'{key} = {{classes = ["类别"], share = 50}}')
    fields.known(side, {"classes", "share"}, where)
    classes = fields.texts(side, "classes", where, '类别，例如classes = ["县级政府"]')
    return Side(classes, fields.number(side, "share", where, most=100, fallback=ZERO) or ZERO)


def sums(fields: Fields, rubric: Rubric) -> None:
    """Whether the weights come to the full mark, for every class. In parts the shares do that."""
    if not rubric.criteria:
        fields.fault(Where(), "没有任何指标，应至少有一个[[criterion]]")
        return
    if fields.blanks or rubric.parts:
        return
    weights = {each.id: each.weight for each in rubric.criteria}
    whole = total(list(weights.values()))
    if whole != rubric.full:
        what = f"full为{rubric.full}，各指标权重合计却是{whole}，两者应相等"
        fields.fault(Where(), what, key="full")
        return
    for n, own in enumerate(rubric.classes):
        full = rubric.full if own.full is None else own.full
        marked = total([own.weights.get(id, weight) for id, weight in weights.items()])
        spared = total([weights[id] for id, weight in own.weights.items() if not weight])
        if full not in (marked, marked + spared):
            where = Where(("class", n), f"单位类别“{own.name}”")
            fields.fault(
                where, f"满分为{full}，本类各指标权重合计却是{marked}，两者应相等", key="weights"
            )
