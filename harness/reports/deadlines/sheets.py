"""期限报告.xlsx: how long each answer took, who is overdue, what is suspended, provisional or undecided.

概况 counts by live formulas over 逐件期限; the working stands on a sheet of its own, a row a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median

from harness.clock.result import STATE_NAMES, State
from harness.reports.arrivals import dispute_of, findings_of
from harness.reports.deadlines.calendar_file import by_deadline
from harness.reports.material import DRILL_NOTE, Material
from harness.reports.wording import due_text, group_of, result_of
from harness.reports.workbooks.cells import Column, Formula, Value
from harness.reports.workbooks.sheets import Book
from harness.reports.workbooks.sources import (
    MOST_COUNTED,
    MOST_IN_A_LITERAL,
    Place,
    cells,
    equals,
    heads,
    labels_of,
    places,
)
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.timing import TIMING_NAMES, Timing

ALL, OVERDUE, OPEN, WORKING = "逐件期限", "逾期和未答复", "中止暂定待认定", "计算过程"
# working days that an answer took: from, to
SPANS: tuple[tuple[int, int | None], ...] = ((0, 5), (6, 10), (11, 15), (16, 20), (21, None))

_COLUMNS: tuple[Column, ...] = (
    ("申请编号", 9), ("单位", 20), ("类别", 9), ("轮次", 9), ("收到日期", 11), ("截止日", 11), ("最早", 11),
    ("最晚", 11), ("答复日期", 11), ("结果", 9), ("状态", 10), ("已用\n工作日", 7), ("剩余\n工作日", 7),
    ("暂定", 6),
)  # fmt: skip
_CATEGORY, _ROUND, _ANSWERED, _RESULT, _STATE, _USED, _PROVISIONAL = 2, 3, 8, 9, 10, 11, 13


def write_deadline_report(material: Material, path: Path) -> Path:
    with Book(path, material.drill, path.parent) as book:
        cases = by_deadline(material)
        found = places(material)
        book.front(
            "概况", _lines(material), heads(material, found), list(_overview(material, found))
        )
        book.sheet(ALL, _COLUMNS, _rows(material, cases), keys=2)
        # a table without rows says no more than the nought in 概况
        book.sheet_if_any(OVERDUE, _OVERDUE_COLUMNS, _overdue(material, cases), keys=2)
        book.sheet_if_any(OPEN, _OPEN_COLUMNS, _open(material, cases), keys=2)
        book.sheet(WORKING, _WORKING_COLUMNS, _steps(cases), keys=2)
    return path


def _lines(material: Material) -> list[str]:
    until = day_text(material.collected)
    lines = [
        f"{material.title}期限报告",
        f"数据采集截至{until}；工作日按国务院办公厅公布的安排计算。",
    ]
    lines.append(f"各项数字由“{ALL}”逐件计出；已用工作日自收到申请的次日起算，中止的期间不计入。")
    return [*lines, DRILL_NOTE] if material.drill else lines


def _rows(material: Material, cases: Iterable[Case]) -> Iterator[list[Value]]:
    labels = labels_of(material)
    for case in cases:
        clock, application = case.clock, case.application
        yield [
            application.id, application.unit.name, application.unit.category,
            labels[application.round.id], clock.received_on, clock.due_on, clock.earliest_due_on,
            clock.latest_due_on, clock.answered_on, result_of(material, case),
            STATE_NAMES[clock.state], _used(case), clock.working_days_left,
            "暂定" if clock.provisional else None,
        ]  # fmt: skip


def _used(case: Case) -> int | None:
    return case.clock.working_days_used if case.clock.received_on else None


def _overview(material: Material, found: Sequence[Place]) -> Iterator[list[Value]]:
    counts = _Counts(material)
    yield ["申请件数", *(counts.all(place) for place in found)]
    for group in Timing:
        chosen, ids = [(_RESULT, equals(TIMING_NAMES[group]))], _is(material, group)
        if ids:  # a row of noughts says nothing
            name = TIMING_NAMES[group]
            yield [name, *(counts.number(place, chosen, ids) for place in found)]
    clocks = [case.clock for case in material.assessment.cases]
    if any(clock.state is State.SUSPENDED for clock in clocks):
        yield ["其中期限中止", *(counts.suspended(place) for place in found)]
    if any(clock.provisional for clock in clocks):
        yield ["截止日暂定", *(counts.provisional(place) for place in found)]
    if not counts.days(Place("", "")):
        return  # nobody has answered: there is no time to be told of
    for first, last in SPANS:
        whole = counts.days(Place("", ""))
        if not any(first <= used and (last is None or used <= last) for used in whole):
            continue
        name = f"答复用时{first}至{last}个工作日" if last else f"答复用时{first}个工作日以上"
        yield [name, *(counts.took(place, first, last) for place in found)]
    yield ["答复平均用时（工作日）", *(counts.mean(place) for place in found)]
    yield ["答复用时中位数", *(counts.middle(place) for place in found)]
    yield ["答复最长用时", *(counts.longest(place) for place in found)]


def _is(material: Material, group: Timing) -> set[str]:
    return {c.application.id for c in material.assessment.cases if group_of(material, c) is group}


class _Counts:
    """Numbers as formulas over 逐件期限, each with what the program counts itself."""

    def __init__(self, material: Material) -> None:
        self.labels = labels_of(material)
        self.rows = len(material.assessment.cases)
        self.cases: dict[Place, list[Case]] = {place: [] for place in places(material)}
        for case in material.assessment.cases:
            application = case.application
            for round_id in ("", application.round.id):
                for category in ("", application.unit.category):
                    if (place := Place(round_id, category)) in self.cases:
                        self.cases[place].append(case)

    def all(self, place: Place) -> Value:
        return self._counted(place, [(0, '"<>"')], len(self.cases[place]))

    def number(self, place: Place, tests: list[tuple[int, str]], ids: set[str]) -> Value:
        known = sum(case.application.id in ids for case in self.cases[place])
        return self._counted(place, tests, known)

    def suspended(self, place: Place) -> Value:
        known = sum(case.clock.state is State.SUSPENDED for case in self.cases[place])
        return self._counted(place, [(_STATE, equals(STATE_NAMES[State.SUSPENDED]))], known)

    def provisional(self, place: Place) -> Value:
        known = sum(case.clock.provisional for case in self.cases[place])
        return self._counted(place, [(_PROVISIONAL, equals("暂定"))], known)

    def took(self, place: Place, first: int, last: int | None) -> Value:
        known = sum(first <= used and (last is None or used <= last) for used in self.days(place))
        tests = [(_ANSWERED, '"<>"'), (_USED, f'">={first}"')]
        tests += [(_USED, f'"<={last}"')] if last else []
        return self._counted(place, tests, known)

    def mean(self, place: Place) -> Value:
        """To one place, half up."""
        days = self.days(place)
        if not days:
            return "—"
        known = (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        tests = self._tests(place, [(_ANSWERED, '"<>"')])
        if not tests:
            return known
        used = cells(ALL, _USED, self.rows)
        return Formula(f"=ROUND(ROUND(AVERAGEIFS({used},{tests}),9),1)", known)

    def middle(self, place: Place) -> Value:
        days = self.days(place)
        return Decimal(str(median(days))) if days else "—"

    def longest(self, place: Place) -> Value:
        return max(self.days(place), default="—")

    def days(self, place: Place) -> list[int]:
        return [
            used
            for case in self.cases[place]
            if case.clock.answered_on and (used := _used(case)) is not None
        ]

    def _counted(self, place: Place, tests: list[tuple[int, str]], known: int) -> Value:
        text = self._tests(place, tests)
        return Formula(f"=COUNTIFS({text})", known) if text else known

    def _tests(self, place: Place, tests: list[tuple[int, str]]) -> str:
        label = self.labels[place.round] if place.round else ""
        if not 0 < self.rows <= MOST_COUNTED or max(len(label), len(place.category)) > (
            MOST_IN_A_LITERAL
        ):
            return ""
        chosen = [*tests]
        chosen += [(_CATEGORY, equals(place.category))] if place.category else []
        chosen += [(_ROUND, equals(label))] if label else []
        return ",".join(f"{cells(ALL, column, self.rows)},{what}" for column, what in chosen)


_OVERDUE_COLUMNS: tuple[Column, ...] = (
    ("申请编号", 10), ("单位", 32), ("轮次", 11), ("结果", 10), ("截止日", 12), ("答复日期", 12),
    ("超过的\n工作日", 9), ("程序认定", 50),
)  # fmt: skip


def _overdue(material: Material, cases: Iterable[Case]) -> Iterator[list[Value]]:
    labels = labels_of(material)
    for case in cases:
        if group_of(material, case) not in (Timing.LATE, Timing.NONE):
            continue
        application, clock = case.application, case.clock
        left = clock.working_days_left
        why = "；".join(_said(one.message, one.article) for one in findings_of(material, case))
        yield [
            application.id, application.unit.name, labels[application.round.id],
            result_of(material, case), clock.due_on, clock.answered_on,
            -left if left is not None and left < 0 else None, why,
        ]  # fmt: skip


def _said(message: str, article: str) -> str:
    return f"{message}（{article}）" if article else message


_UNPUBLISHED = "有关年度的放假安排尚未公布，公布后重新计算"
_RANGE = "尚不能确定为一日：有关情况没有查明，或者放假安排尚未公布；是否逾期以最晚的为准"
_OPEN_COLUMNS: tuple[Column, ...] = (
    ("申请编号", 10), ("单位", 28), ("轮次", 11), ("情形", 18), ("截止日", 36), ("原因", 45),
)  # fmt: skip


def _open(material: Material, cases: Iterable[Case]) -> Iterator[list[Value]]:
    labels = labels_of(material)
    for case in cases:
        kinds = list(_kinds(material, case))
        if kinds:
            application = case.application
            yield [
                application.id, application.unit.name, labels[application.round.id],
                "、".join(kind for kind, _ in kinds), due_text(case),
                "；".join(dict.fromkeys(why for _, why in kinds if why)),
            ]  # fmt: skip


def _kinds(material: Material, case: Case) -> Iterator[tuple[str, str]]:
    steps = case.clock.trace
    last = _said(steps[-1].step, steps[-1].article) if steps else ""
    if case.clock.state is State.SUSPENDED:
        yield "期限中止", last
    if case.clock.state is State.WAITING_FOR_APPLICANT:
        yield "待申请人补正或缴费", last
    if case.clock.provisional:
        one_day = case.clock.earliest_due_on == case.clock.latest_due_on
        yield "截止日暂定", _UNPUBLISHED if one_day else _RANGE
    if group_of(material, case) is Timing.UNCLEAR:
        yield "待人工认定", dispute_of(material, case)


_WORKING_COLUMNS: tuple[Column, ...] = (
    ("申请编号", 10), ("单位", 24), ("步骤", 6), ("日期", 12), ("事项", 32), ("条款", 16), ("说明", 47),
)  # fmt: skip


def _steps(cases: Iterable[Case]) -> Iterator[list[Value]]:
    for case in cases:
        application = case.application
        for number, step in enumerate(case.clock.trace, 1):
            yield [
                application.id, application.unit.name, number, step.on, step.step, step.article,
                step.because,
            ]  # fmt: skip
