"""Which application does an arrival belong to? Every sign is named, so that a person can check it.

A sign adds weight to one or more applications. An arrival is filed where one application has
enough weight, clearly more than any other, and a sign that is about the application itself and not
only about the unit; else it stays unfiled, with the signs and the applications that it may belong
to, for a person. What we wrote ourselves and the agency quoted is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
OTHER_MAILBOX = -40  # it came to another applicant's

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
class Sign:
    """One reason to file an arrival here. `about_it`: it points to the application itself."""

    weight: int
    why: str
    about_it: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """`application` is None where a person must decide; `candidates` are then the ids of those
    that it may belong to. `reasons` say why, in Chinese."""

    application: Application | None
    reasons: tuple[str, ...]
    candidates: tuple[str, ...] = ()


def match(
    document: Document,
    envelope: Envelope,
    applications: Sequence[Application],
    message_ids: Mapping[str, str],
) -> Match:
    """File `document`. `message_ids` maps our Message-IDs to application ids."""
    text = NOISE.sub("", _own_words(document))
    sent_by_then = [each for each in applications if each.round.send_on <= envelope.on]
    if not sent_by_then:
        return Match(None, ("收到时尚无已寄出的申请",))
    signs = {each.id: _signs(each, text, envelope, message_ids) for each in sent_by_then}
    weights = {id: sum(sign.weight for sign in found) for id, found in signs.items()}
    ranked = sorted(sent_by_then, key=lambda each: (-weights[each.id], each.id))
    best = ranked[0]
    words = tuple(sign.why for sign in signs[best.id])
    likely = tuple(each.id for each in ranked if weights[each.id] >= ENOUGH)
    if not likely:
        return Match(None, ("没有足够的线索指向任何一件申请", *words))
    if len(ranked) > 1 and weights[best.id] - weights[ranked[1].id] < CLEARLY:
        both = f"{best.id} 与 {ranked[1].id} 的线索不相上下，须由人工归卷"
        return Match(None, (both, *words), likely)
    if not any(sign.about_it for sign in signs[best.id]):
        only = "线索只指向单位，未见申请人姓名、所申请的信息或对原邮件的回复，须由人工归卷"
        return Match(None, (only, *words), likely)
    return Match(best, words)


def concerned(
    envelope: Envelope, applications: Sequence[Application], message_ids: Mapping[str, str]
) -> tuple[str, ...]:
    """The applications to which something that could not be read may belong, by its envelope alone:
    those whose unit sent it or whose letter it answers; else those of the mailbox; else all."""
    named = tuple(
        each.id
        for each in applications
        if any(_of_sender(each.unit, envelope.sender))
        or any(message_ids.get(answer) == each.id for answer in envelope.answers)
    )
    boxed = tuple(
        each.id
        for each in applications
        if envelope.mailbox and each.applicant.email == envelope.mailbox
    )
    return named or boxed or tuple(each.id for each in applications)


def _signs(
    application: Application, text: str, envelope: Envelope, message_ids: Mapping[str, str]
) -> list[Sign]:
    unit, applicant, question = application.unit, application.applicant, application.question
    signs = list(_of_sender(unit, envelope.sender))
    if any(message_ids.get(each) == application.id for each in envelope.answers):
        signs.append(Sign(ANSWERS_OURS, "来件是对该申请邮件的直接回复（In-Reply-To）", True))
    if envelope.mailbox and envelope.mailbox == applicant.email:
        signs.append(Sign(MAILBOX, f"来件寄到申请人{applicant.name}的邮箱"))
    elif envelope.mailbox:
        signs.append(Sign(OTHER_MAILBOX, "来件寄到另一申请人的邮箱"))
    if any(NOISE.sub("", name) in text for name in (unit.name, *unit.aliases) if name):
        signs.append(Sign(UNIT_NAMED, f"来件写有单位名称“{unit.name}”"))
    if NOISE.sub("", applicant.name) in text:
        signs.append(Sign(APPLICANT_NAMED, f"来件写有申请人“{applicant.name}”", True))
    if NOISE.sub("", question.title) in text:
        signs.append(Sign(QUESTION_NAMED, f"来件写有所申请的信息“{question.title}”", True))
    return signs


def _of_sender(unit: Unit, sender: str) -> Iterator[Sign]:
    """What the sender's address, or the name on the envelope, says for this unit."""
    if not sender:
        return
    if "@" not in sender:
        envelope = NOISE.sub("", sender)
        named = [NOISE.sub("", name) for name in (unit.name, *unit.aliases) if name]
        if any(envelope.startswith(name) for name in named):
            yield Sign(ON_ENVELOPE, f"信封寄件单位为“{sender}”")
        return
    address, own = sender.casefold(), unit.email.casefold()
    domain = own.rpartition("@")[2]
    if address == own:
        yield Sign(FROM_ADDRESS, f"发件地址 {sender} 即该单位申请邮箱")
    elif domain and domain not in FREE_MAIL and address.rpartition("@")[2] == domain:
        yield Sign(FROM_DOMAIN, f"发件地址 {sender} 与该单位邮箱同一域名")


def _own_words(document: Document) -> str:
    """All text of the mail and its attachments, less what it quotes of an earlier mail."""
    from_parts = [_own_words(part) for part in document.parts if not is_quotation(part)]
    subject = document.headers.subject if document.headers else None
    return "\n".join([subject or "", document.text, *from_parts])


def is_quotation(part: Document) -> bool:
    """Whether a part is the earlier mail that a reply carries along; see parsers/mail.py."""
    return part.name == "引用的原邮件"
