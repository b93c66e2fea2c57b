"""Which application does an arrival belong to? Every sign is named, so that a person can check it.

A sign adds weight to one or more applications. An arrival is filed where one application has
enough weight, clearly more than any other, and a sign that is about the application itself and not
only about the unit; else it stays unfiled, with the signs and the applications that it may belong
to, for a person. What we wrote ourselves and the agency quoted is no sign.

Any sign at all, however slight, `touches` an application: as long as the arrival is not placed,
nobody can say of that unit that it did not answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from letters.model import Application, Unit
from parsers.document import Document, TextFrom

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
NUMBER_NAMED = 60  # the application's own number, as our form and posting list carry it
SLIGHT = 0  # says nothing for filing; but who is hinted at cannot be accused of silence

FREE_MAIL = frozenset(
    ["qq.com", "163.com", "126.com", "sina.com", "sohu.com", "foxmail.com", "139.com"]
)
# whoever has a name under these shares it with everybody
PUBLIC_SUFFIXES = frozenset(["gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn", "ac.cn"])
_NO_DIGIT = re.compile(r"[^0-9]+")
NOISE = re.compile(r"[\s　，。、：；“”‘’《》〈〉（）()〔〕\[\]·—\-]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of an arrival beside its content."""

    sender: str  # address, or the name on the envelope
    mailbox: str  # the applicant's address it came to; empty for paper
    answers: tuple[str, ...]  # Message-IDs that it refers to
    on: date
    called: str = ""  # what the sender calls itself beside its address
    certain: bool = False  # the day is our own server's word, and the mail's own day agrees


@dataclass(frozen=True, slots=True)
class Desk:
    """What an arrival is held against: the units, the applications, the Message-IDs we gave."""

    units: Sequence[Unit]
    applications: Sequence[Application]
    message_ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to file an arrival here. `about_it`: it points to the application itself."""

    weight: int
    why: str
    about_it: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """`application` is None where a person must decide; `candidates` are then the ids of those
    that it may belong to, `touches` of all to whose unit any sign at all points. `reasons` say why,
    in Chinese."""

    application: Application | None
    reasons: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()


def match(document: Document, envelope: Envelope, desk: Desk) -> Match:
    """File `document`; where that cannot be done for certain, say to whom it may belong."""
    words = _Words.of(document)
    everything = desk.applications
    if envelope.certain:  # what was here before an application went out is no answer to it
        everything = [each for each in everything if each.round.send_on <= envelope.on]
    if not everything:
        return Match(None, ("收到时尚无已寄出的申请",))
    signs = {each.id: _signs(each, words, envelope, desk.message_ids) for each in everything}
    found = _dated(_chosen(everything, signs), envelope, desk, signs)
    if found.application is not None or found.touches:
        return found
    touched = tuple(id for id, several in signs.items() if any(_hints(one) for one in several))
    if not touched and not _is_whole(document):
        touched = _of_mailbox(envelope, everything)
    return replace(found, touches=touched)


def _dated(
    found: Match, envelope: Envelope, desk: Desk, signs: Mapping[str, Sequence[Sign]]
) -> Match:
    """What came before an application went out is filed with no such application; the signs stand,
    for the day may be the one thing that is wrong."""
    sent = [each for each in desk.applications if each.round.send_on <= envelope.on]
    chosen = found.application
    if chosen is not None:
        if chosen in sent:
            return found
        early = f"所载收到日期 {envelope.on} 早于申请 {chosen.id} 的寄出日期，请核对日期"
        return Match(None, (early, *found.reasons), (chosen.id,), (chosen.id,))
    if not sent:
        return replace(found, reasons=("收到时尚无已寄出的申请，请核对日期", *found.reasons))
    return found if len(sent) == len(desk.applications) else _chosen(sent, signs)


def _chosen(applications: Sequence[Application], signs: Mapping[str, Sequence[Sign]]) -> Match:
    if not applications:
        return Match(None, ("尚无申请",))
    weights = {id: sum(sign.weight for sign in found) for id, found in signs.items()}
    ranked = sorted(applications, key=lambda each: (-weights[each.id], each.id))
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


def _hints(sign: Sign) -> bool:
    """Whether a sign points to somebody: to which mailbox a mail came says nothing of its sender."""
    return sign.weight not in (MAILBOX, OTHER_MAILBOX)


def _is_whole(document: Document) -> bool:
    """Every part of it was read; of what was not, nobody knows whose it is."""
    return all(
        each.error is None and not any(page.text_from is TextFrom.NONE for page in each.pages)
        for each in document.walk()
    ) and any(page.text.strip() for each in document.walk() for page in each.pages)


def _of_mailbox(envelope: Envelope, applications: Sequence[Application]) -> tuple[str, ...]:
    boxed = tuple(
        each.id
        for each in applications
        if envelope.mailbox and each.applicant.email == envelope.mailbox
    )
    return boxed or tuple(each.id for each in applications)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a document says for itself: without blanks and punctuation, and as it stands."""

    bare: str
    plain: str
    digits: str

    @classmethod
    def of(cls, document: Document) -> _Words:
        plain = _own_words(document)
        return cls(NOISE.sub("", plain), plain.casefold(), _NO_DIGIT.sub("", plain))


