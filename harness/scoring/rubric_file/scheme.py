"""What a 评分细则 is, as values: a tree of criteria, deductions, classes of unit, parts, groups, grades.

`Rubric.criteria` are the leaves in the file's order: marks are given on leaves only. `Rubric.tree` is
the same with its inner branches, for tables and sums. How a file says all this: rubric.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from harness.checker.finding import Element

ZERO, HUNDRED = Decimal(0), Decimal(100)
# A choice of ours, no source names one: four fifths of what a unit is marked on must be established
# before its place among others is said. Half would let a rank hang on what nobody has seen; all would
# leave a unit without rank for one seal that nobody could read.
RANK_AT_LEAST = Decimal(80)


class Sign(StrEnum):
    """What a deduction can rest on."""

    LATE = "late"  # 逾期答复
    NO_ANSWER = "no_answer"  # 未答复
    NOT_RECEIVED = "not_received"  # 申请未能送达
    PHONE_UNREACHED = "phone_unreached"  # 电话未接通
    ABSENT = "absent"  # 要素缺失; with an element
    DEFECT = "defect"  # 要素有瑕疵; with an element, perhaps one defect
    ASKED_TO_WITHDRAW = "asked_to_withdraw"  # 要求申请人撤回申请
    CLARIFICATION_LATE = "clarification_late"  # 补正告知超过7个工作日
    CLARIFICATION_REPEATED = "clarification_repeated"  # 不止一次要求补正
    EXTENSION_LATE = "extension_late"  # 期限届满后才告知延期
    EXTENSION_TOO_LONG = "extension_too_long"  # 延期超过20个工作日
    EXTENSION_REPEATED = "extension_repeated"  # 不止一次延期
    GUIDE_ABSENT = "guide_absent"  # 公开指南缺这一项; with an item of the guide
    GUIDE_DEFECT = "guide_defect"  # 公开指南这一项写错; with an item, perhaps one defect
    BY_HAND = "by_hand"  # 由评估人员查填次数


class Source(StrEnum):
    """Where one looks whether a sign is there."""

    APPLICATIONS = "申请及其答复"
    CALLS = "电话测试"
    GUIDE = "公开指南"
    PEOPLE = "评估人员查填"


_SOURCES = {
    Sign.PHONE_UNREACHED: Source.CALLS,
    Sign.GUIDE_ABSENT: Source.GUIDE,
    Sign.GUIDE_DEFECT: Source.GUIDE,
    Sign.BY_HAND: Source.PEOPLE,
}


def source_of(sign: Sign) -> Source:
    return _SOURCES.get(sign, Source.APPLICATIONS)


@dataclass(frozen=True, slots=True)
class Condition:
    sign: Sign
    element: Element | None = None
    defect: str = ""
    item: str = ""  # of the guide


@dataclass(frozen=True, slots=True)
class Rule:
    """扣分项. `points` None: a `share` per cent of what its criterion weighs (100: 不得分).
    `each_time` None: as its criterion says."""

    id: str
    name: str
    points: Decimal | None
    when: tuple[Condition, ...]
    cap: Decimal | None = None
    each_time: bool | None = None
    share: Decimal = HUNDRED

    @property
    def by_hand(self) -> bool:
        """Nothing that the program sees tells it: a person counts."""
        return self.source is Source.PEOPLE

    @property
    def source(self) -> Source:
        """One for all of its conditions: a file that mixes them is refused."""
        return source_of(self.when[0].sign) if self.when else Source.PEOPLE


@dataclass(frozen=True, slots=True)
class Criterion:
    """指标, a leaf. Without rules it is marked by hand."""

    id: str
    name: str
    weight: Decimal
    rules: tuple[Rule, ...] = ()
    floor: Decimal = ZERO
    cap: Decimal | None = None
    round: str = ""
    each_time: bool = False
    note: str = ""
    parent: str = ""

    @property
    def by_hand(self) -> bool:
        """Nobody but a person can mark it."""
        return all(rule.by_hand for rule in self.rules)

    @property
    def signs(self) -> frozenset[Sign]:
        return frozenset(condition.sign for rule in self.rules for condition in rule.when)

    @property
    def by_guide(self) -> bool:
        """It looks at the unit's 公开指南, not at what the unit answered."""
        return bool(self.signs) and self.signs <= {Sign.GUIDE_ABSENT, Sign.GUIDE_DEFECT}

    def each(self, rule: Rule) -> Decimal:
        """What the rule takes by one ground."""
        return self.weight * rule.share / HUNDRED if rule.points is None else rule.points

    def lost(self, rule: Rule, times: int) -> Decimal:
        """What the rule takes by so many grounds."""
        again = self.each_time if rule.each_time is None else rule.each_time
        lost = self.each(rule) * (times if again else min(times, 1))
        return lost if rule.cap is None else min(lost, rule.cap)


