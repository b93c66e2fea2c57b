"""What LibreOffice makes of the formulas in 台账.xlsx and 得分表.xlsx is what the program came to."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.workbooks.score_sheets import write_scores
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.assessed import NOT_ASSESSED, lacks_evidence
from harness.scoring.facts import Entry, Ground, UnitFacts
from harness.scoring.groups import group_scores
from harness.scoring.rubric_file.rubric import load
from harness.scoring.rubric_file.scheme import (
    Branch,
    Criterion,
    Grade,
    Grouping,
    Part,
    Rubric,
    Rule,
    Side,
    UnitClass,
    leaf,
)
from harness.scoring.score import score
from tests.recalculated import recalculated


def _odd() -> Rubric:
    """Weights, caps and floors that no binary fraction holds; a tree, parts, a class with a quota."""
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
    leaves = {each.id: leaf(each, 2) for each in criteria}
    top = Branch("t", "依申请", Decimal(87), ("c1", "c2", "c3"), 1,
                 (leaves["c1"], leaves["c2"], leaves["c3"]))  # fmt: skip
    return Rubric(
        "r", "试", "", "", Decimal(100), criteria, grades, (top, leaf(criteria[3])),
        (UnitClass("甲类*", {"c2": Decimal(0)}, quota={"优秀": 5}), UnitClass("乙类*")),
    )  # fmt: skip


def _in_parts() -> Rubric:
    parts = (
        Part("p1", "第三方", Decimal(70), ("t",), ("c1", "c2", "c3")),
        Part("p2", "日常", Decimal(30), ("c4",), ("c4",)),
    )
    return replace(_odd(), parts=parts)


def _in_groups() -> Rubric:
    """县＝本级60%＋部门40%, and a class on neither side."""
    own, members = Side(("甲类*",), Decimal(60)), Side(("乙类*",), Decimal(40))
    return replace(_odd(), group=Grouping(own, members), rank_at_least=Decimal(0))


RUBRICS = {
    "汇总.xlsx": _in_groups,
    "得分表.xlsx": _odd,
    "综合分.xlsx": _in_parts,
    "江门2019.xlsx": lambda: load("jiangmen_2019"),
    "江门2020.xlsx": lambda: load("jiangmen_2020_annex1"),
    "晋江2022.xlsx": lambda: load("jinjiang_2022"),
}


def _entry(dice: random.Random, criterion: Criterion) -> Entry:
    luck = dice.random()
    if luck < 0.2:
        return Entry(exempt="本轮不考核", lacking=luck < 0.1)
    if criterion.by_hand:
        most = int(criterion.weight * 10)
        return Entry(given=Decimal(dice.randint(0, most)) / 10, because="人工给分：台账")
    grounds = {
        rule.id: tuple(Ground(f"缘由{n}", certain=dice.random() < 0.7) for n in range(times))
        for rule in criterion.rules
        if (times := dice.randint(0, 3))
    }
    return Entry(grounds=grounds)


def _units(rubric: Rubric) -> list[UnitFacts]:
    dice = random.Random(14)
    odd = ['"引号"局', "星*号局", "问?局", "波~浪局", "=1+1局", "<>局"]
    classes = [each.name for each in rubric.classes] or ["甲类", "乙类"]
    return [
        UnitFacts(
            f"U{n}",
            name,
            classes[n % len(classes)],
            {each.id: _entry(dice, each) for each in rubric.criteria},
            group="" if n % 9 == 8 else f"第{n % 9}县~",
        )
        for n, name in enumerate([*odd, *(f"第{n}局" for n in range(70))])
    ]


@pytest.fixture(scope="module")
def books(material, tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("公式")
    ours = [
        write_workbook(material, folder / "台账.xlsx", folder),
        write_deadline_report(material, folder / "期限报告.xlsx"),
    ]
    for name, rubric in RUBRICS.items():
        scores = score(rubric(), _units(rubric()))
        ours.append(write_scores(rubric(), scores, folder / name))
    theirs = recalculated(ours, folder)
    return {own.name: (own, other) for own, other in zip(ours, theirs, strict=True)}


def cells(book: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(book).get_sheet_by_name(name).to_python()


@pytest.mark.parametrize(
    ("book", "name"),
    [
        ("台账.xlsx", "总览"),
        ("台账.xlsx", "得分"),
        ("期限报告.xlsx", "概况"),
        *((book, "得分") for book in RUBRICS),
        ("汇总.xlsx", "汇总得分"),
    ],
)
def test_each_formula_comes_to_the_programs_own_figure(books, book, name):
    ours, theirs = books[book]
    told, found = cells(ours, name), cells(theirs, name)
    assert len(told) > 8
    for line, other in zip(told, found, strict=True):
        for head, known, reckoned in zip(told[0], line, other, strict=True):
            # the rate of a part is not rounded: it is a step on the way
            step = "得分率（占" in str(head) and isinstance(known, float)
            wanted = pytest.approx(known, rel=1e-13) if step else known
            assert reckoned == wanted, (head, line[:3])


@pytest.mark.parametrize("book", list(RUBRICS))
def test_the_sheet_holds_the_scores_and_nothing_else(books, book):
    ours, _ = books[book]
    head, *rows = cells(ours, "得分")
    rubric = RUBRICS[book]()
    scores = {one.name: one for one in score(rubric, _units(rubric))}
    assert {row[1] for row in rows} == set(scores)
    columns = {"排名": "rank", "最终得分": "total", "得分率（%）": "rate", "等次": "grade",
               "类内排名": "rank_in_category", "实际得分": "actual", "折分权重": "exempt"}  # fmt: skip
    for row in rows:
        for name, field in columns.items():
            place = len(head) - 1 - head[::-1].index(name)
            known = getattr(scores[row[1]], field)
            if lacks_evidence(scores[row[1]]) and field in ("total", "rate", "actual"):
                known = NOT_ASSESSED if field == "total" else None
            wanted = known if isinstance(known, str) else "" if known is None else float(known)
            assert row[place] == wanted, (row[1], name)


def test_nobody_is_ranked_of_whom_too_little_is_established(books):
    ours, theirs = books["综合分.xlsx"]
    for book in (ours, theirs):
        head, *rows = cells(book, "得分")
        ranked, rank, said = head.index("参加排名"), head.index("排名"), head.index("说明")
        without = [row for row in rows if row[ranked] == "否"]
        assert without
        assert all(row[rank] == "" and "不排名" in row[said] for row in without)


def test_groups_have_a_sheet_with_what_the_program_sums_up(books):
    ours, _ = books["汇总.xlsx"]
    rubric = _in_groups()
    known = {one.name: one for one in group_scores(rubric, score(rubric, _units(rubric)))}
    head, *rows = cells(ours, "汇总得分")
    assert len(rows) == len(known) == 8
    for row in rows:
        told = dict(zip(head, row, strict=True))
        one = known[told["汇总单位"]]
        assert told["汇总得分率（%）"] == float(one.rate) and told["排名"] == one.rank
        assert told["汇总得分"] == float(one.total) and told["等次"] == one.grade
    assert "汇总得分" not in CalamineWorkbook.from_path(books["得分表.xlsx"][0]).sheet_names


def test_a_group_of_which_too_little_is_established_has_no_figure(tmp_path):
    rubric = replace(_in_groups(), rank_at_least=Decimal(101))
    path = write_scores(rubric, score(rubric, _units(rubric)), tmp_path / "a.xlsx")
    head, *rows = cells(path, "汇总得分")
    for row in rows:
        told = dict(zip(head, row, strict=True))
        assert (told["汇总得分"], told["汇总得分率（%）"], told["排名"]) == (NOT_ASSESSED, "", "")
        assert "不排名" in told["说明"]
