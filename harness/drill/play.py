"""Plays the outside world of one province, day by virtual day: real mail, real files.

In: a campaign folder (units.xlsx, campaign.toml), a seed; then, each day, what the campaign sent:
letters on outgoing/交寄清单.xlsx, mails at the SMTP server. Out: mails in the applicants'
mailboxes, papers in incoming/纸质来件 and rows in incoming/台账.xlsx. `truth()` tells at the end
what was planted.

An agency answers only what really reached it and what it could read. Each letter, mail and act is
dealt with once, so a day may be lived twice without harm.
"""

from __future__ import annotations

import contextlib
import heapq
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from random import Random

import aiosmtplib

import calendars
from harness.drill import mails, post_office, reading, schedule, telephone
from harness.drill.ledger import CALLS, RECEIPTS, Ledger
from harness.drill.mailroom import LOOPBACK, Mailroom, Ports, Posted
from harness.drill.office import Office, Sending, answering_mailbox, own_mailbox
from harness.drill.paper import Asked
from harness.drill.pdf import Typesetter
from harness.drill.profile import Confirmation, Profile, profiles, reachable
from harness.drill.published import NORMAL, OTHER
from harness.drill.truth import Planted, Truth
from letters.model import Campaign, Channel, Unit
from letters.tables import read_campaign, read_units

CHINA = timezone(timedelta(hours=8))
CLERK = "测评员甲"
LEDGER = Path("incoming") / "台账.xlsx"
Doing = Callable[[datetime], Awaitable[None]]
_log = logging.getLogger(__name__)


@dataclass(order=True, frozen=True, slots=True)
class Act:
    """Something that happens at a virtual time; `name` settles the order of equal times."""

    at: datetime
    name: str
    do: Doing = field(compare=False)


