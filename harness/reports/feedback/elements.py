"""反馈单, element by element: what was found, the words and the picture it rests on, what it costs, how it
could have been written.

In: a case with its judgement, the unit's score. Out: rows of a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.checker.finding import ELEMENT_NAMES, REMARKS, Element, Finding, Verdict
from harness.reports.feedback.model_wording import model_wording
from harness.reports.feedback.outward import NOTHING_CAME, Outward
from harness.reports.paper.grid import Cell, Content, Picture, Words
from harness.reports.paper.originals import Originals
from harness.reports.paper.paper import GREY, RED
from harness.reports.wording import common_file, quoted, verdict_text
from harness.scoring.assessment import Case
from harness.scoring.facts import waiting_text
from harness.scoring.rubric_file.scheme import Criterion, Rubric
from harness.scoring.score import Deduction, Score, plain
from harness.scoring.timing import maybe_first
from parsers.document import Span

WIDTHS = (12, 13, 59, 16)
_CUT = 235.0  # points: as wide as a picture gets in its column
_PENDING, _WAITS = "待人工认定", "待认定，未扣分"
_WRONG = (Verdict.ABSENT, Verdict.DEFECTIVE)
# where one would look for what is missing: the element that stands there
_BESIDE = {Element.DOC_NUMBER: Element.TITLE, Element.SEAL: Element.DATE}


@dataclass(frozen=True, slots=True)
class Shown:
    """How elements are shown. `hidden`: a name that is to be left out; empty: none."""

    rubric: Rubric
    score: Score
    originals: Originals
    hidden: str = ""
    outward: Outward = NOTHING_CAME

    def masked(self, text: str) -> str:
        """As a unit may read it: without the name that is to be left out, without our numbers."""
        text = self.outward.text(text)
        return text.replace(self.hidden, "×××") if self.hidden else text


def element_rows(case: Case, shown: Shown) -> list[list[Content]]:
    if case.judgement is None:
        return []
    file = common_file(case.judgement.findings)
    return [_row(case, found, file, shown) for found in case.judgement.findings]


def _row(case: Case, found: Finding, file: str, shown: Shown) -> list[Content]:
    waits = found.verdict in _WRONG and bool(maybe_first(case))
    wrong = found.verdict in _WRONG and not waits
    colour = RED if wrong else GREY if found.verdict is Verdict.NOT_REQUIRED else ""
    words = quoted(found, limit=200, known_file=file)
    below: list[Words | Picture] = [Words(shown.masked(f"原文：{words}"))] if words else []
    picture = _picture(case, found, shown)
    below += [picture] if picture else []
    better = model_wording(case, found) if wrong else ""
    if better:
        below.append(Words(shown.masked(f"参考表述：{better}"), bold=True))
    cost = cost_of(case, found, shown)
    return [
        ELEMENT_NAMES[found.element],
        Cell(_PENDING if waits else verdict_text(found), bold=wrong, colour=colour),
        Cell(shown.masked(_reason(case, found, waits)), below=tuple(below)),
        Cell(cost, bold=cost.startswith("扣"), colour=RED if cost.startswith("扣") else ""),
    ]


def _reason(case: Case, found: Finding, waits: bool) -> str:
    """Of what is wrong with an answer that may not be the first one: what it hangs on, too."""
    if not waits:
        return found.reason
    why = f"有{waiting_text(maybe_first(case))}，是否才是首次答复尚不能认定"
    return f"在案答复书：{found.reason}。但{why}，本项不作认定"


def _picture(case: Case, found: Finding, shown: Shown) -> Picture | None:
    """Cut from the page where the words stand; of what is missing, where it would have stood."""
    spans, told = found.evidence, f"{ELEMENT_NAMES[found.element]}所在处"
    if (
        not spans
        and found.verdict is Verdict.ABSENT
        and found.element in _BESIDE
        and case.judgement
    ):
        spans = case.judgement.finding(_BESIDE[found.element]).evidence
        told = f"原件中“{ELEMENT_NAMES[_BESIDE[found.element]]}”所在处，没有{ELEMENT_NAMES[found.element]}"
    if case.answer is None or not spans or _shows(spans, shown.hidden):
        return None
    return shown.originals.cut(case.answer, spans, _CUT, told)


def _shows(spans: tuple[Span, ...], hidden: str) -> bool:
    return bool(hidden) and any(hidden in span.text for span in spans)


def cost_of(case: Case, found: Finding, shown: Shown) -> str:
    """What an element costs by the rubric: points, nothing yet, nothing at all."""
    number = case.application.id
    taken = [
        (mark.criterion, one)
        for mark in shown.score.marks
        for one in mark.deductions
        if any(_is(ground.application, ground.finding, number, found) for ground in one.grounds)
    ]
    if taken:
        return "\n".join(_taken(criterion, one) for criterion, one in taken)
    if found.verdict not in (*_WRONG, Verdict.UNCLEAR):
        return "—"
    if any(
        _is(ground.application, ground.finding, number, found)
        for mark in shown.score.marks
        for one in mark.doubts
        for ground in one.grounds
    ):
        return _WAITS
    if found.verdict is Verdict.DEFECTIVE and set(found.defects) <= REMARKS:
        return "提示，不扣分"
    if found.verdict in _WRONG and maybe_first(case):
        return _WAITS
    if not any(_looks_at(criterion, case, found.element) for criterion in shown.rubric.criteria):
        return "本细则不考核此项"
    return _WAITS if found.verdict is Verdict.UNCLEAR else "本细则对此情形不扣分"


def _is(application: str, other: Finding | None, number: str, found: Finding) -> bool:
    return application == number and other is not None and other.element is found.element


def _taken(criterion: Criterion, one: Deduction) -> str:
    again = criterion.each_time if one.rule.each_time is None else one.rule.each_time
    once = "，同一问题只扣一次" if len(one.grounds) > 1 and not again else ""
    total = "，合计" if len(one.grounds) > 1 and again else ""
    return f"扣{plain(one.points)}分{total}（{criterion.name}{once}）"


def _looks_at(criterion: Criterion, case: Case, element: Element) -> bool:
    round_ = case.application.round
    if criterion.round not in ("", round_.label, round_.id):
        return False
    return any(condition.element is element for rule in criterion.rules for condition in rule.when)


def faults_not_scored(case: Case, shown: Shown) -> Iterator[Finding]:
    """What is wrong with a letter and costs nothing by this rubric."""
    for found in case.judgement.findings if case.judgement else ():
        cost = cost_of(case, found, shown)
        if found.verdict in _WRONG and cost.startswith("本细则"):
            yield found


def pending_unscored(case: Case, shown: Shown) -> list[Finding]:
    """What is wrong with an answer that may not be the first one, and takes no point by this rubric
    either way: the score does not count it among what is open."""
    if case.judgement is None or not maybe_first(case):
        return []
    number = case.application.id
    known = {
        ground.finding.element
        for mark in shown.score.marks
        for one in (*mark.deductions, *mark.doubts)
        for ground in one.grounds
        if ground.finding is not None and ground.application == number
    }
    return [
        found
        for found in case.judgement.findings
        if found.verdict in _WRONG
        and found.element not in known
        and not (found.verdict is Verdict.DEFECTIVE and set(found.defects) <= REMARKS)
    ]
