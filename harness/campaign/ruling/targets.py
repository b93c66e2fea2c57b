"""What a person rules on or objects to: U001-A/remedy (an element), U001-A/answered_on (a day),
U001/CRITERION (points); the values that it may have, and what stands for it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from harness.campaign.recording.law_began import before_the_law
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.findings import DATES
from harness.casebook.ruled.wording import DATE_NAMES, subject
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Finding, Verdict
from harness.scoring.assessment import Assessment
from harness.scoring.facts import EXEMPT
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.rubric_file.rubric import Criterion, Rule
from harness.scoring.score import Score, plain, score_assessment
from letters import days
from letters.model import Application, Unit

MOST_TIMES = 999


@dataclass(frozen=True, slots=True)
class Target:
    """`head`: an application's number, or a unit's; `tail`: an element, a day, a criterion or a
    扣分项 that people count."""

    head: str
    tail: str
    unit: str  # whose it is
    points: bool = False

    @property
    def name(self) -> str:
        return f"{self.head}/{self.tail}"

    @property
    def told(self) -> str:
        return f"{self.name}（{subject(self.name, points=self.points)}）"

    @property
    def element(self) -> Element | None:
        return None if self.points or self.tail in DATES else Element(self.tail)


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands for a target: a verdict with its defects, a day, points."""

    value: str | None
    defects: tuple[str, ...] = ()
    why: str = ""
    by: str | None = None

    def told(self) -> str:
        if self.value is None:
            return "无"
        names = "、".join(self.defects)
        return f"{self.value}（{names}）" if names else self.value


@dataclass(frozen=True, slots=True)
class Valued:
    """What is to be said of a target. `about`: the answer that it is said of."""

    value: str
    defects: tuple[str, ...] = ()
    about: str = ""


def target_named(workspace: Workspace, book: Book, text: str) -> Target:
    """However it is written; Refused where there is none such."""
    head, slash, tail = (part.strip() for part in text.partition("/"))
    if not slash or not head or not tail:
        raise Refused(
            f"“{text}”不是认定的对象，应如 U001-A/救济渠道（要素）、U001-A/答复之日（日期）、"
            "U001/指标名称（分数）"
        )
    found, unit = (
        of.get(head.casefold()) for of in (book.find.plan.applications, book.find.plan.units)
    )
    if isinstance(found, Application):
        return Target(found.id, _named(tail), found.unit.id)
    if isinstance(unit, Unit):
        id = unit.id
        return Target(id, marked_named(workspace, book, id, tail).id, id, points=True)
    raise Refused(f"“{head}”既不是申请编号，也不是单位编号，请核对")


def valued(
    workspace: Workspace,
    book: Book,
    assessment: Assessment,
    target: Target,
    value: str,
    defects: Sequence[str],
) -> Valued:
    """What a person says of it, in one form; Refused where it is nothing for such a target."""
    if target.element is None and defects:
        raise Refused("只有认定要素“有瑕疵”时才写 --defect")
    if target.points:
        return Valued(points_said(marked_named(workspace, book, target.unit, target.tail), value))
    if target.element is None:
        about = book.answers.get(target.head, "") if target.tail == "answered_on" else ""
        return Valued(_day(value, target.tail, workspace.as_of), (), about)
    verdict, found = verdict_said(target.element, value, tuple(defects))
    return Valued(verdict, found, _answer(assessment, target.head))


def _named(tail: str) -> str:
    """remedy or 救济渠道 -> remedy."""
    names = {name: element.value for element, name in ELEMENT_NAMES.items()}
    names |= {name: code for code, name in DATE_NAMES.items()}
    code = names.get(tail, tail.casefold())
    if code not in {*Element, *DATES}:
        known = "、".join(names)
        raise Refused(f"“{tail}”不是要素或日期，应是其中之一：{known}")
    return code


