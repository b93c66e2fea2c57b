"""A small campaign that is really planned, written to and answered, in a folder of the test's own.

Two units, each asked by registered letter (round A) and by mail (round B). Files are read in this
process: no lanes to start. What comes is laid in as a real file, mail or row of the ledger.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pytest
import xlsxwriter
from behind import carried
from PIL import Image

from harness.campaign.receiving.collect import keep_papers
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Filed
from harness.engine import HERE
from harness.intake.account import Fetched
from harness.intake.mails import thing_of_mail
from harness.intake.receive import take_in
from harness.scoring.assessment import Case, ReviewItem
from harness.store import outbox, plan
from harness.store.database import open_store
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit

CHINA = timezone(timedelta(hours=8))
FINANCE = Unit(
    "U001", "演江自治区财政厅", "区直单位", "省级", "xxgk@cz.yanjiang.example", "演练路2号", "000001",
    "0000-5550102", ("财政厅",), ("演江自治区人民政府",), ("首练市城中区人民法院",),
)  # fmt: skip
EDUCATION = Unit(
    "U002", "演江自治区教育厅", "区直单位", "省级", "xxgk@jy.yanjiang.example", "书院路8号", "000001",
    "0000-5550108", (), ("演江自治区人民政府",), ("首练市城中区人民法院",),
)  # fmt: skip
YAN = Applicant("P1", "演文清", "yan@shenqing.example", "演练路1号", "000000", "0000-1")
LIAN = Applicant("P2", "练书远", "lian@shenqing.example", "演练路3号", "000000", "0000-2")
ROUNDS = (
    Round("A", "正常渠道", Channel.REGISTERED_MAIL, date(2020, 9, 21), ("P1", "P2"), ("Q1",)),
    Round("B", "非正常渠道", Channel.EMAIL, date(2020, 9, 22), ("P1", "P2"), ("Q2",)),
)
BUDGET = Question("Q1", "2019年度部门决算", "请公开2019年度部门决算。")
BUYING = Question("Q2", "2019年度政府采购情况", "请公开2019年度政府采购情况。")
APPLICATIONS = (
    Application("U001-A", FINANCE, YAN, BUDGET, ROUNDS[0]),
    Application("U002-A", EDUCATION, LIAN, BUDGET, ROUNDS[0]),
    Application("U001-B", FINANCE, YAN, BUYING, ROUNDS[1]),
    Application("U002-B", EDUCATION, LIAN, BUYING, ROUNDS[1]),
)
CAMPAIGN = Campaign(
    "演江", "演江自治区2020年依申请公开演练", "演江自治区", True, date(2020, 11, 20), ROUNDS,
    (YAN, LIAN), rubric="yanjiang_drill",
)  # fmt: skip
LONG_AGO = 1_000_000_000  # seconds: a day in 2001
AS_OF = date(2020, 11, 20)
ANSWER = """政府信息公开申请答复书
演财公开〔2020〕12号
演文清：
本机关于2020年9月23日收到您提交的政府信息公开申请，申请公开“2019年度部门决算”。
经审查，您申请的信息已经主动公开。根据《中华人民共和国政府信息公开条例》第三十六条第（一）项的规定，
请登录 http://cz.yanjiang.example/jsgk/2019 查阅。
如对本答复不服，可以自收到本答复之日起60日内向演江自治区人民政府申请行政复议，
或者在6个月内向首练市城中区人民法院提起行政诉讼。
特此答复。
演江自治区财政厅
2020年10月15日"""
HEADS = {
    "挂号签收": ("申请编号", "挂号号码", "寄出日期", "签收日期", "签收人", "备注"),
    "纸质来件": ("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名", "备注"),
    "电话记录": (
        "单位名称", "用途", "申请编号", "拨打日期", "拨打时间", "电话号码", "是否接通", "通话内容", "记录人",
    ),
}  # fmt: skip


def word(text: str) -> bytes:
    """A letter as an agency's clerk types it."""
    paper = docx.Document()
    for line in text.splitlines():
        paper.add_paragraph(line)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def unreadable() -> bytes:
    """A scan on which nobody can read anything: grey paper."""
    file = BytesIO()
    Image.new("L", (620, 877), 236).save(file, "PNG")
    return file.getvalue()


def mail(
    body: str, day: datetime, attachments: Sequence[tuple[str, bytes]] = (), **headers: str
) -> bytes:
    """A mail of the finance department, or of whoever the headers say."""
    made = EmailMessage()
    told = {"From": "财政厅 <xxgk@cz.yanjiang.example>", "To": "演文清 <yan@shenqing.example>",
            "Subject": "答复"}  # fmt: skip
    for name, value in {
        **told,
        **{key.replace("_", "-"): each for key, each in headers.items()},
    }.items():
        made[name] = value
    made["Date"] = day
    made.set_content(body)
    for name, data in attachments:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def write_ledger(folder: Path, **sheets: Sequence[Sequence[object]]) -> None:
    incoming = folder / "incoming"
    incoming.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(incoming / "台账.xlsx") as book:
        for name, heads in HEADS.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate((heads, *sheets.get(name, ()))):
                sheet.write_row(number, 0, row)


