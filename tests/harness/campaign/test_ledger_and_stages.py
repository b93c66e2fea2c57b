"""台账.xlsx and the stages of a ruling: it holds first marks, and shows nobody a blind one."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from harness.campaign.ledger.exchange import out, take
from harness.campaign.ruling.rule import rule
from harness.checker.finding import Element
from harness.scoring.people import Stage

from .test_ledger_in import fill

TARGET = "U001-A/seal"


@pytest.fixture
def judged(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    desk.workspace.ledger.unlink(missing_ok=True)
    return desk


def mark(desk, name, value, stage):
    workspace = replace(desk.workspace, store=replace(desk.store, by=name))
    rule(workspace, TARGET, value, why="看过原件", stage=stage, write=True)


def seal(desk):
    return desk.case("U001-A").judgement.finding(Element.SEAL).verdict.value


def shown(path):
    page = openpyxl.load_workbook(path)["改判"]
    heads = {cell.value: cell.column - 1 for cell in page[1]}
    rows = {row[heads["记录编号"]]: row for row in page.iter_rows(min_row=2, values_only=True)}
    return rows[f"R-{TARGET}"][heads["人工认定"]]


def test_a_blind_mark_is_not_shown_and_a_first_mark_read_in_stands_beside_it(judged):
    mark(judged, "李四", "absent", Stage.SECOND)
    path = out(judged.workspace)
    assert shown(path) is None
    fill(path, "改判", f"R-{TARGET}", {"人工认定": "具备", "理由": "有章", "认定人": "赵六"})
    assert not take(judged.workspace, write=True).faults
    assert seal(judged) == "unclear"
    again = take(judged.workspace, write=True)
    assert again.changes_nothing and not again.conflicts


def test_whoever_marked_blind_is_no_first_marker_in_the_ledger_either(judged):
    mark(judged, "李四", "absent", Stage.SECOND)
    path = out(judged.workspace)
    fill(path, "改判", f"R-{TARGET}", {"人工认定": "具备", "理由": "有章", "认定人": "李四"})
    (fault,) = take(judged.workspace, write=True).faults
    assert "李四已对U001-A/seal作过复评，不能再作初评" in fault
    assert seal(judged) == "unclear"  # the program could not tell: a blind mark alone says nothing


def test_what_was_decided_is_shown_and_is_not_the_ledgers_to_change(judged):
    mark(judged, "王五", "present", Stage.DECISION)
    path = out(judged.workspace)
    assert shown(path) == "具备"
    fill(path, "改判", f"R-{TARGET}", {"人工认定": "缺失"})
    (fault,) = take(judged.workspace, write=True).faults
    assert "已有定评，初评不再起作用" in fault
    fill(path, "改判", f"R-{TARGET}", {"人工认定": None, "理由": None, "认定人": None})
    assert "已有定评" in take(judged.workspace, write=True).faults[0]
    assert seal(judged) == "present"


@pytest.mark.parametrize("cells", [{"人工认定": "缺失"}, {"人工认定": None, "理由": None}])
def test_a_first_mark_that_was_followed_by_a_blind_one_the_ledger_leaves_as_it_is(judged, cells):
    mark(judged, "林小姐", "present", Stage.FIRST)
    mark(judged, "李四", "absent", Stage.SECOND)
    path = out(judged.workspace)
    fill(path, "改判", f"R-{TARGET}", cells)
    (fault,) = take(judged.workspace, write=True).faults
    assert "已有复评，初评不能再作、再改" in fault
    assert judged.book().staged[TARGET][Stage.FIRST].value == "present"