def verdict_said(
    element: Element, value: str, defects: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """A verdict and its defects, written as codes or in Chinese -> codes."""
    names = {name: verdict for verdict, name in VERDICT_NAMES.items()}
    try:
        verdict = names[value] if value in names else Verdict(value.casefold())
    except ValueError:
        known = "、".join(f"{each.value}（{VERDICT_NAMES[each]}）" for each in Verdict)
        raise Refused(f"“{value}”不是认定的结论，应是其中之一：{known}") from None
    allowed = DEFECT_NAMES.get(element, {})
    codes = {name: code for code, name in allowed.items()}
    found = tuple(dict.fromkeys(codes.get(each, each) for each in defects))
    unknown = [each for each in found if each not in allowed]
    if unknown:
        known = "、".join(f"{code}（{name}）" for code, name in allowed.items()) or "无"
        raise Refused(f"{ELEMENT_NAMES[element]}没有“{unknown[0]}”这种瑕疵，可用的：{known}")
    if (verdict is Verdict.DEFECTIVE) != bool(found) and (found or allowed):
        raise Refused("认定“有瑕疵”须用 --defect 写明哪一种；其他结论不写 --defect")
    return verdict.value, found


def _day(value: str, name: str, today: date) -> str:
    try:
        day = days.written(value)
    except days.NoDay as wrong:
        raise Refused(f"{DATE_NAMES[name]}：{wrong}") from None
    if day > today:
        raise Refused(f"{DATE_NAMES[name]}“{day}”晚于今天（{today}），请核对")
    if why := before_the_law(day, DATE_NAMES[name]):
        raise Refused(why)
    return day.isoformat()


def _answer(assessment: Assessment, id: str) -> str:
    """The answer that the verdict is about."""
    case = assessment.case_of(id)
    if case is None or case.answer is None or case.judgement is None:
        raise Refused(f"申请 {id} 没有可供认定的答复；先用 mingcha file 把来件归卷为答复")
    return case.answer.sha256


def marked_named(workspace: Workspace, book: Book, unit: str, tail: str) -> Criterion | Rule:
    """A criterion, or a 扣分项 that people count, as units of this class are marked by it."""
    category = book.find.plan.units[unit.casefold()].category
    criteria = [each for each in workspace.rubric().of(category).criteria if each.weight]
    counted = [rule for each in criteria for rule in each.rules if rule.by_hand]
    found: list[Criterion | Rule] = [*criteria, *counted]
    for name in ("id", "name"):
        for each in found:
            if getattr(each, name) == tail:
                return each
    known = "、".join(each.name for each in found)
    raise Refused(f"该单位的评分细则没有“{tail}”这项指标，应是其中之一：{known}")


_UNITS = ("%", "％", "分", "次")


def points_said(asked: Criterion | Rule, value: str) -> str:
    """Points, or 折分; of a 扣分项 how often."""
    if value.endswith(_UNITS) and value != EXEMPT:
        what = "次数" if isinstance(asked, Rule) else f"得分（0至{plain(asked.weight)}）"
        raise Refused(f"“{value}”应只写数，是{asked.name}的{what}，不写“{value[-1]}”")
    if isinstance(asked, Rule):
        if not value.isdecimal() or int(value) > MOST_TIMES:
            raise Refused(f"“{value}”不是次数，应为0至{MOST_TIMES}的整数")
        return str(int(value))
    if value == EXEMPT:
        return value
    try:
        points = Decimal(value)
        fits = points.is_finite() and 0 <= points <= asked.weight
    except InvalidOperation:
        fits = False
    if not fits:
        most = plain(asked.weight)
        raise Refused(f"“{value}”不是{asked.name}的得分，应在0至{most}之间，或者“{EXEMPT}”")
    return plain(points)


def finding_of(assessment: Assessment, target: Target) -> Finding | None:
    """Of an element what stands; None without an answer that was judged."""
    case = assessment.case_of(target.head)
    if case is None or case.judgement is None or target.element is None:
        return None
    return case.judgement.finding(target.element)


def stand_of(workspace: Workspace, assessment: Assessment, target: Target) -> Stand:
    """What stands for a target now."""
    case = assessment.case_of(target.head)
    if case is None:
        return _points_now(workspace, assessment, target)
    by = next((who for name, _, who in case.rulings if name == target.name), None)
    if target.element is None:
        day: date | None = getattr(case.clock, target.tail)
        return Stand(day.isoformat() if day else None, by=by)
    found = finding_of(assessment, target)
    if found is None:
        return Stand(None)
    return Stand(found.verdict.value, found.defects, found.reason, by)


def _points_now(workspace: Workspace, assessment: Assessment, target: Target) -> Stand:
    unit = next((each for each in assessment.units if each.id == target.unit), None)
    if unit is None:
        raise Refused(f"没有编号为“{target.unit}”的单位")
    # what a unit's marks are hangs on no other unit; its place, which does, is not asked for
    cases, calls = assessment.cases_of(unit), assessment.calls_of(unit)
    (score,) = score_assessment(
        workspace.rubric(), replace(assessment, units=(unit,), cases=cases, calls=calls)
    )
    return _mark_now(score, assessment, target)


def _mark_now(score: Score, assessment: Assessment, target: Target) -> Stand:
    value, why = assessment.points.get(target.name, (None, ""))
    for mark in score.marks:
        if mark.criterion.id == target.tail:
            if mark.exempt:
                return Stand(EXEMPT if value == EXEMPT else None, why=mark.exempt)
            why = mark.because or "；".join(each.reason for each in mark.deductions) or mark.open
            return Stand(plain(mark.points), why=why)
        if any(rule.id == target.tail for rule in mark.criterion.rules):
            if f"{target.unit}/{mark.criterion.id}" in assessment.points:
                return Stand(None, why=f"“{mark.criterion.name}”已直接给分，不再按次数计")
            return Stand(value, why=why)
    raise Refused(f"评分细则没有“{target.tail}”这项指标")
