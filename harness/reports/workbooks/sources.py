"""指标出处 and 总览: every figure as a live count over rows that each name one application.

In: the figures. Out: a row an application that says of each figure whether it is counted there, a
row a unit for the telephone, and formulas that count them; each formula holds what the program
itself came to, and a test lets a spreadsheet reckon both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.reports.material import Material
from harness.reports.workbooks.cells import Column, Formula, Value
from harness.scoring.figures import MEASURE_NAMES, Measure, Tally
from harness.scoring.telephone import Reach, reach_of
from letters.workbook import letter
from letters.writable import writable

SHEET, CALLED = "指标出处", "电话结果"
YES, NO, OPEN, APART = "是", "否", "待认定", "不计"
REACH_NAMES = {
    Reach.REACHED: "接通",
    Reach.UNREACHED: "未接通",
    Reach.OPEN: "待认定",
    Reach.UNTESTED: "未测试",
}
MOST_COUNTED = 1_048_575  # rows of one sheet; what goes on in a second is not counted by formula
MOST_IN_A_LITERAL = 200  # characters; Excel takes 255
_ON_LETTERS = tuple(measure for measure in Measure if measure is not Measure.CONNECTED)
# an unclear deadline stands in all of these alike and is told once, beside IN_TIME
_TOGETHER = (Measure.LATE, Measure.NONE, Measure.PENDING)
_RATES = (
    ("签收率（%）", Measure.RECEIVED),
    ("总体答复率（%）", Measure.IN_TIME),
    ("电话接通率（%）", Measure.CONNECTED),
)


def source_columns() -> tuple[Column, ...]:
    counted = ((MEASURE_NAMES[measure], 9) for measure in _ON_LETTERS)
    return (("申请编号", 10), ("单位", 22), ("类别", 10), ("轮次", 10), *counted)


def source_rows(material: Material) -> Iterator[list[Value]]:
    """不计: the application is not among those that the figure counts."""
    answers = [_answers(material.figures.tally(measure)) for measure in _ON_LETTERS]
    labels = labels_of(material)
    for case in material.assessment.cases:
        id, unit = case.application.id, case.application.unit
        label = labels[case.application.round.id]
        yield [id, unit.name, unit.category, label, *(each.get(id, APART) for each in answers)]


def _answers(tally: Tally) -> dict[str, str]:
    found = dict.fromkeys(tally.among, NO)
    found.update(dict.fromkeys(tally.hits, YES))
    found.update(dict.fromkeys(tally.unclear, OPEN))
    return found


CALL_COLUMNS: tuple[Column, ...] = (
    ("单位编号", 12),
    ("单位", 34),
    ("类别", 13),
    ("结果", 11),
    ("拨打次数", 11),
    ("认定理由", 67),
)


def call_rows(material: Material) -> Iterator[list[Value]]:
    for unit in material.assessment.units:
        found = reach_of(unit, material.assessment)
        times = len(material.assessment.calls_of(unit))
        yield [unit.id, unit.name, unit.category, REACH_NAMES[found.reach], times, found.because]


@dataclass(frozen=True, slots=True)
class Place:
    """A column of 总览: one round and one category, empty for all of them."""

    round: str
    category: str


def places(material: Material) -> tuple[Place, ...]:
    groups, rounds = material.figures.categories, material.assessment.campaign.rounds
    all_rounds = [Place("", group) for group in ("", *groups)]
    single = [Place(one.id, group) for one in rounds for group in groups]
    return (*all_rounds, *single)


def heads(material: Material, found: Sequence[Place]) -> list[str]:
    labels = labels_of(material)
    return ["指标", *(f"{labels.get(p.round, '全部')}\n{p.category or '合计'}" for p in found)]


def figure_rows(material: Material, found: Sequence[Place]) -> Iterator[list[Value]]:
    counts = _Counts(material)
    for measure in Measure:
        numbers = [counts.number(measure, place) for place in found]
        if says_something(numbers, naught=measure is not Measure.PENDING):
            yield [MEASURE_NAMES[measure], *numbers]
        doubts = [counts.doubts(measure, place) for place in found]
        if measure not in _TOGETHER and any(map(_amount, doubts)):
            yield [f"　待认定（{MEASURE_NAMES[measure]}）", *doubts]
    for label, measure in _RATES:
        rates = [counts.rate(measure, place) for place in found]
        if says_something(rates):
            yield [label, *rates]


def says_something(values: Sequence[Value], *, naught: bool = True) -> bool:
    """Not where nothing could be counted anywhere; nor, unless `naught` is a result, where nothing was."""
    known = {_amount(value) for value in values}
    return bool(known - {None, "—"} - (set() if naught else {0}))


def _amount(value: Value) -> object:
    return value.value if isinstance(value, Formula) else value


class _Counts:
    """Figures as formulas over the two sheets."""

    def __init__(self, material: Material) -> None:
        self.material, self.labels = material, labels_of(material)
        self.rows = len(material.assessment.cases)
        self.units = len(material.assessment.units)

    def number(self, measure: Measure, place: Place) -> Value:
        """— where there is nothing among which it could be counted: no nought is a merit then."""
        tally = self._tally(measure, place)
        if tally is None:
            return None
        texts = [self._formula(measure, place, word) for word in (YES, NO, OPEN)]
        known = tally.number if tally.among else "—"
        if not all(texts):
            return known
        return Formula(f'=IF({"+".join(texts)}=0,"—",{texts[0]})', known)

    def doubts(self, measure: Measure, place: Place) -> Value:
        tally = self._tally(measure, place)
        if tally is None:
            return None
        text, known = self._formula(measure, place, OPEN), len(tally.unclear)
        return Formula(f"={text}", known) if text else known

    def rate(self, measure: Measure, place: Place) -> Value:
        """Hits of what is decided. Rounded twice: the first time takes off what a binary fraction
        adds, so that a half is rounded up as by hand."""
        tally = self._tally(measure, place)
        if tally is None:
            return None
        hits = self._formula(measure, place, YES)
        others = self._formula(measure, place, NO)
        known = "—" if tally.rate is None else tally.rate
        if not hits or not others:
            return known
        share = f"ROUND(ROUND(100*{hits}/({hits}+{others}),9),2)"
        return Formula(f'=IF({hits}+{others}=0,"—",{share})', known)

    def _tally(self, measure: Measure, place: Place) -> Tally | None:
        """None for the telephone in one round: nobody is called for a round."""
        if measure is Measure.CONNECTED and place.round:
            return None
        return self.material.figures.tally(measure, place.round, place.category)

    def _formula(self, measure: Measure, place: Place, word: str) -> str:
        """COUNTIFS(…), or nothing where no formula can count it."""
        calls = measure is Measure.CONNECTED
        sheet, rows = (CALLED, self.units) if calls else (SHEET, self.rows)
        column = 3 if calls else 4 + _ON_LETTERS.index(measure)
        said = {YES: "接通", NO: "未接通"}.get(word, word) if calls else word
        chosen = [(column, said)]
        chosen += [(2, place.category)] if place.category else []
        chosen += [(3, self.labels[place.round])] if place.round else []
        if not 0 < rows <= MOST_COUNTED or any(len(w) > MOST_IN_A_LITERAL for _, w in chosen):
            return ""
        tests = (f"{cells(sheet, at, rows)},{equals(text)}" for at, text in chosen)
        return f"COUNTIFS({','.join(tests)})"


def cells(sheet: str, column: int, rows: int) -> str:
    """A column's cells below its head."""
    name = letter(column)
    return f"{sheet}!${name}$2:${name}${rows + 1}"


def equals(text: str) -> str:
    """A condition that only this text fulfils, as a literal: signs of its own meaning are undone."""
    text = writable(text)
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return '"=' + text.replace('"', '""') + '"'


def labels_of(material: Material) -> dict[str, str]:
    """What each round is called; with its number where two are called alike."""
    rounds = material.assessment.campaign.rounds
    names = [one.label for one in rounds]
    return {
        one.id: one.label if names.count(one.label) == 1 else f"{one.label}（{one.id}）"
        for one in rounds
    }