@dataclass(frozen=True, slots=True)
class Branch:
    """指标 as part of the tree. A leaf is a branch without children, and its own only leaf."""

    id: str
    name: str
    weight: Decimal
    leaves: tuple[str, ...]
    level: int  # 1: 一级指标
    children: tuple[Branch, ...] = ()
    note: str = ""

    def inner(self) -> Iterator[Branch]:
        """This branch and those below it that have children, from above."""
        if self.children:
            yield self
            for child in self.children:
                yield from child.inner()

    def depth(self) -> int:
        return max((child.depth() for child in self.children), default=self.level)


@dataclass(frozen=True, slots=True)
class Grade:
    name: str
    at_least: Decimal  # per cent of what could be reached


@dataclass(frozen=True, slots=True)
class UnitClass:
    """单位类别 with weights and points of its own. Weight 0: not marked by it. `quota`: how many of
    the class may have a grade, the first by rank; a grade without quota goes by the rate alone."""

    name: str
    weights: Mapping[str, Decimal] = field(default_factory=dict)  # by leaf
    points: Mapping[str, Decimal] = field(default_factory=dict)  # by deduction
    full: Decimal | None = None
    quota: Mapping[str, int] = field(default_factory=dict)  # by grade


@dataclass(frozen=True, slots=True)
class Part:
    """板块 of a 综合分: 第三方70%＋日常30%. Its rate is that of its own branches."""

    id: str
    name: str
    share: Decimal
    branches: tuple[str, ...]  # of the first level
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a group score: the units of these classes, and what their mean counts for."""

    classes: tuple[str, ...]
    share: Decimal


@dataclass(frozen=True, slots=True)
class Grouping:
    """县＝本级50%＋部门50%: units are summed up by 汇总单位."""

    own: Side
    members: Side


@dataclass(frozen=True, slots=True)
class Rubric:
    id: str
    title: str
    source: str
    note: str
    full: Decimal
    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...] = ()  # best first
    tree: tuple[Branch, ...] = ()
    classes: tuple[UnitClass, ...] = ()
    parts: tuple[Part, ...] = ()
    group: Grouping | None = None
    rank_at_least: Decimal = RANK_AT_LEAST
    blanks: tuple[str, ...] = ()  # what a person has yet to fill in: it cannot mark until then

    def __post_init__(self) -> None:
        if not self.tree:
            object.__setattr__(self, "tree", tuple(map(leaf, self.criteria)))

    def grade(self, rate: Decimal) -> str:
        return next((grade.name for grade in self.grades if rate >= grade.at_least), "")

    def inner(self) -> tuple[Branch, ...]:
        """The branches that have children."""
        return tuple(each for top in self.tree for each in top.inner())

    def class_of(self, category: str) -> UnitClass | None:
        return next((each for each in self.classes if each.name == category), None)

    def of(self, category: str) -> Rubric:
        """The rubric as it stands for units of this class: its weights, its points, its full mark."""
        own = self.class_of(category)
        if own is None:
            return self
        criteria = tuple(_of_class(each, own) for each in self.criteria)
        weights = {each.id: each.weight for each in criteria}
        tree = tuple(_reweighed(branch, weights) for branch in self.tree)
        full = self.full if own.full is None else own.full
        return replace(self, full=full, criteria=criteria, tree=tree)


def leaf(criterion: Criterion, level: int = 1) -> Branch:
    return Branch(
        criterion.id, criterion.name, criterion.weight, (criterion.id,), level, (), criterion.note
    )


def _of_class(criterion: Criterion, own: UnitClass) -> Criterion:
    rules = tuple(
        replace(rule, points=own.points[rule.id]) if rule.id in own.points else rule
        for rule in criterion.rules
    )
    weight = own.weights.get(criterion.id, criterion.weight)
    return replace(criterion, weight=weight, rules=rules, floor=min(criterion.floor, weight))


def _reweighed(branch: Branch, weights: Mapping[str, Decimal]) -> Branch:
    children = tuple(_reweighed(child, weights) for child in branch.children)
    return replace(branch, weight=total(weights[id] for id in branch.leaves), children=children)


def total(numbers: Iterator[Decimal] | Sequence[Decimal]) -> Decimal:
    return sum(numbers, ZERO)
