"""April: where a person says that it belongs, what a person holds, what is put right in the ledger."""

from __future__ import annotations

from pathlib import Path

import agencies
import excel
from life import Life
from office import UNITS


def filed(life: Life) -> None:
    """Where a person says that it belongs, there it counts: a mail from an unknown address."""
    here = life.on("2026-04-13")
    (item,) = [each for each in here.json("queue") if each["target"].startswith("邮件")]
    assert {one["application"] for one in item["candidates"]} == {"U005-A", "U005-B", "U005-C"}
    later = life.due("2026-05-15")
    assert {later[f"U005-{one}"]["waiting_for"] for one in "ABC"} == {"decision"}
    assert "--kind" in here("file", item["target"], "U005-B", "--kind", "回信").refusal
    words = ("file", item["target"], "U005-B", "--kind", "答复")
    shown = here.json(*words)
    # the letter's own period is over: nothing undecided is in the way any more
    changed = {each["application"]: each["after"]["state"] for each in shown["changed"]}
    assert changed == {"U005-A": "overdue", "U005-B": "answered_in_time"}
    assert life.due("2026-05-15") == later  # shown, not done
    here.json(*words, "--write", "--seen", shown["seen"])
    assert "已有变动" in here(*words, "--write", "--seen", shown["seen"]).refusal
    assert here.json(*words, "--write")["changed"] == []  # it is so already
    later = life.due("2026-05-15")
    assert later["U005-B"]["state"] == "answered_in_time"
    assert later["U005-A"]["state"] == later["U005-C"]["state"] == "overdue"


def photographed(life: Life) -> None:
    """One letter of two photographs and its envelope, filed by hand, otherwise, and back again."""
    here, place = life.on("2026-04-13"), life.folder.parent / "手机"
    place.mkdir()
    for number, name in enumerate(("正面.png", "背面.png", "信封.png")):
        (place / name).write_bytes(agencies.unreadable(210 + number))
    assert _at_the_end(life) == ("overdue", None, 4)
    words = ("log", "paper", "民政局", "--file", str(place / "正面.png"), "--file",
             str(place / "背面.png"), "--envelope", str(place / "信封.png"),
             "--received", "2026-04-09", "--posted", "2026-04-03")  # fmt: skip
    assert "民政局" in here(*words).refusal
    words = (*words[:2], UNITS["U005"], *words[3:])
    assert here.did(*words)["recorded"] and not here.did(*words)["recorded"]
    assert _at_the_end(life) == ("running", None, 0)  # nobody has decided what it is
    here.did("file", "纸件1", "U005-A", "--kind", "answer", "--why", "看过原件")
    assert _at_the_end(life) == ("answered_in_time", "2026-04-03", 0)
    here.did("file", "纸件1", "U005-A", "--kind", "补正告知", "--days", "15", "--why", "再看一遍")
    state, answered, _ = _at_the_end(life)
    assert state not in ("answered_in_time", "answered_late") and answered is None
    (undone,) = here.did("undo")
    assert undone["verb"] == "undo"
    assert _at_the_end(life) == ("answered_in_time", "2026-04-03", 0)
    whole = here.json("case", "U005-A")
    assert [each["filed_by"] for each in whole["arrivals"]] == ["林小姐"]
    assert {each["verdict"] for each in whole["judgement"]["elements"].values()} <= {
        "unclear", "not_required",
    }  # fmt: skip


def _at_the_end(life: Life) -> tuple[str, str | None, float]:
    """How U005-A stands when all periods are over: its clock, its answer, what silence costs it."""
    day = "2026-05-15"
    marks = life.marks(day)["U005"]["deductions"]
    lost = sum(each["points"] for each in marks if each["criterion"] == "a_time")
    clock = life.on(day).json("case", "U005-A")["clock"]
    told = life.due(day)["U005-A"]
    assert told["state"] == clock["state"]
    return clock["state"], clock["answered_on"], lost


def ruled(life: Life) -> None:
    """A verdict, a day and points, each with its reason; marks follow, and follow back."""
    here = life.on("2026-04-13")
    before = life.marks(here.day)
    (lost,) = [one for one in before["U001"]["deductions"] if one["element"] == "remedy"]
    assert (lost["application"], lost["points"]) == ("U001-A", 1.5)
    assert "理由" in here("rule", "U001-A/remedy", "present").refusal
    for target, value, stood, unit in (
        ("U001-A/remedy", "具备", "absent", "U001"),
        ("U001-A/answered_on", "2026年4月9日", "2026-03-26", "U001"),
        ("U002/phone", "0.5", "2", "U002"),
    ):
        shown = here.json("rule", target, value, "--why", "复核")
        assert shown["before"]["value"] == stood
        assert life.marks(here.day) == before
        done = here.json("rule", target, value, "--why", "复核", "--write")
        assert done["after"]["value"] not in (stood, None)
        after = life.marks(here.day)
        assert after[unit]["highest"] != before[unit]["highest"], target
        assert {id: each["highest"] for id, each in after.items() if id != unit} == {
            id: each["highest"] for id, each in before.items() if id != unit
        }
        here.did("undo")
        assert life.marks(here.day) == before, target
    assert here.json("case", "U001-A")["rulings"] == []