@dataclass
class Desk:
    """An open campaign, and what a test does with it."""

    workspace: Workspace
    uid: int = 0
    rows: dict[str, list[Sequence[object]]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.workspace.folder

    @property
    def store(self):
        return self.workspace.store

    def on(self, day: date) -> Workspace:
        return replace(self.workspace, as_of=day)

    # --- what comes

    def ledger(self, sheet: str, *rows: Sequence[object]) -> None:
        self.rows.setdefault(sheet, []).extend(rows)
        write_ledger(self.folder, **self.rows)

    def lay(self, name: str, data: bytes, folder: str = "纸质来件") -> Path:
        path = self.folder / "incoming" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (LONG_AGO, LONG_AGO))  # it lies there whole: nobody need wait and see
        return path

    def paper(
        self, key: str, data: bytes, *, sender: str = "演江自治区财政厅", on: str = "2020-10-19",
        posted: str = "2020-10-16", suffix: str = "docx",
    ) -> str:  # fmt: skip
        """A letter by post, written down in the ledger and taken in; answers its number."""
        self.lay(f"{key}.{suffix}", data)
        self.ledger("纸质来件", (key, on, posted, sender, f"{key}.{suffix}", ""))
        self.collect()
        return key

    def mail(self, raw: bytes, came: datetime, mailbox: str = YAN.email) -> str:
        """A mail as its server hands it out; answers the number that it has here."""
        self.uid += 1
        thing = thing_of_mail(Fetched(mailbox, 1, self.uid, came, raw))
        take_in(self.store, [thing])
        return self.arrivals()[-1].arrival.id

    def collect(self) -> tuple[ReviewItem, ...]:
        return keep_papers(self.workspace)

    def delivered(self, *applications: str) -> None:
        for id in applications:
            self.ledger("挂号签收", (id, f"G{id}", "2020-09-21", "2020-09-23", "收发室", ""))
        self.collect()

    # --- what follows from it

    def book(self) -> Book:
        return self.workspace.book()

    def arrivals(self) -> list[Filed]:
        return sorted(self.book().filed, key=lambda each: each.id)

    def events(self, application: str) -> list[tuple[str, date]]:
        return [(each.kind.value, each.on) for each in self.book().events(application)]

    def case(self, application: str, day: date = AS_OF) -> Case:
        assessment = self.on(day).assess()
        return next(each for each in assessment.cases if each.application.id == application)


@contextmanager
def opened(
    folder: Path, applications: Sequence[Application] = APPLICATIONS, by: str = "林小姐"
) -> Iterator[Desk]:
    """A campaign in which everything was sent: letters posted, mails taken by their servers."""
    units = tuple({each.unit.id: each.unit for each in applications}.values())
    with open_store(folder, by=by) as store:
        with store.writing(verb="plan", what="编制计划") as connection:
            plan.add_units(connection, units)
            plan.add_applications(connection, applications)
        for each in applications:
            by_mail = each.channel is Channel.EMAIL
            number = f"<{each.id}@shenqing.example>" if by_mail else None
            made = {"data": each.id.encode(), "name": f"{each.id}.eml", "on": each.round.send_on}
            if outbox.enqueue(store, each.id, number, **made) and by_mail:
                outbox.mark_sending(store, each.id)
                outbox.mark_sent(store, each.id, "250 OK", each.round.send_on)
            elif not by_mail:
                with store.writing(verb="log", what=f"寄出 {each.id}") as connection:
                    outbox.mark_posted(
                        connection, each.id, each.round.send_on, f"G{each.id}", "person"
                    )
        yield Desk(Workspace(folder, CAMPAIGN, store, HERE, AS_OF))


@pytest.fixture(scope="session")
def _sent_campaign(tmp_path_factory) -> Path:
    """Made once: planning and sending takes longer than most tests."""
    folder = tmp_path_factory.mktemp("sent")
    with opened(folder):
        return folder


@pytest.fixture
def desk(tmp_path, _sent_campaign) -> Iterator[Desk]:
    shutil.copytree(_sent_campaign, tmp_path, dirs_exist_ok=True)
    carried(tmp_path)
    with open_store(tmp_path, by="林小姐") as store:
        yield Desk(Workspace(tmp_path, CAMPAIGN, store, HERE, AS_OF))


@pytest.fixture(scope="session")
def open_desk() -> Callable[..., object]:
    """`with open_desk(folder) as desk`: for tests that open a campaign more than once."""
    return opened


@pytest.fixture(scope="session")
def letters() -> Callable[[str], bytes]:
    """Text -> a .docx, the same bytes each time: a package holds the second in which it was made."""
    made: dict[str, bytes] = {}
    return lambda text: made.setdefault(text, word(text))


@pytest.fixture(scope="session")
def answer(letters) -> bytes:
    return letters(ANSWER)


@pytest.fixture(scope="session")
def answer_text() -> str:
    return ANSWER


@pytest.fixture(scope="session")
def make_mail() -> Callable[..., bytes]:
    return mail


@pytest.fixture(scope="session")
def scan() -> bytes:
    return unreadable()
