"""Which part of what came is the letter: a mail's text, one of its attachments, some pictures.

In: a `Document` with its parts. Out: `Chosen`: the part, its pages and lines, and the words of the
mail that carries it. Our own application, sent back with an answer, is never chosen; an attachment
that names itself an answer and could not be read is kept in mind as `unread`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.letter_parts import titles
from harness.reading.page.prose import rows_of
from harness.reading.page.row import Row
from parsers import lazy_re as re
from parsers.document import Document, Page
from parsers.mail.mail_body import QUOTED_NAME
from parsers.page import one_letter
from parsers.page.punctuation import canonical

_CONTAINERS = frozenset({"eml", "msg", "zip", "rar", "7z"})
_MAILS = frozenset({"eml", "msg"})
# how much a line of words speaks for its file being the letter
_SIGNS = (
    (
        re.compile(
            r"现(?:将有关(?:情况|事项))?(?:答复|告知|回复)如下|答复如下|特此(?:答复|告知|函复|函告)"
        ),
        4,
    ),
    (re.compile(r"(?:收到|收悉).{0,60}申请|申请.{0,40}收悉"), 3),
    (re.compile(r"政府信息公开条例"), 2),
    (re.compile(r"行政复议|行政诉讼"), 2),
    (re.compile(r"(?:本|我)(?:机关|局|厅|委|办|单位|府|部)"), 1),
)
_LETTER_NAME = re.compile(r"答复|告知|回复|复函|决定书|补正|延期|回执")
_OUR_NAME = re.compile(r"申请表|申请书|身份证|授权委托|承诺书")


@dataclass(frozen=True, slots=True)
class Chosen:
    document: Document
    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    cover: tuple[Row, ...] = ()
    is_body: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    document: Document
    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    weight: int
    is_mail: bool


def choose(document: Document) -> Chosen:
    """The part that is the letter; the outermost file where nothing looks like one."""
    candidates = list(_candidates(document, ()))
    if not candidates:
        return Chosen(document, document.pages, (), unread=_unread(document))
    announced = _announced(candidates)
    best = max(candidates, key=lambda one: (_standing(one, announced), not one.is_mail))
    sure = best.weight >= _SURE and not best.is_mail
    unread = "" if sure else _unread(document) or (announced if best.is_mail else "")
    return Chosen(
        best.document, best.pages, best.rows, _cover(candidates, best), best.is_mail, unread
    )


def other_letters(document: Document) -> tuple[Document, ...]:
    """Of an archive, the files that are letters of their own beside the one that `choose` takes: a
    copy of the same letter in another format is none."""
    if document.media not in _CONTAINERS - _MAILS:
        return ()
    candidates = list(_candidates(document, ()))
    chosen = choose(document)
    words = {row.text for row in chosen.rows}
    return tuple(
        one.document
        for one in candidates
        if one.document is not chosen.document
        and one.weight >= _SURE
        and not one.is_mail
        and 2 * len(words & {row.text for row in one.rows}) < len(one.rows)
    )


def is_ours(part: Document) -> bool:
    """Our own application, quoted or sent back: what could not be read of it hides no answer."""
    return part.name == QUOTED_NAME or bool(_OUR_NAME.search(part.name))


def _announced(candidates: list[_Candidate]) -> str:
    """The paper that a short mail says it carries (答复书见附件); empty where it says no such thing."""
    text = "".join(row.text for one in candidates if one.is_mail for row in one.rows)
    found = _CARRIES.search(text) if len(text) < _SHORT else None
    return next(word for word in found.groups() if word) if found else ""


def _standing(one: _Candidate, announced: str) -> int:
    """What the mail announces is looked for in its attachments before its own words are taken for it."""
    likely = announced and not one.is_mail and one.rows and one.weight >= 0
    return one.weight + (_SURE if likely else 0)


_PAPER = (
    r"(?:政府信息|信息公开|政府信息公开|依申请公开)?(?:申请)?(?:补正|延期|不予公开|登记|征求意见)?"
    r"(?:答复书?|告知书|决定书|通知书|复函|回复|回执|文书|答复意见)"
)
_CARRIES = re.compile(
    rf"({_PAPER})[^。\n]{{0,24}}附件|附件[^。\n]{{0,16}}?({_PAPER})|将({_PAPER})[^。\n]{{0,12}}(?:发送|发给|寄送|送达)"
)
_SHORT = 240
_COVER = 40
_SURE = 8


def _cover(candidates: list[_Candidate], best: _Candidate) -> tuple[Row, ...]:
    if best.is_mail:
        return ()
    return tuple(row for one in candidates if one.is_mail for row in one.rows)


def _unread(document: Document) -> str:
    """The name of an attachment that calls itself an answer and yielded no words."""
    for part in document.walk():
        if not part.text.strip() and not part.parts and _LETTER_NAME.search(part.name):
            return part.name
    return ""


def _candidates(document: Document, path: tuple[str, ...]) -> Iterator[_Candidate]:
    if document.pages or document.media not in _CONTAINERS:
        yield _candidate(document, document.pages, path)
    pictures = one_letter.pictures(document.parts)
    joined = set(map(id, pictures))
    below = (*path, document.name)
    if len(pictures) > 1:
        yield _joined(pictures, below)
    for part in document.parts:
        if part.name == QUOTED_NAME or _is_our_mail(part, document):
            continue  # our own application, told back to us
        if len(pictures) < 2 or id(part) not in joined:
            yield from _candidates(part, below)


def _is_our_mail(part: Document, around: Document) -> bool:
    """A mail carried in a mail that comes from whom the outer one goes to."""
    inner, outer = part.headers, around.headers
    if inner is None or outer is None or not outer.to:
        return False
    return bool(_addresses(inner.sender) & _addresses(outer.to)) and not (
        _addresses(inner.sender) & _addresses(outer.sender)
    )


_ADDRESS = re.compile(r"[^\s<>,;:\"]{1,100}@[^\s<>,;:\"]{1,100}")


def _addresses(told: str | None) -> set[str]:
    return {one.casefold() for one in _ADDRESS.findall(told or "")}


def _candidate(document: Document, pages: tuple[Page, ...], path: tuple[str, ...]) -> _Candidate:
    is_mail = document.media in _MAILS
    rows = rows_of(document, pages, path)
    return _Candidate(document, pages, rows, _weight(document, rows, is_mail, pages), is_mail)


def _joined(pictures: tuple[Document, ...], path: tuple[str, ...]) -> _Candidate:
    """Several pictures side by side are the pages of one letter."""
    pages = tuple(page for picture in pictures for page in picture.pages)
    rows = tuple(row for picture in pictures for row in rows_of(picture, picture.pages, path))
    return _Candidate(pictures[0], pages, rows, _weight(pictures[0], rows, False, pages), False)


def _weight(
    document: Document, rows: tuple[Row, ...], is_mail: bool, pages: tuple[Page, ...]
) -> int:
    head = [row.text for row in rows[:16]]
    if (_OUR_NAME.search(document.name) and not is_mail) or any(
        titles.OURS.search(t) and len(t) < 40 for t in head[:4]
    ):
        return -5
    text = "".join(row.text for row in rows)
    weight = sum(points for sign, points in _SIGNS if sign.search(text))
    if is_mail and len(text) < _COVER and any(each.media in _MAILS for each in document.parts):
        return min(weight, 0)  # 见附件邮件: it passes another one on
    if not is_mail:
        weight += 2 if _LETTER_NAME.search(canonical(document.name)) else 0
        weight += 1 if any(page.seals for page in pages) else 0
        weight += 6 if any(_titled(text) for text in head) else 0
    elif rows:
        weight += 2
    return weight


def _titled(text: str) -> bool:
    return titles.is_title(text) and titles.kind_of_title(text) not in (None, ReplyKind.OTHER)
