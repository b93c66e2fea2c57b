"""A campaign of five units from `new` to `report`, by the command line alone: real mail servers on
loopback, paper and calls through the ledger as people keep it, each answer as contracts.md has it.

One life, told in the order of its days (2026-02-20 to 2026-06-01); each step goes on from the last.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))

import agencies
import excel
import office
import reading
from agencies import Asked
from desk import Desk
from dovecot import PASSWORD
from office import UNITS, Post, post_office

pytestmark = pytest.mark.needs("dovecot")
BOXES = ("zhang@five.example", "li@five.example")


@dataclass
class Life:
    """The campaign and what is around it; `asked` is filled from the plan."""

    desk: Desk
    post: Post
    server: Any
    plan: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.desk.folder / "五家"

    @property
    def ledger(self) -> Path:
        return self.folder / "incoming" / "台账.xlsx"

    def on(self, day: str) -> Desk:
        """In the campaign's folder, on that day."""
        return Desk(self.folder, day, environment={"MINGCHA_MAIL_PASSWORD": PASSWORD})

    def asked(self, id: str, received: date) -> Asked:
        each = self.plan[id]
        return Asked(each["unit"], each["applicant"], each["question"], received)

    def box(self, id: str) -> str:
        return BOXES[0] if self.plan[id]["applicant"] == "张演一" else BOXES[1]

    def due(self, day: str) -> dict[str, dict[str, Any]]:
        return {each["application"]: each for each in self.on(day).json("due")}

    def marks(self, day: str) -> dict[str, dict[str, Any]]:
        return {each["unit_id"]: each for each in self.on(day).json("marks")}


@pytest.fixture
def life(tmp_path: Path, dovecot) -> Iterator[Life]:
    with post_office() as post:
        yield Life(Desk(tmp_path), post, dovecot)


def test_five_units_are_assessed_from_the_first_table_to_the_report(life: Life) -> None:
    for step in (
        begun,
        planned,
        posted,
        received,
        mailed,
        submitted,
        come,
        undecided,
        filed,
        photographed,
        ruled,
        corrected,
        mended,
        reported,
        kept,
    ):
        step(life)


# --- February: the tables, and the plan


def begun(life: Life) -> None:
    """A new folder says what is wrong with it until it is filled in."""
    made = life.desk.json("new", "五家", "--title", office.TITLE, "--region", office.REGION)
    assert made["files"] == ["campaign.toml", "units.xlsx", "applicants.xlsx", "questions.xlsx"]
    assert "不会覆盖" in life.desk("new", "五家").refusal
    here = life.on("2026-02-24")
    assert len(here.json("status", status=1)["faults"]) == 2  # no unit and no applicant yet

    office.fill_in(life.folder, BOXES, units=("U001", "U002", "U003", "U004"))
    office.settle(life.folder, smtp=life.post.port, imap=life.server.port)
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


# --- March: what goes out


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
    assert "是程序发信时所记，不能取代" in refusal and "--replace" not in refusal
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


# --- March and April: what comes back

NINTH, SPRING = date(2026, 3, 9), date(2026, 3, 20)


def come(life: Life) -> None:
    """By mail, by post as the ledger has it, and laid into incoming/: each is kept and placed once."""
    _mails_come(life)
    _papers_come(life)
    here = life.on("2026-04-10")
    told = here.json("collect", status=1)
    assert told["new"] == 8 and here.json("collect")["new"] == 0
    placed = {
        (each["application"], each["kind"]) for each in told["arrivals"] if not each["doubt"]
    }
    assert placed == {
        ("U001-A", "answer"), ("U001-B", "answer"), ("U001-C", "answer"), ("U002-A", "answer"),
        ("U002-B", "extension_notice"), ("U002-C", "answer"),
    }  # fmt: skip
    case = here.json("case", "U001-A")
    assert case["clock"]["state"] == "answered_in_time"
    assert case["clock"]["answered_on"] == "2026-03-26"  # its postmark
    assert case["judgement"]["elements"]["remedy"]["verdict"] == "absent"
    assert here.json("case", "U002-B")["clock"]["due_on"] == "2026-05-20"


