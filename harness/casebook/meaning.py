"""What a letter that came says for filing: its kind, its own day, what of it was not read.

The job of a lane: a `Document` as JSON in, `Meaning` out. Where the letter belongs is known by
then (match.py), so that its day can be held against the application.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from harness.casebook.match import is_quotation
from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import Element, Verdict
from harness.reading import numerals
from harness.reading.kinds import kind_of
from harness.reading.reply_kind import ReplyKind
from harness.store.reading import from_json
from parsers.document import Document, TextFrom

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


def meaning_of(
    document: bytes, expected: Expected | None, sent: date, said: str | None = None
) -> Meaning:
    """`expected` is None where nobody knows yet to which application the letter belongs; `sent` is
    the day on which it was sent, or came; `said`: the kind that a person gave it."""
    opened = from_json(document)
    kind = ReplyKind(said) if said else kind_of(opened)
    own = tuple(_own_parts(opened, kind))
    unread = next((each for each in own if not _was_read(each)), None)
    if unread is None and kind is ReplyKind.ACKNOWLEDGEMENT:
        # “收悉，见附件”, and the attachment is a scan on which nothing could be made out
        unread = next((each for each in own if each is not opened and _shows_nothing(each)), None)
    why = ""
    if unread is not None:
        fault = unread.error.message if unread.error else "未能读出文字"
        why = f"“{unread.name}”无法读取：{fault}"
    answered = any(kind_of(part) is ReplyKind.ANSWER for part in opened.parts if _was_read(part))
    text = "\n".join(each.text for each in opened.walk() if not is_quotation(each))
    signed = None
    if kind is ReplyKind.ANSWER and expected is not None:
        signed = _signed_on(Dossier(opened, expected), sent)
    return Meaning(kind, why, answered, signed, counted_days(kind, text))


def _own_parts(document: Document, kind: ReplyKind) -> Iterator[Document]:
    """Whatever may say something of its own; not the mail of ours that a bounce carries back."""
    yield document
    for part in document.parts:
        if kind is not ReplyKind.BOUNCE or part.media != "eml":
            yield from _own_parts(part, kind)


def _was_read(document: Document) -> bool:
    return document.error is None and all(
        page.text_from is not TextFrom.NONE for page in document.pages
    )


def _shows_nothing(document: Document) -> bool:
    """Pictures alone, and no letter on any of them."""
    scanned = all(page.text_from is TextFrom.OCR for page in document.pages)
    return bool(document.pages) and scanned and not document.text.strip()


def _signed_on(dossier: Dossier, sent: date) -> date | None:
    """The day that the letter itself carries. One that stands under a seal on a scan may be
    misread by years: it is taken where the day of sending bears it out."""
    found = judge(replace(dossier, replied_on=sent)).finding(Element.DATE)
    written = numerals.dates(found.value or "") if found.verdict is Verdict.PRESENT else ()
    # with no day from outside, a judgement goes by the letter's own, or its mail's
    return written[0].day if written else judge(dossier).replied_on


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