def corrected(life: Life) -> None:
    """What was changed in Excel alone is taken over; what was changed here too is a conflict."""
    here = life.on("2026-04-14")
    assert here.json("collect")["new"] == 0
    here.json("ledger", "out")
    here.did("log", "delivered", "U002-A", "--on", "2026-03-10", "--replace")  # meanwhile
    _edit(life.ledger)
    shown = here.json("ledger", "in", status=1)
    taken = here.json("ledger", "in", "--write", status=1)
    assert {**shown, "written": True} == taken
    (contested,) = taken["conflicts"]
    assert contested["column"] == "签收日期" and contested["number"] == "S-U002-A"
    days = [contested[each] for each in ("exported", "excel", "now")]
    assert days == ["2026-03-09", "2026-03-11", "2026-03-10"]
    assert len(taken["added"]) == 1 and len(taken["voided"]) == 1 and len(taken["missing"]) == 1
    changed = {(each["number"], each["column"]) for each in taken["changed"]}
    assert ("S-U004-A", "签收日期") in changed and ("R-U001-A/remedy", "人工认定") in changed
    assert taken["faults"] and all("记录编号" in each for each in taken["faults"])
    assert any(each["what"] == "ledger" for each in here.json("queue"))

    clocks = life.due(here.day)
    assert clocks["U004-A"]["due_on"] == clocks["U002-A"]["due_on"] == "2026-04-08"
    marks = life.marks(here.day)
    assert not [one for one in marks["U001"]["deductions"] if one["element"] == "remedy"]
    assert [one["points"] for one in marks["U003"]["deductions"]] == []  # its call is still there
    (ruling,) = here.json("case", "U001-A")["rulings"]
    assert (ruling["value"], ruling["why"], ruling["by"]) == ("present", "背面写明了", "周复核")


def _edit(ledger: Path) -> None:
    """Of everything that people do to a ledger, something."""
    excel.correct(ledger, "S-U002-A", {"签收日期": "2026/3/11"}, sheet="寄送")
    excel.correct(ledger, "S-U004-A", {"签收日期": "2026年3月10日"}, sheet="寄送")
    call = {"单位名称": UNITS["U004"], "用途": "咨询测试", "拨打日期": "2026-03-13",
            "拨打时间": "16:00", "结果": "无人接听", "记录人": "林小姐"}  # fmt: skip
    excel.add(ledger, call, sheet="电话记录")
    calls = excel.rows(ledger, "电话记录")
    of = {unit: [one for one in calls if one["单位名称"] == UNITS[unit] and one["用途"] == "咨询测试"]
          for unit in UNITS}  # fmt: skip
    excel.correct(ledger, of["U004"][2]["记录编号"], {"作废原因": "重复登记"}, sheet="电话记录")
    excel.delete(ledger, of["U003"][0]["记录编号"], sheet="电话记录")
    copied = {**of["U001"][0], "拨打日期": "2026-03-12", "拨打时间": "11:20"}
    excel.add(ledger, copied, sheet="电话记录")
    verdict = {"人工认定": "具备", "理由": "背面写明了", "认定人": "周复核"}
    with excel.opened(ledger, "改判") as page:
        number = next(row[0].row for row in page.iter_rows() if row[0].value == "R-U001-A/remedy")
        for head, value in verdict.items():
            page.cell(number, excel.heads(page)[head]).value = value


def mended(life: Life) -> None:
    """Conflict and copied number are mended in Excel, and nothing is left to say."""
    here = life.on("2026-04-14")
    excel.correct(life.ledger, "S-U002-A", {"签收日期": "2026-03-10"}, sheet="寄送")
    calls = excel.rows(life.ledger, "电话记录")
    number = next(each["记录编号"] for each in calls if each["单位名称"] == UNITS["U001"])
    with excel.opened(life.ledger, "电话记录") as page:
        twice = [row[0] for row in page.iter_rows() if row[0].value == number]
        assert len(twice) == 2
        twice[1].value = None
    taken = here.json("ledger", "in", "--write")
    assert len(taken["added"]) == 1 and not taken["faults"] and not taken["conflicts"]
    again = here.json("ledger", "in", "--write")
    assert not again["added"] and not again["changed"] and not again["voided"]
    assert len(again["missing"]) == 1  # listed, never deleted
    assert not any(each["what"] == "ledger" for each in here.json("queue"))
    marks = life.marks(here.day)
    assert [
        one["points"] for one in marks["U004"]["deductions"] if one["criterion"] == "phone"
    ] == [2]
