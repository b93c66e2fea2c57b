"""What a person rules on or objects to: U001-A/remedy (an element), U001-A/answered_on (a day),
U001/CRITERION (points); the values that it may have, and what stands for it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from harness.campaign.due import case_of
from harness.campaign.wording import DATE_NAMES, subject
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book
from harness.casebook.ruled import DATES
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Finding, Verdict
from harness.scoring.assessment import Assessment
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.rubric import Criterion
from harness.scoring.score import plain, score_assessment
from letters import days


@dataclass(frozen=True, slots=True)
class Target:
    """`head`: an application's number, or a unit's; `tail`: an element, a day, a criterion."""

    head: str
    tail: str
    unit: str  # whose it is
    points: bool = False

    @property
    def name(self) -> str:
        return f"{self.head}/{self.tail}"

    @property
    def told(self) -> str:
        return f"{self.name}（{subject(self.name)}）"

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
        names = "、".join(self.defects)
        return f"{self.value}（{names}）" if names else str(self.value)


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
            f"“{text}”不是认定的对象，应如 U001-A/remedy（要素）、U001-A/answered_on（日期）、"
            "U001/指标代号（分数）"
        )
    applications = {each.id.casefold(): each for each in book.applications}
    units = {each.id.casefold(): each.id for each in book.units}
    if head.casefold() in applications:
        found = applications[head.casefold()]
        return Target(found.id, _named(tail), found.unit.id)
    if head.casefold() in units:
        id = units[head.casefold()]
        return Target(id, criterion_named(workspace, tail).id, id, points=True)
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
        return Valued(_points(criterion_named(workspace, target.tail), value))
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
        known = "、".join([*(each.value for each in Element), *DATES])
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
    return day.isoformat()


def _answer(assessment: Assessment, id: str) -> str:
    """The answer that the verdict is about."""
    case = case_of(assessment, id)
    if case is None or case.answer is None or case.judgement is None:
        raise Refused(f"申请 {id} 没有可供认定的答复；先用 mingcha file 把来件归卷为答复")
    return case.answer.sha256


def criterion_named(workspace: Workspace, tail: str) -> Criterion:
    criteria = workspace.rubric().criteria
    for each in criteria:
        if tail in (each.id, each.name):
            return each
    known = "、".join(f"{each.id}（{each.name}）" for each in criteria)
    raise Refused(f"评分细则没有“{tail}”这项指标，应是其中之一：{known}")


def _points(criterion: Criterion, value: str) -> str:
    try:
        points = Decimal(value)
        fits = points.is_finite() and 0 <= points <= criterion.weight
    except InvalidOperation:
        fits = False
    if not fits:
        raise Refused(f"“{value}”不是{criterion.name}的分数，应在0至{plain(criterion.weight)}之间")
    return plain(points)


def finding_of(assessment: Assessment, target: Target) -> Finding | None:
    """Of an element what stands; None without an answer that was judged."""
    case = case_of(assessment, target.head)
    if case is None or case.judgement is None or target.element is None:
        return None
    return case.judgement.finding(target.element)


def stand_of(workspace: Workspace, assessment: Assessment, target: Target) -> Stand:
    """What stands for a target now."""
    case = case_of(assessment, target.head)
    if case is None:
        return _points_now(workspace, assessment, target.head, target.tail)
    by = next((who for name, _, who in case.rulings if name == target.name), None)
    if target.element is None:
        day: date | None = getattr(case.clock, target.tail)
        return Stand(day.isoformat() if day else None, by=by)
    found = finding_of(assessment, target)
    if found is None:
        return Stand(None)
    return Stand(found.verdict.value, found.defects, found.reason, by)


def _points_now(workspace: Workspace, assessment: Assessment, unit: str, criterion: str) -> Stand:
    for score in score_assessment(workspace.rubric(), assessment):
        if score.unit_id == unit:
            mark = next(each for each in score.marks if each.criterion.id == criterion)
            if mark.exempt:
                return Stand(None, why=mark.exempt)
            why = mark.because or "；".join(each.reason for each in mark.deductions) or mark.open
            return Stand(plain(mark.points), why=why)
    raise Refused(f"没有编号为“{unit}”的单位")
