"""What in an arrival points to a unit, an applicant, a question, an application: `Sign`s, each with its reason.

Pure functions of one candidate each. Which candidates to ask about is index.py's matter, and what follows
from the signs is match.py's; a test asks about all of them and holds the outcome against the index.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from harness.casebook.matching import domains
from harness.casebook.matching.words import Envelope, Words, bare
from letters.model import Applicant, Application, Channel, Unit

ANSWERS_OURS = 100  # In-Reply-To, References, or the mail carried back has our Message-ID
TO_TOKEN = 100  # it came to the address that only this application had
FROM_ADDRESS = 40  # the unit's own address
FROM_DOMAIN = 25  # another address of the unit's domain
FROM_SHARED = 5  # of a domain that other units have too
ON_ENVELOPE = 40  # the ledger names the unit as sender
UNIT_NAMED = 30
UNIT_SIGNED = 20  # its name stands on a line by itself, as at the foot of a letter
APPLICANT_NAMED = 25
QUESTION_NAMED = 30
QUESTION_QUOTED = 30  # what the unit quotes of ours names question and applicant
MAILBOX = 15  # it came to this applicant's mailbox
OTHER_MAILBOX = -40  # it came to another applicant's
OTHER_ADDRESSEE = -60  # it begins with somebody else's name
NUMBER_NAMED = 60  # the application's own number, as our form and posting list carry it
POSTING_NAMED = 80  # the number under which the post office took it
RETURNED_FROM = 60  # a machine says that a mail to just this address did not arrive
COURSE = 15  # the way, or the day, on which the application was handed in
SLIGHT = 0  # says nothing for filing; but who is hinted at cannot be accused of silence


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to file an arrival here. `about_it`: it points to the application itself; `sure`: to no
    other one, whoever writes. `code`: what decides asks of a sign beside its weight."""

    weight: int
    why: str
    about_it: bool = False
    sure: bool = False
    code: str = ""


THE_UNIT = "unit"  # it is the unit itself that writes, or is written of
NAME = "name"  # the applicant's name
BOX, OTHER_BOX = "mailbox", "other mailbox"
SOMEBODY = "addressee"  # it begins with somebody else's name


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as letters tell of it: what of it is looked for, made ready once and not for each letter."""

    unit: Unit
    names: tuple[str, ...]
    email: str
    domain: str
    address: str
    phone: str


def known(unit: Unit) -> Known:
    names = tuple(told for name in (unit.name, *unit.aliases) if (told := bare(name)))
    email, domain = unit.email.casefold(), domains.domain_of(unit.email)
    return Known(unit, names, email, domain, bare(unit.address), phone_digits(unit.phone))


@dataclass(frozen=True)
class Heard:
    """What an arrival says of whoever wrote it, made ready once and not for each unit that it may mean.
    `alone`: the units' names that stand in the text by themselves; `called`: those in what the sender
    calls itself; `shared`: domains of several units."""

    words: Words
    envelope: Envelope
    alone: Collection[str]
    called: Collection[str]
    shared: Collection[str]

    @cached_property
    def signed(self) -> frozenset[str]:
        """The names that stand on a line by themselves."""
        lines = self.words.lines
        return frozenset(
            name for name in self.alone if any(_is_signature(line, name) for line in lines)
        )

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Who wrote it, and who wrote what it passes on."""
        own = self.envelope.sender.casefold()
        return tuple(each for each in (own, *self.words.senders) if each)

    @cached_property
    def by_domain(self) -> Mapping[str, str]:
        """Domain -> the first of the addresses that has it."""
        return {domains.domain_of(each): each for each in reversed(self.addresses)}

    @cached_property
    def domain(self) -> str:
        return domains.domain_of(self.envelope.sender)

    @cached_property
    def on_envelope(self) -> str:
        """The name that stands there in place of an address."""
        return "" if "@" in self.envelope.sender else bare(self.envelope.sender)


def weight_of(signs: Sequence[Sign]) -> int:
    return sum(sign.weight for sign in signs)


# --- the unit -------------------------------------------------------------------------------------


def of_unit(known: Known, heard: Heard) -> list[Sign]:
    signs = list(_of_sender(known, heard))
    named = [name for name in known.names if name in heard.alone]
    if named:
        name = known.unit.name
        signs.append(Sign(UNIT_NAMED, f"来件写有单位名称“{name}”", code=THE_UNIT))
        if not heard.signed.isdisjoint(named):
            signs.append(Sign(UNIT_SIGNED, f"单位名称“{name}”单独成行（落款）"))
    return [*signs, *_slight(known, heard)]


_OFFICE = re.compile(
    r"(?:(?:政府)?办公[室厅]|信息公开\w{0,6}|[\u4e00-\u9fff]{0,4}[科处股])?[0-9年月日二〇一三四五六七八九十]{0,14}"
)


def _is_signature(line: str, name: str) -> bool:
    return line.startswith(name) and _OFFICE.fullmatch(line[len(name) :]) is not None


def _of_sender(known: Known, heard: Heard) -> Iterator[Sign]:
    """What the sender's address, or the name on the envelope, says for this unit."""
    sender, unit, own = heard.envelope.sender, known.unit, known.email
    if sender and "@" not in sender:
        if heard.on_envelope.startswith(known.names):
            yield Sign(ON_ENVELOPE, f"信封寄件单位为“{sender}”", code=THE_UNIT)
        return
    if not own:
        return
    if own in heard.addresses:
        passed_on = "" if own == sender.casefold() else "转来的邮件的"
        why = f"{passed_on}发件地址 {unit.email} 即该单位申请邮箱"
        yield Sign(FROM_ADDRESS, why, code=THE_UNIT)
    elif (same := heard.by_domain.get(known.domain)) and domains.is_somebodys(known.domain):
        if known.domain in heard.shared:
            yield Sign(FROM_SHARED, f"发件地址 {same} 与该单位邮箱同一域名（几个单位共用）")
        else:
            yield Sign(FROM_DOMAIN, f"发件地址 {same} 与该单位邮箱同一域名")


