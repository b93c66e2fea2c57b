"""How the outside world reaches the applicants: agencies' mail, calls that a clerk makes, and what
nobody asked for; and the rows of the ledger that tell of receipts and calls. In: the mailroom, the
ledger, the diary. Out: mails, and rows of 挂号签收 and 电话记录."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from random import Random

import aiosmtplib

from harness.drill.letter import mails
from harness.drill.letter.paper import Asked
from harness.drill.play import telephone
from harness.drill.play.clerk import Errand
from harness.drill.play.diary import Diary, Doing
from harness.drill.play.ledger import CALLS, RECEIPTS, Ledger
from harness.drill.play.mailroom import AGENCIES, LOOPBACK, Mailroom, Ports
from letters.model import CallRule, Unit

CLERK = "测评员甲"


class Post:
    """The way by which mails leave; `ports` are known while the servers run."""

    def __init__(self, mailroom: Mailroom) -> None:
        self.ports: Ports | None = None
        self._mailroom = mailroom

    async def send(self, sender: Address, asked: Asked, note: mails.Note, at: datetime) -> None:
        """To who asked."""
        to = Address(display_name=asked.person, addr_spec=asked.email)
        await self.hand_in(mails.mail(note, sender=sender, to=to, at=at), at)

    async def advertise(self, to: str, at: datetime) -> None:
        sender = Address("展会组委会", addr_spec="yaoqing@zhanhui.example")
        note = mails.advertisement(at.year)
        message = mails.mail(note, sender=sender, to=Address(addr_spec=to), at=at)
        await self.hand_in(message, at)

    async def hand_in(self, message: EmailMessage, at: datetime) -> None:
        if self.ports is None:
            raise RuntimeError("live() needs the servers: enter servers() first")
        self._mailroom.now = at + timedelta(minutes=1)
        await aiosmtplib.send(
            message, sender=AGENCIES, hostname=LOOPBACK, port=self.ports.smtp_port
        )


def signed_for(ledger: Ledger, letter: Errand, at: datetime) -> None:
    """The post office's word on a registered letter."""
    ledger.add(
        RECEIPTS,
        申请编号=letter.application_id,
        挂号号码=letter.number,
        寄出日期=letter.on,
        签收日期=at.date(),
        签收人=Random(letter.number).choice(("收发室", "办公室收发", "单位收发章", "门卫代收")),
    )


def confirmed_by_telephone(
    ledger: Ledger, unit: Unit, application: str, at: datetime, *, by_mail: bool
) -> None:
    ledger.add(
        CALLS,
        单位名称=unit.name,
        用途="确认收件",
        申请编号=application,
        拨打日期=at.date(),
        拨打时间=f"{at:%H:%M}",
        电话号码=unit.phone,
        是否接通="是",
        通话内容=f"对方工作人员确认已收到申请{'邮件' if by_mail else ''}并登记",
        记录人=CLERK,
    )


def plan_calls(
    diary: Diary,
    ledger: Ledger,
    attempts: Sequence[telephone.Attempt],
    rule: CallRule,
    seed: int,
) -> dict[str, date]:
    """Enters the telephone test; a unit's id -> the day on which it is called last."""
    last: dict[str, date] = {}
    for attempt in attempts:
        name = f"call {attempt.unit.id}"
        at = diary.minute(attempt.on, name)
        fair = telephone.in_office_hours(at, rule, f"{seed} {name}")
        diary.enter(fair, name, _calling(ledger, attempt))
        last[attempt.unit.id] = attempt.on
    return last


def _calling(ledger: Ledger, attempt: telephone.Attempt) -> Doing:
    async def call(at: datetime) -> None:
        ledger.add(
            CALLS,
            单位名称=attempt.unit.name,
            用途="咨询测试",
            拨打日期=at.date(),
            拨打时间=f"{at:%H:%M}",
            电话号码=attempt.unit.phone,
            是否接通="是" if attempt.connected else "否",
            通话内容=attempt.note,
            记录人=CLERK,
        )

    return call
