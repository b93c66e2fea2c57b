"""A dossier opened: the letter read, and the only way to say that something of it is missing or wrong.

In: a `Dossier`. Out: `Opened`, the one argument of every rule. A fault can be claimed through `absent`
and `faulty` alone, and they claim it only of what is False (reading/told.py): nothing that was not read
touches it, and nothing that was read speaks against it. Else a person decides, and is told what to check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from harness.checker.asked import asked
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import ELEMENT_NAMES, REMARKS, Element, Finding, Verdict
from harness.law import statutes
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.facts import Facts, facts_of
from harness.reading.letter_parts.letter import Letter
from harness.reading.page.prose import Prose
from harness.reading.perhaps.look import ABSENT, Claim
from harness.reading.told import perhaps, unread_for
from harness.reading.words import Words
from parsers.document import TEXT, Span

# below this mean confidence of an OCR page nothing may be called absent or wrong
GROUNDS = 0.9
_WEAK_LINE = 0.6
_WEAK = "文字识别把握不足"


@dataclass(frozen=True, slots=True)
class Opened:
    dossier: Dossier
    facts: Facts
    weak: bool  # the words were recognised too poorly to accuse anybody by them
    confidence: float

    @property
    def expected(self) -> Expected:
        return self.dossier.expected

    @property
    def letter(self) -> Letter:
        return self.facts.letter

    @property
    def words(self) -> Words:
        return self.facts.words

    @property
    def kind(self) -> ReplyKind:
        return self.facts.kind

    @property
    def on(self) -> date | None:
        """The day by whose law the letter is judged."""
        return self.facts.on

    @property
    def replied_on(self) -> date | None:
        """The day of the answer, where it is certain."""
        return self.facts.replied.on if self.facts.replied.certain else None

    @property
    def law(self) -> statutes.Text:
        return self.facts.law

    @property
    def remedy_law(self) -> statutes.RemedyLaw:
        return self.facts.remedy_law

    @property
    def codes(self) -> tuple[str, ...]:
        return self.facts.codes

    @property
    def cover_remedies(self) -> tuple[tuple[int, int], ...]:
        return self.facts.cover_remedies

    @property
    def covered(self) -> bool:
        return self.facts.covered

    @property
    def prose(self) -> Prose:
        return self.facts.prose

    @property
    def text(self) -> str:
        return self.facts.text

    @property
    def unsure(self) -> bool:
        """Words may be missing or misread."""
        return self.weak or any(TEXT in one.touches for one in self.facts.unread)

    def quote(self, start: int, end: int) -> tuple[Span, ...]:
        return self.prose.quote(start, end)

    def present(self, element: Element, reason: str, **more: object) -> Finding:
        return _finding(element, Verdict.PRESENT, reason, self.confidence, more)

    def unclear(self, element: Element, reason: str, **more: object) -> Finding:
        return _finding(element, Verdict.UNCLEAR, reason, min(self.confidence, 0.5), more)

    def absent(self, element: Element, reason: str, **more: object) -> Finding:
        """缺失, where all that could tell it was read and does not; else 待人工认定."""
        why = self._unread(element)
        if why:
            told = f"未见{ELEMENT_NAMES[element]}，但{why}，不能断定缺失"
            return self.unclear(element, told, **more)
        doubts = self._doubts(element, {ABSENT: reason}, {}, more)
        if doubts:
            return self.unclear(element, f"疑似：{reason}；但{asked(element, doubts)}", **more)
        return _finding(element, Verdict.ABSENT, reason, self.confidence, more)

    def faulty(
        self,
        element: Element,
        faults: Mapping[str, str],
        lead: str = "",
        about: Mapping[str, Mapping[str, object]] | None = None,
        /,
        **more: object,
    ) -> Finding:
        """有瑕疵, by those of the faults that nothing speaks against; where none is left, 待人工认定.

        `faults`: each code with the clause that says it (a remark may have none); `lead`: what is said
        before them; `about`: what a fault was read from, for whoever looks again."""
        reason = _sentence(lead, faults.values())
        why = self._unread(element)
        if why:
            return self.unclear(element, f"疑似：{reason}；但{why}", **more)
        doubts = self._doubts(element, faults, about or {}, more)
        certain = {fault: clause for fault, clause in faults.items() if fault not in doubts}
        if not set(certain) - REMARKS:
            return self.unclear(element, f"疑似：{reason}；但{asked(element, doubts)}", **more)
        told = [*certain.values(), *([asked(element, doubts)] if doubts else [])]
        more = {**more, "defects": tuple(certain)}
        sentence = _sentence(lead, told)
        return _finding(element, Verdict.DEFECTIVE, sentence, self.confidence, more)

    def _unread(self, element: Element) -> str:
        """Why nothing of this element may be called missing or wrong; empty: it may."""
        unread = unread_for(self.facts, element)
        return unread.what if unread else _WEAK if self.weak else ""

    def _doubts(
        self,
        element: Element,
        faults: Mapping[str, str],
        about: Mapping[str, Mapping[str, object]],
        more: Mapping[str, object],
    ) -> dict[str, str]:
        """Of each fault the words that speak against it."""
        known = self.expected
        units = tuple(filter(None, (known.unit, *known.unit_aliases))) if known.unit else ()
        value = more.get("value")
        claims = (
            Claim(
                element, fault, str(value) if value else None, about.get(fault, {}),
                known.applicant, units, known.items,
            )
            for fault in faults
            if fault not in REMARKS
        )  # fmt: skip
        seen = {claim.fault: perhaps(self.facts, claim) for claim in claims}
        return {fault: words for fault, words in seen.items() if words}


def _sentence(lead: str, clauses: Iterable[str]) -> str:
    return "；".join(one for one in (lead, *clauses) if one)


def _finding(
    element: Element, verdict: Verdict, reason: str, confidence: float, more: Mapping[str, object]
) -> Finding:
    return Finding(element, verdict, reason, **{"confidence": confidence, **more})  # type: ignore[arg-type]


def open_dossier(dossier: Dossier) -> Opened:
    """Read the letter, once."""
    facts = facts_of(dossier.document, dossier.replied_on, dossier.expected.requested_on)
    weak, confidence = _grounds(facts)
    return Opened(dossier, facts, weak, confidence)


def _grounds(facts: Facts) -> tuple[bool, float]:
    """Whether the words were recognised too poorly to accuse, and how well all was read."""
    rows = facts.prose.rows
    if not rows:
        return False, 0.2
    confidences = [row.confidence for row in rows]
    mean = round(sum(confidences) / len(confidences), 3)
    weak = mean < GROUNDS or min(confidences) < _WEAK_LINE
    if any(TEXT in one.touches for one in facts.unread):
        return weak, min(mean, 0.3)
    return weak, mean
