"""Takes in what came: mail and paper and ledger rows -> evidence, arrivals, filings, events.

What came is first received: its bytes are kept and its reading begins, beside whatever else is
going on. Then each thing is filed once, in one transaction, whole: arrival, filing and event. What
cannot be opened or placed is kept and put before a person (`doubt`); the rest goes on.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from datetime import date, timedelta
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from harness.checker.dossier import ReplyKind
from harness.clock.events import Kind
from harness.engine import HERE, Closed, Engine, JobFailed, Lost, NotStarted, ahead
from harness.intake.classify import CONFIRMS, Days, event_of
from harness.intake.ledger import Delivery, Ledger, Paper, Telephone, read_ledger
from harness.intake.mailbox import Fetched, Mailbox
from harness.intake.match import Envelope, Match, concerned, match
from harness.intake.meaning import Meaning, meaning_of
from harness.scoring.assessment import ReviewItem
from harness.store.casebook import MAIL_NAME, expected_of
from harness.store.database import Store
from harness.store.errors import reason
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
    arrival_of,
    call_of,
    event_days,
    is_known,
    last_uid,
)
from harness.store.reading import Sheet, from_json, read, read_ahead
from letters.model import Application, Unit
from letters.opening import read_file
from parsers.document import Document

_log = logging.getLogger(__name__)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,200}>")
_MOST_HEADERS = 200_000  # bytes of a mail in which its head is looked for
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


@dataclass(frozen=True, slots=True)
class Received:
    """What came, is kept and is being read, and is not filed yet."""

    things: tuple[tuple[Thing, Sheet], ...]
    wait: Callable[[], None]  # until all is read


def collect_mail(
    store: Store, desk: Desk, mailboxes: Sequence[Mailbox], engine: Engine = HERE
) -> int:
    """Take in the new mails of every mailbox; answers how many there were."""
    return file(store, desk, receive_mail(store, mailboxes, engine), engine)


def receive_mail(store: Store, mailboxes: Sequence[Mailbox], engine: Engine = HERE) -> Received:
    """Keep the new mails of every mailbox and begin to read them."""

    def last(user: str, validity: int) -> int:
        with store.reading() as connection:
            return last_uid(connection, user, validity)

    things = [
        thing_of_mail(mail, mailbox.account.user)
        for mailbox in mailboxes
        for mail in mailbox.new(last)
    ]
    return receive(store, things, engine)


def collect_papers(
    store: Store, desk: Desk, folder: Path, engine: Engine = HERE
) -> tuple[int, tuple[ReviewItem, ...]]:
    """Take in what the ledger says and the papers it names.

    Answers how many papers were new, and what in the ledger a person must mend.
    """
    received, doubts = receive_papers(store, desk, folder, engine)
    return file(store, desk, received, engine), doubts


def receive_papers(
    store: Store, desk: Desk, folder: Path, engine: Engine = HERE
) -> tuple[Received, tuple[ReviewItem, ...]]:
    """Record what the ledger says, keep the papers it names and begin to read them; beside them
    what in the ledger a person must mend."""
    ledger = read_ledger(folder / LEDGER)
    doubts = [ReviewItem(each.what, each.why) for each in ledger.doubts]
    doubts += take_in_rows(store, desk, ledger)
    things = []
    for paper in ledger.papers:
        path = folder / PAPERS / paper.file
        try:
            things.append(_thing_of_paper(paper, read_file(path)))
        except FileNotFoundError:
            why = f"找不到文件“{paper.file}”，请放入 {PAPERS.as_posix()}"
            doubts.append(ReviewItem(f"台账来件 {paper.key}", why))
        except OSError as wrong:
            why = f"打不开文件“{paper.file}”：{reason(wrong)}"
            doubts.append(ReviewItem(f"台账来件 {paper.key}", why))
    doubts += _contradictions(store, things)
    return receive(store, things, engine), tuple(doubts)


def receive(store: Store, things: Iterable[Thing], engine: Engine = HERE) -> Received:
    """Keep what was not taken in before; the bytes of all are kept before the first is opened."""
    new = _new(store, things)
    with store.writing(verb="collect", what=f"留存来件{len(new)}件") as connection:
        kept = [store.keep(connection, thing.data, thing.name) for thing in new]
    sheets = [
        Sheet(store.folder, each.path, each.sha256, thing.name)
        for thing, each in zip(new, kept, strict=True)
    ]
    return Received(tuple(zip(new, sheets, strict=True)), read_ahead(sheets, engine))


def file(store: Store, desk: Desk, received: Received, engine: Engine = HERE) -> int:
    """File what was received, each thing in one transaction, whole or not at all; answers how many
    were not filed before."""
    received.wait()
    begun = ahead(partial(_begin, desk, engine), received.things)
    filed = 0
    for (thing, sheet), wait in zip(received.things, begun, strict=True):
        filed += _file(store, thing, sheet, wait())
    return filed


def _new(store: Store, things: Iterable[Thing]) -> list[Thing]:
    with store.reading() as connection:
        return [
            thing
            for thing in things
            if not is_known(connection, thing.source, thing.key, sha256(thing.data))
        ]


def _contradictions(store: Store, things: Iterable[Thing]) -> Iterator[ReviewItem]:
    """Papers whose ledger row, or file, is no longer what was taken in under the same number.

    What was taken in stands; which of the two is right, a person must say.
    """
    with store.reading() as connection:
        for thing in things:
            before = arrival_of(connection, thing.source, thing.key)
            if before is None:
                continue
            now = (thing.on, thing.posted_on, sha256(thing.data))
            if (before.on, before.posted_on, before.sha256) != now:
                why = (
                    f"与先前登记的不一致：原为收件 {before.on}、邮戳 {before.posted_on or '无'}"
                    f"、文件“{before.name}”；现为收件 {thing.on}、邮戳 {thing.posted_on or '无'}"
                    f"、文件“{thing.name}”。先前的登记仍然有效；新的来件请另编号"
                )
                yield ReviewItem(f"台账来件 {thing.key}", why)


@dataclass(frozen=True, slots=True)
class _Understood:
    """What the program makes of a thing: where it belongs, what it is, what it means."""

    sender: str
    name: str
    filing: Filing
    event: NewEvent | None = None


def _begin(desk: Desk, engine: Engine, piece: tuple[Thing, Sheet]) -> Callable[[], _Understood]:
    """Begin to make out a thing; one strange mail must not keep all others out."""
    thing, sheet = piece
    try:
        wait = _understanding(desk, engine, thing, sheet)
    except _NOT_THE_FILE:
        raise
    except Exception as fault:  # noqa: BLE001
        return partial(_not_understood, desk, thing, fault)

    def understood() -> _Understood:
        try:
            return wait()
        except _NOT_THE_FILE:
            raise
        except Exception as fault:  # noqa: BLE001
            return _not_understood(desk, thing, fault)

    return understood


# faults of the machine or the run, of which no file is guilty: nothing is filed, it comes again
_NOT_THE_FILE = (Closed, CancelledError, NotStarted)


def _not_understood(desk: Desk, thing: Thing, fault: Exception) -> _Understood:
    _log.error("%s: not understood", thing.key, exc_info=fault)
    name = fault.cause if isinstance(fault, JobFailed) else type(fault).__name__
    doubt = f"程序处理此件时出错（{name}），原件已留存，请人工处理"
    return _in_doubt(desk, thing.sender, thing.name, doubt)


def _in_doubt(desk: Desk, sender: str, name: str, doubt: str) -> _Understood:
    filing = Filing(None, ReplyKind.OTHER, (), _all_ids(desk), doubt)
    return _Understood(sender, name, filing)


def _file(store: Store, thing: Thing, sheet: Sheet, understood: _Understood) -> bool:
    """Record one thing; False where it is there already."""
    arrival = NewArrival(
        source=thing.source,
        source_key=thing.key,
        on=thing.on,
        posted_on=thing.posted_on,
        sender=understood.sender,
        name=understood.name,
        sha256=sheet.sha256,
    )
    what = f"登记来件“{understood.name}”（{thing.key}）"
    with store.writing(verb="collect", what=what) as connection:
        number = add_arrival(connection, arrival)
        if number is None:
            return False
        add_filing(connection, number, understood.filing)
        if understood.event is not None:
            add_event(connection, understood.event)
    return True


def _understanding(
    desk: Desk, engine: Engine, thing: Thing, sheet: Sheet
) -> Callable[[], _Understood]:
    encoded = read(sheet, engine)
    document = from_json(encoded)
    envelope = _envelope(document, thing)
    found = match(document, envelope, desk.applications, desk.message_ids)
    application = found.application
    expected = expected_of(application) if application else None
    meaning = engine.submit(meaning_of, encoded, expected, thing.posted_on or thing.on)

    def wait() -> _Understood:
        meant = meaning.result()
        sender, title = envelope.sender, _title(document, thing)
        if isinstance(meant, Lost):
            meant = Meaning(ReplyKind.OTHER, meant.message)
        doubt = _doubt_of(found, meant)
        reasons = (*found.reasons, *([thing.note] if thing.note else []))
        id = application.id if application else None
        candidates = found.candidates
        if id is None and not candidates and not _has_words(document):
            candidates = concerned(envelope, desk.applications, desk.message_ids)
        filing = Filing(id, meant.kind, reasons, candidates, doubt)
        event = None
        if application is not None and not doubt:
            days = Days(meant.signed_on, thing.posted_on, thing.on)
            event = event_of(
                application.id, application.channel, meant.kind, days, meant.counted, sheet.sha256
            )
        return _Understood(sender, title, filing, event)

    return wait


def _all_ids(desk: Desk) -> tuple[str, ...]:
    return tuple(each.id for each in desk.applications)


def thing_of_mail(mail: Fetched, user: str) -> Thing:
    """A fetched mail with its dates. The day that it came is our own server's word; the day that
    it was sent is the sender's word, taken only where it does not contradict ours. Where it does,
    the day of sending stays open: it may have been long under way, or wrongly dated."""
    came = mail.received.astimezone(CHINA).date()
    sent = _sent_on(mail.raw)
    note = ""
    if sent is None or not timedelta(0) <= came - sent <= timedelta(days=1):
        note = f"邮件头所载日期（{sent or '无'}）与到达日期 {came} 不符，发出日期存疑"
        sent = None
    return Thing("mail", mail.key, mail.raw, MAIL_NAME, came, sent, mailbox=user, note=note)


def _thing_of_paper(paper: Paper, data: bytes) -> Thing:
    return Thing("paper", paper.key, data, paper.file, paper.on, paper.posted_on, paper.sender)


def _sent_on(raw: bytes) -> date | None:
    """The day of the Date header in China's time; None where it has none that can be read."""
    value = BytesHeaderParser().parsebytes(raw).get("Date")
    try:
        sent = parsedate_to_datetime(str(value)) if value else None
        return (sent.astimezone(CHINA) if sent.tzinfo else sent).date() if sent else None
    except (ValueError, OverflowError):  # no date, or one beyond the calendar
        return None


