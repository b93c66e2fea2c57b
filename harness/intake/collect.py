"""Takes in what came: mail and paper and ledger rows -> evidence, arrivals, filings, events.

Each thing is taken in once, in one transaction, whole: bytes, arrival, filing and event. What
cannot be opened or placed is kept and put before a person (`doubt`); the rest goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from harness.checker.check import judge
from harness.checker.dossier import Dossier, ReplyKind
from harness.checker.kinds import kind_of
from harness.clock.events import Kind
from harness.engine import HERE, Engine
from harness.intake.classify import CONFIRMS, Days, event_of
from harness.intake.ledger import Delivery, Ledger, Paper, Telephone, read_ledger
from harness.intake.mailbox import Fetched, Mailbox
from harness.intake.match import Envelope, Match, is_quotation, match
from harness.scoring.assessment import ReviewItem
from harness.store.casebook import MAIL_NAME, expected_of
from harness.store.database import Store
from harness.store.evidence import sha256
from harness.store.log import (
    Filing,
    NewArrival,
    NewCall,
    NewEvent,
    add_arrival,
    add_call,
    add_event,
    add_filing,
    is_known,
    last_uid,
)
from harness.store.reading import Sheet, read, read_ahead
from letters.model import Application, Unit
from parsers.document import Document, TextFrom

CHINA = ZoneInfo("Asia/Shanghai")
LEDGER = Path("incoming") / "台账.xlsx"
PAPERS = Path("incoming") / "纸质来件"
TEST_CALL, CONFIRMATION_CALL = "咨询测试", "确认收件"


@dataclass(frozen=True, slots=True)
class Desk:
    """What an arrival is held against: the units, the applications, the Message-IDs we gave."""

    units: Sequence[Unit]
    applications: Sequence[Application]
    message_ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that came, as bytes, with all that its way here tells of it."""

    source: str  # mail | paper
    key: str
    data: bytes
    name: str
    on: date
    posted_on: date | None
    sender: str = ""
    mailbox: str = ""
    note: str = ""  # what is odd about its dates, in Chinese


def collect_mail(
    store: Store, desk: Desk, mailboxes: Sequence[Mailbox], engine: Engine = HERE
) -> int:
    """Take in the new mails of every mailbox; answers how many there were."""

    def last(user: str, validity: int) -> int:
        with store.reading() as connection:
            return last_uid(connection, user, validity)

    things = [
        thing_of_mail(mail, mailbox.account.user)
        for mailbox in mailboxes
        for mail in mailbox.new(last)
    ]
    return take_in(store, desk, things, engine)


def collect_papers(
    store: Store, desk: Desk, folder: Path, engine: Engine = HERE
) -> tuple[int, tuple[ReviewItem, ...]]:
    """Take in what the ledger says and the papers it names.

    Answers how many papers were new, and what in the ledger a person must mend.
    """
    ledger = read_ledger(folder / LEDGER)
    doubts = [ReviewItem(each.what, each.why) for each in ledger.doubts]
    doubts += _take_in_rows(store, desk, ledger)
    things = []
    for paper in ledger.papers:
        path = folder / PAPERS / paper.file
        if path.is_file():
            things.append(_thing_of_paper(paper, path.read_bytes()))
        else:
            why = f"找不到文件“{paper.file}”，请放入 {PAPERS.as_posix()}"
            doubts.append(ReviewItem(f"台账来件 {paper.key}", why))
    return take_in(store, desk, things, engine), tuple(doubts)


def take_in(store: Store, desk: Desk, things: Iterable[Thing], engine: Engine = HERE) -> int:
    """Take in what was not taken in before; answers how much that was.

    The bytes of all are kept before the first is opened; then each is filed in one transaction,
    whole or not at all.
    """
    new = _new(store, things)
    with store.writing() as connection:
        kept = [store.keep(connection, thing.data, thing.name) for thing in new]
    sheets = [
        Sheet(store.folder, each.path, each.sha256, thing.name)
        for thing, each in zip(new, kept, strict=True)
    ]
    read_ahead(sheets, engine)
    for thing, sheet in zip(new, sheets, strict=True):
        _file(store, desk, thing, sheet)
    return len(new)


def _new(store: Store, things: Iterable[Thing]) -> list[Thing]:
    with store.reading() as connection:
        return [
            thing
            for thing in things
            if not is_known(connection, thing.source, thing.key, sha256(thing.data))
        ]


def _file(store: Store, desk: Desk, thing: Thing, sheet: Sheet) -> None:
    document = read(sheet)
    envelope = _envelope(document, thing)
    found = match(document, envelope, desk.applications, desk.message_ids)
    kind = kind_of(document)
    doubt = _doubt_of(document, found, kind)
    reasons = (*found.reasons, *([thing.note] if thing.note else []))
    application = found.application
    arrival = NewArrival(
        source=thing.source,
        source_key=thing.key,
        on=thing.on,
        posted_on=thing.posted_on,
        sender=envelope.sender,
        name=_title(document, thing),
        sha256=sheet.sha256,
    )
    with store.writing() as connection:
        number = add_arrival(connection, arrival)
        if number is None:
            return
        filing = Filing(application.id if application else None, kind, reasons, doubt)
        add_filing(connection, number, filing)
        if application is not None and not doubt:
            event = _event(document, thing, application, kind, sheet.sha256)
            if event is not None:
                add_event(connection, event)


