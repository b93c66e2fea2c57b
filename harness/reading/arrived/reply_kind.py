"""来件种类: the kinds of what may come, and what people call them. Only an answer stops the clock."""

from __future__ import annotations

from enum import StrEnum


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
