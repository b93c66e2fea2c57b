"""February and March: the tables, the plan, and what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import excel
import office
from life import Life
from office import UNITS


def begun(life: Life) -> None:
    """A new folder says what is wrong with it until it is filled in."""
    made = life.desk.json("new", "五家", "--title", office.TITLE, "--region", office.REGION)
    assert made["files"] == ["campaign.toml", "units.xlsx", "applicants.xlsx", "questions.xlsx"]
    assert "不会覆盖" in life.desk("new", "五家").refusal
    here = life.on("2026-02-24")
    assert len(here.json("status", status=1)["faults"]) == 2  # no unit and no applicant yet

    office.fill_in(life.folder, life.boxes, units=("U001", "U002", "U003", "U004"))
    office.settle(life.folder, smtp=life.post.port, imap=life.server.port, store=life.store)
    units = life.folder / "units.xlsx"
    excel.correct(units, UNITS["U002"], {"邮政编码": "99010", "行政层级": "市级"})
    (level, code) = here.json("status", status=1)["faults"]
    for fault in (code, level):
        assert fault.startswith("units.xlsx，工作表“被测单位”，第4行"), fault
    assert "邮政编码" in here("plan", "--write").refusal
    assert here.json("history") == []
    excel.correct(units, UNITS["U002"], {"邮政编码": "990101", "行政层级": "地市级"})
    status = here.json("status")
    assert status["faults"] == [] and status["next"] == "mingcha plan --write"


def planned(life: Life) -> None:
    """Frozen, the plan stays as it is, whatever is inserted and however the table is sorted."""
    here, units = life.on("2026-02-24"), life.folder / "units.xlsx"
    shown = here.json("plan")
    assert not shown["frozen"] and len(shown["applications"]) == 12
    assert here.json("plan", "--write")["frozen"]
    numbers = {row["单位名称"]: row["单位编号"] for row in excel.rows(units)}
    assert numbers == {"（示例）样本市财政局": None, **{UNITS[id]: id for id in list(UNITS)[:4]}}

    excel.insert(units, UNITS["U002"], office.unit_row("U005"))
    excel.order(units, "单位名称")
    more = here.json("plan")
    before, now = _plan(shown), _plan(more)
    assert sorted(now.keys() - before.keys()) == ["U005-A", "U005-B", "U005-C"]
    assert before.items() <= now.items()
    assert here.json("plan", "--write")["frozen"]
    numbers = {row["单位名称"]: row["单位编号"] for row in excel.rows(units)}
    assert {name: id for name, id in numbers.items() if id} == {v: k for k, v in UNITS.items()}
    again = here.json("plan", "--write")
    assert [each["verb"] for each in here.json("history")] == ["plan", "plan"]
    life.plan = _plan(again)
    assert life.plan == now


def _plan(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is asked of whom; whether it is new is another matter."""
    return {
        each["id"]: {key: value for key, value in each.items() if key != "new"}
        for each in told["applications"]
    }


def posted(life: Life) -> None:
    """A letter has gone when the post office's number is typed into the list, or somebody says so."""
    here = life.on("2026-03-06")
    assert here.json("status")["next"] == "mingcha letters"
    made = here.json("letters")["files"]
    assert sum(each.endswith(".docx") and "申请" in each for each in made) >= 5
    assert here.json("letters")["files"] == made
    assert {each["state"] for each in here.json("due")} == {"not_sent"}
    (posting,) = [life.folder / each for each in made if "交寄清单" in each]
    for id in ("U001-A", "U002-A", "U003-A", "U004-A"):
        excel.correct(posting, id, {"挂号号码": f"XA4500000{id[1:4]}45"})
    here.json("collect")
    words = ("log", "posted", "U005-A", "--on", "2026/3/6", "--number", "XA450000000545")
    assert here.did(*words)["recorded"] and not here.did(*words)["recorded"]
    past = here.json("history")
    here.json("collect")
    assert here.json("history") == past  # a second time nothing is new
    states = {id: each["state"] for id, each in life.due("2026-03-06").items()}
    assert {id for id, state in states.items() if state == "awaiting_receipt"} == {
        f"{unit}-A" for unit in UNITS
    }


CALLS = (
    ("U001", "2026-03-10", "09:40", "接通"), ("U002", "2026-03-10", "09:50", "无人接听"),
    ("U002", "2026-03-11", "15:10", "接通"), ("U003", "2026-03-10", "10:05", "接通"),
    ("U004", "2026-03-10", "10:20", "无人接听"), ("U004", "2026-03-11", "15:30", "占线"),
    ("U004", "2026-03-12", "10:00", "无人接听"),
)  # fmt: skip


