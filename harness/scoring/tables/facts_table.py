"""得分依据表: rows of a sheet, one a unit -> `UnitFacts`; every fault is one Chinese line.

Columns: 单位名称 (needed), 类别 and 备注 (may be missing), and for each criterion of the rubric
either one with its name, holding the mark given by hand (or 折分, or nothing: not marked yet), or
one for each of its 扣分项, holding how often it was found: a number, 是/否, or 待定 where nobody can
say yet, which takes no point off; all of them blank: not filled in yet. 折分 in the criterion's own column goes before its 扣分项. A mark
written as 80% is that share of the criterion's weight. 折分权重 holds all the weight that is exempt for
the unit, where nobody told of which criteria; 汇总单位 whose score it is summed up in. Titles may stand above the header; rows that
are no units (平均分, 合计, notes) are left out and named. A column that is wrong throughout is one
fault, not one a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from harness.scoring.facts import EXEMPT, Entry, Ground, UnitFacts
from harness.scoring.marking import Mark, mark
from harness.scoring.rubric_file.rubric import Criterion, Rubric, Rule
from harness.scoring.tables.facts_columns import (
    CATEGORY,
    EXEMPT_WEIGHT,
    NAME,
    BadFacts,
    Columns,
    column_names,
    columns_of,
)
from harness.scoring.tables.not_units import is_note, is_total
from letters.workbook import letter

__all__ = ["EXEMPT", "BadFacts", "FactsTable", "column_names", "facts_from_rows", "read_facts"]

Row = Sequence[object]

UNSURE = "待定"
_HEADER_WITHIN = 30  # rows: titles stand above the header
_TOLD = 5  # cells of one column that are named one by one
_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true"})
_NO = frozenset({"", "否", "无", "×", "-", "—", "n", "no", "false"})
_UNSURE = frozenset({"待定", "不明", "存疑", "待复核", "?", "？"})


@dataclass(frozen=True, slots=True)
class FactsTable:
    """`left_out`: the rows that are no units, with their number and what they are called."""

    units: tuple[UnitFacts, ...]
    left_out: tuple[tuple[int, str], ...] = ()


def facts_from_rows(rubric: Rubric, rows: Sequence[Row], file: str) -> tuple[UnitFacts, ...]:
    return read_facts(rubric, rows, file).units


def read_facts(rubric: Rubric, rows: Sequence[Row], file: str) -> FactsTable:
    """The rows below the header; those without any content are left out."""
    if not rows:
        raise BadFacts((f"{file}：表是空的，第1行应为列名，以下每个单位一行",))
    top = _header_row(rows)
    header = [_heading(cell) for cell in rows[top]]
    reader = _Rows(rubric, columns_of(rubric, header, top + 1, file), header, file)
    units: list[UnitFacts] = []
    left_out: list[tuple[int, str]] = []
    for number, row in enumerate(rows[top + 1 :], top + 2):
        cells = [_text(cell) for cell in row]
        if is_note(cells) or (any(cells) and is_total(cells, reader.name(row))):
            left_out.append((number, next(cell for cell in cells if cell)))
        elif any(cells):
            units.append(reader.unit(row, number))
    faults = list(reader.told())
    if not units:
        faults.append(f"{file}：没有单位，第{top + 2}行起每个单位应占一行")
    if faults:
        raise BadFacts(tuple(faults))
    return FactsTable(tuple(units), tuple(left_out))


def _header_row(rows: Sequence[Row]) -> int:
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        if {_heading(cell) for cell in row} & set(NAME):
            return place
    return 0


def _heading(cell: object) -> str:
    """`单位 名称*` with a line break in it is still 单位名称."""
    return "".join(_text(cell).split()).strip("*＊:：")


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with one cell: `what` of it (“…”为“6”), and what was `wanted` in its column."""

    row: int
    column: int
    what: str
    wanted: str


