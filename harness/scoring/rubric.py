"""评分细则: a TOML file -> `Rubric`, read strictly; every fault of the file is one Chinese line.

    full = 16                      所有指标权重之和
    [[grade]]                      等次线，得分率不低于 at_least 者
    name = "优秀"
    at_least = 90
    [[criterion]]                  指标：没有 deduction 的由评估人员给分
    id = "answer"
    name = "依申请公开答复"
    weight = 5
    floor = 0                      最低得分（可省，0）
    cap = 3                        本指标累计扣分上限（可省，不限）
    round = "正常渠道"             只看这一轮次的申请（可省，全部轮次）
    per = "unit"                   unit：同一问题一个单位只扣一次（默认）；each：每发现一次扣一次
    [[criterion.deduction]]
    id = "late"
    name = "未按期答复"
    points = 3                     或 "all"：该指标不得分
    cap = 3                        本项累计扣分上限（可省，不限）
    when = ["late", "absent:doc_number", "defect:legal_basis/no_article"]

Numbers are read as `Decimal`, never as binary fractions.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from importlib import resources
from typing import Any

from harness.checker.finding import Element
from harness.scoring.faults import DEFECT_NAMES
from letters import toml_text
from letters.faults import brief

Table = dict[str, Any]
MOST = 1_000_000  # points or per cent; sums of larger numbers leave what Decimal can hold


class BadRubric(Exception):
    """`faults`: one Chinese line each, naming the file, the place, and what to write instead."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = brief(faults)
        super().__init__("\n".join(self.faults))


class Sign(StrEnum):
    """What a deduction can rest on."""

    LATE = "late"  # 逾期答复
    NO_ANSWER = "no_answer"  # 未答复
    NOT_RECEIVED = "not_received"  # 申请未能送达
    PHONE_UNREACHED = "phone_unreached"  # 电话未接通
    ABSENT = "absent"  # 要素缺失; with an element
    DEFECT = "defect"  # 要素有瑕疵; with an element, perhaps one defect


@dataclass(frozen=True, slots=True)
class Condition:
    sign: Sign
    element: Element | None = None
    defect: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """扣分项. `points` None: all that the criterion still holds (不得分)."""

    id: str
    name: str
    points: Decimal | None
    when: tuple[Condition, ...]
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """指标. Without rules it is marked by hand."""

    id: str
    name: str
    weight: Decimal
    rules: tuple[Rule, ...] = ()
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None
    round: str = ""
    each_time: bool = False
    note: str = ""

    @property
    def by_hand(self) -> bool:
        return not self.rules


@dataclass(frozen=True, slots=True)
class Grade:
    name: str
    at_least: Decimal  # per cent of what could be reached


@dataclass(frozen=True, slots=True)
class Rubric:
    id: str
    title: str
    source: str
    note: str
    full: Decimal
    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...] = ()  # best first

    def grade(self, rate: Decimal) -> str:
        return next((grade.name for grade in self.grades if rate >= grade.at_least), "")


def shipped() -> tuple[str, ...]:
    """Names of the rubrics that come with the program."""
    folder = resources.files("harness.scoring") / "rubrics"
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load(name: str) -> Rubric:
    """A rubric that comes with the program, by its name."""
    if name not in shipped():
        raise BadRubric((f"没有名为“{name}”的评分细则；随程序提供的有：{'、'.join(shipped())}",))
    file = resources.files("harness.scoring") / "rubrics" / f"{name}.toml"
    return parse(file.read_text(encoding="utf-8"), f"{name}.toml")


def parse(text: str, file: str) -> Rubric:
    """A rubric from the text of a TOML file; `file` is named in what is wrong with it."""
    try:
        table = toml_text.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        raise BadRubric((f"{file}：不是有效的TOML文件（{wrong}）",)) from wrong
    except RecursionError as wrong:
        raise BadRubric((f"{file}：方括号或花括号嵌套过深",)) from wrong
    except (ValueError, ArithmeticError) as wrong:  # a number of thousands of digits
        raise BadRubric((f"{file}：有一个位数过多或者写错的数字",)) from wrong
    reader = _Reader(file)
    rubric = reader.rubric(table, file.removesuffix(".toml"))
    if reader.faults:
        raise BadRubric(tuple(reader.faults))
    return rubric