def received(life: Life) -> None:
    """What the post office's web page says and what was telephoned, typed into the ledger."""
    here = life.on("2026-03-13")
    (made,) = here.json("ledger", "out")["files"]
    assert Path(made) == life.ledger
    for id in ("U001-A", "U003-A", "U004-A"):
        excel.correct(life.ledger, id, {"签收日期": "2026/3/9", "签收人": "收发室"}, sheet="寄送")
    calls = (
        {"单位名称": UNITS[unit], "用途": "咨询测试", "拨打日期": day, "拨打时间": time,
         "电话号码": f"0990-555010{unit[-1]}", "结果": outcome, "记录人": "林小姐"}
        for unit, day, time, outcome in CALLS
    )  # fmt: skip
    excel.add(life.ledger, *calls, sheet="电话记录")
    shown = here.json("ledger", "in")
    assert len(shown["added"]) == len(CALLS) and len(shown["changed"]) == 6
    assert life.due("2026-03-13")["U001-A"]["state"] == "awaiting_receipt"  # shown, not done
    assert here.json("ledger", "in", "--write")["faults"] == []
    again = here.json("ledger", "in", "--write")
    assert not again["added"] and not again["changed"]
    for id in ("U002-A", "U005-A"):
        assert here.did("log", "delivered", id, "--on", "2026年3月9日")["recorded"]
    call = ("log", "call", UNITS["U005"], "--on", "20260310", "--time", "10:30")
    assert here.did(*call, "--outcome", "connected")["recorded"]
    clocks = life.due("2026-03-13")
    assert {clocks[f"{unit}-A"]["due_on"] for unit in UNITS} == {"2026-04-07"}
    phones = {
        id: [one["points"] for one in each["deductions"] if one["criterion"] == "phone"]
        for id, each in life.marks("2026-03-13").items()
    }
    assert phones == {"U001": [], "U002": [], "U003": [], "U004": [2], "U005": []}


def mailed(life: Life) -> None:
    """Nothing goes out but the number of mails that was forecast, and each of them once."""
    here = life.on("2026-03-20")
    assert "由 mingcha send 发送" in here("log", "submitted", "U001-B", "--on", here.day).refusal
    due = here.json("send")["due"]
    assert due == [id for id in life.plan if id.endswith("-B")] and len(due) == 5
    rehearsed = here.json("send", "--rehearse", "self@five.example")
    assert rehearsed["sent"] == due and here.json("send")["due"] == due
    assert {str(each["X-Rcpt"]) for each in life.post.mails} == {"self@five.example"}
    life.post.mails.clear()
    assert "现在到期待发的是5封" in here("send", "--send", "4").refusal
    assert life.post.mails == []
    assert here.json("send", "--send", "5")["sent"] == due
    assert "现在到期待发的是0封" in here("send", "--send", "5").refusal
    assert here.json("send", "--send", "0")["sent"] == []
    there = sorted(str(each["X-Rcpt"]) for each in life.post.mails)
    assert there == sorted(str(office.unit_row(unit)["申请邮箱"]) for unit in UNITS)


def submitted(life: Life) -> None:
    """What is typed into a web page is due until somebody says that it was submitted."""
    here = life.on("2026-03-23")
    refusal = here("log", "submitted", "U001-B", "--on", "2026-03-23").refusal
    assert "程序已于" in refusal and "--replace" not in refusal
    files = here.json("letters")["files"]
    assert any("网" in each for each in files), files
    for unit in UNITS:
        assert here.did("log", "submitted", f"{unit}-C", "--on", "2026-03-23")["recorded"]
    status = here.json("status")
    assert (status["planned"], status["sent"], status["answered"]) == (15, 15, 0)
    # a mail or a web page counts from its receipt, which the unit says on the telephone
    calls = (
        {"单位名称": UNITS[id[:4]], "用途": "确认收件", "申请编号": id, "拨打日期": day,
         "拨打时间": "15:20", "结果": "接通", "通话内容": "确认已收到"}
        for round, day in (("B", "2026/3/20"), ("C", "2026/3/23"))
        for id in (f"{unit}-{round}" for unit in UNITS)
    )  # fmt: skip
    excel.add(life.ledger, *calls, sheet="电话记录")
    assert len(here.json("ledger", "in", "--write")["added"]) == 10
    clocks = life.due("2026-03-23")
    assert {clocks[f"{unit}-B"]["due_on"] for unit in UNITS} == {"2026-04-20"}
    assert {clocks[f"{unit}-C"]["due_on"] for unit in UNITS} == {"2026-04-21"}