class _Rows:
    """Reads rows and collects what is wrong with them."""

    def __init__(self, rubric: Rubric, columns: Columns, header: Sequence[str], file: str) -> None:
        self.rubric, self.columns, self.header, self.file = rubric, columns, header, file
        self.forms = {each.name: rubric.of(each.name) for each in rubric.classes}
        self.faults: list[_Fault] = []
        self.seen: dict[str, int] = {}

    def name(self, row: Row) -> str:
        return self._cell(row, self.columns.name)

    def unit(self, row: Row, number: int) -> UnitFacts:
        name = self.name(row)
        if not name:
            self._fault(number, self.columns.name, "单位名称是空的", "请填写")
        elif name in self.seen:
            again = f"单位“{name}”与第{self.seen[name]}行重复"
            self._fault(number, self.columns.name, again, "应只占一行")
        self.seen.setdefault(name, number)
        category = self._cell(row, self.columns.category)
        if self.forms and category not in self.forms:
            wanted = f"应为细则所列的类别之一：{'、'.join(self.forms)}"
            self._fault(number, self.columns.category or 0, f"{CATEGORY}为“{category}”", wanted)
        criteria = self.forms.get(category, self.rubric).criteria
        entries = {item.id: self._entry(item, row, number) for item in criteria}
        group = self._cell(row, self.columns.group)
        return UnitFacts(
            "", name, category, entries, group, self._exempt_weight(criteria, entries, row, number)
        )

    def _exempt_weight(
        self,
        criteria: Sequence[Criterion],
        entries: Mapping[str, Entry],
        row: Row,
        number: int,
    ) -> Decimal | None:
        """All that is exempt, those criteria among it whose column says so."""
        at = self.columns.exempt_weight
        text = self._cell(row, at)
        if at is None or not text:
            return None
        told = sum((each.weight for each in criteria if entries[each.id].exempt), Decimal(0))
        whole = sum((each.weight for each in criteria), Decimal(0))
        weight = _decimal(text)
        if weight is None or not told <= weight <= whole:
            wanted = f"应为0到{whole}之间的数，不小于各列注明折分的指标权重之和"
            self._fault(number, at, f"{EXEMPT_WEIGHT}为“{text}”", wanted)
            return None
        self._within_reach(
            weight, whole, [mark(each, entries[each.id]) for each in criteria], number
        )
        return weight

    def _within_reach(
        self, exempt: Decimal, whole: Decimal, marks: Sequence[Mark], row: int
    ) -> None:
        """No unit has more points than what it is marked on: 91 of 1 would come to 9100 %."""
        got = sum((one.points for one in marks if not one.exempt), Decimal(0))
        if got <= whole - exempt:
            return
        blank = any(one.open for one in marks)
        counted = f"实际得分{got:f}{'（未给分的暂按满分计）' if blank else ''}"
        self._fault(
            row,
            self.columns.exempt_weight or 0,
            f"{EXEMPT_WEIGHT}为“{exempt:f}”，{counted}大于参评权重{whole - exempt:f}",
            "实际得分不能大于参评权重，请核对得分和折分权重；"
            "折分的是哪些指标，请在其指标栏写“折分”",
        )

    def told(self) -> Iterator[str]:
        """A line a fault; of the cells of one column that lack the same, one line for all."""
        alike: dict[tuple[int, str], list[_Fault]] = {}
        for fault in self.faults:
            alike.setdefault((fault.column, fault.wanted), []).append(fault)
        for (column, wanted), found in alike.items():
            where = f"第{letter(column)}列"
            if len(found) == 1:
                yield f"{self.file}：第{found[0].row}行{where}：{found[0].what}，{wanted}"
                continue
            head = self.header[column]
            named = "、".join(
                f"第{one.row}行{one.what.removeprefix(f'{head}为')}" for one in found[:_TOLD]
            )
            more = "等" if len(found) > _TOLD else ""
            yield (f"{self.file}：{where}“{head}”有{len(found)}格不对（{named}{more}），{wanted}")

    def _entry(self, criterion: Criterion, row: Row, number: int) -> Entry:
        at = self.columns.criteria.get(criterion.id)
        text = self._cell(row, at)
        if text == EXEMPT:
            return Entry(exempt="表中注明折分")
        grounds = {
            rule.id: found
            for rule in criterion.rules
            if rule.id in self.columns.rules and (found := self._grounds(rule, row, number))
        }
        if not text:
            places = [
                self.columns.rules[r.id] for r in criterion.rules if r.id in self.columns.rules
            ]
            if not places:
                return Entry(open="表中尚未给分")
            # one blank among others says that it was not found; nothing but blanks says nothing
            filled = any(self._cell(row, place) for place in places)
            return Entry(grounds=grounds) if filled else Entry(open="表中尚未填写")
        written = any(
            self._cell(row, self.columns.rules[r.id])
            for r in criterion.rules
            if r.id in self.columns.rules
        )
        if written and at is not None:
            self._fault(number, at, f"已给分“{text}”", "就不应再填它的扣分项，两者只留其一")
        return self._given(criterion, text, number, at or 0)

    def _given(self, criterion: Criterion, text: str, number: int, at: int) -> Entry:
        if text in _UNSURE:
            return Entry(open="表中注明待定")
        points = _points(text, criterion.weight)
        if points is None or not 0 <= points <= criterion.weight:
            wanted = f"应为0到{criterion.weight}之间的得分、“折分”、“待定”或者留空"
            self._fault(number, at, f"{criterion.name}为“{text}”", wanted)
            return Entry()
        return Entry(given=points)

    def _grounds(self, rule: Rule, row: Row, number: int) -> tuple[Ground, ...]:
        at = self.columns.rules[rule.id]
        text = self._cell(row, at)
        if text in _UNSURE:
            return (Ground(f"{rule.name}：表中注明待定", certain=False),)
        times = _times(text)
        if times is None:
            wanted = "应为次数（0、1、2…）、是、否或者待定"
            self._fault(number, at, f"{rule.name}为“{text}”", wanted)
            return ()
        return tuple(Ground(rule.name) for _ in range(times))

    def _cell(self, row: Row, at: int | None) -> str:
        return _text(row[at]) if at is not None and at < len(row) else ""

    def _fault(self, number: int, at: int, what: str, wanted: str) -> None:
        self.faults.append(_Fault(number, at, what, wanted))


def _points(text: str, weight: Decimal) -> Decimal | None:
    """A mark; 80% is a share of what the criterion weighs."""
    if not text.endswith(("%", "％")):
        return _decimal(text)
    share = _decimal(text[:-1].strip())
    return None if share is None else weight * share / 100


def _times(text: str) -> int | None:
    word = text.lower()
    if word in _YES or word in _NO:
        return int(word in _YES)
    number = _decimal(text)
    if number is None or number != number.to_integral_value() or not 0 <= number <= 999:
        return None
    return int(number)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _text(cell: object) -> str:
    """A cell as its text. Excel keeps 4 as 4.0, which a reader gives back as a float."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
