"""Which application does an arrival belong to? Every sign is named, so that a person can check it.

A sign adds weight to one or more applications. An arrival is filed where one application has
enough weight and clearly more than any other; else it stays unfiled, with the signs listed, for a
person. What we wrote ourselves and the agency quoted is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from letters.model import Application, Unit
from parsers.document import Document

ENOUGH = 60
CLEARLY = 25  # ahead of the next application

ANSWERS_OURS = 100  # In-Reply-To or References carries our Message-ID
FROM_ADDRESS = 40  # the unit's own address
FROM_DOMAIN = 25  # another address of the unit's domain
ON_ENVELOPE = 40  # the ledger names the unit as sender
UNIT_NAMED = 30
APPLICANT_NAMED = 25
QUESTION_NAMED = 30
MAILBOX = 15  # it came to this applicant's mailbox

FREE_MAIL = frozenset(
    ["qq.com", "163.com", "126.com", "sina.com", "sohu.com", "foxmail.com", "139.com"]
)
NOISE = re.compile(r"[\s　，。、：；“”‘’《》〈〉（）()〔〕\[\]·—\-]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of an arrival beside its content."""

    sender: str  # address, or the name on the envelope
    mailbox: str  # the applicant's address it came to; empty for paper
    answers: tuple[str, ...]  # Message-IDs that it refers to
    on: date


@dataclass(frozen=True, slots=True)
class Match:
    """`application` is None where no application is clearly ahead; `reasons` say why, in Chinese."""

    application: Application | None
    reasons: tuple[str, ...]


def match(
    document: Document,
    envelope: Envelope,
    applications: Sequence[Application],
    message_ids: Mapping[str, str],
) -> Match:
    """File `document`. `message_ids` maps our Message-IDs to application ids."""
    text = NOISE.sub("", _own_words(document))
    open_then = [each for each in applications if each.round.send_on <= envelope.on]
    signs = {each.id: _signs(each, text, envelope, message_ids) for each in open_then}
    ranked = sorted(
        open_then, key=lambda each: (-sum(weight for weight, _ in signs[each.id]), each.id)
    )
    if not ranked:
        return Match(None, ("收到时尚无已寄出的申请",))
    best = ranked[0]
    weight = sum(each for each, _ in signs[best.id])
    words = tuple(why for _, why in signs[best.id])
    if weight < ENOUGH:
        return Match(None, ("没有足够的线索指向任何一件申请", *words))
    if len(ranked) > 1:
        next_weight = sum(each for each, _ in signs[ranked[1].id])
        if weight - next_weight < CLEARLY:
            both = f"{best.id} 与 {ranked[1].id} 的线索不相上下，须由人工归卷"
            return Match(None, (both, *words))
    return Match(best, words)


def sender_unit(sender: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that an e-mail address or the name on an envelope belongs to, if only one."""
    found = [unit for unit in units if _sender_sign(unit, sender) is not None]
    return found[0] if len(found) == 1 else None


def _signs(
    application: Application, text: str, envelope: Envelope, message_ids: Mapping[str, str]
) -> list[tuple[int, str]]:
    unit, applicant, question = application.unit, application.applicant, application.question
    signs = []
    if any(message_ids.get(each) == application.id for each in envelope.answers):
        signs.append((ANSWERS_OURS, "来件是对该申请邮件的直接回复（In-Reply-To）"))
    sender = _sender_sign(unit, envelope.sender)
    if sender is not None:
        signs.append(sender)
    if envelope.mailbox and envelope.mailbox == applicant.email:
        signs.append((MAILBOX, f"来件寄到申请人{applicant.name}的邮箱"))
    if any(NOISE.sub("", name) in text for name in (unit.name, *unit.aliases) if name):
        signs.append((UNIT_NAMED, f"来件写有单位名称“{unit.name}”"))
    if NOISE.sub("", applicant.name) in text:
        signs.append((APPLICANT_NAMED, f"来件写有申请人“{applicant.name}”"))
    if NOISE.sub("", question.title) in text:
        signs.append((QUESTION_NAMED, f"来件写有所申请的信息“{question.title}”"))
    return signs


def _sender_sign(unit: Unit, sender: str) -> tuple[int, str] | None:
    if not sender:
        return None
    if "@" not in sender:
        named = {NOISE.sub("", name) for name in (unit.name, *unit.aliases) if name}
        envelope = NOISE.sub("", sender)
        if any(envelope == name or envelope.startswith(name) for name in named):
            return ON_ENVELOPE, f"信封寄件单位为“{sender}”"
        return None
    address = sender.casefold()
    own = unit.email.casefold()
    if address == own:
        return FROM_ADDRESS, f"发件地址 {sender} 即该单位申请邮箱"
    domain = own.rpartition("@")[2]
    if domain and domain not in FREE_MAIL and address.rpartition("@")[2] == domain:
        return FROM_DOMAIN, f"发件地址 {sender} 与该单位邮箱同一域名"
    return None


def _own_words(document: Document) -> str:
    """All text of the mail and its attachments, less what it quotes of an earlier mail."""
    from_parts = [_own_words(part) for part in document.parts if not is_quotation(part)]
    subject = document.headers.subject if document.headers else None
    return "\n".join([subject or "", document.text, *from_parts])


def is_quotation(part: Document) -> bool:
    """Whether a part is the earlier mail that a reply carries along; see parsers/mail.py."""
    return part.name == "引用的原邮件"
