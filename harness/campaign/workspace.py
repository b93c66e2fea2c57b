"""A campaign's folder, opened: its settings, its store, an engine, who works with it, on which day.

The plan comes from the store alone; of the tables that people keep only campaign.toml is read here,
and a fault in it is told before anything is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from harness.campaign.engines import open_engine
from harness.campaign.errors import Refused
from harness.casebook.assess import assess, clocks
from harness.casebook.book import Book, Filed, Supposed, open_book
from harness.casebook.differently import read_differently
from harness.engine import Engine
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.rubric_file.rubric import BadRubric, Rubric, load, parse, shipped
from harness.store import outbox, plan
from harness.store.database import Store, open_store
from harness.store.outbox import Queued
from harness.store.shelves import Local
from letters.faults import BadTable
from letters.model import Application, Campaign
from letters.opening import read_text
from letters.tables import read_campaign

__all__ = ["Refused", "Workspace", "nearest", "open_workspace", "rubric_of", "silent"]
SETTINGS = "campaign.toml"
INCOMING, OUTGOING, REPORTS = "incoming", "outgoing", "reports"
LEDGER, PAPERS = "台账.xlsx", "纸质来件"
T = TypeVar("T")
R = TypeVar("R")
Told = Callable[[int, int, str], None]  # done, of how many, what is being done


def silent(_done: int, _of: int, _what: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open campaign. `as_of` is the day that is taken for today."""

    folder: Path
    campaign: Campaign
    store: Store
    engine: Engine
    as_of: date
    told: Told = silent
    # what came and is read otherwise by this version of the program than by the one before
    news: list[str] = field(default_factory=list)
    # answers of which whoever works has read what was found, where that is known; and whether it is
    # theirs to decide between two marks: who does marks nothing blind
    seen: Container[str] = frozenset()
    decides: bool = False

    @property
    def ledger(self) -> Path:
        return self.folder / INCOMING / LEDGER

    def book(self, supposed: Supposed = Supposed(), *, final: bool = False) -> Book:  # noqa: B008  frozen
        """Everything that is known now; arrivals that were not read yet are read. `final`: all are,
        in this very process."""
        book = open_book(self.store, self.engine, supposed=supposed, final=final)
        if supposed == Supposed():
            self.news.extend(read_differently(self.folder, book))
        return book

    def said(self) -> Book:
        """What people and servers say; what came need not have been looked into."""
        return open_book(self.store, placed=False)

    def assess(
        self,
        book: Book | None = None,
        *,
        doubts: Sequence[ReviewItem] = (),
        final: bool = False,
    ) -> Assessment:
        """The campaign judged as the facts stand. `final`: for what is handed over; arrivals are
        then placed and answers judged from the evidence, nothing of it is taken from cache/."""
        book = book or self.book(final=final)
        total, done = len(book.applications), iter(range(1, len(book.applications) + 1))
        return assess(
            self.store,
            self.campaign,
            book,
            as_of=self.as_of,
            doubts=doubts,
            engine=self.engine,
            judged=lambda: self.told(next(done), total, "阅读并核对答复"),
            final=final,
        )

    def clocks(self, book: Book) -> Assessment:
        """The campaign with its clocks only: no answer is judged."""
        return clocks(self.campaign, book, as_of=self.as_of)

    def came(self, book: Book, application: str) -> Sequence[Filed]:  # noqa: ARG002  for who knows more
        """Of this book's arrivals, in their order, all that do or may concern an application; others too."""
        return book.filed

    def planned(self) -> tuple[Application, ...]:
        """The plan, in its order."""
        with self.store.reading() as connection:
            return plan.applications(connection)

    def letters(self) -> Mapping[str, Queued]:
        """What was ever put into the outbox for the first time, by application."""
        with self.store.reading() as connection:
            return outbox.letters(connection)

    def rubric(self) -> Rubric:
        return rubric_of(self.folder, self.campaign.rubric)

    def per(
        self, what: Callable[..., R], items: Sequence[T], *given: object, using: object = None
    ) -> Sequence[R]:
        """`what(item, *given, using)` of each, in order. A workspace that is held open asks anew only of
        those that are others than last time: what follows must hang on the item and `given` alone,
        `using` only serve to look things up that hang on it."""
        return [what(each, *given, using) for each in items]

    def flat(
        self,
        what: Callable[..., Sequence[R]],
        items: Sequence[T],
        *given: object,
        using: object = None,
    ) -> tuple[R, ...]:
        """The same where of each may follow several things, or none: all of them, one after the other."""
        return tuple(one for each in items for one in what(each, *given, using))

    def along(
        self,
        make: Callable[..., R],
        move: Callable[..., R],  # noqa: ARG002  for who has it already
        items: Sequence[T],
        *given: object,
        using: object = None,
    ) -> R:
        """`make(items, *given, using)`. A workspace that is held open asks of what it had before
        `move(made, gone, come, *given, using)`: which items are there no more, and which are new. What
        follows must be the same either way, and is never changed."""
        return make(items, *given, using)

    def once(self, what: Callable[..., R], *of: object, using: object = None) -> R:
        """`what(*of, using)`; asked for again of the same things, a workspace that is held open has it."""
        return what(*of, using)


