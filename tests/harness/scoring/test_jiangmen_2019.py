"""江门2019: from the first-level marks that the report prints, everything else that it prints.

The facts (依据表.csv) are 图表3 and 图表5 of seed 000, word for word, with two things derived: which of the
two second-level criteria of 依申请公开 a unit lost (the text names the units), and 折分权重, which the report
does not print: the one whole number by which 实际得分 comes to the published 最终得分.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from harness.scoring.averages import averages
from harness.scoring.rubric_file.rubric import load
from harness.scoring.score import score
from harness.scoring.tables.facts_table import facts_from_rows
from harness.scoring.tables.published import compare

HERE = Path(__file__).with_name("jiangmen_2019")
RUBRIC = load("jiangmen_2019")
CITIES, OFFICES = "市（区）政府", "市直部门"


def rows(name: str) -> list[list[str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


SCORES = score(RUBRIC, facts_from_rows(RUBRIC, rows("依据表"), "依据表.csv"))
BY_NAME = {one.name: one for one in SCORES}


def published(table: str) -> list[list[str]]:
    return [row for row in rows(table)[1:] if row[0]]


@pytest.mark.parametrize("row", [*published("图表3"), *published("图表5")], ids=lambda row: row[1])
def test_every_final_score_and_rank_is_the_published_one(row):
    one = BY_NAME[row[1]]
    assert one.total == Decimal(row[-1])
    assert one.rank_in_category == int(row[0])
    assert [each.points for each in one.branches] == [Decimal(row[3])]


def test_there_are_45_units_in_two_classes():
    assert [sum(one.category == name for one in SCORES) for name in (CITIES, OFFICES)] == [7, 38]


def test_ties_are_printed_as_jiangmen_prints_them():
    ranks = sorted(one.rank_in_category for one in SCORES if one.category == OFFICES)
    assert ranks[20:23] == [21, 21, 23]
    assert ranks[27:30] == [28, 28, 30]


@pytest.mark.parametrize(("table", "category"), [("图表3", CITIES), ("图表5", OFFICES)])
def test_averages_and_rates_are_the_published_ones(table, category):
    found = averages(RUBRIC, SCORES, category)
    means, rates = rows(table)[-2:]
    firsts = [each for each in found.branches if each.level == 1]
    assert [each.points for each in firsts] == [Decimal(cell) for cell in means[2:8]]
    assert [each.rate for each in firsts] == [Decimal(cell[:-1]) for cell in rates[2:8]]
    assert found.total == Decimal(means[-1])
    assert found.rate == Decimal(rates[-1][:-1])


def test_grades_are_counted_as_published():
    # 前7个90分以上；22个良好，8个中等，1个合格，未有不合格；市区2个优秀、1个不合格
    assert dict(averages(RUBRIC, SCORES, OFFICES).grades) == {
        "优秀": 7, "良好": 22, "中等": 8, "合格": 1, "不合格": 0,
    }  # fmt: skip
    assert dict(averages(RUBRIC, SCORES, CITIES).grades)["不合格"] == 1


def test_the_published_rate_counts_the_exempt_unit_as_a_loss():
    answer = averages(RUBRIC, SCORES, OFFICES).of("answer")
    assert answer.rate == Decimal("92.11")
    assert answer.without_exempt == Decimal("94.59")
    assert answer.exempt == ("民宗局",)


TABLES = [(name, rows(name)) for name in ("图表3", "图表5", "图表19", "图表8、14")]


def test_what_the_report_prints_otherwise_elsewhere_is_named():
    found = compare(RUBRIC, SCORES, TABLES)
    wrong = found.differences
    assert len(wrong) == 2
    assert "图表19，第5行B列：蓬江区的最终得分公布为76.5，按依据表为79.5，公布的少3" in wrong[0]
    assert "江海区的最终得分公布为86，按依据表为88，公布的少2" in wrong[1]
    against = found.contradictions
    assert len(against) == 2
    assert any(
        "蓬江区的最终得分——图表3，第6行I列为79.5；图表19，第5行B列为76.5" in line
        for line in against
    )


def test_a_rate_that_hangs_on_a_convention_is_noted():
    found = compare(RUBRIC, SCORES, TABLES)
    noted = [line for line in found.notes if "依申请公开答复" in line]
    assert len(noted) == 1
    assert "公布为92.11%，把折分的1个单位（民宗局）按失分计；折分不计入时是94.59%" in noted[0]


def test_what_was_not_compared_is_told():
    found = compare(RUBRIC, SCORES, TABLES)
    assert any("2017年政务公开评估得分" in line for line in found.left)
    assert found.agreeing > 400


@pytest.mark.parametrize("table", ["图表3", "图表5"])
def test_the_tables_themselves_agree_to_the_last_digit(table):
    assert compare(RUBRIC, SCORES, [(table, rows(table))]).differences == ()
