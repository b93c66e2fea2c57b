"""公布的得分表 -> every figure of it that is not what the same facts come to, and where the published
tables contradict each other.

In: a rubric, its scores, the tables as rows. Out: Chinese lines. A figure is compared as it is printed:
79.5 is 79.50. What could not be compared is told as well; nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from harness.scoring.averages import Averages, averages
from harness.scoring.facts import EXEMPT
from harness.scoring.rubric_file.scheme import Rubric
from harness.scoring.score import Score, plain
from harness.scoring.tables.facts_columns import CATEGORY
from harness.scoring.tables.published_columns import (
    Kind,
    columns_of,
    header_row,
    label_of,
    unit_named,
)
from letters.workbook import letter

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Compared:
    """`differences` are wrong by the facts, `notes` agree and hang on a convention, `left` could not
    be compared. `agreeing` counts the figures that are the same."""

    differences: tuple[str, ...]
    contradictions: tuple[str, ...]  # of the published tables among themselves
    notes: tuple[str, ...]
    left: tuple[str, ...]
    agreeing: int


@dataclass(frozen=True, slots=True)
class _Cell:
    """A published figure: where it stands, as it is printed, and what it is of."""

    where: str
    text: str
    value: Decimal | str
    of: str  # unit, or 市直部门平均得分率
    what: str  # 最终得分


def compare(
    rubric: Rubric, scores: Sequence[Score], tables: Sequence[tuple[str, Sequence[Row]]]
) -> Compared:
    """`tables`: name and rows of each."""
    work = _Work(rubric, scores)
    for name, rows in tables:
        work.table(name, rows)
    return Compared(
        tuple(work.differences),
        tuple(work.contradictions()),
        tuple(work.notes),
        tuple(work.left),
        work.agreeing,
    )


class _Work:
    def __init__(self, rubric: Rubric, scores: Sequence[Score]) -> None:
        self.rubric, self.scores = rubric, scores
        self.differences: list[str] = []
        self.notes: list[str] = []
        self.left: list[str] = []
        self.agreeing = 0
        self.seen: dict[tuple[str, str], list[_Cell]] = {}
        self._averages: dict[str | None, Averages] = {}

    def table(self, name: str, rows: Sequence[Row]) -> None:
        top = header_row(rows)
        if top is None:
            self.left.append(f"{name}：找不到表头，应有一行写着“单位名称”（或者“一级指标”）")
            return
        columns, unknown = columns_of(self.rubric, rows[top])
        if unknown:
            names = "、".join(f"“{each}”" for each in unknown)
            self.left.append(f"{name}：没有核对的列：{names}")
        among = {one.name: one for one in self.scores}
        found = [(n, label_of(row), row) for n, row in enumerate(rows[top + 1 :], top + 2)]
        units = [(n, unit_named(label, among), row) for n, label, row in found]
        classes = {unit.category for _, unit, _ in units if unit}
        for (n, unit, row), (_, label, _) in zip(units, found, strict=True):
            place = f"{name}，第{n}行"
            if unit:
                self._unit(place, unit, row, columns, len(classes) == 1)
            elif (row_kind := _summary(label)) is not None:
                category = self._category(rows[top], row, classes)
                self._summary(place, row_kind, row, columns, category)
            elif label:
                self.left.append(f"{place}：“{label}”不是依据表里的单位，没有核对")

    def _category(self, head: Row, row: Row, classes: set[str]) -> str | None:
        named = [str(cell).strip() for cell in head]
        if CATEGORY in named and named.index(CATEGORY) < len(row):
            said = str(row[named.index(CATEGORY)] or "").strip()
            if said:
                return said
        return next(iter(classes)) if len(classes) == 1 else None

    def _unit(
        self, place: str, unit: Score, row: Row, columns: dict[int, Kind], one_class: bool
    ) -> None:
        for at, kind in columns.items():
            cell = _cell(place, row, at, unit.name, kind.name)
            if cell is None:
                continue
            self.seen.setdefault((unit.name, kind.name), []).append(cell)
            self._judge(cell, _of_unit(kind, unit, one_class))

    def _judge(self, cell: _Cell, ours: Decimal | str | None) -> None:
        if cell.value == ours:
            self.agreeing += 1
            return
        told = "没有这个数" if ours is None else _said(ours)
        gap = ""
        if isinstance(ours, Decimal) and isinstance(cell.value, Decimal):
            gap = f"，公布的{'多' if cell.value > ours else '少'}{plain(abs(cell.value - ours))}"
        self.differences.append(
            f"{cell.where}：{cell.of}的{cell.what}公布为{cell.text}，按依据表为{told}{gap}"
        )

    def _summary(
        self, place: str, what: str, row: Row, columns: dict[int, Kind], category: str | None
    ) -> None:
        known = {each.category for each in self.scores}
        if category is not None and category not in known:
            self.left.append(f"{place}：没有“{category}”这类单位，没有核对")
            return
        if category not in self._averages:
            self._averages[category] = averages(self.rubric, self.scores, category)
        found = self._averages[category]
        for at, kind in columns.items():
            cell = _cell(place, row, at, f"{category or '全部单位'}{what}", kind.name)
            if cell is not None:
                self._judge_summary(cell, what, kind, found)

    def _judge_summary(self, cell: _Cell, what: str, kind: Kind, found: Averages) -> None:
        if what == "合格率":
            self._judge(cell, found.pass_rate)
            return
        if kind.id in ("total", "rate"):
            self._judge(
                cell, found.total if what == "平均得分" and kind.id == "total" else found.rate
            )
            return
        if kind.branch is None:
            self.left.append(f"{cell.where}：{cell.of}的{cell.what}没有核对")
            return
        average = found.of(kind.branch)
        if what == "平均得分":
            self._judge(cell, average.points)
            return
        if average.exempt and cell.value in (average.rate, average.without_exempt):
            self._convention(cell, average.rate, average.without_exempt, average.exempt)
            return
        self._judge(cell, average.rate)

    def _convention(
        self, cell: _Cell, rate: Decimal | None, without: Decimal | None, exempt: tuple[str, ...]
    ) -> None:
        self.agreeing += 1
        names = f"{'、'.join(exempt[:3])}{'等' if len(exempt) > 3 else ''}"
        if cell.value == rate and rate != without:
            self.notes.append(
                f"{cell.where}：{cell.of}的{cell.what}公布为{cell.text}，"
                f"把折分的{len(exempt)}个单位（{names}）按失分计；折分不计入时是{without}%"
            )

    def contradictions(self) -> Iterator[str]:
        """The same figure, printed twice and not the same."""
        for (unit, what), cells in self.seen.items():
            if len({cell.value for cell in cells}) > 1:
                told = "；".join(f"{cell.where}为{cell.text}" for cell in cells)
                yield f"公布的表自相矛盾：{unit}的{what}——{told}"


def _of_unit(kind: Kind, unit: Score, one_class: bool) -> Decimal | str | None:
    if kind.branch is not None:
        return _points(unit, kind.branch)
    if kind.id == "rank":
        rank = unit.rank_in_category if one_class else unit.rank
        return None if rank is None else Decimal(rank)
    if kind.id == "rank_in":
        return None if unit.rank_in_category is None else Decimal(unit.rank_in_category)
    if kind.id == "added":  # 折分指标得分: what the exemption adds
        return None if unit.total is None else unit.total - unit.actual
    values: dict[str, Decimal | str | None] = {
        "total": unit.total, "actual": unit.actual, "exempt": unit.exempt, "rate": unit.rate,
        "grade": unit.grade, "lowest": unit.lowest_total,
    }  # fmt: skip
    return values[kind.id]


def _points(unit: Score, id: str) -> Decimal | str | None:
    mark = next((each for each in unit.marks if each.criterion.id == id), None)
    if mark is not None:
        return EXEMPT if mark.exempt else mark.points  # exempt is not nought
    return next((each.points for each in unit.branches if each.id == id), None)


def _summary(label: str) -> str | None:
    plain_label = re.sub(r"[\s:：（(].*", "", label)
    names = {
        "平均得分": "平均得分", "平均分": "平均得分", "平均": "平均得分", "平均得分率": "平均得分率",
        "得分率": "平均得分率", "合格率": "合格率",
    }  # fmt: skip
    return names.get(plain_label)


def _cell(place: str, row: Row, at: int, of: str, what: str) -> _Cell | None:
    raw = row[at] if at < len(row) else None
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw or "").strip()
    if isinstance(raw, int) and not isinstance(raw, bool):
        text = str(raw)
    if text in ("", "—", "－", "-", "——"):
        return None
    return _Cell(f"{place}{letter(at)}列", text, _value(text), of, what)


def _value(text: str) -> Decimal | str:
    try:
        number = Decimal(text.removesuffix("%").removesuffix("％").removesuffix("分"))
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def _said(ours: Decimal | str) -> str:
    return plain(ours) if isinstance(ours, Decimal) else f"“{ours}”" if ours else "空"
