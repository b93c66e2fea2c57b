"""An assessor's own campaign, filled in as a person does: five units, two people, three rounds.

In: a new folder of `mingcha new`. Out: its tables and settings, ready to plan; and an SMTP server on
loopback that takes what goes out.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import excel
from aiosmtpd.controller import Controller
from dovecot import free_port

from letters.model import Unit
from letters.store_line import with_store

# no local holidays: every day of its calendar is known
TITLE, REGION = "样江市依申请公开测评", "湖南省"
RUBRIC = "本市细则.toml"
# those of the plan, in the order of the table; the last is inserted after the plan was written
UNITS = {
    "U001": "样江市财政局",
    "U002": "样江市教育局",
    "U003": "样江市交通运输局",
    "U004": "样江市样本区人民政府",
    "U005": "样江市民政局",
}
DOMAINS = {"U001": "czj", "U002": "jyj", "U003": "jtj", "U004": "yangben", "U005": "mzj"}
ROUNDS = """
[[rounds]]
id = "A"
label = "正常渠道"
channel = "registered_mail"
send_on = 2026-03-06

[[rounds]]
id = "B"
label = "非正常渠道"
channel = "email"
send_on = 2026-03-20

[[rounds]]
id = "C"
label = "网上申请"
channel = "web_form"
send_on = 2026-03-23
"""
# the shipped scheme, with what this city adds to it
ONLINE = """
[[criterion]]
id = "c_time"
name = "网上申请答复时限"
weight = 2
round = "网上申请"
[[criterion.deduction]]
id = "c_time.none"
name = "未答复"
points = "all"
when = ["no_answer"]
[[criterion.deduction]]
id = "c_time.late"
name = "逾期答复"
points = 1
when = ["late"]
"""


def unit_row(id: str) -> dict[str, object]:
    number = int(id[1:])
    district = id == "U004"
    return {
        "单位名称": UNITS[id],
        "类别": "县（市、区）" if district else "市直单位",
        "行政层级": "县级" if district else "地市级",
        "申请邮箱": f"xxgk@{DOMAINS[id]}.yangjiang.example",
        "通信地址": f"样江市样本区演练路{number}号",
        "邮政编码": "990101",
        "电话": f"0990-555010{number}",
        "复议机关": "样江市人民政府",
        "管辖法院": "样江市中级人民法院" if district else "样江市样本区人民法院",
    }


def unit(id: str) -> Unit:
    """As the drill's typesetter takes it."""
    row = {head: str(value) for head, value in unit_row(id).items()}
    return Unit(
        id, row["单位名称"], row["类别"], row["行政层级"], row["申请邮箱"], row["通信地址"],
        row["邮政编码"], row["电话"], (), (row["复议机关"],), (row["管辖法院"],),
    )  # fmt: skip


def people_rows(boxes: tuple[str, str]) -> list[dict[str, object]]:
    return [
        {"编号": f"P{number}", "姓名": name, "电子邮箱": box, "通信地址": f"样江市南明巷{number}号",
         "邮政编码": "990002", "电话": f"0990-555011{number}", "同意日期": "2026-02-20"}
        for number, (name, box) in enumerate(zip(("张演一", "李演二"), boxes, strict=True), 1)
    ]  # fmt: skip


def fill_in(folder: Path, boxes: tuple[str, str], *, units: tuple[str, ...]) -> None:
    """The tables, in Excel."""
    excel.add(folder / "units.xlsx", *map(unit_row, units))
    excel.add(folder / "applicants.xlsx", *people_rows(boxes))
    question = {"编号": "Z01", "标题": "{上年}年度机关食堂节约粮食工作情况",
                "内容": "贵单位{上年}年度开展机关食堂节约粮食工作的情况。"}  # fmt: skip
    excel.add(folder / "questions.xlsx", question)


def settle(folder: Path, *, smtp: int, imap: int, rounds: str = ROUNDS, store: str = "") -> None:
    """campaign.toml, in Notepad; and the campaign's own scheme beside it. `store`: where its facts go."""
    import harness.scoring

    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    text = text[: text.index("# 轮次：")] + rounds
    for line, mended in (
        ("smtp_port = 8025", f"smtp_port = {smtp}"),
        ("imap_port = 8143", f"imap_port = {imap}"),
        ('rubric = ""', f'rubric = "{RUBRIC}"'),
        ("collect_until = 2026-06-20", "collect_until = 2026-05-29"),
    ):
        assert line in text, line
        text = text.replace(line, mended)
    path.write_text(with_store(text, store), encoding="utf-8")
    shipped = Path(harness.scoring.__file__).parent / "rubrics" / "yanjiang_drill.toml"
    scheme = shipped.read_text(encoding="utf-8").replace("full = 16", "full = 18") + ONLINE
    (folder / RUBRIC).write_text(scheme, encoding="utf-8")


@dataclass
class Post:
    """A mail server: what it took, in order."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        made = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        made["X-Rcpt"] = ",".join(envelope.rcpt_tos)
        self.mails.append(made)
        return "250 taken"

    def number_of(self, address: str) -> str:
        """Message-ID of the last mail to an address."""
        found = [str(each["Message-ID"]) for each in self.mails if address in str(each["X-Rcpt"])]
        return found[-1]


@contextmanager
def post_office() -> Iterator[Post]:
    post = Post(free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
