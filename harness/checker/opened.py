"""A dossier opened and read once: the letter, its kind, what it decides and cites, the law in force.

In: a `Dossier`. Out: `Opened`, the one argument of every rule, with the two ways of saying that
something is wrong: both turn into `unclear` where the letter was not read well enough to accuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import ELEMENT_NAMES, Element, Finding, Verdict
from harness.law import statutes
from harness.reading import kinds
from harness.reading.extent import left_unread
from harness.reading.law_day import law_day
from harness.reading.letter import Letter, letter_of
from harness.reading.prose import Prose
from harness.reading.reply_kind import ReplyKind
from harness.reading.reported_words import remedy_ranges
from harness.reading.words import Words, words_of
from parsers.document import Span, TextFrom

# below this mean confidence of an OCR page nothing may be called absent or wrong
GROUNDS = 0.9
_WEAK_LINE = 0.6
# what such a warning says touches seals (whose pages say so themselves), not the text
_SEALS_ONLY = re.compile(r"签名|印章|站外图片|图元文件|无法打开")
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Opened:
    dossier: Dossier
    letter: Letter
    words: Words
    kind: ReplyKind
    on: date | None  # the day by whose law the letter is judged
    replied_on: date | None  # the day of the answer; None where a seal may hide it
    law: statutes.Text
    remedy_law: statutes.RemedyLaw
    codes: tuple[str, ...]  # what it decides
    cover_remedies: tuple[tuple[int, int], ...]  # told in the mail that carries the letter
    unsure: str  # why nothing may be called absent or wrong; empty: it may
    confidence: float

    @property
    def expected(self) -> Expected:
        return self.dossier.expected

    @property
    def prose(self) -> Prose:
        return self.letter.prose

    @property
    def text(self) -> str:
        return self.letter.prose.text

    def quote(self, start: int, end: int) -> tuple[Span, ...]:
        return self.letter.prose.quote(start, end)

    def present(self, element: Element, reason: str, **more: object) -> Finding:
        return _finding(element, Verdict.PRESENT, reason, self.confidence, more)

    @property
    def covered(self) -> bool:
        """A seal may hide words of a picture: signature and date stand under it, as they should."""
        return _covered(self.letter)

    def absent(self, element: Element, reason: str, **more: object) -> Finding:
        """缺失, where every page was read well enough; else 待人工认定."""
        if self.unsure:
            return self.unclear(
                element, f"未见{ELEMENT_NAMES[element]}，但{self.unsure}，不能断定缺失", **more
            )
        return _finding(element, Verdict.ABSENT, reason, self.confidence, more)

    def faulty(
        self, element: Element, defects: tuple[str, ...], reason: str, **more: object
    ) -> Finding:
        """有瑕疵, where the words were read well enough; else 待人工认定."""
        if self.unsure:
            return self.unclear(element, f"疑似：{reason}；但{self.unsure}", **more)
        return _finding(
            element, Verdict.DEFECTIVE, reason, self.confidence, {**more, "defects": defects}
        )

    def unclear(self, element: Element, reason: str, **more: object) -> Finding:
        return _finding(element, Verdict.UNCLEAR, reason, min(self.confidence, 0.5), more)


def _finding(
    element: Element, verdict: Verdict, reason: str, confidence: float, more: dict[str, object]
) -> Finding:
    return Finding(element, verdict, reason, **{"confidence": confidence, **more})  # type: ignore[arg-type]


def _covered(letter: Letter) -> bool:
    return any(
        page.text_from in (TextFrom.OCR, TextFrom.MIXED) and (page.seals or not page.seals_searched)
        for page in letter.pages
    )


def open_dossier(dossier: Dossier) -> Opened:
    """Read everything that rules need, once."""
    letter = letter_of(dossier.document)
    covered = _covered(letter)
    sent = dossier.replied_on or (_mailed_on(dossier) if covered or not letter.day else None)
    on = law_day(letter, sent, dossier.expected.requested_on, covered=covered)
    words = words_of(letter, on)
    unsure, confidence = _grounds(dossier, letter)
    return Opened(
        dossier=dossier,
        letter=letter,
        words=words,
        kind=kinds.kind_of_letter(dossier.document, letter, words),
        on=on,
        replied_on=sent or (None if covered else letter.day),
        law=statutes.text_on(on),
        remedy_law=statutes.remedy_on(on),
        codes=tuple(one.code for one in words.decided),
        cover_remedies=remedy_ranges(letter.cover.text),
        unsure=unsure,
        confidence=confidence,
    )


def _mailed_on(dossier: Dossier) -> date | None:
    """The day a mail was sent by its own Date line, as a calendar day in China."""
    written = dossier.document.headers.date if dossier.document.headers else None
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()


def _grounds(dossier: Dossier, letter: Letter) -> tuple[str, float]:
    """Why the letter was not read well enough to accuse (empty: it was), and how well it was read."""
    if letter.unread:
        return f"附件“{letter.unread}”未能读出文字", 0.3
    if dossier.document.error or letter.document.error:
        return "文件未能完整读取", 0.3
    if any(page.text_from is TextFrom.NONE for page in letter.pages):
        return "有页面未能识别文字", 0.3
    if not letter.prose.rows:
        return "未读出任何文字", 0.2
    unread = (*letter.prose.unread, *letter.cover.unread)
    if unread:
        return left_unread(unread[0]), 0.3
    confidences = [row.confidence for row in letter.prose.rows]
    mean = round(sum(confidences) / len(confidences), 3)
    if mean < GROUNDS or min(confidences) < _WEAK_LINE:
        return "文字识别把握不足", mean
    warned = [
        warning
        for part in (dossier.document, letter.document)
        for warning in part.warnings
        if not _SEALS_ONLY.search(warning)
    ]
    if warned:
        return f"读取时有提示（{warned[0].rstrip('。')}）", min(mean, 0.7)
    return "", mean
