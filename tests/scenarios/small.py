"""A campaign of two units that is small and quick: sent, two papers and three mails waiting for it.

In: a folder and a mail server. Out: the folder before anything came in, or after `collect`; what its
facts are, row by row, to be held against another's.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import agencies
import excel
import office
from agencies import Asked
from behind import did
from desk import Desk
from dovecot import PASSWORD
from office import UNITS, post_office

from harness.store import tables
from harness.store.home import home_of

DAY = "2026-04-10"
ROUNDS = office.ROUNDS[: office.ROUNDS.index("\n[[rounds]]", office.ROUNDS.index('id = "B"'))]
IDS = ("U001-A", "U002-A", "U001-B", "U002-B")
RULED = ("rule", "U001-A/remedy", "present", "--why", "背面写明了", "--write", "--json")
FILED = ("file", "Z002", "U002-A", "--kind", "answer", "--why", "看过原件", "--write", "--json")


def at(folder: Path, day: str = DAY, by: str = "林小姐") -> Desk:
    return Desk(folder, day, by, {"MINGCHA_MAIL_PASSWORD": PASSWORD})


def sent(folder: Path, server: Any, boxes: tuple[str, str], store: str = "") -> Path:
    """Everything is out, nothing has come in: what came lies in the mailbox and in incoming/."""
    with post_office() as post:
        desk = at(folder, "2026-02-20")
        desk.json("new", "两家", "--title", office.TITLE, "--region", office.REGION)
        desk = at(folder / "两家", "2026-03-20")
        office.fill_in(desk.folder, boxes, units=("U001", "U002"))
        office.settle(desk.folder, smtp=post.port, imap=server.port, rounds=ROUNDS, store=store)
        plan = {one["id"]: one for one in desk.json("plan", "--write")["applications"]}
        desk.json("letters")
        for id in ("U001-A", "U002-A"):
            desk.json("log", "posted", id, "--on", "2026-03-06", "--number", f"XA{id}", "--write")
            desk.json("log", "delivered", id, "--on", "2026-03-09", "--write")
        desk.json("send", "--send", "2")
        people = dict(zip(("张演一", "李演二"), boxes, strict=True))
        for id in ("U001-B", "U002-B"):
            thread = post.number_of(str(office.unit_row(id[:4])["申请邮箱"]))
            _mail(server, people[plan[id]["applicant"]], plan[id], thread)
    desk.json("ledger", "out")
    _papers(desk.folder, plan)
    return desk.folder


def _mail(server: Any, box: str, planned: dict[str, Any], thread: str) -> None:
    asked = Asked(planned["unit"], planned["applicant"], planned["question"], date(2026, 3, 20))
    sender = f"{asked.unit} <{office.unit_row(planned['id'][:4])['申请邮箱']}>"
    paper = agencies.word(agencies.answer(asked, date(2026, 4, 8)))
    made = agencies.mail(
        sender, box, "答复", ["见附件。"], reply_to=thread, attached=[("答复书.docx", paper)]
    )
    agencies.lay_in(server, box, made, date(2026, 4, 8))
    receipt = agencies.mail(sender, box, "自动回复", ["您的邮件已收到。"], reply_to=thread)
    agencies.lay_in(server, box, receipt, date(2026, 3, 20))


def _papers(folder: Path, plan: dict[str, dict[str, Any]]) -> None:
    planned = plan["U001-A"]
    asked = Asked(planned["unit"], planned["applicant"], planned["question"], date(2026, 3, 9))
    paper = agencies.word(agencies.answer(asked, date(2026, 3, 25), remedy=False))
    bin = folder / "incoming" / "纸质来件"
    (bin / "Z001.docx").write_bytes(paper)
    (bin / "Z002.png").write_bytes(agencies.unreadable())
    rows = (
        {"来件编号": "Z001", "收件日期": "2026/3/28", "邮戳日期": "2026/3/26",
         "寄件单位": UNITS["U001"], "文件名": "Z001.docx"},
        {"来件编号": "Z002", "收件日期": "2026/4/3", "邮戳日期": "2026/4/1",
         "寄件单位": UNITS["U002"], "文件名": "Z002.png"},
    )  # fmt: skip
    excel.add(folder / "incoming" / "台账.xlsx", *rows, sheet="纸质来件")
    (folder / "incoming" / "散件.png").write_bytes(agencies.unreadable(201))


def edited(folder: Path) -> Path:
    """Its ledger, written out anew and edited: two calls, a day of delivery, where a paper belongs,
    a ruling."""
    desk = at(folder)
    ledger = folder / "incoming" / "台账.xlsx"
    desk.json("ledger", "out")
    calls = (
        {"单位名称": UNITS[unit], "用途": "咨询测试", "拨打日期": "2026/4/9", "拨打时间": "10:00",
         "结果": "接通"}
        for unit in ("U001", "U002")
    )  # fmt: skip
    excel.add(ledger, *calls, sheet="电话记录")
    excel.correct(ledger, "U002-A", {"签收日期": "2026/3/10"}, sheet="寄送")
    excel.correct(
        ledger, "Z002", {"归入申请": "U002-A", "种类": "答复", "理由": "看过"}, sheet="归卷"
    )
    excel.correct(
        ledger,
        "救济渠道",
        {"人工认定": "具备", "理由": "背面写明了", "认定人": "林小姐"},
        sheet="改判",
    )
    return folder


# what the facts are apart from when they were written; `exports` is what a workbook last said
_LEFT_OUT = ("changes", "exports", "history")


def facts(folder: Path) -> dict[str, list[str]]:
    """Every table's rows; of the history, what was done by whom, in order."""
    names = [each for each in tables.metadata.tables if each not in _LEFT_OUT]
    if not home_of(folder).exists():
        return {}
    told = {name: sorted(map(str, did(folder, f'select * from "{name}"'))) for name in names}
    done = did(folder, "select verb, what, by from history order by op")
    return {**told, "history": [str(row) for row in done]}


def differences(found: dict[str, list[str]], wanted: dict[str, list[str]]) -> list[str]:
    """A line for each row that one has and the other has not, or has twice."""
    lines = []
    for name in sorted(found.keys() | wanted.keys()):
        ours, theirs = list(found.get(name, ())), list(wanted.get(name, ()))
        for row in theirs:
            if row in ours:
                ours.remove(row)
            else:
                lines.append(f"{name}: lost {row}")
        lines += [f"{name}: too many {row}" for row in ours]
    return lines
