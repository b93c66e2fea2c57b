"""What a row of the ledger is held against while it is taken over: the units, the applications, today.
And why one is not: `Cannot`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.ledger.state import State
from harness.campaign.recording.law_began import before_the_law
from harness.campaign.workspace import Workspace
from harness.ledger.values import Cell
from harness.scoring.assessment import Case
from harness.store import further
from letters.model import Application, Unit

Cells = Mapping[str, Cell]


class Cannot(Exception):
    """Why a row is not taken over, in Chinese; the column, where it is one."""

    def __init__(self, why: str, column: str = "") -> None:
        super().__init__(why)
        self.why, self.column = why, column


@dataclass(frozen=True, slots=True)
class Ground:
    """`folder`: where the ledger lies; the files that it names lie beside it."""

    workspace: Workspace
    state: State
    folder: Path
    named: Mapping[str, tuple[Unit, ...]]
    called: Mapping[str, tuple[Unit, ...]]  # by another of their names
    applications: Mapping[str, Application]  # by their numbers, however those are written

    answered: Mapping[str, Case]  # by application
    later: Mapping[str, str]  # letters that followed an application, by their numbers likewise

    @classmethod
    def of(cls, workspace: Workspace, state: State, folder: Path) -> Ground:
        named: dict[str, tuple[Unit, ...]] = defaultdict(tuple)
        called: dict[str, tuple[Unit, ...]] = defaultdict(tuple)
        for unit in state.book.units:
            named[unit.name] += (unit,)
            for name in dict.fromkeys(unit.aliases):
                called[name] += (unit,)
        applications = {each.id.casefold(): each for each in state.book.applications}
        answered = {
            each.application.id: each for each in state.assessment.cases if each.answer is not None
        }
        with workspace.store.reading() as connection:
            later = {each.casefold(): each for each in further.letters(connection)}
        return cls(
            workspace, state, folder, dict(named), dict(called), applications, answered, later
        )

    def unit(self, name: str) -> Unit:
        found = self.named.get(name) or self.called.get(name, ())
        if len(found) != 1:
            many = "不止一家" if found else "没有"
            raise Cannot(f"{many}名为“{name}”的单位，请写全称", "单位名称")
        return found[0]

    def application(self, id: str) -> Application:
        found = self.applications.get(id.casefold())
        if found is None:
            raise Cannot(f"没有编号为“{id}”的申请", "申请编号")
        return found

    def letter(self, id: str) -> str:
        """An application, or a letter that followed it: U001-B/撤回申请."""
        first, _, _ = id.partition("/")
        application = self.application(first).id
        if first == id:
            return application
        if id.casefold() not in self.later:
            raise Cannot(f"没有编号为“{id}”的信", "归入申请")
        return self.later[id.casefold()]

    def answer(self, application: str) -> str:
        """The SHA-256 of the answer that is judged; empty without one."""
        case = self.answered.get(application)
        return case.answer.sha256 if case and case.answer else ""

    def not_later_than_today(self, cells: Cells, heads: tuple[str, ...]) -> None:
        possible(cells, heads)
        for head in heads:
            day = cells.get(head, "")
            if isinstance(day, date) and day > self.workspace.as_of:
                raise Cannot(f"“{head}”{day} 晚于今天（{self.workspace.as_of}），请核对", head)


def possible(cells: Cells, heads: tuple[str, ...]) -> None:
    """Not before there was a law by which it could be counted."""
    for head in heads:
        day = cells.get(head, "")
        if isinstance(day, date) and (why := before_the_law(day, f"“{head}”")):
            raise Cannot(why, head)


def day(cells: Cells, head: str) -> date:
    told = cells.get(head, "")
    if not isinstance(told, date):
        raise Cannot(f"“{head}”一栏为空，请补填", head)
    return told


def day_or_none(cells: Cells, head: str) -> date | None:
    told = cells.get(head, "")
    return told if isinstance(told, date) else None
