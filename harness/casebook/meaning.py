"""What a letter that came says for filing: its kind, its own day, what of it was not read.

The job of a lane: a `Document` as JSON in, `Meaning` out. Where the letter belongs is known by
then (match.py), so that its day can be held against the application.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from harness.casebook.matching.words import is_quotation
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import Verdict
from harness.checker.opened import Opened, open_dossier
from harness.checker.rules import date as date_rule
from harness.reading.arrived.kinds import kind_of, machine_of
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.arrived.unread import touching
from harness.reading.page import numerals
from harness.store.reading import from_json
from parsers.document import TEXT, Document, TextFrom

NUMERALS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
COUNT = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
EXTENSION = re.compile(rf"延(?:长|期)(?:答复)?(?:期限)?(?:至多|最长)?{COUNT}个?工作日")
CLARIFICATION = re.compile(
    rf"{COUNT}个?工作日内[^。；]{{0,120}}?补正|补正[^。；]{{0,30}}?{COUNT}个?工作日内"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: ReplyKind
    unread: str = ""  # which part could not be read, and why, in Chinese
    answered: bool = False  # a part that was read is an answer by itself
    signed_on: date | None = None  # the day that an answer itself carries
    counted: int | None = None  # working days that a notice names
    confirms: bool = True  # of an automatic reply: it shows that the unit has the application


def meaning_of(
    document: bytes, expected: Expected | None, sent: date, said: str | None = None
) -> Meaning:
    """`expected` is None where nobody knows yet to which application the letter belongs; `sent` is
    the day on which it was sent, or came; `said`: the kind that a person gave it."""
    document_read = from_json(document)
    dossier = Dossier(document_read, expected or Expected(), sent if expected else None)
    opened = open_dossier(dossier)
    kind = ReplyKind(said) if said else opened.kind
    why = _unread(opened, kind)
    # what was read beside it may be an answer by itself
    answered = bool(why) and any(
        kind_of(part) is ReplyKind.ANSWER for part in document_read.parts if not part.left
    )
    text = "\n".join(each.text for each in document_read.walk() if not is_quotation(each))
    signed = _signed_on(opened) if kind is ReplyKind.ANSWER and expected is not None else None
    confirms = said is not None or _confirms(kind, document_read)
    return Meaning(kind, why, answered, signed, counted_days(kind, text), confirms)


def _confirms(kind: ReplyKind, document: Document) -> bool:
    """A report that a mail is late, held back or only handed on confirms nothing."""
    machine = machine_of(document) if kind is ReplyKind.AUTO_REPLY else None
    return machine is None or machine.received


def _unread(opened: Opened, kind: ReplyKind) -> str:
    """What may hold an answer and was not read; not in the mail of ours that a bounce carries back."""
    document = opened.dossier.document
    if kind is ReplyKind.BOUNCE:
        parts = [each for part in document.parts if part.media != "eml" for each in part.walk()]
        lost = next((each for each in (document, *parts) if touching(each.left, TEXT)), None)
        return f"“{lost.name}”未能读取" if lost else ""
    found = touching(opened.facts.unread, TEXT)
    if found:
        return found.what
    if kind is ReplyKind.ACKNOWLEDGEMENT:
        # “收悉，见附件”, and the attachment is a scan on which nothing could be made out
        blank = next((each for each in document.walk() if _shows_nothing(each)), None)
        if blank and blank is not document:
            return f"“{blank.name}”未能读出文字"
    return ""


def _shows_nothing(document: Document) -> bool:
    """Pictures alone, and no letter on any of them."""
    scanned = all(page.text_from is TextFrom.OCR for page in document.pages)
    return bool(document.pages) and scanned and not document.text.strip()


def _signed_on(opened: Opened) -> date | None:
    """The day that the letter itself carries. One that stands under a seal on a scan may be
    misread by years: it is taken where the day of sending bears it out."""
    found = date_rule.check(opened)
    written = numerals.dates(found.value or "") if found.verdict is Verdict.PRESENT else ()
    if written and written[0].day:
        return written[0].day
    alone = opened.facts.replied_without_evidence
    return alone.on if alone.certain else None


def counted_days(kind: ReplyKind, text: str) -> int | None:
    """The working days by which a notice extends, or within which it wants a clarification."""
    patterns = {
        ReplyKind.EXTENSION_NOTICE: EXTENSION,
        ReplyKind.CLARIFICATION_NOTICE: CLARIFICATION,
    }
    if kind not in patterns:
        return None
    found = patterns[kind].search(re.sub(r"\s+", "", text))
    return _count(next(group for group in found.groups() if group)) if found else None


def _count(text: str) -> int:
    """The number that Arabic or Chinese numerals below a hundred stand for."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return NUMERALS[text]
    return 10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0)
