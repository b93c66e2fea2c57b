"""A campaign that names no rubric is told by what it is scored, and where to name one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.campaign.workspace import no_rubric, rubric_of
from letters.faults import BadTable


def named(desk, line: str, rubric: str = ""):
    (desk.folder / "campaign.toml").write_text(f"[campaign]\nid = 'a'\n{line}\n", encoding="utf-8")
    return replace(desk.workspace, campaign=replace(desk.workspace.campaign, rubric=rubric))


def test_the_line_is_named_and_how_to_mend_it(desk):
    told = no_rubric(named(desk, 'rubric = ""'))
    assert told.startswith("campaign.toml：第3行：rubric 是空的") and "mingcha rubric list" in told
    assert no_rubric(named(desk, "")).startswith("campaign.toml：没有写 rubric")


def test_of_a_campaign_that_names_one_nothing_is_said(desk):
    assert no_rubric(named(desk, 'rubric = "general"', "general")) == ""


@pytest.mark.parametrize("text", ["", 'title = "甲"\nsource = "甲"\nfull = 0\n'])
def test_a_rubric_without_a_criterion_is_refused(desk, text):
    (desk.folder / "空.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=r"空\.toml：第1行：没有任何指标"):
        rubric_of(desk.folder, "空.toml")
