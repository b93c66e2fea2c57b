"""What happened to one application, as dated facts. The kinds are those of contracts.md, section 2.

One event is one line of text, the same in tests, exports and pages:

    2026-03-10 clarification_requested period_days=15 补正告知书.pdf
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from harness.clock.carriers import carrier_named
from parsers import lazy_re as re


class Kind(StrEnum):
    SENT = "sent"  # 寄出
    DELIVERED = "delivered"  # 签收、送达
    CONFIRMED = "confirmed"  # 双方确认收到
    RETURNED = "returned"  # 退回
    CLARIFICATION_REQUESTED = "clarification_requested"  # 告知补正; period_days
    CLARIFICATION_SUBMITTED = "clarification_submitted"  # 提交补正
    EXTENSION_NOTIFIED = "extension_notified"  # 告知延期; days (working days)
    THIRD_PARTY_STARTED = "third_party_started"  # 开始征求第三方意见
    THIRD_PARTY_ENDED = "third_party_ended"
    FEE_NOTIFIED = "fee_notified"  # 告知缴费
    FEE_PAID = "fee_paid"
    WITHDRAWAL_REQUESTED = "withdrawal_requested"  # 要求申请人撤回
    WITHDRAWN = "withdrawn"  # 申请人撤回
    ANSWERED = "answered"  # 答复; signed_on, posted_on, delivered_on, noticed_on, carrier


Value = int | date | str
LETTER = "letter"  # a datum: which letter it was that arrived, where not the application itself


@dataclass(frozen=True, slots=True)
class Event:
    """`on` is the day it happened, `evidence` what shows it (a file's name or SHA-256)."""

    kind: Kind
    on: date
    evidence: str = ""
    source: str = ""  # who recorded it: dispatch, mailbox, folder, ledger, person
    data: Mapping[str, Value] = field(default_factory=dict)


MOST_DAYS = 1000  # no period of the law is longer; more is a slip of the pen
# a datum's name is one of a few: a file name may hold a "="
DATUM = re.compile(
    r"(period_days|days|signed_on|posted_on|delivered_on|noticed_on|carrier|note)=(\S+)"
)


class BadEvent(ValueError):
    """A line or an entry that is no event: what stands there and what was expected, in Chinese."""


# the day that goes with an event, and the counts of days
DATES = ("signed_on", "posted_on", "delivered_on", "noticed_on")
COUNTS = ("days", "period_days")


def kind_named(name: object) -> Kind:
    try:
        return Kind(str(name))
    except ValueError:
        known = "、".join(kind.value for kind in Kind)
        raise BadEvent(f"不认识的事件种类“{name}”，应是其中之一：{known}") from None


def day_written(text: object, what: str = "日期") -> date:
    """A day written as 2026-03-10, and nothing else."""
    written = str(text)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise BadEvent(f"{what}“{written}”不是有效的日期，应写成 2026-03-10 的样子")
    return day


def value_written(key: str, text: object) -> Value:
    """The value of a datum by its name: a day, a count of days, a carrier's code, or words."""
    if key in DATES:
        return day_written(text, key)
    if key in COUNTS:
        return _count(key, text)
    if key == "carrier":
        try:
            return carrier_named(text).value
        except ValueError as wrong:
            raise BadEvent(str(wrong)) from None
    return str(text)


def _count(key: str, text: object) -> int:
    try:
        written = str(text)
    except ValueError:  # Python writes out no integer of more than 4300 digits
        raise BadEvent(f"{key} 太大，最多{MOST_DAYS}个工作日") from None
    if isinstance(text, bool) or not (written.isascii() and written.isdigit()):
        raise BadEvent(f"{key}“{_short(written)}”应是正整数（工作日数）")
    written = written.lstrip("0")
    if not written:
        raise BadEvent(f"{key}“0”应是正整数（工作日数）")
    if len(written) > len(str(MOST_DAYS)) or int(written) > MOST_DAYS:
        raise BadEvent(f"{key}“{_short(written)}”太大，最多{MOST_DAYS}个工作日")
    return int(written)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}……"


def parse(line: str) -> Event:
    """One event from its line of text; what is neither day, kind nor datum is the evidence."""
    words = line.split()
    if len(words) < 2:
        raise BadEvent(f"“{line.strip()}”不是事件，应写成：日期 种类 [名称=值 ...] [佐证]")
    day, kind = day_written(words[0]), kind_named(words[1])
    data: dict[str, Value] = {}
    rest = words[2:]
    while rest and (pair := DATUM.fullmatch(rest[0])):
        data[pair[1]] = value_written(pair[1], pair[2])
        rest = rest[1:]
    return Event(kind, day, evidence=" ".join(rest), data=data)


def parse_log(text: str) -> tuple[Event, ...]:
    """A log, one event a line; empty lines and lines that begin with # say nothing."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(parse(line) for line in lines if line and not line.startswith("#"))


def format_event(event: Event) -> str:
    """The line that `parse` reads back."""
    data = (f"{key}={value}" for key, value in event.data.items())
    return " ".join((event.on.isoformat(), event.kind.value, *data, event.evidence)).rstrip()
