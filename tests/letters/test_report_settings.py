"""[report] and [[earlier]] of campaign.toml: who signs, and earlier results to compare with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from letters.columns import write_table
from letters.earlier import COLUMNS
from letters.example import example
from letters.faults import BadTable
from letters.model import EarlierResult
from letters.tables import read_campaign

EARLIER = '\n[[earlier]]\nlabel = "2018年"\nfile = "2018年得分.xlsx"\n'
REPORT = """
[report]
agency = "样江咨询有限公司"
dated = "2026年7月1日"
basis = ["样政办〔2026〕3号"]
name_applicants = false
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    example(tmp_path / "测评", date(2026, 3, 2))
    return tmp_path / "测评"


def add(folder: Path, text: str) -> None:
    path = folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def table(folder: Path, *rows: dict[str, str]) -> None:
    write_table(folder / "2018年得分.xlsx", "得分", COLUMNS, rows)


def faults(folder: Path) -> str:
    with pytest.raises(BadTable) as wrong:
        read_campaign(folder)
    return "\n".join(wrong.value.faults)


def test_without_report_nobody_signs_and_applicants_are_named(folder):
    rule = read_campaign(folder).report
    assert (rule.agency, rule.dated, rule.basis, rule.name_applicants) == ("", None, (), True)


def test_who_signs_and_on_which_day_stand_in_the_settings(folder):
    add(folder, REPORT)
    rule = read_campaign(folder).report
    assert rule.agency == "样江咨询有限公司"
    assert rule.dated == date(2026, 7, 1)
    assert rule.basis == ("样政办〔2026〕3号",)
    assert not rule.name_applicants


def test_earlier_results_are_read_from_their_table(folder):
    add(folder, EARLIER)
    table(
        folder,
        {"unit": "样江市财政局", "points": "83.1"},
        {"unit": "样江市教育局", "points": "", "was": "甲局、乙局", "note": "机构合并"},
    )
    (earlier,) = read_campaign(folder).earlier
    assert (earlier.label, earlier.full) == ("2018年", 100)
    assert earlier.results == (
        EarlierResult("样江市财政局", Decimal("83.1")),
        EarlierResult("样江市教育局", None, ("甲局", "乙局"), "机构合并"),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"unit": "甲", "points": "良好"}, "B2：“良好”不是得分"),
        ({"unit": "甲", "points": "101"}, "B2：101超过了满分100"),
        ({"unit": "", "points": "80"}, "A2：不能为空"),
    ],
)
def test_a_wrong_cell_is_named(folder, row, said):
    add(folder, EARLIER)
    table(folder, row)
    assert said.split("：")[1] in faults(folder)
    assert "[[earlier]] 第1段的 file" in faults(folder)


def test_a_table_that_is_not_there_or_elsewhere_is_a_fault(folder):
    add(folder, EARLIER)
    assert "找不到文件 2018年得分.xlsx" in faults(folder)
    other = folder / "campaign.toml"
    other.write_text(
        other.read_text(encoding="utf-8").replace("2018年得分.xlsx", "../a.xlsx"), encoding="utf-8"
    )
    assert "应只写文件名" in faults(folder)


def test_a_word_that_the_report_does_not_know_is_told_when_the_folder_is_opened(folder):
    place = folder / "templates"
    place.mkdir()
    (place / "report_preface.txt.j2").write_text("由{{ agencey }}撰写", encoding="utf-8")
    assert "没有“agencey”可填" in faults(folder)