def reasons_for(application: Application, reasons: Sequence[str]) -> tuple[str, ...]:
    """Those of an arrival's reasons that speak for this application."""
    unit = application.unit
    own = (application.id, unit.name, application.applicant.name, application.question.title)
    return tuple(each for each in reasons if any(name in each for name in own if name))


def _signs(
    application: Application, words: _Words, envelope: Envelope, message_ids: Mapping[str, str]
) -> list[Sign]:
    unit, applicant, question = application.unit, application.applicant, application.question
    signs = list(_of_sender(unit, envelope.sender))
    if any(message_ids.get(each) == application.id for each in envelope.answers):
        signs.append(Sign(ANSWERS_OURS, "来件是对该申请邮件的直接回复（In-Reply-To）", True))
    if envelope.mailbox and envelope.mailbox == applicant.email:
        signs.append(Sign(MAILBOX, f"来件寄到申请人{applicant.name}的邮箱"))
    elif envelope.mailbox:
        signs.append(Sign(OTHER_MAILBOX, "来件寄到另一申请人的邮箱"))
    if any(name in words.bare for name in _names(unit)):
        signs.append(Sign(UNIT_NAMED, f"来件写有单位名称“{unit.name}”"))
    if _bare(applicant.name) in words.bare:
        signs.append(Sign(APPLICANT_NAMED, f"来件写有申请人“{applicant.name}”", True))
    if _bare(question.title) in words.bare:
        signs.append(Sign(QUESTION_NAMED, f"来件写有所申请的信息“{question.title}”", True))
    if _has_number(words.plain, application.id):
        signs.append(Sign(NUMBER_NAMED, f"来件写有申请编号“{application.id}”", True))
    return [*signs, *_slight(unit, words, envelope)]


@lru_cache(maxsize=1 << 17)
def _bare(text: str) -> str:
    """Without blanks and punctuation; each arrival is held against the same names."""
    return NOISE.sub("", text)


def _has_number(text: str, number: str) -> bool:
    """The number by itself, not as a piece of a longer one."""
    number = number.casefold()
    if number not in text:  # as in nearly every letter: looked for at once
        return False
    return re.search(rf"(?<![0-9a-z-]){re.escape(number)}(?![0-9a-z])", text) is not None


def _names(unit: Unit) -> list[str]:
    return [_bare(name) for name in (unit.name, *unit.aliases) if name]


def _slight(unit: Unit, words: _Words, envelope: Envelope) -> Iterator[Sign]:
    """What hints at a unit without weighing anything."""
    called = _bare(envelope.called or envelope.sender)
    if any(name in called for name in _names(unit)):
        yield Sign(SLIGHT, f"寄件人自称“{envelope.called or envelope.sender}”")
    if unit.address and _bare(unit.address) in words.bare:
        yield Sign(SLIGHT, f"来件写有该单位的地址“{unit.address}”")
    if unit.email and unit.email.casefold() in words.plain:
        yield Sign(SLIGHT, f"来件写有该单位的邮箱“{unit.email}”")
    digits = _NO_DIGIT.sub("", unit.phone)
    if len(digits) >= 7 and digits in words.digits:
        yield Sign(SLIGHT, f"来件写有该单位的电话“{unit.phone}”")
    if _kindred(unit.email, envelope.sender):
        yield Sign(SLIGHT, f"发件地址 {envelope.sender} 与该单位邮箱的域名有上下级关系")


def _kindred(own: str, other: str) -> bool:
    """Whether one address lies in a domain above or below the other's."""
    mine, theirs = (each.casefold().rpartition("@")[2] for each in (own, other))
    if not mine or "@" not in other or {mine, theirs} & FREE_MAIL or mine == theirs:
        return False
    above = min(mine, theirs, key=len)
    if above in PUBLIC_SUFFIXES or "." not in above:
        return False
    return mine.endswith(f".{theirs}") or theirs.endswith(f".{mine}")


def _of_sender(unit: Unit, sender: str) -> Iterator[Sign]:
    """What the sender's address, or the name on the envelope, says for this unit."""
    if not sender:
        return
    if "@" not in sender:
        envelope = _bare(sender)
        if any(envelope.startswith(name) for name in _names(unit)):
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
    """Whether a part is the earlier mail that a reply carries along; see parsers/mail/mail.py."""
    return part.name == "引用的原邮件"