def _envelope(document: Document, thing: Thing) -> Envelope:
    headers = document.headers
    if headers is None and thing.source == "mail":
        return _envelope_of_raw(thing)
    if headers is None:
        return Envelope(thing.sender, thing.mailbox, (), thing.on)
    answers = tuple(each for each in (headers.in_reply_to, *headers.references) if each)
    return Envelope(parseaddr(headers.sender or "")[1], thing.mailbox, answers, thing.on)


def _envelope_of_raw(thing: Thing) -> Envelope:
    """Of a mail that could not be opened: its outermost lines still say from whom it is."""
    lines = BytesHeaderParser().parsebytes(thing.data[:_MOST_HEADERS])
    said = f"{lines.get('In-Reply-To', '')} {lines.get('References', '')}"
    answers = tuple(dict.fromkeys(_MESSAGE_ID.findall(said)))
    return Envelope(parseaddr(str(lines.get("From", "")))[1], thing.mailbox, answers, thing.on)


def _has_words(document: Document) -> bool:
    return any(page.text.strip() for each in document.walk() for page in each.pages)


def _title(document: Document, thing: Thing) -> str:
    subject = document.headers.subject if document.headers else None
    return subject or thing.name


def _doubt_of(found: Match, meant: Meaning) -> str:
    """Why a person must look at this arrival; empty where none need."""
    if found.application is None:
        return "；".join(("无法自动归卷", *found.reasons))
    if meant.kind in CONFIRMS or meant.kind is ReplyKind.BOUNCE:
        return ""
    if meant.unread and not meant.answered:
        return meant.unread
    if meant.kind is ReplyKind.OTHER:
        return "未能判断来件种类"
    return ""


