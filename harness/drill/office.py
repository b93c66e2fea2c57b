"""One agency's desk: an application that was read -> what will be sent and posted, and when.

Mails are given as functions that write them when their day comes, papers as functions that lay
them into the folder of incoming post: nothing is set in type before it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email.headerregistry import Address
from pathlib import Path
from random import Random

from calendars import Workdays
from harness.drill import copies, mails, paper, places, schedule
from harness.drill.copies import Copy
from harness.drill.forms import Form, Medium
from harness.drill.ledger import PAPERS, Ledger
from harness.drill.mails import Attachment, Note
from harness.drill.paper import Answer, Asked, Paper
from harness.drill.pdf import Typesetter
from harness.drill.profile import Profile, Quirk
from harness.drill.reading import ReadMail
from harness.drill.schedule import Days
from harness.drill.truth import Planted, elements
from letters.model import Convention, Unit

MailAct = tuple[date, str, Callable[[], Note]]  # when, what it is, how it is written
PaperAct = tuple[
    date, str, Callable[[date], None]
]  # when it arrives, what it is, how it is laid in

_LONG_AGO = 1_000_000_000  # seconds: a day in 2001
DAMAGED_AT = 700  # bytes of a PDF that came through: no reader can open so little


@dataclass(frozen=True, slots=True)
class Sending:
    """An application as it lies on the desk; `ours` is the mail by which it came."""

    profile: Profile
    asked: Asked
    ours: ReadMail | None


@dataclass(frozen=True, slots=True)
class Planned:
    mails: tuple[MailAct, ...]
    papers: tuple[PaperAct, ...]
    planted: Planted


def own_mailbox(profile: Profile) -> Address:
    """The mailbox that is in units.xlsx. Who has none there uses one for nothing but strays."""
    address = profile.unit.email or f"xxgk@{places.STRANGERS_SITE}"
    return Address(display_name=profile.unit.name, addr_spec=address)


def answering_mailbox(profile: Profile) -> Address:
    """Where the answer is sent from: some agencies use another mailbox than the one they name."""
    unit = profile.unit
    if Quirk.OTHER_SENDER not in profile.quirks:
        return own_mailbox(profile)
    domain = places.site(unit.email)
    label = domain.partition(".")[0]
    return Random(f"{profile.stream} mailbox").choice(
        (
            Address(mails.office(unit), addr_spec=f"{label}_bgs@youxiang.example"),
            Address("政务公开科", addr_spec=f"zwgk{label}@youxiang.example"),
            Address(unit.name, addr_spec=f"bgs@{domain}"),
        )
    )


class Office:
    """All agencies' desks; they share one typesetter and the applicants' letter box."""

    def __init__(
        self,
        letter_box: Path,
        ledger: Ledger,
        calendar_of: Callable[[Unit], Workdays],
        convention: Convention,
        *,
        scans: bool,
    ) -> None:
        self.typesetter: Typesetter | None = None
        self._scans = scans  # or else paper is laid in as it was typeset, which is read at once
        self._letter_box = letter_box
        self._ledger = ledger
        self._calendar_of = calendar_of
        self._convention = convention

    def plan(self, sending: Sending, got: date) -> Planned:
        """Everything that will be done about an application received on a day."""
        profile, asked = sending.profile, sending.asked
        calendar = self._calendar_of(profile.unit)
        when = schedule.days(profile, got, calendar, self._convention)
        answer = None
        if when.signed:
            answer = paper.answer(profile, asked, got=got, signed=when.signed, sent=when.answered)
        letters = self._notices(sending, when)
        notes = self._strays(sending, when)
        if answer is not None:
            if profile.medium is Medium.POST_PDF:
                letters.append(self._by_post(profile, answer, when))
            else:
                notes += self._by_mail(sending, answer, when)
        counted = when.counted(self._convention)
        planted = _planted(profile, asked, when, counted, answer)
        return Planned(tuple(notes), tuple(letters), planted)

    # ---- papers

    def _notices(self, sending: Sending, when: Days) -> list[PaperAct]:
        """登记回执 and 延期告知 to those who applied by post; by mail they go as mails."""
        profile, asked = sending.profile, sending.asked
        made = []
        if when.receipt and sending.ours is None:
            text = paper.receipt(profile, asked, got=when.received, signed=when.receipt)
            made.append(self._posted("receipt", profile, text, when.receipt))
        if when.extension and when.extended_until:
            text = paper.extension(
                profile,
                asked,
                got=when.received,
                signed=when.extension,
                until=when.extended_until,
            )
            made.append(self._posted("extension", profile, text, when.extension))
        return made

    def _posted(self, name: str, profile: Profile, text: Paper, sent: date) -> PaperAct:
        calendar = self._calendar_of(profile.unit)
        arrives = schedule.in_the_post(sent, profile.stream, calendar)

        def scanned() -> Copy:
            return copies.notice(text, self._setter, profile.stream)

        made = scanned if self._scans else self._typeset(text)
        return arrives, name, lambda day: self._lay_in(profile, made(), sent, day)

    def _by_post(self, profile: Profile, answer: Answer, when: Days) -> PaperAct:
        sent, arrives = when.answered, when.arrives
        assert sent is not None and arrives is not None

        def scanned() -> Copy:
            return copies.copy(answer.paper, profile.form, self._setter, profile.stream)

        made = scanned if self._scans else self._typeset(answer.paper)
        return arrives, "answer", lambda day: self._lay_in(profile, made(), sent, day)

    def _typeset(self, text: Paper) -> Callable[[], Copy]:
        return lambda: copies.copy(text, Form.TYPESET, self._setter, "")

    def _lay_in(self, profile: Profile, letter: Copy, sent: date, day: date) -> None:
        """The assessor opens an envelope, scans the letter and enters it."""
        number = f"LJ{self._ledger.count(PAPERS) + 1:03d}"
        sender = _on_envelope(profile)
        name = f"{number}_{sender}.{letter.ending}"
        self._letter_box.mkdir(parents=True, exist_ok=True)
        laid = self._letter_box / name
        laid.write_bytes(letter.data)
        os.utime(laid, (_LONG_AGO, _LONG_AGO))  # it lies there whole: nobody need wait and see
        self._ledger.add(
            PAPERS,
            来件编号=number,
            收件日期=day,
            邮戳日期=sent,
            寄件单位=sender,
            文件名=name,
        )

    # ---- mails

    def _by_mail(self, sending: Sending, answer: Answer, when: Days) -> list[MailAct]:
        day = when.answered
        assert day is not None

        def write() -> Note:
            parts = self._attachments(sending.profile, sending.asked, answer.paper)
            return mails.answered(sending.profile, sending.asked, answer.paper, parts, sending.ours)

        if Quirk.DAMAGED_FIRST not in sending.profile.quirks:
            return [(day, "answer", write)]

        def broken() -> Note:
            note = write()
            parts = tuple(replace(p, data=p.data[:DAMAGED_AT]) for p in note.attachments)
            text = "您好，附件请查收。\n"
            return replace(note, key=f"{note.key} broken", text=text, attachments=parts)

        def again() -> Note:
            note = write()
            text = f"您好！前次邮件的附件在发送中损坏，现重新发送，请以本件为准。\n\n{note.text}"
            return replace(note, key=f"{note.key} again", text=text)

        before = self._calendar_of(sending.profile.unit).add(day, -1)
        return [(before, "broken", broken), (day, "answer", again)]

    def _strays(self, sending: Sending, when: Days) -> list[MailAct]:
        """A receipt by mail, and a mail meant for somebody else."""
        profile, asked = sending.profile, sending.asked
        made: list[MailAct] = []
        if when.receipt and sending.ours is not None:
            text = paper.receipt(profile, asked, got=when.received, signed=when.receipt)

            def write() -> Note:
                part = Attachment("登记回执.pdf", copies.PDF, self._setter.pdf(text))
                return Note(
                    key=f"{profile.stream} receipt",
                    subject="政府信息公开申请登记回执",
                    text=f"{asked.person}：\n\n您的申请已登记，回执见附件。\n\n{profile.unit.name}\n",
                    attachments=(part,),
                )

            made.append((when.receipt, "receipt", write))
        if Quirk.WRONG_PERSON in profile.quirks:

            def stray() -> Note:
                return mails.for_somebody_else(profile.unit)

            day = self._calendar_of(profile.unit).add(when.received, 3)
            made.append((day, "stray", stray))
        return made

    def _attachments(self, profile: Profile, asked: Asked, text: Paper) -> list[Attachment]:
        if profile.medium is Medium.MAIL_TEXT:
            return []
        by_word = profile.medium is Medium.MAIL_DOCX
        stem = Random(f"{profile.stream} attachment").choice(
            (
                text.title.replace("\n", "")[:40],
                "答复书",
                f"{paper.called(profile, asked)}-政府信息公开答复",
                f"{text.day:%Y%m%d}答复",
                "扫描件0012" if not by_word else "答复（定稿）",
            )
        )
        made = copies.copy(text, profile.form, self._setter, profile.stream)
        return [Attachment(f"{stem}.{made.ending}", made.kind, made.data)]

    @property
    def _setter(self) -> Typesetter:
        if self.typesetter is None:
            raise RuntimeError("letters are set while the servers run: enter servers() first")
        return self.typesetter


def _on_envelope(profile: Profile) -> str:
    unit = profile.unit
    if Quirk.SHORT_NAME in profile.quirks and unit.aliases:
        return unit.aliases[0]
    if unit.name.endswith("人民政府"):
        return Random(f"{profile.stream} envelope").choice((unit.name, f"{unit.name}办公室"))
    return unit.name


def _planted(
    profile: Profile, asked: Asked, when: Days, counted: date | None, answer: Answer | None
) -> Planted:
    return Planted(
        application_id=asked.application_id,
        unit_id=profile.unit.id,
        unit_name=profile.unit.name,
        category=profile.unit.category,
        round=profile.round,
        outcome=profile.outcome,
        received_on=when.received,
        answered_on=counted,
        decision=answer.decision if answer else "",
        medium=profile.medium if answer else "",
        elements=elements(profile, answer) if answer else {},
        extended=when.extension is not None,
        arrives=when.arrives,
        due_at_last=when.due_at_last,
    )
