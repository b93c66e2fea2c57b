"""The checker: one reply judged on its eleven elements.

In: a `Dossier`. Out: a `Judgement` with its kind, what it decides, and one finding an element in
the order of contracts.md. Pure: no clock, no network, no file but the law beside this module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from harness.checker.dossier import Dossier
from harness.checker.finding import ELEMENT_NAMES, Element, Finding, Verdict
from harness.checker.opened import Opened, open_dossier
from harness.checker.rules import RULES
from harness.checker.second_look import looked_again
from harness.checker.weighed import weighed
from harness.law import statutes
from harness.reading.extent import left_unread
from harness.reading.kinds import kind_of
from harness.reading.reply_kind import KIND_NAMES, ReplyKind
from parsers.document import TextFrom

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
_UNREAD = frozenset({ReplyKind.AUTO_REPLY, ReplyKind.BOUNCE, ReplyKind.OTHER})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checker says of one reply."""

    kind: ReplyKind
    decisions: tuple[str, ...]
    replied_on: date | None
    text_from: TextFrom
    pages: int
    findings: tuple[Finding, ...]  # eleven, in the order of contracts.md
    rules: str  # the day on which the applied rule set came into force

    def finding(self, element: Element) -> Finding:
        return next(one for one in self.findings if one.element == element)


def judge(dossier: Dossier) -> Judgement:
    """Judge one reply."""
    opened = open_dossier(dossier)
    return Judgement(
        kind=opened.kind,
        decisions=(opened.codes or ("unknown",)) if opened.kind is ReplyKind.ANSWER else (),
        replied_on=opened.replied_on,
        text_from=_text_from(opened),
        pages=max(1, len(opened.letter.pages)),
        findings=tuple(_findings(opened)),
        rules=statutes.ruleset_on(opened.on),
    )


def _findings(opened: Opened) -> list[Finding]:
    if opened.kind in _UNREAD and _nothing_read(opened):
        what = f"“{opened.letter.unread}”" if opened.letter.unread else "文件的页面"
        reason = f"{what}未能读出文字，请看原件"
        return [Finding(one, Verdict.UNCLEAR, reason, confidence=0.2) for one in Element]
    if opened.kind is ReplyKind.OTHER and opened.prose.unread:
        # what it would have been called may stand in the part that was not read
        reason = f"{left_unread(opened.prose.unread[0])}，不能断定来件的种类，请看原件"
        return [Finding(one, Verdict.UNCLEAR, reason, confidence=0.3) for one in Element]
    if opened.kind in _UNREAD:
        reason = f"此件为{KIND_NAMES[opened.kind]}，不是答复，不要求各项要素"
        return [Finding(element, Verdict.NOT_REQUIRED, reason) for element in Element]
    required = REQUIRED.get(opened.kind, frozenset())
    found = (_as_required(rule.check(opened), opened.kind, required) for rule in RULES)
    looked = [looked_again(one, opened) for one in found]
    return [_with_mending(one, opened) for one in weighed(looked, opened)]


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


def _nothing_read(opened: Opened) -> bool:
    """Something is there, and no words of it: that is no ground for calling it no answer."""
    wordless = opened.kind is ReplyKind.OTHER and not opened.letter.prose.rows
    return bool(opened.letter.unread) or wordless


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
