"""Homes in which somebody has worked so far and no further: what the writing verbs are tried in.

A home is a folder: the campaign of three units (样江), the keys that lie outside it, and the papers and
tables that people hand in (files/). Each stage goes on from a copy of the one before.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))

import agencies
import excel
import openpyxl
from agencies import Asked
from desk import Desk
from office import post_office

import harness.scoring
from harness.campaign.workspace import open_workspace
from harness.dispatch.outgoing import put_out
from harness.store import plan
from letters.example import example
from letters.model import Channel

CAMPAIGN, KEYS, FILES = "样江", "keys", "files"
EARLY, SENT, LATER, LATE = "2026-02-20", "2026-03-20", "2026-04-13", "2026-06-01"
DAYS = {"empty": EARLY, "begun": EARLY, "planned": EARLY, "lettered": SENT, "due": SENT, "queued": SENT,
        "recalled": SENT, "sent": SENT, "waiting": LATER, "collected": LATER, "edited": LATER,
        "judged": LATE}  # fmt: skip
ADMIN = "一个够长的密码-12"
IDENTITY = "11010519491231002X"
RUBRIC = "本市细则.toml"
BY_HAND = """
[[criterion]]
id = "loop"
name = "闭环"
weight = 2
"""
GUIDE = """样江市财政局政府信息公开指南

本机关依申请公开的受理机构：样江市财政局办公室，地址：样江市南明路1号，邮政编码：990101，电话：0990-5550101。
申请人可以当面、邮寄、通过电子邮件提出申请。本机关自收到申请之日起20个工作日内予以答复。
"""


@dataclass(frozen=True)
class Here:
    """The campaign's folder in a home, on that day: what is typed there must be done."""

    desk: Desk

    def __call__(self, *words: str) -> str:
        told = self.desk(*words)
        assert told.status in (0, 1), (told.words, told.out, told.err)
        return told.out

    @property
    def folder(self) -> Path:
        return self.desk.folder


def desk(home: Path, day: str, by: str = "林小姐") -> Here:
    return Here(Desk(home / CAMPAIGN, day, by, {"MINGCHA_KEYS": str(home / KEYS)}))


def build(place: Path, port: int) -> dict[str, Path]:
    """Every stage, below `place`; `port`: of the mail server, to which the campaign's mails go."""
    made: dict[str, Path] = {}
    for name, (before, go_on) in _STEPS.items():
        home = place / name / "home"
        if before:
            shutil.copytree(made[before], home)
        else:
            home.mkdir(parents=True)
        go_on(home, port)
        made[name] = home
    return made


@contextmanager
def post():
    """A mail server on loopback."""
    with post_office() as office:
        yield office


def _empty(home: Path, _port: int) -> None:
    (home / KEYS).mkdir(mode=0o700)
    files = home / FILES
    files.mkdir()
    (files / "指南.txt").write_text(GUIDE, encoding="utf-8")
    (files / "正面.png").write_bytes(agencies.unreadable(211))
    (files / "背面.png").write_bytes(agencies.unreadable(212))
    (files / "异议书.txt").write_text("答复书背面印有诉讼权利", encoding="utf-8")


def _begun(home: Path, port: int) -> None:
    example(home / CAMPAIGN, date.fromisoformat(EARLY))
    place = home / CAMPAIGN / "campaign.toml"
    text = place.read_text("utf-8").replace("smtp_port = 8025", f"smtp_port = {port}")
    text = text.replace("imap_port = 8143", "imap_port = 0")  # no mail is fetched
    text = text.replace('rubric = ""', f'rubric = "{RUBRIC}"')
    text = text.replace("信函申请", "正常渠道").replace("邮件申请", "非正常渠道")
    text = text.replace("drill = true", "drill = false")  # letters are kept encrypted
    place.write_text(text, encoding="utf-8")
    shipped = Path(harness.scoring.__file__).parent / "rubrics" / "yanjiang_drill.toml"
    scheme = shipped.read_text("utf-8").replace("full = 16", "full = 18") + BY_HAND
    (home / CAMPAIGN / RUBRIC).write_text(scheme, encoding="utf-8")
    for name in ("张演一", "李演二"):
        excel.correct(home / CAMPAIGN / "applicants.xlsx", name, {"同意日期": "2026-02-18"})
    (home / CAMPAIGN / "incoming" / "纸质来件").mkdir(parents=True)
    shutil.copy(home / CAMPAIGN / "units.xlsx", home / FILES / "units.xlsx")
    excel.correct(home / FILES / "units.xlsx", "样江市教育局", {"电话": "0990-5550999"})


def _planned(home: Path, _port: int) -> None:
    here = desk(home, EARLY)
    here("plan", "--write")


def _lettered(home: Path, _port: int) -> None:
    desk(home, SENT)("letters", "--on", "2026-03-06")


def _due(home: Path, _port: int) -> None:
    """The letters are posted, the mails may go."""
    here = desk(home, SENT)
    for unit in ("U001", "U002", "U003"):
        here("log", "posted", f"{unit}-A", "--on", "2026-03-06", "--number", f"XA{unit}", "--write")


