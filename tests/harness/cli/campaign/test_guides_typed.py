"""A unit's 公开指南, typed: kept, counted, taken back, and in a bundle that anybody can compute again."""

from __future__ import annotations

import json
import shlex

import pytest

from tests.harness.guide.guides import GUIDES
from tests.harness.guide.written import bytes_of

from .conftest import LAST

AT = ("--as-of", LAST)


@pytest.fixture
def guided(here):
    """Marked by the guide alone."""
    settings = here.folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("rubric"))
    settings.write_text(
        text.replace(line, 'rubric = "suizhou_gaoxin_2021"'), encoding="utf-8", newline=""
    )
    town = next(each for each in GUIDES if each.name == "镇政府.txt")
    (here.folder.parent / "指南.txt").write_bytes(bytes_of(town))
    return here


def guidance(here):
    (one,) = [each for each in here.json("marks") if each["unit_id"] == "U001"]
    found = [*one["pending"], *one["deductions"]]
    return [each["reason"] for each in found if each["criterion"] == "guidance"]


def test_what_is_typed_counts_and_a_bundle_of_it_can_be_computed_again(guided, tmp_path):
    file = str(guided.folder.parent / "指南.txt")
    words = ("log", "guide", "U001", "--file", file, "--on", "2020-10-12")
    assert "公开指南尚未核对" in guidance(guided)[0]
    assert "标题写的单位是“石桥镇人民政府”" in guided(*words, *AT).refusal
    shown = guided(*words, "--sure", *AT)
    assert "将登记：2020-10-12 取得" in shown.out and "公开指南尚未核对" in guidance(guided)[0]
    assert guided(*shlex.split(shown.next.partition("：")[2])[1:]).status == 0
    assert not any("尚未核对" in each for each in guidance(guided))

    target = tmp_path / "成果.zip"
    assert guided("bundle", str(target), *AT).status == 0
    assert json.loads(guided("verify", str(target), "--json").out)["ok"]

    last = guided.past[-1]["op"] if guided.past[-1]["verb"] == "log" else guided.past[0]["op"]
    assert guided("undo", str(last), "--write", *AT).status == 0
    assert "公开指南尚未核对" in guidance(guided)[0]