def thing_of_mail(mail: Fetched, user: str) -> Thing:
    """A fetched mail with its dates. The day that it came is our own server's word; the day that
    it was sent is the sender's word, taken only where it does not contradict ours."""
    came = mail.received.astimezone(CHINA).date()
    sent = _sent_on(mail.raw)
    note = ""
    if sent is None or not timedelta(0) <= came - sent <= timedelta(days=1):
        note = f"邮件头所载日期（{sent or '无'}）与到达日期不符，以到达日期 {came} 为准"
        sent = came
    return Thing("mail", mail.key, mail.raw, MAIL_NAME, came, sent, mailbox=user, note=note)


def _thing_of_paper(paper: Paper, data: bytes) -> Thing:
    return Thing("paper", paper.key, data, paper.file, paper.on, paper.posted_on, paper.sender)


def _sent_on(raw: bytes) -> date | None:
    """The day of the Date header in China's time; None where it has none that can be read."""
    value = BytesHeaderParser().parsebytes(raw).get("Date")
    try:
        sent = parsedate_to_datetime(str(value)) if value else None
    except ValueError:
        return None
    if sent is None:
        return None
    return (sent.astimezone(CHINA) if sent.tzinfo else sent).date()


def _envelope(document: Document, thing: Thing) -> Envelope:
    headers = document.headers
    if headers is None:
        return Envelope(thing.sender, thing.mailbox, (), thing.on)
    answers = tuple(each for each in (headers.in_reply_to, *headers.references) if each)
    return Envelope(parseaddr(headers.sender or "")[1], thing.mailbox, answers, thing.on)


def _title(document: Document, thing: Thing) -> str:
    subject = document.headers.subject if document.headers else None
    return subject or thing.name


def _doubt_of(document: Document, found: Match, kind: ReplyKind) -> str:
    """Why a person must look at this arrival; empty where none need."""
    if found.application is None:
        return "；".join(("无法自动归卷", *found.reasons))
    if kind in CONFIRMS or kind is ReplyKind.BOUNCE:
        return ""
    unread = [each for each in document.walk() if not _was_read(each)]
    answered = any(kind_of(part) is ReplyKind.ANSWER for part in document.parts if _was_read(part))
    if unread and not answered:
        why = unread[0].error.message if unread[0].error else "未能读出文字"
        return f"“{unread[0].name}”无法读取：{why}"
    if kind is ReplyKind.OTHER:
        return "未能判断来件种类"
    return ""


def _was_read(document: Document) -> bool:
    return document.error is None and all(
        page.text_from is not TextFrom.NONE for page in document.pages
    )


def _event(
    document: Document, thing: Thing, application: Application, kind: ReplyKind, evidence: str
) -> NewEvent | None:
    signed = None
    if kind is ReplyKind.ANSWER:
        # with no date from outside, a judgement goes by the date that the letter itself carries
        signed = judge(Dossier(document, expected_of(application))).replied_on
    text = "\n".join(each.text for each in document.walk() if not is_quotation(each))
    days = Days(signed, thing.posted_on, thing.on)
    return event_of(application.id, application.channel, kind, text, days, evidence)


def _take_in_rows(store: Store, desk: Desk, ledger: Ledger) -> Iterator[ReviewItem]:
    """Record deliveries and calls, in one transaction; known rows change nothing."""
    known = {each.id for each in desk.applications}
    units = {name: unit for unit in desk.units for name in (*unit.aliases, unit.name)}
    with store.writing() as connection:
        for row in ledger.deliveries:
            if row.application_id in known:
                add_event(connection, _delivered(row))
            else:
                why = f"没有编号为“{row.application_id}”的申请"
                yield ReviewItem(f"台账挂号签收 {row.number}", why)
        for call in ledger.calls:
            wrong = _wrong_with(call, units, known)
            if wrong:
                yield ReviewItem(f"台账电话记录 {call.on} {call.time} {call.unit_name}", wrong)
            elif call.purpose == TEST_CALL:
                add_call(connection, _test_call(call, units[call.unit_name]))
            elif call.connected:
                add_event(connection, _confirmed(call))


def _wrong_with(call: Telephone, units: Mapping[str, Unit], known: Collection[str]) -> str:
    """What a person must mend in this row; empty where it is sound."""
    if call.unit_name not in units:
        return f"没有名为“{call.unit_name}”的单位"
    if call.purpose not in (TEST_CALL, CONFIRMATION_CALL):
        return f"“用途”一栏应为“{TEST_CALL}”或“{CONFIRMATION_CALL}”，现为“{call.purpose}”"
    if call.purpose == CONFIRMATION_CALL and call.application_id not in known:
        return f"没有编号为“{call.application_id}”的申请"
    return ""


def _delivered(row: Delivery) -> NewEvent:
    evidence = f"挂号{row.number} {row.signed_by}签收"
    return NewEvent(row.application_id, Kind.DELIVERED, row.on, evidence, "ledger")


def _confirmed(call: Telephone) -> NewEvent:
    evidence = f"{call.on} {call.time} 电话确认：{call.note}"
    return NewEvent(call.application_id, Kind.CONFIRMED, call.on, evidence, "ledger")


def _test_call(call: Telephone, unit: Unit) -> NewCall:
    key = f"{unit.id} {call.on} {call.time} {call.number}"
    return NewCall(key, unit.id, call.on, call.time, call.number, call.connected, call.note)
