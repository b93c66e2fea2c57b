"""campaign.toml is changed where it was to be changed, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from letters import toml_text
from letters.beginning import campaign_text
from letters.campaign_edit import At, NotEdited, edited

TEXT = """# 设置
[campaign]
title = "一 # 不是说明"   # 说明
hours = [
  "09:00-12:00",  # 上午
  "14:30-17:00",
]

[[rounds]]
id = "A"
[[rounds]]
id = "B"   # 乙
"""


def test_a_value_is_changed_and_its_comment_stays():
    text = edited(TEXT, {At("campaign", "title"): "二"})
    assert 'title = "二"  # 说明' in text
    assert text.replace('"二"  #', '"一 # 不是说明"   #') == TEXT


def test_what_goes_over_several_lines_is_changed_as_a_whole():
    text = edited(TEXT, {At("campaign", "hours"): ["08:30-12:00"]})
    assert toml_text.loads(text)["campaign"]["hours"] == ["08:30-12:00"]


def test_one_of_several_is_changed_and_one_is_added():
    text = edited(TEXT, {At("rounds", "id", 1): "C", At("rounds", "id", 2): "D"})
    assert [each["id"] for each in toml_text.loads(text)["rounds"]] == ["A", "C", "D"]
    assert "# 乙" in text


def test_a_part_that_was_not_there_is_added_and_a_key_is_taken_out():
    text = edited(TEXT, {At("report", "dated"): date(2026, 3, 5), At("campaign", "hours"): None})
    assert toml_text.loads(text)["report"] == {"dated": date(2026, 3, 5)}
    assert "hours" not in toml_text.loads(text)["campaign"]


def test_what_is_written_in_another_way_is_left_to_its_writer():
    for text in ('campaign = {title = "一"}\n', '[campaign]\n"title" = "一"\n'):
        with pytest.raises(NotEdited):
            edited(text, {At("campaign", "title"): "二"})


def test_the_comments_of_a_new_campaign_all_stay():
    before = campaign_text(date(2026, 3, 1), title="某某")
    after = edited(before, {At("campaign", "collect_until"): date(2026, 9, 1)})
    assert before.count("#") == after.count("#")