@contextmanager
def open_workspace(
    folder: Path,
    *,
    as_of: date,
    by: str | None = None,
    told: Told = silent,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    apart: bool = False,
) -> Iterator[Workspace]:
    """BadTable where campaign.toml is wrong, or the rubric that it names; StoreError where the
    database cannot be used. `apart`: all of it lies in the folder and is read on this machine, whatever
    addresses campaign.toml names; what a stranger wrote there is called by nobody."""
    campaign = read_campaign(folder)
    rubric_of(folder, campaign.rubric)
    with ExitStack() as stack:
        held = Local.of(folder) if apart else None
        store = stack.enter_context(open_store(folder, by=by, now=now, evidence=held))
        engine = stack.enter_context(open_engine("" if apart else campaign.engine))
        yield Workspace(folder, campaign, store, engine, as_of, told)


DEFAULT_RUBRIC = "general"  # where campaign.toml names none


def rubric_of(folder: Path, name: str) -> Rubric:
    """The scheme that a campaign names: a shipped one, or a .toml file of its own folder."""
    name = name or DEFAULT_RUBRIC
    if name in shipped():
        try:
            return load(name)
        except BadRubric as wrong:  # one that waits to be filled in
            copy = f"先抄出来填好：mingcha rubric new 我的细则.toml --from {name}，再把 rubric 改成这个文件名"
            raise BadTable(f"{SETTINGS}，[campaign] 的 rubric：{copy}", *wrong.faults) from wrong
    path = folder / (name if name.endswith(".toml") else f"{name}.toml")
    if not path.is_file():
        known = "、".join(shipped())
        raise BadTable(
            f"{SETTINGS}，[campaign] 的 rubric：没有名为“{name}”的评分细则，"
            f"应为随程序提供的 {known} 之一，或者测评文件夹里的 .toml 文件名"
        )
    try:
        return parse(read_text(path), path.name)
    except BadRubric as wrong:
        raise BadTable(*wrong.faults) from wrong
    except UnicodeDecodeError:
        raise BadTable(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8 再用") from None


def no_rubric(workspace: Workspace) -> str:
    """The line that says by what a campaign is scored that names no scheme; empty where it names one."""
    if workspace.campaign.rubric:
        return ""
    lines = read_text(workspace.folder / SETTINGS).splitlines()
    number = next((n for n, line in enumerate(lines, 1) if _RUBRIC.match(line)), 0)
    where = f"{SETTINGS}：第{number}行：rubric 是空的" if number else f"{SETTINGS}：没有写 rubric"
    return (
        f"{where}，现按自拟的通用细则（{DEFAULT_RUBRIC}）试算，不得作为正式评价的依据；"
        '请在 [campaign] 下写 rubric = "…"：随程序提供的名称（mingcha rubric list），或者本文件夹里的 .toml 文件名'
    )


_RUBRIC = re.compile(r"\s*rubric\s*=")


def nearest(here: Path) -> Path:
    """The campaign that somebody who stands in `here` means."""
    for each in (here, *here.parents):
        if (each / SETTINGS).is_file():
            return each
    raise Refused(
        f"当前文件夹及其上级都没有 {SETTINGS}；请用 -C 写明测评文件夹，或用 mingcha new 新建一个"
    )
