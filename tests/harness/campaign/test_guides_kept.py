"""公开指南 of a unit is kept as evidence; what it lacks costs what the rubric says, quoted, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.campaign.marks.scores import marks
from harness.campaign.recording.guide import record_guide
from harness.campaign.ruling.rule import rule
from harness.campaign.undo import history, undo
from harness.campaign.workspace import Refused
from harness.scoring.score import score_assessment
from harness.store import guides
from harness.store.audit import differences
from tests.harness.guide.guides import GUIDES
from tests.harness.guide.written import bytes_of

pytestmark = pytest.mark.usefixtures("on_both")

TOWN = bytes_of(next(each for each in GUIDES if each.name == "镇政府.txt")).decode("utf-8")
OLD = TOWN.replace("石桥镇人民政府信息公开指南", "演江自治区财政厅政府信息公开指南")
NEW = OLD.replace("15个工作日", "20个工作日")
DAY = date(2020, 10, 12)


@pytest.fixture
def guided(desk):
    """Marked by 晋江2022 of one class."""
    text = RUBRIC
    (desk.folder / "指南.toml").write_text(text, encoding="utf-8")
    campaign = replace(desk.workspace.campaign, rubric="指南.toml")
    desk.workspace = replace(desk.workspace, campaign=campaign)
    return desk


RUBRIC = """title = "甲"
source = "甲"
full = 4
[[criterion]]
id = "website"
name = "网址"
weight = 2
[[criterion.deduction]]
id = "website.missing"
name = "没有网址"
points = "all"
when = ["guide_absent:website"]
[[criterion]]
id = "period"
name = "期限"
weight = 2
[[criterion.deduction]]
id = "period.old"
name = "旧条例的期限"
points = 1
when = ["guide_defect:answer/old_period"]
"""


def keep(desk, text: str, on: date = DAY, name: str = "指南.txt", unit: str = "财政厅", **more):
    file = desk.folder.parent / f"{desk.folder.name}-{name}"
    file.write_text(text, encoding="utf-8")
    return record_guide(desk.workspace, unit, file, on, **{"write": True, **more})


def points(desk, unit: str = "U001") -> dict[str, tuple[str, str]]:
    whole = score_assessment(desk.workspace.rubric(), desk.workspace.assess())
    of = next(each for each in whole if each.unit_id == unit)
    return {
        one.criterion.id: (str(one.points), one.open or "；".join(d.reason for d in one.deductions))
        for one in of.marks
    }


def test_what_a_guide_lacks_is_taken_off_with_its_own_words(guided):
    assert "公开指南尚未核对" in points(guided)["website"][1]
    done = keep(guided, OLD)
    assert done.recorded and any("网上申请网址" in line for line in done.remarks)
    found = points(guided)
    assert found["website"][0] == "0" and found["period"][0] == "1"
    assert "15个工作日" in found["period"][1]
    (one,) = [each for each in marks(guided.workspace) if each.unit_id == "U001"]
    assert one.score == 1 and not one.pending
    assert "公开指南尚未核对" in points(guided, "U002")["website"][1]
    assert not differences(guided.workspace.store)


def test_nothing_is_written_that_is_only_tried_and_the_same_twice_is_once(guided):
    assert not keep(guided, OLD, write=False).recorded
    assert "公开指南尚未核对" in points(guided)["website"][1]
    assert keep(guided, OLD).new and not keep(guided, OLD).new
    with guided.store.reading() as connection:
        assert len(guides.guides(connection)["U001"]) == 1


def test_a_later_guide_supersedes_and_deletes_nothing(guided):
    keep(guided, OLD)
    done = keep(guided, NEW, date(2020, 10, 20), "新.txt")
    assert done.replaces == (f"2020-10-12 的“{guided.folder.name}-指南.txt”",)
    assert points(guided)["period"][0] == "2"
    with guided.store.reading() as connection:
        kept = guides.guides(connection)["U001"]
    assert [(guided.folder / each.path).is_file() for each in kept] == [True, True]
    # as it stood on an earlier day
    guided.workspace = guided.on(date(2020, 10, 15))
    assert points(guided)["period"][0] == "1"


def test_an_older_guide_that_is_put_down_later_does_not_count(guided):
    keep(guided, NEW, date(2020, 10, 20), "新.txt")
    done = keep(guided, OLD)
    assert not done.replaces and "计分仍按那一份" in done.remarks[0]
    assert points(guided)["period"][0] == "2"


def test_it_can_be_taken_back_and_the_one_before_counts_again(guided):
    keep(guided, OLD)
    first = max(each.op for each in history(guided.workspace))
    keep(guided, NEW, date(2020, 10, 20), "新.txt")
    undo(guided.workspace, first + 1, write=True)
    assert points(guided)["period"][0] == "1"
    undo(guided.workspace, first, write=True)
    assert "公开指南尚未核对" in points(guided)["period"][1]


def test_a_person_may_rule_otherwise(guided):
    keep(guided, OLD)
    rule(guided.workspace, "U001/website", "2", why="另有网页写明网址", write=True)
    assert points(guided)["website"][0] == "2"


def test_a_guide_that_names_another_unit_is_held_against_nobody(guided):
    with pytest.raises(Refused, match="标题写的单位是“石桥镇人民政府”"):
        keep(guided, TOWN)
    assert keep(guided, TOWN, sure=True).recorded
    assert points(guided)["website"][0] == "0"


def test_what_is_no_guide_marks_nothing(guided):
    done = keep(guided, "关于放假的通知\n国庆节放假七天。")
    assert "不作认定" in done.remarks[0]
    whole = score_assessment(guided.workspace.rubric(), guided.workspace.assess())[0]
    assert all(one.points == one.criterion.weight and one.provisional for one in whole.marks)
    assert any("公开指南" in each.what for each in guided.workspace.assess().review)


def test_a_guide_whose_evidence_is_gone_marks_nothing_and_is_named(guided):
    keep(guided, OLD)
    with guided.store.reading() as connection:
        (kept,) = guides.guides(connection)["U001"]
    (guided.folder / kept.path).unlink()
    whole = guided.workspace.assess()
    assert "U001" not in whole.guides
    assert any("佐证文件无法使用" in each.why for each in whole.review)
