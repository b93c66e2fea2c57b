"""What a letter says, read once: `Document` -> `Facts`, the one thing that is asked about a letter.

In: what came, and what is known of its days. Out: the letter taken apart, its words, its kind, the law of
its day, an account of its clauses, and what of all that came was not read. Pure, and nothing in it
accuses: that is the checker's, which can say so only of what is not even `perhaps` told (told.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from harness.law import statutes
from harness.reading.account import Clause, account, unexplained
from harness.reading.arrived import kinds
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.arrived.unread import unread_in
from harness.reading.decision.law_day import is_borne, law_day
from harness.reading.decision.reported_words import remedy_ranges
from harness.reading.letter_parts.days import Replied, replied_of
from harness.reading.letter_parts.letter import Letter, letter_of
from harness.reading.page.prose import Prose
from harness.reading.words import Words, words_of
from parsers import lazy_re as re
from parsers.document import Document, TextFrom, Unread

_OF_THE_MATTER = re.compile(r"如下|经(?:审查|查|检索|核|研究)|根据|依据|依照")


@dataclass(frozen=True)
class Facts:
    """One reply, read."""

    document: Document
    letter: Letter
    words: Words
    kind: ReplyKind
    replied: Replied  # the day of the answer, and how certain it is
    replied_without_evidence: Replied  # the same by what came alone
    on: date | None  # the day by whose law it is judged
    unread: tuple[Unread, ...]  # every part of what came that was not read
    cover_remedies: tuple[tuple[int, int], ...]  # told in the mail that carries the letter

    @property
    def prose(self) -> Prose:
        return self.letter.prose

    @property
    def text(self) -> str:
        return self.letter.prose.text

    @property
    def codes(self) -> tuple[str, ...]:
        """What it decides."""
        return tuple(one.code for one in self.words.decided)

    @property
    def law(self) -> statutes.Text:
        return statutes.text_on(self.on)

    @property
    def remedy_law(self) -> statutes.RemedyLaw:
        return statutes.remedy_on(self.on)

    @property
    def covered(self) -> bool:
        """A seal may hide words of a picture: signature and date stand under it, as they should."""
        return is_covered(self.letter)

    @property
    def speaks_of_the_matter(self) -> bool:
        """It answers something, whether or not the answer was understood."""
        return _OF_THE_MATTER.search(self.words.told) is not None

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return account(self.letter, self.words)

    @cached_property
    def unexplained(self) -> tuple[Clause, ...]:
        """The clauses that no reader claims."""
        return unexplained(self.clauses, self.text)

    def said(self, clause: Clause) -> str:
        return self.prose.raw[clause.start : clause.end]


def facts_of(document: Document, sent: date | None, requested: date | None) -> Facts:
    """Read everything that rules need. `sent`: the day of the reply as far as outside evidence shows
    it; `requested`: the day of the application, where that is known."""
    letter = letter_of(document)
    covered = is_covered(letter)
    borne = is_borne(letter, requested)
    replied = replied_of(document, letter, sent, covered=covered, borne=borne)
    on = law_day(letter, replied, requested)
    words = words_of(letter, on)
    unread = unread_in(document, letter)
    return Facts(
        document=document,
        letter=letter,
        words=words,
        kind=kinds.kind_of_letter(document, letter, words, unread),
        replied=replied,
        replied_without_evidence=replied_of(document, letter, None, covered=covered, borne=borne),
        on=on,
        unread=unread,
        cover_remedies=remedy_ranges(letter.cover.text),
    )


def is_covered(letter: Letter) -> bool:
    return any(
        page.text_from in (TextFrom.OCR, TextFrom.MIXED) and (page.seals or not page.seals_searched)
        for page in letter.pages
    )
