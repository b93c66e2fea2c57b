"""Plays the outside world of a campaign, day by virtual day: real mail, real files.

In: a campaign folder, a seed; then, each day, what the campaign sent: what the lists in outgoing/
say went out, mails at the SMTP server. Out: mails in the applicants' mailboxes, papers in
incoming/纸质来件 and rows in incoming/台账.xlsx. `truth()` tells at the end what was planted.

An agency answers only what really reached it and what it could read. Each letter, mail and act is
dealt with once, so a day may be lived twice without harm.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import calendars
from calendars import Workdays
from harness.clock.events import Kind
from harness.drill.dealing.assigned import NOBODY, Assigned, assigned
from harness.drill.dealing.dealt import dealt, reachable
from harness.drill.dealing.profile import Confirmation, Profile, Turn
from harness.drill.letter import mails
from harness.drill.letter.paper import Asked
from harness.drill.letter.pdf import Typesetter
from harness.drill.play import clerk, post_office, reading, schedule, telephone
from harness.drill.play.clerk import Errand, Known
from harness.drill.play.diary import CHINA, Diary, Doing
from harness.drill.play.ledger import Ledger
from harness.drill.play.mailroom import Mailroom, Ports, Posted
from harness.drill.play.office import Office, Sending
from harness.drill.play.reaching import Post, confirmed_by_telephone, plan_calls, signed_for
from harness.drill.play.senders import answering_mailbox, own_mailbox
from harness.drill.truth import Truth, nothing_yet, returned
from letters import questions
from letters.mime import message_id
from letters.model import Application, Campaign, Channel, Unit
from letters.plan import plan
from letters.tables import read_campaign, read_units

__all__ = ["CHINA", "Drill", "Ports"]
LEDGER = Path("incoming") / "台账.xlsx"
_log = logging.getLogger(__name__)


class Drill:
    """The agencies. `open` them, enter `servers()`, `live` every day, then ask for the `truth`."""

    def __init__(
        self,
        folder: Path,
        campaign: Campaign,
        applications: Sequence[Application],
        seed: int,
        *,
        scans: bool = True,
        assigned: Assigned = NOBODY,
    ) -> None:
        self._outgoing = folder / "outgoing"
        self._seed = seed
        self._campaign = campaign
        self._applications = {each.id: each for each in applications}
        self._by_message = {message_id(each, campaign): each for each in applications}
        self._units = tuple({each.unit.id: each.unit for each in applications}.values())
        self._first_day = min(round_.send_on for round_ in campaign.rounds)
        self._lived = self._first_day - timedelta(days=1)
        self._profiles = dealt(applications, campaign, seed, assigned)
        self._reachable = reachable(self._units, seed, assigned)
        self._ledger = Ledger(folder / LEDGER)
        self._office = Office(
            folder / "incoming" / "纸质来件",
            self._ledger,
            self._calendar_of,
            campaign.convention,
            scans=scans,
        )
        self._mailroom = Mailroom(
            (unit.email for unit in self._units), (person.email for person in campaign.applicants)
        )
        self._post = Post(self._mailroom)
        self._diary = Diary(seed)
        self._seen: set[str] = set()
        self._planted = {id: nothing_yet(id, each) for id, each in self._profiles.items()}
        self._known: list[Known] = []
        self._last_call = self._plan_calls()
        self._plan_noise()

    @classmethod
    def open(
        cls,
        folder: Path,
        seed: int,
        *,
        scans: bool = True,
        applications: Sequence[Application] = (),
    ) -> Drill:
        """The agencies of the campaign in `folder`, as the seed has them. Without `scans`, what
        comes by post lies in the folder as it was typeset, and needs no reading of pictures.
        `applications`: as they were planned; without them, as the tables have it.

        They live once: their mailboxes are gone with the process, so a folder in which they have
        lived is refused rather than its ledger overwritten.
        """
        if (folder / LEDGER).exists():
            raise FileExistsError(f"{folder / LEDGER}: the drill has already been played here")
        campaign = read_campaign(folder)
        if not applications:
            units = read_units(folder / "units.xlsx")
            applications = plan(campaign, units, questions.load())
        units_known = {each.unit.id for each in applications}
        given = assigned(folder, units_known, [each.id for each in applications])
        return cls(folder, campaign, applications, seed, scans=scans, assigned=given)

    @contextlib.asynccontextmanager
    async def servers(self) -> AsyncIterator[Ports]:
        """The SMTP and the IMAP server, on loopback, for as long as the context is open."""
        with contextlib.closing(Typesetter()) as typesetter:
            async with self._mailroom.serve() as ports:
                self._post.ports, self._office.typesetter = ports, typesetter
                try:
                    yield ports
                finally:
                    self._post.ports = self._office.typesetter = None

    def errands(self, day: date) -> tuple[Errand, ...]:
        """What the clerk takes out of the house on a day: to the post office, and on working days
        to the agencies, their faxes and their web pages. All that ever went out is told."""
        post_office.stamp(self._outgoing)
        if calendars.load(self._campaign.region or None).is_workday(day):
            clerk.go(self._outgoing, day)
        return tuple(clerk.errands(self._outgoing))

    def take_known(self) -> tuple[Known, ...]:
        """What the clerk has learnt since the last call, and nobody else can tell."""
        known, self._known = tuple(self._known), []
        return known

    async def live(self, day: date) -> None:
        """One day: the post is delivered, mail is read, and what is due is done."""
        for errand in self.errands(day):
            if errand.on <= day and errand.application_id not in self._seen:
                self._seen.add(errand.application_id)
                self._bring(errand)
        for mail in self._mailroom.take_letters():
            self._open_mail(mail, day)
        for act in self._diary.until(day):
            await act.do(act.at)
        self._ledger.save()
        self._lived = max(self._lived, day)

    def truth(self) -> Truth:
        """What was planted, as far as anybody can know of it by now."""
        return Truth(
            applications={id: each.by(self._lived) for id, each in self._planted.items()},
            telephones={
                unit: unit in self._reachable
                for unit, last in self._last_call.items()
                if last <= self._lived
            },
            categories={unit.id: unit.category for unit in self._units},
        )

    # ---- what goes out on paper, or over a web page

    def _bring(self, errand: Errand) -> None:
        application = self._applications[errand.application_id]
        profile = self._profiles[application.id]
        bring = {
            Channel.REGISTERED_MAIL: self._registered,
            Channel.IN_PERSON: self._handed_in,
        }.get(application.channel, self._unsigned)
        by_post = application.channel in (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)
        calendar = self._calendar_of(profile.unit)
        on = schedule.delivery(profile, errand.on, calendar) if by_post else errand.on
        if Turn.BOUNCES in profile.turns:
            self._come_back(application.id, profile, calendar.add(on, 3))
            return
        self._diary.plan(on, f"deliver {application.id}", bring(profile, errand))

    def _come_back(self, id: str, profile: Profile, on: date) -> None:
        self._note(id, Kind.RETURNED, on)
        self._planted[id] = returned(id, profile, on)

    def _note(self, id: str, kind: Kind, on: date) -> None:
        """The clerk learns of it on that day."""

        async def learn(at: datetime) -> None:
            self._known.append(Known(id, kind, at.date()))

        self._diary.plan(on, f"{kind} {id}", learn)

    def _registered(self, profile: Profile, letter: Errand) -> Doing:
        async def deliver(at: datetime) -> None:
            signed_for(self._ledger, letter, at)
            if asked := self._read(letter):
                self._take_up(Sending(profile, asked, None), at.date())

        return deliver

    def _handed_in(self, profile: Profile, errand: Errand) -> Doing:
        async def take(at: datetime) -> None:
            if asked := self._read(errand):
                self._take_up(Sending(profile, asked, None), at.date())

        return take

    def _unsigned(self, profile: Profile, errand: Errand) -> Doing:
        """平信, fax and web page: received when the agency confirms it."""

        async def find(at: datetime) -> None:
            if asked := self._read(errand):
                self._confirm_later(Sending(profile, asked, None), at)

        return find

    def _read(self, errand: Errand) -> Asked | None:
        try:
            return reading.read_file(errand.file, errand.application_id)
        except (OSError, reading.Unreadable) as wrong:
            _log.warning("%s: the agency cannot read the form: %s", errand.application_id, wrong)
            return None

    # ---- e-mail

    def _open_mail(self, mail: Posted, day: date) -> None:
        named = str(message_from_bytes(mail.data, policy=policy.default)["Message-ID"]).strip()
        application = self._by_message.get(named)
        if application is None:
            _log.warning("%s: an agency got a mail that asks for nothing", mail.to)
            return
        if application.id in self._seen:
            return  # the same application sent again: one answer is enough
        try:
            ours = reading.read_mail(mail.data, application.id)
        except reading.Unreadable as wrong:
            _log.warning("%s: the agency cannot read the mail: %s", application.id, wrong)
            return
        self._seen.add(application.id)
        profile = self._profiles[application.id]
        if Turn.BOUNCES in profile.turns:
            self._bounce(application.id, profile, mail, ours.sent_at)
            return
        sending = Sending(profile, ours.asked, ours)
        # opened on this day, whatever day the mail was sent
        at = datetime.combine(day, ours.sent_at.astimezone(CHINA).time(), CHINA)
        self._confirm_later(sending, at)

    def _bounce(self, id: str, profile: Profile, mail: Posted, sent_at: datetime) -> None:
        at = sent_at.astimezone(CHINA) + timedelta(minutes=2)
        self._planted[id] = returned(id, profile, at.date())

        async def give_back(at: datetime) -> None:
            await self._post.hand_in(mails.bounce(mail.data, mail.to, at=at), at)

        self._diary.enter(at, f"bounce {id}", give_back)

    # ---- that it came

    def _confirm_later(self, sending: Sending, came: datetime) -> None:
        profile, name = sending.profile, f"confirm {sending.asked.application_id}"

        async def confirm(at: datetime) -> None:
            await self._confirm(sending, at)

        if profile.confirmation is Confirmation.AUTOMATIC:
            # a machine answers within the minute
            self._diary.enter(came + timedelta(minutes=1), name, confirm)
        else:
            calendar = self._calendar_of(profile.unit)
            on = schedule.confirmation(profile, came.date(), calendar)
            self._diary.plan(on, name, confirm)

    async def _confirm(self, sending: Sending, at: datetime) -> None:
        profile, asked, ours = sending.profile, sending.asked, sending.ours
        sender, unit, id = own_mailbox(profile), profile.unit, asked.application_id
        match profile.confirmation:
            case Confirmation.AUTOMATIC:
                await self._post.send(sender, asked, mails.automatic(profile, asked, ours), at)
            case Confirmation.MAIL:
                await self._post.send(sender, asked, mails.acknowledged(profile, asked, ours), at)
            case Confirmation.TELEPHONE:
                by_mail = ours is not None
                confirmed_by_telephone(self._ledger, unit, id, at, by_mail=by_mail)
        self._take_up(sending, at.date())

    # ---- what an agency does about an application that it has read

    def _take_up(self, sending: Sending, got: date) -> None:
        application_id = sending.asked.application_id
        planned = self._office.plan(sending, got)
        self._planted[application_id] = planned.planted
        for on, name, write in planned.mails:
            self._diary.plan(on, f"{name} {application_id}", self._mailing(sending, name, write))
        for on, name, lay_in in planned.papers:
            self._diary.plan(on, f"{name} {application_id}", _arrival(lay_in))
        for on, kind in planned.known:
            self._note(application_id, kind, on)

    def _mailing(self, sending: Sending, name: str, write: Callable[[], mails.Note]) -> Doing:
        """Writes and sends a mail when its minute comes. Only answers leave from odd mailboxes."""
        profile = sending.profile
        sender = answering_mailbox(profile) if name == "answer" else own_mailbox(profile)

        async def post(at: datetime) -> None:
            await self._post.send(sender, sending.asked, write(), at)

        return post

    # ---- the telephone, and what nobody asked for

    def _plan_calls(self) -> dict[str, date]:
        rule, first = self._campaign.calls, self._first_day
        attempts = telephone.attempts(
            self._units, self._reachable, first, self._calendar_of, self._seed, rule.within
        )
        return plan_calls(self._diary, self._ledger, tuple(attempts), rule, self._seed)

    def _plan_noise(self) -> None:
        person = self._campaign.applicants[0]

        async def advertise(at: datetime) -> None:
            await self._post.advertise(person.email, at)

        calendar = calendars.load(self._campaign.region or None)
        self._diary.plan(calendar.add(self._first_day, 11), "advertisement", advertise)

    # ---- who is who

    def _calendar_of(self, unit: Unit) -> Workdays:
        return calendars.load(unit.region or self._campaign.region or None)


def _arrival(lay_in: Callable[[date], None]) -> Doing:
    """Paper that comes on its day."""

    async def arrive(at: datetime) -> None:
        lay_in(at.date())

    return arrive
