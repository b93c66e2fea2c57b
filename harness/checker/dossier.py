"""案卷: all that is known of one application. Values only; the one argument of every rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parsers.document import Document


class ReplyKind(StrEnum):
    """来件种类; contracts.md, section 1. Only an ANSWER stops the clock."""

    ANSWER = "answer"
    ACKNOWLEDGEMENT = "acknowledgement"
    CLARIFICATION_NOTICE = "clarification_notice"
    EXTENSION_NOTICE = "extension_notice"
    THIRD_PARTY_NOTICE = "third_party_notice"
    FEE_NOTICE = "fee_notice"
    REASON_REQUEST = "reason_request"
    FORWARDING = "forwarding"
    WITHDRAWAL_REQUEST = "withdrawal_request"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OTHER = "other"


KIND_NAMES: dict[ReplyKind, str] = {
    ReplyKind.ANSWER: "答复",
    ReplyKind.ACKNOWLEDGEMENT: "收件确认",
    ReplyKind.CLARIFICATION_NOTICE: "补正告知",
    ReplyKind.EXTENSION_NOTICE: "延期告知",
    ReplyKind.THIRD_PARTY_NOTICE: "征求意见告知",
    ReplyKind.FEE_NOTICE: "收费告知",
    ReplyKind.REASON_REQUEST: "要求说明理由",
    ReplyKind.FORWARDING: "转办告知",
    ReplyKind.WITHDRAWAL_REQUEST: "要求撤回申请",
    ReplyKind.AUTO_REPLY: "自动回复",
    ReplyKind.BOUNCE: "退信",
    ReplyKind.OTHER: "其他来件",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer would name; `--expect EXPECT.json`. Empty means not known.

    `unit` with `level` (国家级 省级 地市级 县级 乡级) and `region` (the province) is the unit's
    profile: which organs and courts are right follows from it where it follows at all. Organs and
    courts that are given by name go before it.
    """

    applicant: str = ""
    unit: str = ""
    unit_aliases: tuple[str, ...] = ()
    reconsideration_organs: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    requested_on: date | None = None
    items: int | None = None
    level: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One reply under judgement and what it must be held against.

    `replied_on` is the day the reply was given as far as outside evidence shows it (postmark,
    arrival of the mail); None leaves it to the date that the letter itself carries.
    """

    document: Document
    expected: Expected = Expected()
    replied_on: date | None = None