class _Reader:
    """Reads tables into values and collects what is wrong, so that one run names every fault."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[str] = []

    def rubric(self, table: Table, name: str) -> Rubric:
        keys = {"title", "source", "note", "full", "grade", "criterion"}
        self._known(table, keys, "顶层")
        criteria = tuple(
            self._criterion(item, f"第{n}个指标")
            for n, item in enumerate(self._tables(table, "criterion", "顶层"), 1)
        )
        grades = tuple(
            self._grade(item, f"第{n}个等次")
            for n, item in enumerate(self._tables(table, "grade", "顶层"), 1)
        )
        full = self._number(table, "full", "顶层") or Decimal(0)
        self._check(criteria, full)
        ranked = tuple(sorted(grades, key=lambda grade: grade.at_least, reverse=True))
        return Rubric(
            id=name,
            title=self._text(table, "title", "顶层"),
            source=self._text(table, "source", "顶层"),
            note=self._text(table, "note", "顶层", needed=False),
            full=full,
            criteria=criteria,
            grades=ranked,
        )

    def _check(self, criteria: tuple[Criterion, ...], full: Decimal) -> None:
        total = sum((criterion.weight for criterion in criteria), Decimal(0))
        if not criteria:
            self._fault("顶层", "没有任何指标，应至少有一个[[criterion]]")
        elif total != full:
            self._fault("顶层", f"full为{full}，各指标权重合计却是{total}，两者应相等")
        ids = [criterion.id for criterion in criteria]
        ids += [rule.id for criterion in criteria for rule in criterion.rules]
        for twice in sorted({item for item in ids if item and ids.count(item) > 1}):
            self._fault("顶层", f"编号“{twice}”用了不止一次，指标与扣分项的编号应各不相同")

    def _criterion(self, table: Table, where: str) -> Criterion:
        name = self._text(table, "name", where)
        where = f"指标“{name}”" if name else where
        keys = {"id", "name", "weight", "floor", "cap", "round", "per", "note", "deduction"}
        self._known(table, keys, where)
        per = self._text(table, "per", where, needed=False) or "unit"
        if per not in ("unit", "each"):
            self._fault(where, f"per为“{per}”，应为unit（一个单位只扣一次）或each（每次都扣）")
        weight = self._number(table, "weight", where) or Decimal(0)
        if weight == 0 and "weight" in table:
            self._fault(where, "weight应大于0")
        floor = self._number(table, "floor", where, needed=False) or Decimal(0)
        if floor > weight:
            self._fault(where, f"floor为{floor}，不应高于权重{weight}")
        rules = tuple(
            self._rule(item, f"{where}的第{n}个扣分项")
            for n, item in enumerate(self._tables(table, "deduction", where), 1)
        )
        return Criterion(
            id=self._text(table, "id", where),
            name=name,
            weight=weight,
            rules=rules,
            floor=floor,
            cap=self._number(table, "cap", where, needed=False),
            round=self._text(table, "round", where, needed=False),
            each_time=per == "each",
            note=self._text(table, "note", where, needed=False),
        )

    def _rule(self, table: Table, where: str) -> Rule:
        name = self._text(table, "name", where)
        where = f"{where}“{name}”" if name else where
        self._known(table, {"id", "name", "points", "cap", "when"}, where)
        everything = table.get("points") == "all"
        points = None if everything else self._number(table, "points", where)
        listed = table.get("when", [])
        if not isinstance(listed, list) or not listed:
            self._fault(where, 'when应为一组条件，例如when = ["late"]')
            listed = []
        conditions = (self._condition(item, where) for item in listed)
        return Rule(
            id=self._text(table, "id", where),
            name=name,
            points=points,
            when=tuple(condition for condition in conditions if condition),
            cap=self._number(table, "cap", where, needed=False),
        )

    def _condition(self, text: object, where: str) -> Condition | None:
        sign_name, _, rest = str(text).partition(":")
        element_name, _, defect = rest.partition("/")
        if sign_name not in list(Sign):
            self._fault(where, f"不认得的条件“{text}”，应为{'、'.join(Sign)}之一")
            return None
        sign = Sign(sign_name)
        if sign not in (Sign.ABSENT, Sign.DEFECT):
            if rest:
                self._fault(where, f"条件“{text}”不应带要素，写“{sign}”即可")
            return Condition(sign)
        if element_name not in list(Element):
            self._fault(where, f"条件“{text}”中的要素应为{'、'.join(Element)}之一")
            return None
        element = Element(element_name)
        known = DEFECT_NAMES.get(element, {})
        if defect and (sign is Sign.ABSENT or defect not in known):
            self._fault(where, f"条件“{text}”中的瑕疵“{defect}”不认得，可用：{'、'.join(known)}")
        return Condition(sign, element, defect)

    def _grade(self, table: Table, where: str) -> Grade:
        self._known(table, {"name", "at_least"}, where)
        at_least = self._number(table, "at_least", where) or Decimal(0)
        return Grade(self._text(table, "name", where), at_least)

    def _fault(self, where: str, what: str) -> None:
        self.faults.append(f"{self.file}：{where}：{what}")

    def _known(self, table: Table, keys: set[str], where: str) -> None:
        for key in sorted(set(table) - keys):
            self._fault(where, f"不认得的项“{key}”，可用的有：{'、'.join(sorted(keys))}")

    def _tables(self, table: Table, key: str, where: str) -> list[Table]:
        items = table.get(key, [])
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            return items
        self._fault(where, f"“{key}”应写成[[{key}]]")
        return []

    def _text(self, table: Table, key: str, where: str, *, needed: bool = True) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            what = "缺少" if key not in table else "应为文字："
            self._fault(where, f"{what}“{key}”")
            return ""
        return value.strip()

    def _number(self, table: Table, key: str, where: str, *, needed: bool = True) -> Decimal | None:
        value = table.get(key)
        if value is None:
            if needed:
                self._fault(where, f"缺少“{key}”")
            return None
        # bool is an int in Python, and `true` is no number of points
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not number or not Decimal(value).is_finite() or not 0 <= value <= MOST:
            self._fault(where, f"“{key}”为{str(value)[:40]}，应为0至{MOST}的数")
            return None
        return Decimal(value)