def take_in_rows(store: Store, desk: Desk, ledger: Ledger) -> list[ReviewItem]:
    """Record deliveries and calls, in one transaction; known rows change nothing. What contradicts
    a row recorded earlier is not recorded but shown."""
    known = {each.id: each for each in desk.applications}
    units = _by_name(desk.units)
    doubts = []
    with store.writing(verb="collect", what="登记台账") as connection:
        for row in ledger.deliveries:
            wrong = _wrong_delivery(connection, row, known)
            if wrong:
                doubts.append(ReviewItem(f"台账挂号签收 {row.number}", wrong))
            else:
                add_event(connection, _delivered(row))
        for call in ledger.calls:
            wrong = _wrong_call(connection, call, units, known)
            if wrong:
                what = f"台账电话记录 {call.on} {call.time} {call.unit_name}"
                doubts.append(ReviewItem(what, wrong))
            elif call.purpose == TEST_CALL:
                add_call(connection, _test_call(call, *units[call.unit_name]))
            elif call.connected:
                add_event(connection, _confirmed(call))
    return doubts


def _by_name(units: Iterable[Unit]) -> dict[str, tuple[Unit, ...]]:
    """Name or alias -> the units that go by it; a full name stands before any alias."""
    units = tuple(units)
    named: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        for alias in unit.aliases:
            named[alias] = (*named.get(alias, ()), unit)
    return {**named, **{unit.name: (unit,) for unit in units}}


