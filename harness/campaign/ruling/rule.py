"""`rule`: a person's 认定 of a verdict, a day or points, with its reason. It stands beside what the
program found, and counts at once; a later one of its stage, or one of a higher, stands above it.

Stages: 初评 is what anybody rules first; 复评 is a second mark made blind, and is told nothing of what
was marked before; 定评 decides where the two differ, and is a third person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from harness.campaign.marks.moved import Change, moved
from harness.campaign.ruling.blind_parts import refuse_first, refuse_second
from harness.campaign.ruling.parts import concerning, refuse_again, refuse_part, unclear
from harness.campaign.ruling.targets import (
    Stand,
    Target,
    finding_of,
    stand_of,
    target_named,
    valued,
)
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book, Supposed
from harness.casebook.ruled.findings import DATES
from harness.casebook.ruled.wording import target_told, value_told
from harness.scoring.assessment import Assessment
from harness.scoring.people import STAGE_NAMES, Stage
from harness.scoring.timing import TIMING_NAMES, timing
from harness.store import said
from harness.store.said import Ruling, Stale, token

NO_REASON = "人工认定须写明理由：--why 理由"


@dataclass(frozen=True, slots=True)
class Ruled:
    """`before` and `after` are None of a blind mark: it must not be told them. `disputed`: first and
    second mark differ now, and wait for a decision."""

    target: str
    before: Stand | None
    after: Stand | None
    seen: str  # names what stood before: to be given back when it is written
    written: bool
    stage: str = "first"
    disputed: bool = False
    effects: tuple[Change, ...] = ()  # of a day: what is due or scored otherwise by it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says of one thing. `seen`: what stood when it was shown."""

    target: str
    value: str
    defects: tuple[str, ...] = ()
    why: str = ""
    seen: str | None = None


def rule(
    workspace: Workspace,
    target: str,
    value: str,
    *,
    defects: Sequence[str] = (),
    why: str = "",
    stage: Stage = Stage.FIRST,
    seen: str | None = None,
    write: bool = False,
) -> Ruled:
    """Rule on `U001-A/remedy` (a verdict), `U001-A/answered_on` (a day) or `U001/format` (points).
    `seen`: what stood when it was shown; Stale where something else stands by now."""
    if not why.strip():  # before anything is read
        raise Refused(NO_REASON)
    one = Wanted(target, value, tuple(defects), why, seen)
    return rule_all(workspace, [one], stage=stage, write=write)[0]


def rule_all(
    workspace: Workspace,
    wanted: Sequence[Wanted],
    *,
    stage: Stage = Stage.FIRST,
    write: bool = False,
) -> tuple[Ruled, ...]:
    """Rule on several things at one go, as on the elements of one letter: all or, where one is at
    fault, none; one row of the history. Refused with every fault."""
    book = workspace.book()
    assessment = workspace.assess(book)
    news: list[tuple[Target, Ruling, Stand]] = []
    faults: list[str] = []
    for each in wanted:
        try:
            news.append(_new(workspace, book, assessment, each, stage))
        except Refused as wrong:
            faults += wrong.faults
    if faults:
        raise Refused(*faults)
    afters = _afters(workspace, assessment, [(target, new) for target, new, _ in news])
    if write and news:
        with workspace.store.writing(verb="rule", what=_what_all(news)) as connection:
            _refuse_stale(connection, book, [(new, before) for _, new, before in news])
            for _, new, _ in news:
                said.add_ruling(connection, new)
    name = stage.name.lower()
    if stage is Stage.SECOND:
        return tuple(Ruled(new.target, None, None, "", write, name) for _, new, _ in news)
    return tuple(
        Ruled(new.target, before, after, token(before.told()), write, name, disputed, effects)
        for (_, new, before), (after, disputed, effects) in zip(news, afters, strict=True)
    )


