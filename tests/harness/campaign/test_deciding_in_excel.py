"""定评表: where two marks differ, both beside each other, for a third person to decide in Excel."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.second import out, take
from harness.campaign.undo import undo
from harness.campaign.workspace import Refused
from harness.checker.finding import Element
from harness.ledger.second import FIRST_SAID, SECOND_SAID, SHEET, TARGET, VERDICT, WHY, heads_of
from harness.scoring.people import Stage

HEADS = list(heads_of(decides=True))
TITLE, NUMBER = "U001-A/title", "U001-A/doc_number"


@pytest.fixture
def differing(desk, answer):
    """One mark of a person and one of the program's, each of which somebody else sees otherwise."""
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    mark(desk, "林小姐", TITLE, "present", Stage.FIRST, "写着“告知书”")
    mark(desk, "李四", TITLE, "absent", Stage.SECOND, "没有标题")
    mark(desk, "李四", NUMBER, "absent", Stage.SECOND, "没有文号")
    return desk


def by(desk, name):
    return replace(desk.workspace, store=replace(desk.store, by=name))


def mark(desk, name, target, value, stage, why):
    rule(by(desk, name), target, value, why=why, stage=stage, write=True)


def verdict(desk, target):
    element = Element(target.partition("/")[2])
    return desk.case("U001-A").judgement.finding(element).verdict.value


def rows(path):
    page = openpyxl.load_workbook(path)[SHEET]
    return [
        dict(zip(HEADS, row, strict=True)) for row in page.iter_rows(min_row=2, values_only=True)
    ]


def fill(path, told):
    book = openpyxl.load_workbook(path)
    for row in book[SHEET].iter_rows(min_row=2):
        verdict, why = told.get(row[HEADS.index(TARGET)].value, (None, None))
        row[HEADS.index(VERDICT)].value, row[HEADS.index(WHY)].value = verdict, why
    book.save(path)


def test_both_marks_stand_beside_each_other_with_their_reasons(differing):
    path = differing.folder / "定.xlsx"
    assert out(by(differing, "王五"), path, decides=True).rows == 2
    shown = {each[TARGET]: (each[FIRST_SAID], each[SECOND_SAID]) for each in rows(path)}
    assert shown[TITLE] == ("具备：写着“告知书”", "缺失：没有标题")
    assert shown[NUMBER][0].startswith("具备：") and shown[NUMBER][1] == "缺失：没有文号"
    assert all("林小姐" not in str(each) and "李四" not in str(each) for each in rows(path))


def test_nobody_is_handed_what_he_had_a_part_in(differing):
    made = out(by(differing, "林小姐"), differing.folder / "林.xlsx", decides=True)
    assert (made.rows, made.own) == (1, 1)
    made = out(by(differing, "李四"), differing.folder / "李.xlsx", decides=True)
    assert (made.rows, made.own) == (0, 2)


def test_what_was_decided_in_excel_counts_once_and_is_undone(differing):
    path = differing.folder / "定.xlsx"
    out(by(differing, "王五"), path, decides=True)
    fill(path, {TITLE: ("缺失", "“告知书”是另一页"), NUMBER: ("具备", "在第二页")})
    assert take(differing.workspace, path).new == 2
    assert verdict(differing, TITLE) == "unclear"
    done = take(differing.workspace, path, write=True)
    assert (done.name, done.marker, done.written) == ("定评", "王五", True)
    assert (verdict(differing, TITLE), verdict(differing, NUMBER)) == ("absent", "present")
    again = take(differing.workspace, path, write=True)
    assert (again.new, again.same, again.written) == (0, 2, False)
    undo(differing.workspace, write=True)
    assert verdict(differing, TITLE) == "unclear"


@pytest.mark.parametrize(
    ("told", "fault"),
    [(("具备", None), "须写明理由"), ((None, "看不清"), "没有结论")],
)
def test_a_decision_without_reason_or_verdict_is_named_and_none_is_read_in(differing, told, fault):
    path = differing.folder / "定.xlsx"
    out(by(differing, "王五"), path, decides=True)
    fill(path, {TITLE: told, NUMBER: ("具备", "在第二页")})
    with pytest.raises(Refused, match=fault):
        take(differing.workspace, path, write=True)
    assert verdict(differing, NUMBER) == "unclear"
