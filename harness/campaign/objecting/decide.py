"""`objection decide`: upheld, rejected or partly, with its reason. What is upheld is ruled on at the
highest stage; the marks are computed anew, what changes is listed, and so is every like case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from harness.campaign.marks.moved import Change, moved
from harness.campaign.objecting.objection import criteria_of
from harness.campaign.ruling.targets import (
    Stand,
    Target,
    Valued,
    finding_of,
    stand_of,
    target_named,
    valued,
)
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book, Supposed
from harness.casebook.ruled.alike import Alike, alike
from harness.casebook.ruled.wording import object_told, value_told
from harness.scoring.assessment import Assessment
from harness.scoring.people import OUTCOME_NAMES, Objection, Outcome, Stage, mark_of
from harness.store import objecting, said
from harness.store.said import Ruling, Stale, token


@dataclass(frozen=True, slots=True)
class Decided:
    """`alike`: like cases, on the same ground; `ruled`: on which of all it is ruled; `near`: the same
    verdict in other words, which nobody rules on unasked. `objected`: like cases to which somebody
    objected too, with that objection's number: each has, or gets, a decision of its own."""

    number: int
    unit: str
    target: str
    outcome: str
    before: Stand
    after: Stand
    changes: tuple[Change, ...]
    alike: tuple[str, ...]
    near: tuple[str, ...]
    objected: tuple[tuple[str, int], ...]
    ruled: tuple[str, ...]
    seen: str
    written: bool


