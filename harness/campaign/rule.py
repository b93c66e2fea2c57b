"""`rule`: a person's 认定 of a verdict, a day or points, with its reason. It stands beside what the
program found, and counts at once; a later one stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from harness.campaign.due import case_of
from harness.campaign.wording import DATE_NAMES, subject, value_told
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book, Supposed
from harness.casebook.ruled import DATES
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict
from harness.scoring.assessment import Assessment
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.rubric import Criterion
from harness.scoring.score import plain, score_assessment
from harness.store import said
from harness.store.said import Ruling, Stale, token
from letters import days


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
class Ruled:
    target: str
    before: Stand
    after: Stand
    seen: str  # names what stood before: to be given back when it is written
    written: bool


def rule(
    workspace: Workspace,
    target: str,
    value: str,
    *,
    defects: Sequence[str] = (),
    why: str = "",
    seen: str | None = None,
    write: bool = False,
) -> Ruled:
    """Rule on `U001-A/remedy` (a verdict), `U001-A/answered_on` (a day) or `U001/format` (points).
    `seen`: what stood when it was shown; Stale where something else stands by now."""
    if not why.strip():
        raise Refused("人工认定须写明理由：--why 理由")
    book = workspace.book()
    assessment = workspace.assess(book)
    new, before = _ruling(workspace, book, assessment, target, value, tuple(defects), why.strip())
    if seen is not None and seen != token(before.told()):
        raise Stale(new.target, seen, before.told())
    after = _after(workspace, new)
    _refuse_idle(new, after)
    if write:
        values = (value_told(new.target, each.value, each.defects) for each in (before, after))
        what = f"{new.target}（{subject(new.target)}）：{'→'.join(values)}"
        with workspace.store.writing(verb="rule", what=what) as connection:
            now, known = said.rulings(connection).get(new.target), book.rulings.get(new.target)
            if (now.id if now else 0) != (known.id if known else 0):
                raise Stale(new.target, before.told(), now.value if now else "已撤销")
            said.add_ruling(connection, new)
    return Ruled(new.target, before, after, token(before.told()), write)


def _after(workspace: Workspace, new: Ruling) -> Stand:
    """What will stand: computed, not assumed."""
    assessment = workspace.assess(workspace.book(Supposed(rulings=(new,))))
    head, _, tail = new.target.partition("/")
    return _stand(workspace, assessment, head, tail)


def _refuse_idle(new: Ruling, after: Stand) -> None:
    """A ruling that would not be seen in what follows from it is none."""
    if (after.value, after.defects) != (new.value, new.defects):
        told = after.told() if after.value is not None else "无"
        raise Refused(
            f"{new.target} 认定为“{new.value}”不起作用，核算之后仍是“{told}”：与在案的记录"
            "（寄出、答复、撤回、不适用的指标等）不合，请先核对或更正那些记录"
        )


def _ruling(
    workspace: Workspace,
    book: Book,
    assessment: Assessment,
    target: str,
    value: str,
    defects: tuple[str, ...],
    why: str,
) -> tuple[Ruling, Stand]:
    head, slash, tail = (part.strip() for part in target.partition("/"))
    if not slash or not head or not tail:
        raise Refused(
            f"“{target}”不是认定的对象，应如 U001-A/remedy（要素）、U001-A/answered_on（日期）、"
            "U001/指标代号（分数）"
        )
    applications = {each.id.casefold(): each.id for each in book.applications}
    units = {each.id.casefold(): each.id for each in book.units}
    if head.casefold() in applications:
        id = applications[head.casefold()]
        name = _named(tail)
        if name in DATES:
            given = _day(value, name, workspace.as_of)
            about = book.answers.get(id, "") if name == "answered_on" else ""
            _no_defects(defects)
        else:
            given, defects = _verdict(Element(name), value, defects)
            about = _answer(assessment, id)
        before = _stand(workspace, assessment, id, name)
        return Ruling(f"{id}/{name}", given, defects, why, about, before.told()), before
    if head.casefold() in units:
        id = units[head.casefold()]
        criterion = _criterion(workspace, tail)
        _no_defects(defects)
        before = _stand(workspace, assessment, id, criterion.id)
        points = _points(criterion, value)
        return Ruling(f"{id}/{criterion.id}", points, (), why, "", before.told()), before
    raise Refused(f"“{head}”既不是申请编号，也不是单位编号，请核对")


def _named(tail: str) -> str:
    """remedy or 救济渠道 -> remedy."""
    names = {name: element.value for element, name in ELEMENT_NAMES.items()}
    names |= {name: code for code, name in DATE_NAMES.items()}
    code = names.get(tail, tail.casefold())
    if code not in {*Element, *DATES}:
        known = "、".join([*(each.value for each in Element), *DATES])
        raise Refused(f"“{tail}”不是要素或日期，应是其中之一：{known}")
    return code


def _verdict(element: Element, value: str, defects: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
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


def _no_defects(defects: tuple[str, ...]) -> None:
    if defects:
        raise Refused("只有认定要素“有瑕疵”时才写 --defect")


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


def _criterion(workspace: Workspace, tail: str) -> Criterion:
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


def _stand(workspace: Workspace, assessment: Assessment, head: str, tail: str) -> Stand:
    """What stands for a target now."""
    case = case_of(assessment, head)
    if case is None:
        return _points_now(workspace, assessment, head, tail)
    by = next((who for target, _, who in case.rulings if target == f"{head}/{tail}"), None)
    if tail in DATES:
        day: date | None = getattr(case.clock, tail)
        return Stand(day.isoformat() if day else None, by=by)
    if case.judgement is None:
        return Stand(None)
    found = case.judgement.finding(Element(tail))
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
