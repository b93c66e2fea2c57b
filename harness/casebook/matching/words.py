"""What an arrival says, taken apart once for matching: its envelope, its own words, what it carries along.

What we wrote ourselves and the agency quotes, or carries back, is kept apart from its own words: it is no
sign of what the agency means. Our Message-ID in it is one, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from harness.casebook.matching.surnames import is_person
from harness.reading.arrived.machines import is_from_machine
from harness.reading.asked.applicant import names_in
from letters.model import Channel
from parsers.document import Document, TextFrom
from parsers.mail.mail_body import PASSED_ON_NAME, QUOTED_NAME
from parsers.page.punctuation import canonical

NOISE = re.compile(r"[\s　，。、：；“”‘’《》〈〉（）()〔〕\[\]·—\-]+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_ID = re.compile(r"<[^<>\s]{3,200}@[^<>\s]{1,100}>")
_ADDRESS = re.compile(
    r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.IGNORECASE
)
_NAMED_ID = re.compile(r"Message-ID\s*[:：]\s*(<[^<>\s]{1,300}>)", re.IGNORECASE)
_FROM_LINE = re.compile(r"^\**(?:发件人|From)\**\s*[:：](.{0,200})", re.IGNORECASE | re.MULTILINE)
_SALUTATION = re.compile(r"^[ \t　]*([\u4e00-\u9fff·、]{2,14})[:：][ \t　]*$", re.MULTILINE)
_MASKED = re.compile(r"[某×*]")  # may be anybody of the surname
_MACHINES_WORDS = re.compile(r"自动(?:发送|发出|回复|答复|应答|生成)|请勿(?:直接)?回复|系统代发")
_HANDED_IN = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})日[^。；\n]{0,24}(?:提交|提出|申请|寄|递|发来|发送|来信|来函|邮)"
)
_WAYS = (
    (re.compile(r"(?:挂号|邮寄|邮政|特快专递|EMS|寄来|寄出|寄送|信函)[^。；\n]{0,20}"), (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)),
    (re.compile(r"(?:以|通过|用|发来的?|寄送的?|你的|您的)?电子邮(?:件|箱)[^。；\n]{0,10}(?:提交|提出|申请|发来|方式|发送)"), (Channel.EMAIL,)),
    (re.compile(r"(?:网上|在线|网站|平台|门户网站|系统)[^。；\n]{0,10}(?:提交|提出|申请|填报)"), (Channel.WEB_FORM,)),
    (re.compile(r"传真[^。；\n]{0,10}(?:提交|提出|申请|发来)"), (Channel.FAX,)),
    (re.compile(r"当面(?:提交|提出|申请|递交)|到我[局厅委办府]?窗口(?:提交|提出|递交)"), (Channel.IN_PERSON,)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of an arrival beside its content."""

    sender: str  # address, or the name on the envelope
    mailbox: str  # the applicant's address it came to; empty for paper
    answers: tuple[str, ...]  # Message-IDs that it refers to
    on: date
    called: str = ""  # what the sender calls itself beside its address
    certain: bool = False  # the day is our own server's word, and the mail's own day agrees
    to: tuple[str, ...] = ()  # the addresses it was sent to, lower case


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says for itself: without blanks and punctuation, as it stands, its digits; and what
    it carries of others'."""

    bare: str
    plain: str
    digits: str
    addresses: frozenset[str]  # mail addresses that it names, lower case
    lines: frozenset[str]  # short lines by themselves, without blanks and punctuation
    quoted: str  # of an earlier mail, without blanks and punctuation
    ids: frozenset[str]  # Message-IDs that it refers to or carries
    senders: tuple[str, ...]  # who wrote the mails that it passes on
    addressees: tuple[str, ...]  # the people whose names it begins with
    failed: frozenset[str]  # addresses of which a machine says that a mail did not arrive
    strange: bool  # a machine reports on a mail by its Message-ID, and it is none of ours
    automatic: bool  # a machine wrote it, or says so
    ways: frozenset[Channel]  # how the application was handed in, as it tells
    handed_in: frozenset[date]  # and when

    @property
    def of_course(self) -> bool:
        """Whether anything in it can tell one of a unit's applications from another (signs.of_course)."""
        return bool(self.ways or self.handed_in or self.automatic or self.quoted)

    def names(self, name: str) -> bool:
        """Whether a person is named: 李明 is not by 李明华 in the salutation."""
        text = self.bare
        for longer in self.addressees:
            if name in longer and name != longer:
                text = text.replace(longer, "\0")
        return name in text