def _mails_come(life: Life) -> None:
    finance, schools = (f"{UNITS[id]} <{office.unit_row(id)['申请邮箱']}>" for id in ("U001", "U002"))
    asked = life.asked("U001-B", SPRING)
    lines = agencies.answer(asked, date(2026, 4, 1), number=21)
    paper = agencies.sealed(office.unit("U001"), lines, date(2026, 4, 1))
    thread = life.post.number_of("xxgk@czj")
    _comes(life, "U001-B", date(2026, 4, 1), agencies.mail(
        finance, life.box("U001-B"), "答复", ["答复书见附件。"], reply_to=thread,
        attached=[("答复书.pdf", paper)],
    ))  # fmt: skip
    asked = life.asked("U002-B", SPRING)
    paper = agencies.word(agencies.extension(asked, date(2026, 4, 8)))
    thread = life.post.number_of("xxgk@jyj")
    _comes(life, "U002-B", date(2026, 4, 8), agencies.mail(
        schools, life.box("U002-B"), "回复", ["详见附件。"], reply_to=thread,
        attached=[("延期告知书.docx", paper)],
    ))  # fmt: skip
    asked = life.asked("U002-A", NINTH)  # by a letter; it answers by mail
    paper = agencies.word(agencies.answer(asked, date(2026, 4, 2), number=33))
    _comes(life, "U002-A", date(2026, 4, 2), agencies.mail(
        schools, life.box("U002-A"), f"关于{asked.title}的答复", ["答复书见附件。"],
        attached=[("答复书.docx", paper)],
    ))  # fmt: skip
    # from an address that nobody knows: who sent it stands in its words, and nothing else does
    _comes(life, "U005-B", date(2026, 4, 7), agencies.mail(
        "办公室 <office@mail.example>", life.box("U005-B"), "材料", ["您要的材料见附件，请查收。样江市民政局办公室"],
        attached=[("扫描件.png", agencies.unreadable(230))],
    ))  # fmt: skip


def _comes(life: Life, id: str, on: date, made: Any) -> None:
    agencies.lay_in(life.server, life.box(id), made, on)


def _papers_come(life: Life) -> None:
    incoming = life.folder / "incoming"
    asked = life.asked("U001-A", NINTH)
    paper = agencies.word(agencies.answer(asked, date(2026, 3, 25), remedy=False))
    (incoming / "纸质来件" / "Z001.docx").write_bytes(paper)
    (incoming / "纸质来件" / "Z002.png").write_bytes(agencies.unreadable(236))
    rows = (
        {"来件编号": "Z001", "收件日期": "2026/3/28", "邮戳日期": "2026/3/26",
         "寄件单位": UNITS["U001"], "文件名": "Z001.docx"},
        {"来件编号": "Z002", "收件日期": "2026/4/3", "邮戳日期": "2026/4/1",
         "寄件单位": UNITS["U003"], "文件名": "Z002.png"},
    )  # fmt: skip
    excel.add(life.ledger, *rows, sheet="纸质来件")
    for id, day in (("U001-C", date(2026, 4, 9)), ("U002-C", date(2026, 4, 10))):
        asked = life.asked(id, date(2026, 3, 23))
        lines = agencies.answer(asked, day, number=40 + int(id[3]))
        (incoming / f"{asked.unit}网上答复.docx").write_bytes(agencies.word(lines))


