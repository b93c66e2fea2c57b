"""What happened to one application, as dated facts. The kinds are those of contracts.md, section 2.

One event is one line of text, the same in tests, exports and pages:

    2026-03-10 clarification_requested period_days=15 补正告知书.pdf
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


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
    ANSWERED = "answered"  # 答复; signed_on, posted_on, delivered_on


Value = int | date | str


@dataclass(frozen=True, slots=True)
class Event:
    """`on` is the day it happened, `evidence` what shows it (a file's name or SHA-256)."""

    kind: Kind
    on: date
    evidence: str = ""
    source: str = ""  # who recorded it: dispatch, mailbox, folder, ledger, person
    data: Mapping[str, Value] = field(default_factory=dict)