class Drill:
    """The province. `open` it, enter `servers()`, `live` every day, then ask for the `truth`."""

    def __init__(
        self,
        folder: Path,
        campaign: Campaign,
        units: tuple[Unit, ...],
        seed: int,
        *,
        scans: bool = True,
    ) -> None:
        self._folder = folder
        self._seed = seed
        self._units = units
        self._campaign = campaign
        self._calendar = calendars.load(campaign.region)
        self._first_day = min(round_.send_on for round_ in campaign.rounds)
        self._rounds = {round_.channel: round_.id for round_ in campaign.rounds}
        self._profiles = {(p.unit.id, p.round): p for p in profiles(units, seed)}
        self._reachable = reachable(units, seed)
        self._ledger = Ledger(folder / LEDGER)
        self._office = Office(
            folder / "incoming" / "纸质来件", self._ledger, self._calendar, scans=scans
        )
        self._mailroom = Mailroom(
            (unit.email for unit in units), (person.email for person in campaign.applicants)
        )
        self._ports: Ports | None = None
        self._acts: list[Act] = []
        self._seen: set[str] = set()
        self._planted = {planted.application_id: planted for planted in self._nothing_yet()}
        self._plan_calls()
        self._plan_noise()

    @classmethod
    def open(cls, folder: Path, seed: int, *, scans: bool = True) -> Drill:
        """The province of the campaign in `folder`, as the seed has it. Without `scans`, what
        comes by post lies in the folder as it was typeset, and needs no reading of pictures.

        A province lives once: its mailboxes are gone with the process, so a folder in which it
        has lived is refused rather than its ledger overwritten.
        """
        if (folder / LEDGER).exists():
            raise FileExistsError(f"{folder / LEDGER}: the drill has already been played here")
        units = read_units(folder / "units.xlsx")
        return cls(folder, read_campaign(folder), units, seed, scans=scans)

    @contextlib.asynccontextmanager
    async def servers(self) -> AsyncIterator[Ports]:
        """The SMTP and the IMAP server, on loopback, for as long as the context is open."""
        with contextlib.closing(Typesetter()) as typesetter:
            async with self._mailroom.serve() as ports:
                self._ports, self._office.typesetter = ports, typesetter
                try:
                    yield ports
                finally:
                    self._ports = self._office.typesetter = None

    async def live(self, day: date) -> None:
        """One day: the post is delivered, mail is read, and what is due is done."""
        post_office.stamp(self._folder / "outgoing")
        for letter in reading.posted(self._folder / "outgoing"):
            if letter.posted_on <= day and letter.application_id not in self._seen:
                self._seen.add(letter.application_id)
                self._hand_in(letter)
        for mail in self._mailroom.take_letters():
            self._open_mail(mail, day)
        evening = datetime.combine(day, time.max, CHINA)
        while self._acts and self._acts[0].at <= evening:
            act = heapq.heappop(self._acts)
            await act.do(act.at)
        self._ledger.save()

    def truth(self) -> Truth:
        """What was planted so far."""
        return Truth(
            applications=dict(self._planted),
            telephones={unit.id: unit.id in self._reachable for unit in self._units},
            categories={unit.id: unit.category for unit in self._units},
        )

    # ---- registered letters

    def _hand_in(self, letter: reading.RegisteredLetter) -> None:
        unit = next(unit for unit in self._units if unit.name == letter.unit_name)
        profile = self._profiles[unit.id, NORMAL]
        on = schedule.delivery(profile, letter.posted_on, self._calendar)

        async def deliver(at: datetime) -> None:
            self._ledger.add(
                RECEIPTS,
                申请编号=letter.application_id,
                挂号号码=letter.number,
                寄出日期=letter.posted_on,
                签收日期=at.date(),
                签收人=Random(letter.number).choice(
                    ("收发室", "办公室收发", "单位收发章", "门卫代收")
                ),
            )
            self._read_letter(profile, letter, at.date())

        self._plan(on, f"deliver {letter.application_id}", deliver)

    def _read_letter(self, profile: Profile, letter: reading.RegisteredLetter, got: date) -> None:
        try:
            asked = reading.read_form(letter.form.read_bytes(), letter.application_id)
        except (OSError, reading.Unreadable) as wrong:
            _log.warning("%s: the agency cannot read the form: %s", letter.application_id, wrong)
            return
        self._take_up(Sending(profile, asked, None), got)

    # ---- e-mail

    def _open_mail(self, mail: Posted, day: date) -> None:
        unit = next(unit for unit in self._units if unit.email.lower() == mail.to)
        profile = self._profiles[unit.id, OTHER]
        application_id = f"{unit.id}-{self._rounds[Channel.EMAIL]}"
        if application_id in self._seen:
            return  # the same application sent again: one answer is enough
        try:
            ours = reading.read_mail(mail.data, application_id)
        except reading.Unreadable as wrong:
            _log.warning("%s: the agency cannot read the mail: %s", application_id, wrong)
            return
        self._seen.add(application_id)
        name, sending = f"confirm {application_id}", Sending(profile, ours.asked, ours)

        async def confirm(at: datetime) -> None:
            await self._confirm(sending, at)

        if profile.confirmation is Confirmation.AUTOMATIC:
            # a machine answers within the minute, on the day on which the mail was read at last
            at = ours.sent_at.astimezone(CHINA) + timedelta(minutes=1)
            opened = datetime.combine(day, at.time(), CHINA)
            heapq.heappush(self._acts, Act(opened, name, confirm))
        else:
            self._plan(schedule.confirmation(profile, day, self._calendar), name, confirm)

    async def _confirm(self, sending: Sending, at: datetime) -> None:
        profile, ours = sending.profile, sending.ours
        assert ours is not None
        sender = own_mailbox(profile)
        match profile.confirmation:
            case Confirmation.AUTOMATIC:
                await self._send_as(sender, sending.asked, mails.automatic(profile, ours), at)
            case Confirmation.MAIL:
                await self._send_as(sender, sending.asked, mails.acknowledged(profile, ours), at)
            case Confirmation.TELEPHONE:
                self._ledger.add(
                    CALLS,
                    单位名称=profile.unit.name,
                    用途="确认收件",
                    申请编号=sending.asked.application_id,
                    拨打日期=at.date(),
                    拨打时间=f"{at:%H:%M}",
                    电话号码=profile.unit.phone,
                    是否接通="是",
                    通话内容="对方工作人员确认已收到申请邮件并登记",
                    记录人=CLERK,
                )
        self._take_up(sending, at.date())

    # ---- what an agency does about an application that it has read

    def _take_up(self, sending: Sending, got: date) -> None:
        application_id = sending.asked.application_id
        planned = self._office.plan(sending, got)
        self._planted[application_id] = planned.planted
        for on, name, write in planned.mails:
            self._plan(on, f"{name} {application_id}", self._mailing(sending, name, write))
        for on, name, lay_in in planned.papers:
            self._plan(on, f"{name} {application_id}", _arrival(lay_in))

    def _mailing(self, sending: Sending, name: str, write: Callable[[], mails.Note]) -> Doing:
        """Writes and sends a mail when its minute comes. Only answers leave from odd mailboxes."""
        profile = sending.profile
        sender = answering_mailbox(profile) if name == "answer" else own_mailbox(profile)

        async def post(at: datetime) -> None:
            await self._send_as(sender, sending.asked, write(), at)

        return post

    async def _send_as(self, sender: Address, asked: Asked, note: mails.Note, at: datetime) -> None:
        to = Address(display_name=asked.person, addr_spec=asked.email)
        await self._send(mails.mail(note, sender=sender, to=to, at=at), at)

    async def _send(self, message: EmailMessage, at: datetime) -> None:
        if self._ports is None:
            raise RuntimeError("live() needs the servers: enter servers() first")
        self._mailroom.now = at + timedelta(minutes=1)
        await aiosmtplib.send(message, hostname=LOOPBACK, port=self._ports.smtp_port)

    # ---- the telephone, and what nobody asked for

    def _plan_calls(self) -> None:
        for attempt in telephone.attempts(
            self._units, self._reachable, self._first_day, self._calendar, self._seed
        ):
            self._plan(attempt.on, f"call {attempt.unit.id}", self._calling(attempt))

    def _calling(self, attempt: telephone.Attempt) -> Doing:
        async def call(at: datetime) -> None:
            self._ledger.add(
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

    def _plan_noise(self) -> None:
        person = self._campaign.applicants[0]

        async def advertise(at: datetime) -> None:
            sender = Address("展会组委会", addr_spec="yaoqing@zhanhui.example")
            to = Address(addr_spec=person.email)
            await self._send(mails.mail(mails.advertisement(), sender=sender, to=to, at=at), at)

        self._plan(self._calendar.add(self._first_day, 11), "advertisement", advertise)

    # ---- the diary

    def _plan(self, day: date, name: str, do: Doing) -> None:
        """Some minute of the office day, always the same for the same act."""
        minutes = Random(f"{self._seed} {name}").randint(10, 440)
        opening = datetime.combine(day, time(8, 30), CHINA)
        heapq.heappush(self._acts, Act(opening + timedelta(minutes=minutes), name, do))

    def _nothing_yet(self) -> Iterator[Planted]:
        for (unit_id, round_), profile in self._profiles.items():
            channel = Channel.REGISTERED_MAIL if round_ == NORMAL else Channel.EMAIL
            yield Planted(
                application_id=f"{unit_id}-{self._rounds[channel]}",
                unit_id=unit_id,
                unit_name=profile.unit.name,
                category=profile.unit.category,
                round=round_,
                outcome=profile.outcome,
            )


def _arrival(lay_in: Callable[[date], None]) -> Doing:
    """Paper that comes on its day."""

    async def arrive(at: datetime) -> None:
        lay_in(at.date())

    return arrive
