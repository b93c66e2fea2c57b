"""得分依据表: rows of a sheet, one a unit -> `UnitFacts`; every fault is one Chinese line.

Columns: 单位名称 (needed), 类别 and 备注 (may be missing), and for each criterion of the rubric
either one with its name, holding the mark given by hand (or 折分, or nothing: not marked yet), or
one for each of its 扣分项, holding how often it was found: a number, 是/否, or 待定 where nobody can
say yet, which takes no point off. 折分 in the criterion's own column goes before its 扣分项.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from harness.scoring.facts import Entry, Ground, UnitFacts
from harness.scoring.rubric import Criterion, Rubric, Rule

Row = Sequence[object]

EXEMPT = "折分"
_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true"})
_NO = frozenset({"", "否", "无", "×", "-", "—", "n", "no", "false"})
_UNSURE = frozenset({"待定", "不明", "存疑", "待复核", "?", "？"})


class BadFacts(Exception):
    """`faults`: one Chinese line each, with row, column and what was expected."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each thing stands; a position is an index into a row."""

    name: int
    category: int | None
    criteria: dict[str, int]
    rules: dict[str, int]


def facts_from_rows(rubric: Rubric, rows: Sequence[Row], file: str) -> tuple[UnitFacts, ...]:
    """The first row is the header; rows without any content are left out."""
    if not rows:
        raise BadFacts((f"{file}：表是空的，第1行应为列名，以下每个单位一行",))
    columns = _columns(rubric, [_text(cell) for cell in rows[0]], file)
    reader = _Rows(rubric, columns, file)
    units = [
        reader.unit(row, number)
        for number, row in enumerate(rows[1:], 2)
        if any(_text(cell) for cell in row)
    ]
    if not units:
        reader.faults.append(f"{file}：没有单位，第2行起每个单位应占一行")
    if reader.faults:
        raise BadFacts(tuple(reader.faults))
    return tuple(units)


def column_names(rubric: Rubric) -> tuple[str, ...]:
    """Every column that a table for this rubric may have, for messages and for a blank table."""
    names = ["单位名称", "类别"]
    for criterion in rubric.criteria:
        names.append(criterion.name)
        names += [_rule_column(rubric, criterion, rule) for rule in criterion.rules]
    return (*names, "备注")


def _rule_column(rubric: Rubric, criterion: Criterion, rule: Rule) -> str:
    """The rule's name, with its criterion's in front where two criteria have a rule so named."""
    same = sum(other.name == rule.name for item in rubric.criteria for other in item.rules)
    return rule.name if same == 1 else f"{criterion.name}·{rule.name}"


def _columns(rubric: Rubric, header: Sequence[str], file: str) -> _Columns:
    faults = [
        f"{file}：第1行：列“{name}”出现了不止一次"
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    place = {name: index for index, name in reversed(list(enumerate(header))) if name}
    name_at = place.pop("单位名称", place.pop("单位", None))
    category_at = place.pop("类别", None)
    place.pop("备注", None)
    criteria: dict[str, int] = {}
    rules: dict[str, int] = {}
    for criterion in rubric.criteria:
        _find(place, criteria, criterion.id, criterion.name)
        for rule in criterion.rules:
            _find(place, rules, rule.id, _rule_column(rubric, criterion, rule))
    if name_at is None:
        faults.append(f"{file}：第1行：缺少列“单位名称”")
    faults += [
        f"{file}：第1行第{_letter(index)}列：细则中没有“{name}”，可用的列：{'、'.join(column_names(rubric))}"
        for name, index in sorted(place.items(), key=lambda item: item[1])
    ]
    faults += _missing(rubric, criteria, rules, file)
    if faults or name_at is None:
        raise BadFacts(tuple(faults))
    return _Columns(name_at, category_at, criteria, rules)


def _find(place: dict[str, int], found: dict[str, int], id_: str, name: str) -> None:
    for key in (id_, name):
        if key in place:
            found[id_] = place.pop(key)
            return


def _missing(
    rubric: Rubric, criteria: dict[str, int], rules: dict[str, int], file: str
) -> list[str]:
    faults = []
    for criterion in rubric.criteria:
        absent = [rule for rule in criterion.rules if rule.id not in rules]
        partly = len(absent) < len(criterion.rules)
        if (criterion.id in criteria and not partly) or (criterion.rules and not absent):
            continue
        wanted = "、".join(f"“{_rule_column(rubric, criterion, rule)}”" for rule in absent)
        what = f"缺少列{wanted}" if partly else f"缺少列“{criterion.name}”（手工给分或写“折分”）"
        if absent and not partly:
            what += f"，或者它的各扣分项列：{wanted}"
        faults.append(f"{file}：第1行：{what}")
    return faults


class _Rows:
    """Reads rows and collects what is wrong with them."""

    def __init__(self, rubric: Rubric, columns: _Columns, file: str) -> None:
        self.rubric, self.columns, self.file = rubric, columns, file
        self.faults: list[str] = []
        self.seen: dict[str, int] = {}

    def unit(self, row: Row, number: int) -> UnitFacts:
        name = self._cell(row, self.columns.name)
        if not name:
            self._fault(number, self.columns.name, "单位名称是空的")
        elif name in self.seen:
            self._fault(
                number, self.columns.name, f"单位“{name}”与第{self.seen[name]}行重复，应只占一行"
            )
        self.seen.setdefault(name, number)
        category = self._cell(row, self.columns.category)
        entries = {item.id: self._entry(item, row, number) for item in self.rubric.criteria}
        return UnitFacts("", name, category, entries)

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
            no_rules = not any(rule.id in self.columns.rules for rule in criterion.rules)
            return Entry(open="表中尚未给分") if no_rules else Entry(grounds=grounds)
        if grounds and at is not None:
            self._fault(number, at, f"已给分“{text}”，就不应再填它的扣分项，两者只留其一")
        return self._given(criterion, text, number, at or 0)

    def _given(self, criterion: Criterion, text: str, number: int, at: int) -> Entry:
        if text in _UNSURE:
            return Entry(open="表中注明待定")
        points = _decimal(text)
        if points is None or not 0 <= points <= criterion.weight:
            wanted = f"应为0到{criterion.weight}之间的得分、“折分”、“待定”或者留空"
            self._fault(number, at, f"{criterion.name}为“{text}”，{wanted}")
            return Entry()
        return Entry(given=points)

    def _grounds(self, rule: Rule, row: Row, number: int) -> tuple[Ground, ...]:
        at = self.columns.rules[rule.id]
        text = self._cell(row, at)
        if text in _UNSURE:
            return (Ground(f"{rule.name}：表中注明待定", certain=False),)
        times = _times(text)
        if times is None:
            self._fault(number, at, f"{rule.name}为“{text}”，应为次数（0、1、2…）、是、否或者待定")
            return ()
        return tuple(Ground(rule.name) for _ in range(times))

    def _cell(self, row: Row, at: int | None) -> str:
        return _text(row[at]) if at is not None and at < len(row) else ""

    def _fault(self, number: int, at: int, what: str) -> None:
        self.faults.append(f"{self.file}：第{number}行第{_letter(at)}列：{what}")


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


def _letter(index: int) -> str:
    """A column's letter as Excel shows it: 0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