@dataclass(frozen=True, slots=True)
class _Like:
    """Like cases, each with the answer that it is about; and those that are near."""

    same: tuple[tuple[Target, str], ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be written, and what follows from it."""

    rulings: tuple[Ruling, ...]
    after: Assessment
    found: _Like
    objected: tuple[tuple[str, int], ...] = ()


def decide(
    workspace: Workspace,
    number: int,
    outcome: Outcome,
    *,
    value: str | None = None,
    defects: Sequence[str] = (),
    why: str = "",
    also_alike: bool = False,
    seen: str | None = None,
    write: bool = False,
) -> Decided:
    """`value`: what is to stand from now on, unless the objection is rejected."""
    if not why.strip():
        raise Refused("决定须写明理由：--why 理由")
    book = workspace.book()
    raised = _open(book, number)
    assessment = workspace.assess(book)
    target = target_named(workspace, book, raised.target)
    before = stand_of(workspace, assessment, target)
    if outcome is Outcome.REJECTED:
        if value is not None or defects or also_alike:
            raise Refused("异议不成立的，认定不变，不写 --value、--defect、--alike")
        plan = _Plan((), assessment, _Like())
    else:
        given = _given(workspace, book, assessment, target, before, value, defects)
        why_told = f"异议{number}：{why.strip()}"
        others = tuple(each for each in book.objections if each.number != number)
        plan = _plan(workspace, assessment, target, given, before, why_told, others, also_alike)
    told = _told(outcome, target, before, plan.rulings)
    if seen is not None and seen != token(told):
        words = _words(outcome, target, before, plan.rulings, criteria_of(workspace))
        raise Stale(f"异议{number}", seen, words, told)
    if write:
        _write(workspace, book, raised, outcome, why.strip(), plan)
    return Decided(
        number, next(each.name for each in book.units if each.id == raised.unit_id), target.name,
        outcome.value, before, stand_of(workspace, plan.after, target),
        moved(workspace, assessment, plan.after) if plan.rulings else (),
        tuple(each.name for each, _ in plan.found.same), plan.found.near,
        plan.objected, tuple(each.target for each in plan.rulings), token(told), write,
    )  # fmt: skip


def _words(
    outcome: Outcome,
    target: Target,
    before: Stand,
    rulings: Sequence[Ruling],
    criteria: Mapping[str, str],
) -> str:
    """The same for people."""
    after = [
        f"{object_told(each.target, criteria, points=target.points)}今后为"
        f"{value_told(each.target, each.value, each.defects)}"
        for each in rulings
    ]
    was = f"{object_told(target.name, criteria, points=target.points)}原为{_stand(target, before)}"
    return "；".join([OUTCOME_NAMES[outcome], was, *after])


def _stand(target: Target, stand: Stand) -> str:
    return value_told(target.name, stand.value, stand.defects)


def _told(outcome: Outcome, target: Target, before: Stand, rulings: Sequence[Ruling]) -> str:
    """All that is decided: what is written is what somebody was shown, and nothing beside it."""
    after = [
        f"{each.target}（答复{each.about[:8] or '无'}）今后为{Stand(each.value, each.defects).told()}"
        for each in rulings
    ]
    return "；".join([OUTCOME_NAMES[outcome], f"{target.name}原为{before.told()}", *after])


def _open(book: Book, number: int) -> Objection:
    found = next((each for each in book.objections if each.number == number), None)
    if found is None:
        known = "、".join(str(each.number) for each in book.objections if each.open) or "无"
        raise Refused(f"没有第{number}号异议（未决的：{known}），请用 mingcha objection list 查看")
    if found.decision is not None:
        done = found.decision
        raise Refused(
            f"第{number}号异议已由{done.by}决定（{OUTCOME_NAMES[done.outcome]}）；要改，先用 mingcha undo 撤销那次决定"
        )
    return found


def _given(
    workspace: Workspace,
    book: Book,
    assessment: Assessment,
    target: Target,
    before: Stand,
    value: str | None,
    defects: Sequence[str],
) -> Valued:
    if value is None:
        raise Refused("异议成立或者部分成立的，须写明今后的认定：--value 结论、日期或分数")
    given = valued(workspace, book, assessment, target, value, defects)
    if _same(target, given, before):
        raise Refused(
            f"与现在的认定（{_stand(target, before)}）相同，没有改变；异议不成立的请写 rejected"
        )
    return given


def _same(target: Target, given: Valued, stand: Stand) -> bool:
    if target.element is None or stand.value is None:
        return given.value == stand.value
    return mark_of(given.value, given.defects) == mark_of(stand.value, stand.defects)


def _plan(
    workspace: Workspace,
    assessment: Assessment,
    target: Target,
    given: Valued,
    before: Stand,
    why: str,
    others: Sequence[Objection],
    also_alike: bool,
) -> _Plan:
    found, objected = _apart(_like(assessment, target), others)
    targets = [(target, given)]
    if also_alike:
        targets += [(each, replace(given, about=about)) for each, about in found.same]
    rulings = tuple(
        Ruling(
            each.name, said_of.value, said_of.defects,
            why if each is target else f"{why}（同类情形，一并更正）",
            said_of.about, before.told(), Stage.OBJECTION,
        )
        for each, said_of in targets
    )  # fmt: skip
    after = workspace.assess(workspace.book(Supposed(rulings=rulings)))
    for each, said_of in targets:
        stand = stand_of(workspace, after, each)
        if not _same(each, said_of, stand):
            raise Refused(
                f"{each.told}认定为“{value_told(each.name, given.value, given.defects)}”不起作用，"
                f"核算之后仍是“{_stand(each, stand)}”：与在案的记录不合，"
                "请先核对或更正那些记录"
            )
    return _Plan(rulings, after, found, objected)


def _like(assessment: Assessment, target: Target) -> _Like:
    mine, finding = assessment.case_of(target.head), finding_of(assessment, target)
    found = alike(assessment, mine, finding) if mine and finding else Alike()
    same = tuple(
        (
            Target(each.application.id, target.tail, each.application.unit.id),
            each.answer.sha256 if each.answer else "",
        )
        for each in found.same
    )
    return _Like(same, tuple(f"{each.application.id}/{target.tail}" for each in found.near))


def _apart(found: _Like, others: Sequence[Objection]) -> tuple[_Like, tuple[tuple[str, int], ...]]:
    """A like case to which somebody objected, or of which an objection decided, is nobody's to put
    right beside another: that decision would be overturned without a word."""
    numbers = {name: each.number for each in others for name in (each.target, *each.ruled)}
    objected = tuple(
        (each.name, numbers[each.name]) for each, _ in found.same if each.name in numbers
    )
    free = tuple(pair for pair in found.same if pair[0].name not in numbers)
    return replace(found, same=free), objected


def _write(
    workspace: Workspace, book: Book, raised: Objection, outcome: Outcome, why: str, plan: _Plan
) -> None:
    points = raised.target.partition("/")[0] == raised.unit_id
    more = f"，连同同类情形{len(plan.rulings) - 1}件" if len(plan.rulings) > 1 else ""
    about = object_told(raised.target, criteria_of(workspace), points=points)
    what = f"异议{raised.number}（{about}）：{OUTCOME_NAMES[outcome]}{more}"
    with workspace.store.writing(verb="objection", what=what) as connection:
        _refuse_stale(connection, book, raised, plan.rulings)
        for each in plan.rulings:
            said.add_ruling(connection, each)
        targets = [each.target for each in plan.rulings]
        objecting.add_decision(connection, raised.number, outcome, why, targets)


def _refuse_stale(
    connection: Connection, book: Book, raised: Objection, rulings: Sequence[Ruling]
) -> None:
    now = {each.number: each for each in objecting.objections(connection)}.get(raised.number)
    if now is None or now.decision is not None:
        raise Refused(f"第{raised.number}号异议刚刚由另一人决定或者撤销，请再看一次")
    staged = said.by_stage(connection, [each.target for each in rulings])
    for each in rulings:
        known = [one.id for one in book.staged.get(each.target, {}).values()]
        found = staged.get(each.target, {})
        if [one.id for one in found.values()] != known:
            stands = "、".join(
                value_told(each.target, one.value, one.defects) for one in found.values()
            )
            raise Stale(each.target, "先前的认定", stands or "已撤销")