def undecided(life: Life) -> None:
    """A letter that nobody can read is no silence: nothing is taken off, nobody is accused."""
    here = life.on("2026-04-10")
    items = {each["target"]: each for each in here.json("queue") if each["what"] == "filing"}
    assert len(items) == 2 and "Z002" in items
    assert items["Z002"]["candidates"][0]["application"].startswith("U003")
    clocks = life.due("2026-05-15")  # all periods are over
    for id in ("U003-A", "U003-B", "U003-C"):
        assert clocks[id]["state"] != "overdue" and clocks[id]["waiting_for"] == "decision", id
        assert clocks[id]["pending"] == ["Z002"]
    assert clocks["U004-A"]["state"] == clocks["U004-C"]["state"] == "overdue"
    marks = life.marks("2026-05-15")
    assert marks["U003"]["deductions"] == [] and marks["U003"]["pending"]
    assert not marks["U003"]["established"]
    silent = {(one["criterion"], one["points"]) for one in marks["U004"]["deductions"]}
    assert silent >= {("a_time", 4), ("a_form", 4), ("b_time", 3), ("c_time", 2)}
    assert items["Z002"]["why"].count("寄件单位")


# --- April: what people decide


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
    state, answered, points = _at_the_end(life)
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
        assert after[unit]["score"] != before[unit]["score"], target
        assert {id: each["score"] for id, each in after.items() if id != unit} == {
            id: each["score"] for id, each in before.items() if id != unit
        }
        here.did("undo")
        assert life.marks(here.day) == before, target
    assert here.json("case", "U001-A")["rulings"] == []


# --- The ledger, written out and edited while others work


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
        number = next(
            row[0].row for row in page.iter_rows() if row[0].value == "R-U001-A/remedy"
        )
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
    assert [one["points"] for one in marks["U004"]["deductions"] if one["criterion"] == "phone"] == [2]


# --- June: what is handed in


def reported(life: Life) -> None:
    """Every file opens; whoever was silent is named, who waits for a decision is not."""
    here = life.on("2026-06-01")
    done = here.json("due", "--ics", "期限.ics", "--xlsx", "期限.xlsx")
    assert len(done) == 15
    assert (life.folder / "期限.ics").read_text("utf-8").count("BEGIN:VEVENT") >= 1
    assert len(excel.rows(life.folder / "期限.xlsx")) >= 15
    files = [life.folder / each for each in here.json("report")["files"]]
    told = {each: reading.text_of(each) for each in files}
    assert len(told) >= 8 and all(told.values())
    (overview,) = [text for each, text in told.items() if "总报告" in each.name]
    accusing = [line for line in overview.splitlines() if "未答复" in line]
    named = {id for id in UNITS for line in accusing if UNITS[id] in line}
    assert "U004" in named and "U003" not in named, accusing
    letters = {each.stem: text for each, text in told.items() if each.parent.name == "反馈单"}
    assert len(letters) == 5
    assert here.json("status")["planned"] == 15


def kept(life: Life) -> None:
    """Handed over and put aside; checked elsewhere, and what was altered is named."""
    here, elsewhere = life.on("2026-06-01"), life.folder.parent / "别处"
    elsewhere.mkdir()
    here.json("bundle", str(elsewhere / "成果.zip"))
    there = Desk(elsewhere)
    assert there.json("verify", "成果.zip") == {"ok": True, "differences": []}
    altered(elsewhere / "成果.zip", elsewhere / "改.zip", "results/marks.json")
    found = there.json("verify", "改.zip", status=1)
    assert not found["ok"] and any("marks.json" in each for each in found["differences"])

    here.json("backup", str(elsewhere / "备份.zip"))
    there.json("restore", "备份.zip", "恢复")
    back = Desk(elsewhere / "恢复", here.day)
    for words in (("due",), ("marks",), ("history",), ("queue",)):
        assert back.json(*words) == here.json(*words), words
    assert back.json("verify") == here.json("verify") == {"ok": True, "differences": []}
    evidence = next((elsewhere / "恢复" / "evidence").glob("*/*.docx"))
    evidence.chmod(0o644)
    evidence.write_bytes(evidence.read_bytes() + b" ")
    found = back.json("verify", status=1)
    assert any(evidence.name[:8] in each for each in found["differences"])
    verbs = {each["verb"] for each in here.json("history")}
    assert verbs >= {"plan", "send", "collect", "log", "file", "rule", "ledger", "undo"}


def altered(source: Path, target: Path, member: str) -> None:
    """A bundle in which one file says something else."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"18", b"19", 1) if name == member else data)
