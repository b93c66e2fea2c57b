"""来件种类: what kind of thing came. Only an answer stops the clock; a machine's reply never is one.

In: a `Document`. Out: a `ReplyKind`: from the mail's headers first (a bounce and an auto-reply say
so), then the letter's title, then its operative words.
"""

from __future__ import annotations

from harness.reading.arrived import machines
from harness.reading.arrived.machines import Machine
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.arrived.unread import touching, unread_in
from harness.reading.decision.notices import decides_all_the_same, notice_in
from harness.reading.letter_parts import titles
from harness.reading.letter_parts.letter import Letter, letter_of
from harness.reading.wordings.book import pattern
from harness.reading.words import Words, words_of
from parsers import lazy_re as re
from parsers.document import TEXT, Document, Unread
from parsers.page.punctuation import canonical


def kind_of(document: Document) -> ReplyKind:
    """The kind of what came."""
    letter = letter_of(document)
    words = words_of(letter, letter.day)
    return kind_of_letter(document, letter, words, unread_in(document, letter))


def kind_of_letter(
    document: Document, letter: Letter, words: Words, unread: tuple[Unread, ...]
) -> ReplyKind:
    """The same for a document that was already taken apart."""
    machine = _machine(document, letter, words)
    if machine is not None:
        return machine.kind
    kind = _of_letter(letter, words)
    if any(one.code == "elsewhere" for one in unread):
        return ReplyKind.OTHER  # nobody has seen an answer
    # a receipt beside a part that was not read: what was not read may be the answer
    if kind is ReplyKind.ACKNOWLEDGEMENT and touching(unread, TEXT):
        return ReplyKind.OTHER
    return kind


def _of_letter(letter: Letter, words: Words) -> ReplyKind:
    if letter.unread:
        return _kind_of_unread(letter, words)
    by_title = titles.kind_of_title(canonical(letter.title.value)) if letter.title else None
    if by_title is None:
        return _kind_of_words(letter, words)
    if by_title is ReplyKind.ANSWER:
        return _answer_or_notice(letter, words)
    return by_title


# --- a machine's mail -----------------------------------------------------------------------------


def machine_of(document: Document) -> Machine | None:
    """What a machine's mail is; None where a person wrote it, or a letter of decision came in it."""
    letter = letter_of(document)
    return _machine(document, letter, words_of(letter, letter.day))


def _machine(document: Document, letter: Letter, words: Words) -> Machine | None:
    headers = document.headers
    if headers is None:
        return None
    found = machines.by_report(headers) or machines.by_words(headers, document.text)
    found = found or machines.by_headers(headers, document.text)
    if found is not None:
        return found
    decides = words.decided and (words.remedies or words.citations)
    # a system that mails a real letter, attached or in its own text, is judged by the letter
    if not letter.is_body or decides:
        return None
    if machines.is_generated(headers):
        return machines.of_words(letter.text)
    if letter.title is None and pattern("machine_words").search(letter.text):
        return machines.of_words(letter.text)
    return None


# --- what the letter's words say -----------------------------------------------------------------

# 请回一封邮件,写“本人自愿撤回申请”: what is asked for stands in quotation marks
_DICTATED = re.compile(
    r"(?:请|麻烦|劳烦|烦请|希望|建议)[^。\n]{0,40}“(?>[^”\n]{0,20}?撤[回销])(?>[^”\n]{0,40}?申请)[^”\n]{0,20}”"
)


_PASSED_ON = (ReplyKind.FORWARDING, ReplyKind.ACKNOWLEDGEMENT)


def _kind_of_words(letter: Letter, words: Words) -> ReplyKind:
    """A letter whose title says nothing, and a mail without title."""
    if not letter.text or not _about_disclosure(letter):
        return ReplyKind.OTHER
    if _DICTATED.search(letter.text) and not words.remedies:
        return ReplyKind.WITHDRAWAL_REQUEST
    notice = notice_in(letter.text)
    if notice in _PASSED_ON and any(one.code == "petition" for one in words.decided):
        return ReplyKind.ANSWER  # not taken as an application, and handed on as what it is
    if decides_all_the_same(notice, letter.text, words.operative):
        return ReplyKind.ANSWER
    if notice not in (None, ReplyKind.ACKNOWLEDGEMENT) and not (words.remedies and words.decided):
        return notice or ReplyKind.OTHER
    if words.decided or (notice is None and words.remedies) or _more_than_receipt(words):
        return ReplyKind.ANSWER
    return notice or ReplyKind.OTHER


def _more_than_receipt(words: Words) -> bool:
    """A sentence that speaks of the matter, and not of how the application goes on: a mere receipt says
    when and by whom it will be answered."""
    pieces = re.split(r"(?<=[。;!?\n])", words.operative)
    return any(
        pattern("of_the_matter").search(one) and not pattern("goes_on").search(one)
        for one in pieces
    )


# cited to put the answer off (第三十五条), these decide nothing
_LATER = {"excessive", "unknown"}


def _answer_or_notice(letter: Letter, words: Words) -> ReplyKind:
    """答复书 is an answer, unless all that it does is put off or ask back."""
    notice = notice_in(letter.text)
    put_off = notice is ReplyKind.EXTENSION_NOTICE and {one.code for one in words.decided} <= _LATER
    if words.remedies or (words.decided and not put_off):
        return ReplyKind.ANSWER
    return notice if notice and notice is not ReplyKind.ACKNOWLEDGEMENT else ReplyKind.ANSWER


def _about_disclosure(letter: Letter) -> bool:
    head = letter.title.value if letter.title else ""
    if titles.FOREIGN.search(head) and "公开" not in head:
        return False
    subject = (letter.document.headers.subject or "") if letter.document.headers else ""
    return bool(re.search(r"公开|申请|信息|收悉|收到", letter.text + subject))


def _kind_of_unread(letter: Letter, words: Words) -> ReplyKind:
    """A paper that could not be read: what it is called may tell a notice, but nobody has seen an answer."""
    by_words = _kind_of_words(letter, words)
    if by_words not in (ReplyKind.ACKNOWLEDGEMENT, ReplyKind.OTHER):
        return by_words
    by_name = titles.kind_of_title(canonical(letter.unread).rsplit(".", 1)[0])
    return ReplyKind.OTHER if by_name in (None, ReplyKind.ANSWER) else by_name


__all__ = ["kind_of", "kind_of_letter", "machine_of"]