def words_of(document: Document, envelope: Envelope, ours: Mapping[str, str]) -> Words:
    """`ours`: the Message-IDs that we gave."""
    plain = _own_words(document, ours)
    quoted = "\n".join(each.text for each in document.walk() if is_quotation(each))
    inner = [each.headers for each in document.walk() if each.headers and each is not document]
    passed_on = "\n".join(each.text for each in document.walk() if each.name == PASSED_ON_NAME)
    senders = [each.sender or "" for each in inner if each.message_id not in ours]
    senders += _FROM_LINE.findall(passed_on)
    addressees = _addressees(plain)
    return Words(
        NOISE.sub("", plain),
        plain.casefold(),
        _NO_DIGIT.sub("", plain),
        frozenset(each.casefold() for each in _ADDRESS.findall(plain)),
        frozenset(NOISE.sub("", line) for line in plain.splitlines() if len(line) < _SHORT),
        NOISE.sub("", quoted),
        frozenset(_ids(document, envelope, f"{plain}\n{quoted}")),
        tuple(each.casefold() for told in senders for each in _ADDRESS.findall(told)),
        addressees,
        frozenset(_failed(document, plain)),
        _is_strange(document, envelope, f"{plain}\n{quoted}", ours),
        _is_automatic(document, plain),
        frozenset(way for sign, ways in _WAYS if sign.search(plain) for way in ways),
        frozenset(_handed_in(plain)),
    )


_SHORT = 60


@lru_cache(maxsize=1 << 17)
def bare(text: str) -> str:
    """Without blanks and punctuation; each arrival is held against the same names."""
    return NOISE.sub("", text)


def is_quotation(part: Document) -> bool:
    """Whether a part is the earlier mail that a reply carries along; see parsers/mail/mail.py."""
    return part.name == QUOTED_NAME


def is_whole(document: Document) -> bool:
    """Every part of it was read; of what was not, nobody knows whose it is."""
    return all(
        each.error is None and not any(page.text_from is TextFrom.NONE for page in each.pages)
        for each in document.walk()
    ) and any(page.text.strip() for each in document.walk() for page in each.pages)


def _own_words(document: Document, ours: Mapping[str, str]) -> str:
    """All text of the mail and its attachments, less what it quotes or carries of ours."""
    headers = document.headers
    parts = (each for each in document.parts if not (is_quotation(each) or _is_ours(each, ours)))
    from_parts = [_own_words(part, ours) for part in parts]
    subject = headers.subject if headers else None
    return "\n".join([subject or "", document.text, *from_parts])


def _is_ours(part: Document, ours: Mapping[str, str]) -> bool:
    return part.headers is not None and part.headers.message_id in ours


def _ids(document: Document, envelope: Envelope, text: str) -> Iterator[str]:
    yield from envelope.answers
    yield from _ID.findall(text)
    for each in document.walk():
        if each.headers is None:
            continue
        if each.headers.report is not None:
            yield from each.headers.report.original_ids
        if each is not document:  # a mail that is passed on: which one it is, and what it answers
            told = (each.headers.message_id, each.headers.in_reply_to, *each.headers.references)
            yield from (one for one in told if one)


def _addressees(plain: str) -> tuple[str, ...]:
    """The people that its first salutation names."""
    for found in _SALUTATION.finditer(plain):
        told = names_in(canonical(found[1]))
        names = [each for each in told if is_person(each) and not _MASKED.search(each)]
        if names:
            return tuple(names)
    return ()


def _failed(document: Document, plain: str) -> Iterator[str]:
    headers = document.headers
    if headers is None:
        return
    if headers.report is not None:
        if headers.report.kind == "delivery":
            yield from headers.report.recipients
            if headers.report.recipients:
                return
        else:
            return
    if is_from_machine(headers):
        yield from (each.casefold() for each in _ADDRESS.findall(plain))


def _is_strange(document: Document, envelope: Envelope, text: str, ours: Mapping[str, str]) -> bool:
    """Whether the mail that did not arrive is told by its Message-ID, and none of ours: people write
    to the same address from the same mailbox."""
    named = _reported(document, envelope, text)
    return bool(named) and not any(each in ours for each in named)


def _reported(document: Document, envelope: Envelope, text: str) -> set[str]:
    """The Message-IDs of the mails of which a machine says that they did not arrive."""
    headers = document.headers
    report = headers.report if headers else None
    if headers is None or (report.kind != "delivery" if report else not is_from_machine(headers)):
        return set()
    carried = (each.headers.message_id for each in document.parts if each.headers)
    named = {*envelope.answers, *(report.original_ids if report else ()), *carried}
    return {each for each in (*named, *_NAMED_ID.findall(text)) if each}


def _is_automatic(document: Document, plain: str) -> bool:
    headers = document.headers
    if headers is None:
        return False
    submitted = dict(headers.marks).get("auto-submitted", "no").strip().lower()
    machine = headers.report is not None or not submitted.startswith("no")
    return machine or is_from_machine(headers) or bool(_MACHINES_WORDS.search(plain))


def _handed_in(plain: str) -> Iterator[date]:
    for found in _HANDED_IN.finditer(plain):
        year = int(found[1])
        days = [(int(found[2]), int(found[3]))]
        days += [(int(m), int(d)) for m, d in re.findall(r"、(\d{1,2})月(\d{1,2})日", found[0])]
        for month, day in days:
            try:
                yield date(year, month, day)
            except ValueError:  # a day that the calendar does not have
                continue
