"""March and April: what comes back, by mail, by post and into incoming/."""

from __future__ import annotations

from datetime import date
from typing import Any

import agencies
import excel
import office
from life import Life
from office import UNITS

NINTH, SPRING = date(2026, 3, 9), date(2026, 3, 20)


def come(life: Life) -> None:
    """By mail, by post as the ledger has it, and laid into incoming/: each is kept and placed once."""
    _mails_come(life)
    _papers_come(life)
    here = life.on("2026-04-10")
    told = here.json("collect", status=1)
    assert told["new"] == 8 and here.json("collect")["new"] == 0
    placed = {(each["application"], each["kind"]) for each in told["arrivals"] if not each["doubt"]}
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
    finance, schools = (
        f"{UNITS[id]} <{office.unit_row(id)['申请邮箱']}>" for id in ("U001", "U002")
    )
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
