"""A second look, and a unit's objection, typed: each command that is shown does what it says."""

from __future__ import annotations

import shlex

import openpyxl

from harness.ledger.second import HEADS, SHEET, TARGET, VERDICT, WHY

from .conftest import LAST

AT = ("--as-of", LAST)
COLUMNS = {name: place for place, name in enumerate(HEADS)}


def go(here, done):
    """Type what the last line says."""
    assert done.status == 0, done
    command = shlex.split(done.next.partition("：")[2])
    assert command[0] == "mingcha"
    return here(*command[1:])


def fill(path, target, verdict, why):
    book = openpyxl.load_workbook(path)
    for row in book[SHEET].iter_rows(min_row=2):
        if row[COLUMNS[TARGET]].value == target:
            row[COLUMNS[VERDICT]].value, row[COLUMNS[WHY]].value = verdict, why
    book.save(path)


def test_a_blind_second_mark_from_the_sample_to_the_decision(here):
    shown = here("sample", "--clean", "20", "--seed", "3", *AT)
    assert "将抽出" in shown.out and "有问题 " in shown.out
    made = go(here, go(here, shown))
    assert "复评表-李四.xlsx" in made.out
    made = here("second", "out", "--by", "王五", *AT)
    path = here.folder / "复评表-王五.xlsx"
    assert path.exists() and "给王五复评" in made.out
    fill(path, "U002-A/remedy", "具备", "背面写明了法院")
    shown = here("second", "in", path.name, *AT)
    assert "将读入王五的复评 1 项" in shown.out
    assert "已读入王五的复评 1 项" in go(here, shown).out

    (item,) = [each for each in here.json("queue") if each["target"] == "U002-A/remedy"]
    assert item["stage"] == "decision" and "复评认定“具备”" in item["why"]
    told = here("agreement", *AT)
    assert "不一而待定评 1 项" in told.out and "--stage decision" in told.next
    whole = here.json("agreement")
    assert whole["disputed"] == ["U002-A/remedy"]
    assert {"who", "element", "n", "same", "raw", "kappa", "low", "high"} <= set(whole["rows"][0])

    words = ("rule", "U002-A/remedy", "具备", "--why", "看过背面", "--stage", "定评")
    assert "王五已对" in here(*words, "--by", "王五", *AT).err
    assert go(here, here(*words, *AT)).status == 0
    assert [each["stage"] for each in here.json("case", "U002-A")["rulings"]] == [
        "second", "decision",
    ]  # fmt: skip
    assert here.json("agreement")["disputed"] == []
    assert [each["verb"] for each in here.past[-3:]] == ["sample", "second", "rule"]


def test_a_blind_mark_is_shown_nothing_and_says_so(here):
    words = ("rule", "U002-A/remedy", "具备", "--why", "有", "--stage", "second")
    shown = here(*words, *AT)
    assert "不向复评人显示" in shown.out and "瑕疵" not in shown.out and "--seen" not in shown.next
    assert here.json(*words)["before"] is None
    assert "应为 first（初评）" in here(*words[:-1], "third", *AT).err


def test_an_objection_from_the_feedback_to_the_list_of_changes(here, tmp_path):
    paper = tmp_path / "异议书.txt"
    paper.write_text("答复书背面印有诉讼权利", encoding="utf-8")
    assert "异议期限" in here("log", "feedback", "U002", "--on", "2020-11-16", *AT).out
    handed = go(here, here("log", "feedback", "U002", "--on", "2020-11-16", *AT))
    assert "已登记" in handed.out
    words = ("objection", "new", "U002", "U002-A/remedy", "--on", "2020-11-18",
             "--text", "背面 印有法院", "--file", str(paper))  # fmt: skip
    assert "第1号异议" in go(here, here(*words, *AT)).out
    assert "没有改动" in here(*words, "--write", *AT).out
    assert here.json("status")["objections"] == 1
    assert "未决的异议1件" in here("status", *AT).out
    (item,) = [each for each in here.json("queue") if each["what"] == "objection"]
    assert item["target"] == "1"

    shown = here("objection", "decide", "1", "成立", "--value", "具备", "--why", "属实", *AT)
    assert "变更清单" in shown.out and "得分" in shown.out
    done = go(here, shown)
    assert "异议成立" in done.out
    (one,) = here.json("objection", "list")
    assert (one["state"], one["targets"], one["late"]) == ("upheld", ["U002-A/remedy"], None)
    assert "异议成立" in here("case", "U002-A", *AT).out
    (row,) = here.json("undo", "--write")
    assert row["verb"] == "undo" and here.json("objection", "list")[0]["state"] == "open"
    assert "异议不成立" in here(
        "objection", "decide", "1", "rejected", "--why", "背面空白", "--write", *AT
    ).out  # fmt: skip


def test_what_is_typed_wrongly_is_told_in_one_line(here):
    assert "没有第4号异议" in here("objection", "decide", "4", "成立", "--why", "x", *AT).err
    assert "应为 upheld" in here("objection", "decide", "4", "也许", *AT).err
    assert "请先抽样" in here("second", "out", *AT).err
    assert "没有这个文件" in here("second", "in", "没有.xlsx", *AT).err
    assert "0至100" in here("sample", "--clean", "101", *AT).err