def _new(
    workspace: Workspace, book: Book, assessment: Assessment, wanted: Wanted, stage: Stage
) -> tuple[Target, Ruling, Stand]:
    """The ruling, and what stood before it. Refused or Stale where it cannot be."""
    if not wanted.why.strip():
        raise Refused(NO_REASON)
    found = target_named(workspace, book, wanted.target)
    if stage is Stage.SECOND and found.element is None:
        raise Refused("盲评复评只用于要素；日期和分数有不同意见的，请作定评：--stage decision")
    if stage is Stage.FIRST:
        refuse_first(workspace, book, assessment, found.head, found.tail, workspace.store.by)
    elif stage is Stage.SECOND:
        refuse_second(workspace, assessment, found.head)
    given = valued(workspace, book, assessment, found, wanted.value, wanted.defects)
    staged = concerning(book, found.name, found.element, given.about)
    could_not = unclear(assessment.case_of(found.head), found.element)
    refuse_part(staged, stage, workspace.store.by, found.told, unclear=could_not)
    before = stand_of(workspace, assessment, found)
    blind = stage is Stage.SECOND
    if not blind and wanted.seen is not None and wanted.seen != token(before.told()):
        now = value_told(found.name, before.value, before.defects)
        raise Stale(found.name, wanted.seen, now, before.told())
    told = "" if blind else before.told()
    why = wanted.why.strip()
    new = Ruling(found.name, given.value, given.defects, why, given.about, told, stage)
    refuse_again(staged, new, workspace.store.by, found.told)
    return found, new, before


def _what_all(news: Sequence[tuple[Target, Ruling, Stand]]) -> str:
    return "；".join(_what(new, before) for _, new, before in news)


def _what(new: Ruling, before: Stand) -> str:
    """As the history has it; of a blind mark nothing but itself."""
    after = value_told(new.target, new.value, new.defects)
    head = target_told(new.target, new.value)
    if new.stage == Stage.SECOND:
        return f"{head}复评：{after}"
    stage = "" if new.stage == Stage.FIRST else STAGE_NAMES[Stage(new.stage)]
    return f"{head}{stage}：{value_told(new.target, before.value, before.defects)}→{after}"


def _refuse_stale(connection: Connection, book: Book, news: Sequence[tuple[Ruling, Stand]]) -> None:
    standing = said.by_stage(connection, [new.target for new, _ in news])
    for new, before in news:
        now, known = standing.get(new.target, {}), book.staged.get(new.target, {})
        stages = [new.stage] if new.stage == Stage.SECOND else [*Stage]
        for stage in stages:
            one, other = now.get(stage), known.get(stage)
            if (one.id if one else 0) != (other.id if other else 0):
                told = "" if new.stage == Stage.SECOND else before.told()
                raise Stale(new.target, told, one.value if one else "已撤销")


def _afters(
    workspace: Workspace, before: Assessment, news: Sequence[tuple[Target, Ruling]]
) -> list[tuple[Stand, bool, tuple[Change, ...]]]:
    """What will stand, computed, not assumed; whether first and second mark differ by it; and what
    follows from it. Refused where a ruling would not be seen in that."""
    rulings = tuple(new for _, new in news)
    assessment = workspace.assess(workspace.book(Supposed(rulings=rulings)))
    return [
        (
            *_after(workspace, assessment, target, new),
            _effects(workspace, before, assessment, target),
        )
        for target, new in news
    ]


def _effects(
    workspace: Workspace, before: Assessment, after: Assessment, target: Target
) -> tuple[Change, ...]:
    """A day may stay what it was, and yet decide what was open before."""
    if target.tail not in DATES:
        return ()
    one, other = before.case_of(target.head), after.case_of(target.head)
    if one is None or other is None:
        return ()
    times = [TIMING_NAMES[timing(each, workspace.as_of)] for each in (one, other)]
    unit = one.application.unit
    first = [Change(unit.id, unit.name, "答复时限", *times)] if times[0] != times[1] else []
    return (*first, *moved(workspace, before, after))


def _after(
    workspace: Workspace, assessment: Assessment, target: Target, new: Ruling
) -> tuple[Stand, bool]:
    after = stand_of(workspace, assessment, target)
    finding = finding_of(assessment, target)
    disputed = finding is not None and "disputed" in finding.extra
    if not disputed and not _seen_in(after, new):
        said_of = value_told(new.target, new.value, new.defects)
        told = value_told(new.target, after.value, after.defects)
        raise Refused(
            f"{target.told}认定为“{said_of}”不起作用，核算之后仍是“{told}”：与在案的记录"
            "（寄出、答复、撤回、不适用的指标等）不合，请先核对或更正那些记录"
        )
    return after, disputed


def _seen_in(after: Stand, new: Ruling) -> bool:
    """A second mark by itself changes nothing, or leaves the element open."""
    if new.stage == Stage.SECOND:
        return after.value is not None
    return (after.value, after.defects) == (new.value, new.defects)