def _queued(home: Path, _port: int) -> None:
    """The mails wait in the outbox, and somebody has put a hold on sending."""
    with open_workspace(home / CAMPAIGN, as_of=date.fromisoformat(SENT)) as workspace:
        with workspace.store.reading() as connection:
            letters = [e for e in plan.applications(connection) if e.round.channel is Channel.EMAIL]
        put_out(workspace.store, workspace.campaign, letters, workspace.store.now())
    desk(home, SENT)("pause", "--why", "等通知")


def _recalled(home: Path, _port: int) -> None:
    desk(home, SENT)("recall", "U001-B", "--write")


def _sent(home: Path, _port: int) -> None:
    here = desk(home, SENT)
    here("send", "--send", "3")
    for unit in ("U001", "U002"):
        here("log", "delivered", f"{unit}-A", "--on", "2026-03-09", "--write")


def _waiting(home: Path, _port: int) -> None:
    """Papers lie in incoming/, and what is in them has not been looked at."""
    here = desk(home, LATER)
    here("ledger", "out")
    planned = {one["id"]: one for one in json.loads(here("plan", "--json"))["applications"]}
    bin = here.folder / "incoming" / "纸质来件"
    for number, id in enumerate(("U001-A", "U002-B"), 1):
        asked = Asked(planned[id]["unit"], planned[id]["applicant"], planned[id]["question"],
                      date(2026, 3, 9))  # fmt: skip
        paper = agencies.word(agencies.answer(asked, date(2026, 3, 25), remedy=number > 1))
        (bin / f"Z00{number}.docx").write_bytes(paper)
    (bin / "Z003.png").write_bytes(agencies.unreadable())
    rows = [
        {"来件编号": f"Z00{number}", "收件日期": "2026/3/28", "邮戳日期": "2026/3/26",
         "寄件单位": unit, "文件名": f"Z00{number}.{suffix}"}
        for number, unit, suffix in (
            (1, "样江市财政局", "docx"), (2, "样江市教育局", "docx"), (3, "样江市教育局", "png"))
    ]  # fmt: skip
    excel.add(here.folder / "incoming" / "台账.xlsx", *rows, sheet="纸质来件")
    (here.folder / "incoming" / "散件.png").write_bytes(agencies.unreadable(201))


def _collected(home: Path, _port: int) -> None:
    desk(home, LATER)("collect")


def _edited(home: Path, _port: int) -> None:
    here = desk(home, LATER)
    here("ledger", "out")
    ledger = here.folder / "incoming" / "台账.xlsx"
    calls = (
        {"单位名称": unit, "用途": "咨询测试", "拨打日期": "2026/4/9", "拨打时间": "10:00",
         "结果": "接通"}
        for unit in ("样江市财政局", "样江市教育局")
    )  # fmt: skip
    excel.add(ledger, *calls, sheet="电话记录")
    excel.correct(ledger, "U002-A", {"签收日期": "2026/3/10"}, sheet="寄送")


def _judged(home: Path, _port: int) -> None:
    """Read in, sampled, given to somebody else, told to the units, objected to."""
    here = desk(home, LATE)
    here("ledger", "in", "--write")
    here("rule", "U001-A/remedy", "present", "--why", "背面写明了", "--write")
    here("sample", "--clean", "20", "--seed", "3", "--write")
    other = desk(home, LATE, "王五")
    other("second", "out", str(home / FILES / "复评.xlsx"))
    fill(home / FILES / "复评.xlsx")
    here("marks", "--form", str(home / FILES / "给分.xlsx"))
    excel.correct(home / FILES / "给分.xlsx", "U001", {"得分或次数": "1", "理由": "看过"})
    here("log", "feedback", "U001", "--on", "2026-05-20", "--write")
    here(
        "objection",
        "new",
        "U001",
        "U001-A/remedy",
        "--on",
        "2026-05-22",
        "--text",
        "有的",
        "--write",
    )
    here("backup", str(home / FILES / "备份.zip"))


def fill(path: Path) -> None:
    """The second mark's table, filled in by somebody: the first row is 具备."""
    from harness.ledger.second import HEADS, SHEET, VERDICT, WHY

    at = {name: place for place, name in enumerate(HEADS)}
    book = openpyxl.load_workbook(path)
    for row in list(book[SHEET].iter_rows(min_row=2))[:1]:
        row[at[VERDICT]].value, row[at[WHY]].value = "具备", "背面写明了法院"
    book.save(path)


_STEPS: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "empty": ("", _empty),
    "begun": ("empty", _begun),
    "planned": ("begun", _planned),
    "lettered": ("planned", _lettered),
    "due": ("lettered", _due),
    "queued": ("due", _queued),
    "recalled": ("queued", _recalled),
    "sent": ("due", _sent),
    "waiting": ("sent", _waiting),
    "collected": ("waiting", _collected),
    "edited": ("collected", _edited),
    "judged": ("edited", _judged),
}
