"""The checker: one reply judged on its eleven elements.

In: a `Dossier`. Out: a `Judgement` with its kind, what it decides, and one finding an element in
the order of contracts.md. Pure: no clock, no network, no file but the law beside this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from harness.checker.dossier import Dossier
from harness.checker.finding import ELEMENT_NAMES, Element, Finding, Verdict
from harness.checker.opened import Opened, open_dossier
from harness.checker.rules import RULES
from harness.checker.weighed import weighed
from harness.law import statutes
from harness.reading.arrived.kinds import kind_of
from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind
from harness.reading.arrived.unread import touching
from parsers.document import TEXT, Span, TextFrom, Unread

_ALL = frozenset(Element)
_NOTICE = _ALL - {Element.REASONS, Element.DECISION, Element.REMEDY}
# which elements a kind of reply has to have; what it has beyond them is reported all the same
REQUIRED: dict[ReplyKind, frozenset[Element]] = {
    ReplyKind.ANSWER: _ALL,
    ReplyKind.CLARIFICATION_NOTICE: _NOTICE,
    ReplyKind.EXTENSION_NOTICE: _NOTICE,
    ReplyKind.THIRD_PARTY_NOTICE: _NOTICE - {Element.APPLICANT, Element.REQUEST},
    ReplyKind.FEE_NOTICE: _NOTICE,
    ReplyKind.REASON_REQUEST: _NOTICE,
}
_OF_DECISIONS = frozenset({Element.DECISION, Element.REASONS})
_NO_LETTER = frozenset({ReplyKind.AUTO_REPLY, ReplyKind.BOUNCE, ReplyKind.OTHER})
# of these nobody says that nothing is required while an answer may lie in what was not read
_MAY_HIDE = frozenset({ReplyKind.AUTO_REPLY, ReplyKind.OTHER})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checker says of one reply."""

    kind: ReplyKind
    decisions: tuple[str, ...]
    replied_on: date | None  # the best-supported day
    text_from: TextFrom
    pages: int
    findings: tuple[Finding, ...]  # eleven, in the order of contracts.md
    rules: str  # the day on which the applied rule set came into force
    replied_on_certain: bool = True  # where not, no law was chosen by it
    unread: tuple[Unread, ...] = ()  # parts of what came that were not read
    unexplained: tuple[Span, ...] = ()  # clauses of the letter that no reader could explain

    def finding(self, element: Element) -> Finding:
        return next(one for one in self.findings if one.element == element)


def judge(dossier: Dossier) -> Judgement:
    """Judge one reply."""
    opened = open_dossier(dossier)
    return Judgement(
        kind=opened.kind,
        decisions=(opened.codes or ("unknown",)) if opened.kind is ReplyKind.ANSWER else (),
        replied_on=opened.facts.replied.on,
        text_from=_text_from(opened),
        pages=max(1, len(opened.letter.pages)),
        findings=tuple(_findings(opened)),
        rules=statutes.ruleset_on(opened.on),
        replied_on_certain=opened.facts.replied.certain,
        unread=opened.facts.unread,
        unexplained=tuple(_unexplained(opened)),
    )


def _unexplained(opened: Opened) -> Iterator[Span]:
    """Of a letter that was judged; of anything else nobody asks what it says."""
    if opened.kind in REQUIRED:
        for clause in opened.facts.unexplained:
            yield from opened.quote(clause.start, clause.end)


def _findings(opened: Opened) -> list[Finding]:
    unread = touching(opened.facts.unread, TEXT)
    if unread and (opened.kind in _MAY_HIDE or not opened.prose.rows):
        # what it would have been called may stand in the part that was not read
        reason = f"{unread.what}；各项请看原件认定"
        return [Finding(one, Verdict.UNCLEAR, reason, confidence=0.3) for one in Element]
    if opened.kind in _NO_LETTER:
        reason = f"此件为{KIND_NAMES[opened.kind]}，不是答复，不要求各项要素"
        return [Finding(element, Verdict.NOT_REQUIRED, reason) for element in Element]
    required = REQUIRED.get(opened.kind, frozenset())
    found = (_as_required(rule.check(opened), opened.kind, required) for rule in RULES)
    return [_with_mending(one, opened) for one in weighed(list(found), opened)]


_SHOWN = 3  # so many misread words are told one by one


def _with_mending(finding: Finding, opened: Opened) -> Finding:
    """The reason says which recognised words were understood otherwise."""
    words = dict.fromkeys(
        (one.was, one.now)
        for prose in (opened.prose, opened.letter.cover)
        for one in prose.mended(finding.evidence)
    )
    if not words:
        return finding
    told = "，".join(f"识别文字为“{was}”，按“{now}”理解" for was, now in list(words)[:_SHOWN])
    more = f"，等{len(words)}处" if len(words) > _SHOWN else ""
    return replace(finding, reason=f"{finding.reason}（{told}{more}）")


def _as_required(finding: Finding, kind: ReplyKind, required: frozenset[Element]) -> Finding:
    """What a kind of reply need not have cannot be missing or wrong in it."""
    if finding.element in required or finding.verdict is Verdict.NOT_REQUIRED:
        return finding
    # what is not decided has no reasons: words like them in a receipt are something else
    if finding.verdict is Verdict.PRESENT and finding.element not in _OF_DECISIONS:
        return finding
    name = ELEMENT_NAMES[finding.element]
    return replace(
        finding, verdict=Verdict.NOT_REQUIRED, defects=(), confidence=1.0,
        reason=f"{KIND_NAMES[kind]}不要求{name}",
    )  # fmt: skip


def _text_from(opened: Opened) -> TextFrom:
    forms = {page.text_from for page in opened.letter.pages if page.lines} or {
        page.text_from for page in opened.letter.pages
    }
    if len(forms) == 1:
        return forms.pop()
    return TextFrom.MIXED if forms else TextFrom.NONE


__all__ = ["KIND_NAMES", "REQUIRED", "Judgement", "judge", "kind_of"]