def _wrong_delivery(connection: Connection, row: Delivery, known: Collection[str]) -> str:
    """What a person must mend in this row; empty where it is sound."""
    if row.application_id not in known:
        return f"没有编号为“{row.application_id}”的申请"
    days = event_days(connection, row.application_id, Kind.DELIVERED, "ledger")
    other = [str(day) for day in days if day != row.on]
    if other:
        return f"申请 {row.application_id} 先前登记为 {'、'.join(other)} 签收，现为 {row.on}，请核对物流记录"
    return ""


def _wrong_call(
    connection: Connection,
    call: Telephone,
    units: Mapping[str, tuple[Unit, ...]],
    known: Mapping[str, Application],
) -> str:
    """What a person must mend in this row; empty where it is sound."""
    found = units.get(call.unit_name, ())
    if len(found) != 1:
        return f"{'没有' if not found else '不止一家'}名为“{call.unit_name}”的单位，请写全称"
    if call.purpose not in (TEST_CALL, CONFIRMATION_CALL):
        return f"“用途”一栏应为“{TEST_CALL}”或“{CONFIRMATION_CALL}”，现为“{call.purpose}”"
    if call.purpose == TEST_CALL:
        before = call_of(connection, _test_call(call, *found).source_key)
        if before is not None and before != call.connected:
            return "同一单位、日期、时间的电话先前登记的结果不同，请核对"
        return ""
    if call.application_id not in known:
        return f"没有编号为“{call.application_id}”的申请"
    if known[call.application_id].unit.id != found[0].id:
        return f"申请 {call.application_id} 不是向该单位提出的"
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
