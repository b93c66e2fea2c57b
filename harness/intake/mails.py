"""A mail's bytes, from a server or a file -> a `Thing`, with the days that can be believed."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from harness.intake.account import Fetched
from harness.intake.things import Sheet, Thing
from harness.store.evidence import sha256
from harness.store.log import NewArrival
from harness.store.places import Place
from letters.opening import read_file

CHINA = ZoneInfo("Asia/Shanghai")
MAIL_NAME = "来信.eml"  # a mail has no file name; its subject is no name for a file
NO_DAY = "服务器没有说明收到日期，只知道取回之日已经收到"
_MOST_HEADERS = 200_000  # bytes of a mail in which its head is looked for


def thing_of_mail(mail: Fetched) -> Thing:
    """A fetched mail. The day that it came is our own server's word; the day that it was sent is
    the sender's word, taken only where it does not contradict ours. Where it does, the day of
    sending stays open: it may have been long under way, or wrongly dated."""
    head = _head(mail.raw)
    told = mail.received or _received(head)
    came = _day(told) if told else None
    fetched = datetime.now(CHINA).date()  # counts only where nobody says when it came
    sent, note = _believed(_sent_on(head), came) if came else (None, "")
    place = Place(mail.mailbox, mail.uidvalidity, mail.uid, mail.folder)
    arrival = NewArrival(
        "mail", place.key, came or fetched, sent, _sender(head), MAIL_NAME, "",
        noticed_on=None if came else fetched, place=place, note=note if came else NO_DAY,
    )  # fmt: skip
    return Thing(arrival, (Sheet(MAIL_NAME, mail.raw),), is_mail=True)


def thing_of_mail_file(name: str, raw: bytes, today: date) -> Thing:
    """A mail that lies in a folder: its last server's word for the day that it came, where it has
    one; else nobody knows on which day it did, only that it is here now."""
    head = _head(raw)
    told = _received(head)
    came = _day(told) if told else None
    sent, note = _believed(_sent_on(head), came) if came else (_sent_on(head), "")
    if sent is not None and sent > today:
        sent, note = None, f"邮件头所载日期 {sent} 晚于放入之日，发出日期存疑"
    arrival = NewArrival(
        "file", sha256(raw), came or today, sent, _sender(head), name, "",
        noticed_on=None if came else today, note=note,
    )  # fmt: skip
    return Thing(arrival, (Sheet(name, raw),), is_mail=True)


def _believed(sent: date | None, came: date) -> tuple[date | None, str]:
    if sent is None or not timedelta(0) <= came - sent <= timedelta(days=1):
        return None, f"邮件头所载日期（{sent or '无'}）与到达日期 {came} 不符，发出日期存疑"
    return sent, ""


def _sent_on(head: Message) -> date | None:
    """The day of the Date header in China's time; None where it has none that can be read."""
    then = _moment(head.get("Date"))
    return _day(then) if then else None


def _received(head: Message) -> datetime | None:
    """The moment of the topmost Received header: that of the server which handed the mail out."""
    value = head.get("Received")
    return _moment(str(value).rpartition(";")[2]) if value else None


def _moment(value: object) -> datetime | None:
    try:
        then = parsedate_to_datetime(str(value).strip()) if value else None
        if then is not None:
            _day(then)
        return then
    except (ValueError, OverflowError):  # no date, or one beyond the calendar
        return None


def _day(then: datetime) -> date:
    """In China; of one that does not say where it is told, as it stands there."""
    return (then.astimezone(CHINA) if then.tzinfo else then).date()


def _sender(head: Message) -> str:
    return parseaddr(str(head.get("From", "")))[1]


_GAP = re.compile(rb"\r?\n\r?\n|\r\r")


def _head(raw: bytes) -> Message:
    """What stands before the first empty line; of a head without end, as much as heads have."""
    gap = _GAP.search(raw, 0, _MOST_HEADERS)
    return BytesHeaderParser().parsebytes(raw[: gap.end() if gap else _MOST_HEADERS])


def mails_of_mbox(path: Path) -> Iterator[bytes]:
    """Every mail of an mbox file, as it stands there."""
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def mails_of_maildir(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every mail of a Maildir with its file's name; what is being delivered (tmp) is not there yet."""
    for place in ("new", "cur"):
        for path in sorted((folder / place).iterdir()):
            if path.is_file() and not path.name.startswith("."):
                yield path.name, read_file(path)
