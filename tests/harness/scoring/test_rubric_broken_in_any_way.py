"""A rubric that is broken in any way is told in Chinese lines, never an exception."""

from __future__ import annotations

import re

import pytest

from harness.scoring.rubric_file.rubric import BadRubric, parse

BROKEN = {
    "empty": "",
    "a word": "细则",
    "nul": "\0",
    "deep": "a = " + "[" * 5000 + "]" * 5000,
    "long number": "full = " + "9" * 5000,
    "endless fraction": "full = 0." + "9" * 9999,
    "infinite": "full = inf",
    "no number": "full = nan",
    "an exponent": "full = 1e999999999999999999999",
    "text": 'full = "很多"',
    "a list": "full = [1]",
    "a date": "full = 2020-01-01",
    "grades are a word": 'full = 1\ngrade = "优秀"',
    "grades are words": 'full = 1\ngrade = ["优秀"]',
    "criteria are numbers": "full = 1\ncriterion = [1, 2]",
    "a criterion of nothing": "full = 1\n[[criterion]]",
    "a weight that is no number": 'full = 1\n[[criterion]]\nid = "a"\nname = "甲"\nweight = nan',
    "a weight beyond all sums": 'full = 1\n[[criterion]]\nid = "a"\nname = "甲"\nweight = 1e999999999',
    "a condition of 40,000 signs": 'full = 1\n[[criterion]]\nid = "a"\nname = "甲"\nweight = 1\n'
    '[[criterion.deduction]]\nid = "b"\nname = "乙"\npoints = 1\nwhen = ["' + ":/" * 20_000 + '"]',
    "deductions are a word": 'full = 1\n[[criterion]]\nid = "a"\nname = "甲"\nweight = 1\ndeduction = "x"',
    "a list of lists": "full = 1\ncriterion = [[]]",
    "conditions are numbers": 'full = 1\n[[criterion]]\nid = "a"\nname = "甲"\nweight = 1\n'
    '[[criterion.deduction]]\nid = "b"\nname = "乙"\npoints = 1\nwhen = [1]',
    "a surrogate": 'full = "\ud800"',
}  # fmt: skip


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_rubric_that_is_broken_is_told_in_chinese(text):
    with pytest.raises(BadRubric) as told:
        parse(text, "我的.toml")
    assert told.value.faults
    for line in told.value.faults:
        assert line.startswith("我的.toml") and re.search("[\u4e00-\u9fff]", line)
        assert len(line) < 500