def _slight(known: Known, heard: Heard) -> Iterator[Sign]:
    """What hints at a unit without weighing anything."""
    words, envelope, unit = heard.words, heard.envelope, known.unit
    if any(name in heard.called for name in known.names):
        yield Sign(SLIGHT, f"寄件人自称“{envelope.called or envelope.sender}”")
    if unit.address and known.address in words.bare:
        yield Sign(SLIGHT, f"来件写有该单位的地址“{unit.address}”")
    if unit.email and known.email in words.addresses:
        yield Sign(SLIGHT, f"来件写有该单位的邮箱“{unit.email}”")
    if known.phone and known.phone in words.digits:
        yield Sign(SLIGHT, f"来件写有该单位的电话“{unit.phone}”")
    mine, theirs = known.domain, heard.domain
    if mine != theirs and (theirs in domains.above(mine) or mine in domains.above(theirs)):
        yield Sign(SLIGHT, f"发件地址 {envelope.sender} 与该单位邮箱的域名有上下级关系")


def phone_digits(phone: str) -> str:
    digits = re.sub(r"[^0-9]+", "", phone)
    return digits if len(digits) >= 7 else ""


# --- the applicant, the question ------------------------------------------------------------------


def of_applicant(applicant: Applicant, words: Words, boxes: Collection[str]) -> list[Sign]:
    """`boxes`: the applicants' mailboxes to which it came; empty where that is not known."""
    signs = []
    if boxes and applicant.email in boxes:
        signs.append(Sign(MAILBOX, f"来件寄到申请人{applicant.name}的邮箱", code=BOX))
    elif boxes:
        signs.append(Sign(OTHER_MAILBOX, "来件寄到另一申请人的邮箱", code=OTHER_BOX))
    name = bare(applicant.name)
    if name and words.names(name):
        signs.append(Sign(APPLICANT_NAMED, f"来件写有申请人“{applicant.name}”", True, code=NAME))
    elif words.addressees:
        why = f"来件抬头写的是“{'、'.join(words.addressees)}”"
        signs.append(Sign(OTHER_ADDRESSEE, why, code=SOMEBODY))
    return signs


def of_title(title: str, words: Words) -> list[Sign]:
    if bare(title) and bare(title) in words.bare:
        return [Sign(QUESTION_NAMED, f"来件写有所申请的信息“{title}”", True)]
    return []


# --- the application itself -----------------------------------------------------------------------


def of_application(
    application: Application,
    words: Words,
    envelope: Envelope,
    keys: Mapping[str, Collection[str]],
    boxes: Collection[str],
) -> list[Sign]:
    """`keys`: what stands for this application alone: its Message-IDs, addresses, posting numbers."""
    signs = []
    if any(each in words.ids for each in keys["message_ids"]):
        signs.append(
            Sign(
                ANSWERS_OURS,
                "来件是对该申请（或其后的信）邮件的直接回复（In-Reply-To）",
                True,
                True,
            )
        )
    if any(each in envelope.to for each in keys["addresses"]):
        signs.append(Sign(TO_TOKEN, "来件寄到该申请专用的回信地址", True, True))
    if any(each.casefold() in words.plain for each in keys["postings"]):
        signs.append(Sign(POSTING_NAMED, "来件写有该申请的挂号号码", True, True))
    if has_number(words.plain, application.id):
        signs.append(Sign(NUMBER_NAMED, f"来件写有申请编号“{application.id}”", True, True))
    own = application.unit.email.casefold()
    if own and own in words.failed and keys["message_ids"] and application.applicant.email in boxes:
        why = f"退信、投递报告所说的地址 {application.unit.email} 即该申请寄往的邮箱"
        if words.strange:
            signs.append(Sign(SLIGHT, f"{why}，但所说的邮件不是本程序发出的"))
        else:
            signs.append(Sign(RETURNED_FROM, why, True))
    return signs


def has_number(text: str, number: str) -> bool:
    """The number by itself, not as a piece of a longer one."""
    number = number.casefold()
    if number not in text:  # as in nearly every letter: looked for at once
        return False
    return re.search(rf"(?<![0-9a-z-]){re.escape(number)}(?![0-9a-z])", text) is not None


def of_course(
    application: Application,
    words: Words,
    envelope: Envelope,
    boxes: Collection[str],
    address: bool,
) -> list[Sign]:
    """What tells one of a unit's applications from another. Asked only where something of weight points
    to the unit. `address`: it came from the unit's own address."""
    signs = []
    sent, channel = application.round.send_on, application.channel
    if channel in words.ways:
        signs.append(Sign(COURSE, f"来件说到申请 {application.id} 的提交方式"))
    if sent in words.handed_in:
        signs.append(Sign(COURSE, f"来件写有申请 {application.id} 的提交日期 {sent}"))
    at_once = timedelta(0) <= envelope.on - sent <= timedelta(1)
    if words.automatic and at_once and channel in (Channel.EMAIL, Channel.WEB_FORM):
        exact = address and channel is Channel.EMAIL and application.applicant.email in boxes
        why = f"自动来件就在申请 {application.id} 提交的当日或次日"
        signs.append(Sign(COURSE, why, about_it=exact))
    title, name = bare(application.question.title), bare(application.applicant.name)
    if title and name and title in words.quoted and name in words.quoted:
        why = f"来件引用的原邮件写有“{application.question.title}”和“{application.applicant.name}”"
        signs.append(Sign(QUESTION_QUOTED, why, True))
    return signs
