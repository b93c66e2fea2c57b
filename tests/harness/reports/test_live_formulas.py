"""What LibreOffice makes of the formulas in 台账.xlsx and 得分表.xlsx is what the program came to."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from harness.reports.deadline_sheets import write_deadline_report
from harness.reports.score_sheets import write_scores
from harness.reports.workbook import write_workbook
from harness.scoring.facts import Entry, Ground, UnitFacts
from harness.scoring.rubric import Criterion, Grade, Rubric, Rule
from harness.scoring.score import score
from tests.recalculated import recalculated


def _rubric() -> Rubric:
    """Weights, caps and floors that no binary fraction holds."""
    rules = (
        Rule("a", "甲", Decimal("0.7"), ()),
        Rule("b", "乙", Decimal("1.1"), (), cap=Decimal("2.3")),
    )
    criteria = (
        Criterion("c1", "答复 *规范*", Decimal("33.3"), rules, cap=Decimal("2.9"), each_time=True),
        Criterion("c2", "渠道", Decimal("16.7"), rules, floor=Decimal("15.05")),
        Criterion("c3", "渠道", Decimal("37"), rules, each_time=True),
        Criterion("c4", "日常工作", Decimal(13)),
    )
    grades = (
        Grade("优秀", Decimal(95)),
        Grade("良好", Decimal("92.5")),
        Grade("一般", Decimal(90)),
    )
    return Rubric("r", "试", "", "", Decimal(100), criteria, grades)


def _entry(dice: random.Random, criterion: Criterion) -> Entry:
    if dice.random() < 0.15:
        return Entry(exempt="本轮不考核")
    if criterion.by_hand:
        return Entry(given=Decimal(dice.randint(0, 130)) / 10, because="人工给分：台账")
    grounds = {
        rule.id: tuple(Ground(f"缘由{n}", certain=dice.random() < 0.7) for n in range(times))
        for rule in criterion.rules
        if (times := dice.randint(0, 3))
    }
    return Entry(grounds=grounds)


def _units(rubric: Rubric) -> list[UnitFacts]:
    dice = random.Random(14)
    odd = ['"引号"局', "星*号局", "问?局", "波~浪局", "=1+1局", "<>局"]
    names = [*odd, *(f"第{n}局" for n in range(194))]
    return [
        UnitFacts(f"U{n}", name, f"{'甲乙'[n % 2]}类*", {c.id: _entry(dice, c) for c in rubric.criteria})
        for n, name in enumerate(names)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def books(material, tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("公式")
    rubric = _rubric()
    ours = [
        write_workbook(material, folder / "台账.xlsx", folder),
        write_scores(rubric, score(rubric, _units(rubric)), folder / "得分表.xlsx"),
        write_deadline_report(material, folder / "期限报告.xlsx"),
    ]
    theirs = recalculated(ours, folder)
    return {own.name: (own, other) for own, other in zip(ours, theirs, strict=True)}


def cells(book: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(book).get_sheet_by_name(name).to_python()


@pytest.mark.parametrize(
    ("book", "name"),
    [
        ("台账.xlsx", "总览"),
        ("台账.xlsx", "得分"),
        ("得分表.xlsx", "得分"),
        ("期限报告.xlsx", "概况"),
    ],
)
def test_each_formula_comes_to_the_programs_own_figure(books, book, name):
    ours, theirs = books[book]
    told, found = cells(ours, name), cells(theirs, name)
    assert found == told
    assert len(told) > 10


def test_the_figures_hang_on_the_rows_below_them(books):
    ours, _ = books["得分表.xlsx"]
    head, *rows = cells(ours, "得分")
    rubric = _rubric()
    scores = {one.name: one for one in score(rubric, _units(rubric))}
    total, rank = head.index("最终得分"), head.index("排名")
    for row in rows:
        one = scores[row[1]]
        assert (row[total], row[rank]) == (float(one.total or 0) or "", one.rank or "")
