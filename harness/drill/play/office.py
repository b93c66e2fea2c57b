"""One agency's desk: an application that was read -> what will be sent and posted, and when.

Mails are given as functions that write them when their day comes, papers as functions that lay
them into the folder of incoming post: nothing is set in type before it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

from calendars import Workdays
from harness.clock.events import Kind
from harness.drill.dealing.profile import Profile, Quirk, Turn
from harness.drill.letter import copies, mails, notices, paper
from harness.drill.letter.copies import Copy
from harness.drill.letter.forms import Form, Medium
from harness.drill.letter.mails import Attachment, Note
from harness.drill.letter.notices import Notice
from harness.drill.letter.paper import Answer, Asked, Paper
from harness.drill.letter.pdf import Typesetter
from harness.drill.play import schedule
from harness.drill.play.ledger import PAPERS, Ledger
from harness.drill.play.reading import ReadMail
from harness.drill.play.schedule import Days
from harness.drill.play.senders import on_envelope
from harness.drill.truth import Planted, planted
from letters.model import Channel, Convention, Unit

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
    known: tuple[tuple[date, Kind], ...]  # what nobody but the clerk learns of, and writes down


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
        if profile.answers and when.signed:
            answer = paper.answer(profile, asked, got=got, signed=when.signed, sent=when.answered)
        notes, letters = self._notices(sending, when)
        notes += self._strays(sending, when)
        for kind, sent, arrives, about, text in self._answers(sending, when, answer):
            if profile.medium is Medium.POST_PDF:
                letters.append(self._by_post(kind, profile, text, sent, arrives))
            else:
                notes += self._by_mail(kind, about, text, sent)
        if profile.form is Form.LINK and when.answered:
            write = partial(notices.link, profile, asked, sending.ours)
            notes.append((when.answered, "answer", write))
        counted = when.counted(self._convention) if profile.answers else None
        told = planted(profile, asked.application_id, when, counted, answer)
        return Planned(tuple(notes), tuple(letters), told, tuple(_known(profile, when)))

    def _answers(
        self, sending: Sending, when: Days, answer: Answer | None
    ) -> Iterator[tuple[str, date, date, Sending, Answer]]:
        """The letters that decide on something: what it is, sent and in the applicant's hands on
        which days, and to whose application it belongs."""
        profile, asked, sent = sending.profile, sending.asked, when.answered
        if sent is None or when.arrives is None or when.signed is None:
            return
        if answer is not None:
            yield "answer", sent, when.arrives, sending, answer
        if Turn.FOR_ANOTHER in profile.turns:
            about = notices.somebody_elses(asked)
            text = paper.answer(profile, about, got=when.received, signed=when.signed, sent=sent)
            yield "answer", sent, when.arrives, replace(sending, asked=about, ours=None), text
        if answer is not None and when.second:
            again = paper.answer(profile, asked, got=when.received, signed=when.second)
            arrives = when.second + (when.arrives - sent)
            yield "second", when.second, arrives, sending, again

    # ---- what comes before an answer, or instead of one

    def _notices(self, sending: Sending, when: Days) -> tuple[list[MailAct], list[PaperAct]]:
        """To those who applied by mail they go as mails, to all others by post."""
        profile, asked = sending.profile, sending.asked
        mailed: list[MailAct] = []
        posted: list[PaperAct] = []
        for each in notices.notices(profile, asked, when):
            if sending.ours is None:
                posted.append(self._posted(each.kind, profile, each.paper, each.day))
            else:
                mailed.append((each.day, each.kind, partial(self._attached, profile, each)))
        return mailed, posted

    def _attached(self, profile: Profile, notice: Notice) -> Note:
        part = Attachment(notice.file, copies.PDF, self._setter.pdf(notice.paper))
        return Note(
            key=f"{profile.stream} {notice.kind}",
            subject=notice.subject,
            text=notice.cover,
            attachments=(part,),
        )

    # ---- papers

    def _posted(self, name: str, profile: Profile, text: Paper, sent: date) -> PaperAct:
        calendar = self._calendar_of(profile.unit)
        arrives = schedule.in_the_post(sent, profile.stream, calendar)

        def scanned() -> Copy:
            return copies.notice(text, self._setter, profile.stream)

        made = scanned if self._scans else self._typeset(text)
        return arrives, name, lambda day: self._lay_in(profile, made(), sent, day)

    def _by_post(
        self, kind: str, profile: Profile, answer: Answer, sent: date, arrives: date
    ) -> PaperAct:
        def scanned() -> Copy:
            return copies.copy(answer.paper, profile.form, self._setter, profile.stream)

        made = scanned if self._scans else self._typeset(answer.paper)
        return arrives, kind, lambda day: self._lay_in(profile, made(), sent, day)

    def _typeset(self, text: Paper) -> Callable[[], Copy]:
        return lambda: copies.copy(text, Form.TYPESET, self._setter, "")

    def _lay_in(self, profile: Profile, letter: Copy, sent: date, day: date) -> None:
        """The assessor opens an envelope, scans the letter and enters it."""
        number = f"LJ{self._ledger.count(PAPERS) + 1:03d}"
        sender = on_envelope(profile)
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

    def _by_mail(self, kind: str, sending: Sending, answer: Answer, day: date) -> list[MailAct]:
        def write() -> Note:
            parts = self._attachments(sending.profile, sending.asked, answer.paper)
            note = mails.answered(sending.profile, sending.asked, answer.paper, parts, sending.ours)
            return note if kind == "answer" else replace(note, key=f"{note.key} {kind}")

        if Quirk.DAMAGED_FIRST not in sending.profile.quirks or kind != "answer":
            return [(day, kind, write)]

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
        """A mail meant for somebody else."""
        profile = sending.profile
        if Quirk.WRONG_PERSON not in profile.quirks:
            return []
        day = self._calendar_of(profile.unit).add(when.received, 3)
        return [(day, "stray", partial(mails.for_somebody_else, profile.unit))]

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


def _known(profile: Profile, when: Days) -> Iterator[tuple[date, Kind]]:
    """A call that asks for a withdrawal; that the correction was handed in, and that it arrived."""
    if when.withdrawal:
        yield when.withdrawal, Kind.WITHDRAWAL_REQUESTED
    if when.supplied and when.resumed:
        yield when.supplied, Kind.CLARIFICATION_SUBMITTED
        if profile.channel is Channel.REGISTERED_MAIL:
            yield when.resumed, Kind.DELIVERED
        elif profile.channel is not Channel.IN_PERSON:
            yield when.resumed, Kind.CONFIRMED
