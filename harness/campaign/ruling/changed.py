"""What became of somebody's first marks: those that count otherwise by now, who changed them and why. So
whoever marks learns; a blind mark that waits for a decision is told when it is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.campaign.workspace import Workspace
from harness.casebook.ruled.staged import about
from harness.casebook.ruled.wording import subject, value_told
from harness.checker.finding import Element
from harness.scoring.people import STAGE_NAMES, Stage, mark_of
from harness.store import said
from harness.store.said import Ruling


@dataclass(frozen=True, slots=True)
class Changed:
    application: str
    unit: str
    element: str
    name: str
    mine: str
    my_why: str
    now: str
    why: str
    by: str
    stage: str
    at: str


def changed(workspace: Workspace, who: str) -> tuple[Changed, ...]:
    """The latest change first."""
    return tuple(sorted(_changed(workspace, who), key=lambda each: each.at, reverse=True))


def _changed(workspace: Workspace, who: str) -> Iterator[Changed]:
    book = workspace.book()
    assessment = workspace.assess(book)
    with workspace.store.reading() as connection:
        firsts = said.firsts_of(connection, who)
    for target, mine in firsts.items():
        application, _, tail = target.partition("/")
        case = assessment.case_of(application)
        if case is None or case.answer is None or tail not in {*Element}:
            continue
        of = about(book.staged.get(target, {}), case.answer.sha256)
        last = _above(of, mine)
        if last is None or mine.about != case.answer.sha256:
            continue
        yield Changed(
            application, case.application.unit.name, tail, subject(target),
            value_told(target, mine.value, mine.defects), mine.why,
            value_told(target, last.value, last.defects), last.why,
            last.by, STAGE_NAMES[Stage(last.stage)], last.said.at if last.said else "",
        )  # fmt: skip


def _above(of: dict[int, Ruling], mine: Ruling) -> Ruling | None:
    """What counts instead; None where the own mark counts, or where the two are the same."""
    stages = [stage for stage in of if stage != Stage.SECOND]
    last = of[max(stages)] if stages else None
    if last is None or last.id == mine.id:
        return None
    same = mark_of(last.value, last.defects) == mark_of(mine.value, mine.defects)
    return None if same else last
