"""复核: which letters wait for somebody who marks, and in which order.

First what is unclear, then what was found at fault and nobody has confirmed, then the blind sample,
then what two marks differ on (定评). Within each the order of the plan, which no ruling moves: whoever
goes on from a letter comes to the next one, and never twice to the same.

Nobody has two parts in one mark (parts.py): a letter waits only for those who may still mark it.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.casebook.staged import about
from harness.checker.finding import Element, Finding, Verdict
from harness.scoring.assessment import Assessment, Case
from harness.scoring.people import Ground, Stage, ground_of
from harness.store.said import Staged


class What(StrEnum):
    UNCLEAR = "unclear"
    FAULTS = "faults"
    SAMPLE = "sample"
    DECIDE = "decide"


ORDER = tuple(What)
WHAT_NAMES = {
    What.UNCLEAR: "待认定", What.FAULTS: "有问题", What.SAMPLE: "盲评复评", What.DECIDE: "待定评",
}  # fmt: skip
STAGE_OF = {
    What.UNCLEAR: Stage.FIRST, What.FAULTS: Stage.FIRST, What.SAMPLE: Stage.SECOND,
    What.DECIDE: Stage.DECISION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One element that waits. `parts`: who has marked it already at another stage, and may not now."""

    element: Element
    what: What
    parts: frozenset[str] = frozenset()

    def waits_for(self, who: str) -> bool:
        return _name(who) not in self.parts


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter. `tasks`: what of it waits, for anybody; none: all is done."""

    case: Case
    tasks: tuple[Task, ...]

    @property
    def id(self) -> str:
        return self.case.application.id


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `seen`: answers whose verdicts that person has seen, and cannot mark blind;
    `asked`: applications with an open question, which wait for the lead and for nobody else."""

    name: str
    decides: bool = False
    seen: Container[str] = frozenset()
    asked: Collection[str] = frozenset()

    def tasks(self, letter: Waiting) -> tuple[Task, ...]:
        """What of it this person may do."""
        mine = [each for each in letter.tasks if each.waits_for(self.name)]
        if not self.decides:
            mine = [each for each in mine if each.what is not What.DECIDE]
        first = any(STAGE_OF[each.what] is Stage.FIRST for each in mine)
        if first or (letter.case.answer and letter.case.answer.sha256 in self.seen):
            mine = [each for each in mine if each.what is not What.SAMPLE]
        return tuple(mine)

    def group(self, letter: Waiting) -> What | None:
        """The one that stands first."""
        if letter.id in self.asked and not self.decides:
            return None
        mine = {each.what for each in self.tasks(letter)}
        return next((each for each in ORDER if each in mine), None)


Grouped = tuple[What, Waiting]
Wanted = Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class Queue:
    """Every letter that was judged, in the order of the plan."""

    letters: tuple[Waiting, ...]
    places: Mapping[str, int]  # application -> its place among the letters
    waiting: tuple[int, ...]  # the places of those of which something waits

    def letter(self, application: str) -> Waiting | None:
        place = self.places.get(application)
        return None if place is None else self.letters[place]

    def after(
        self,
        application: str,
        viewer: Viewer,
        what: What | None,
        wanted: Wanted,
        began: What | None = None,
    ) -> Waiting | None:
        """The next that waits for this person: on from this letter in its group, then the groups
        that follow; from the beginning again where something was passed over. `began`: the group in
        which it was, where it has been marked since."""
        groups = [what] if what else list(ORDER)
        here = self.letter(application)
        began = what or began or (viewer.group(here) if here else None)
        at = bisect_right(self.waiting, self.places.get(application, -1))
        for group in _from(groups, began):
            begin = at if group is began else 0
            for place in (*self.waiting[begin:], *self.waiting[:begin]):
                each = self.letters[place]
                if each.id != application and viewer.group(each) is group and wanted(each.case):
                    return each
        return None

    def listed(self, viewer: Viewer, what: What | None, wanted: Wanted) -> list[Grouped]:
        """Group by group."""
        found: dict[What, list[Grouped]] = {each: [] for each in ORDER}
        for place in self.waiting:
            each = self.letters[place]
            group = viewer.group(each)
            if group is not None and (what is None or group is what) and wanted(each.case):
                found[group].append((group, each))
        return [each for several in found.values() for each in several]

    def counts(self, viewer: Viewer) -> dict[What, int]:
        found = dict.fromkeys(ORDER, 0)
        for place in self.waiting:
            group = viewer.group(self.letters[place])
            if group is not None:
                found[group] += 1
        return found


def _from(groups: list[What], began: What | None) -> Iterator[What]:
    """The groups, beginning with that of the letter at hand."""
    at = groups.index(began) if began in groups else 0
    yield from (*groups[at:], *groups[:at])


def queue_of(workspace: Workspace) -> Queue:
    """Made once for what is known now."""
    book = workspace.book()
    assessment = workspace.assess(book)
    return _kept(workspace.store.engine, book, assessment)


@dataclass(slots=True)
class _Known:
    book: Book
    assessment: Assessment
    queue: Queue


# by the database: what was made of the last state of each, and its letters, to be used again
_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()
_lock = threading.Lock()


def _kept(engine: Engine, book: Book, assessment: Assessment) -> Queue:
    with _lock:
        known = _known.get(engine)
        if known and known.book is book and known.assessment is assessment:
            return known.queue
        queue = _made(book, assessment)
        _known[engine] = _Known(book, assessment, queue)
        return queue


def _made(book: Book, assessment: Assessment) -> Queue:
    drawn = {(one.target, one.about) for each in book.samples for one in each.drawn}
    marked = {target.partition("/")[0] for target in book.staged}
    letters = tuple(
        Waiting(
            case, tuple(_tasks(case, book.staged if case.application.id in marked else {}, drawn))
        )
        for case in assessment.cases
        if case.judgement is not None and case.answer is not None
    )
    places = {each.id: place for place, each in enumerate(letters)}
    return Queue(letters, places, tuple(n for n, each in enumerate(letters) if each.tasks))


def _tasks(
    case: Case, staged: Mapping[str, Staged], drawn: Collection[tuple[str, str]]
) -> Iterator[Task]:
    assert case.judgement and case.answer
    sha256 = case.answer.sha256
    for found in case.judgement.findings:
        target = f"{case.application.id}/{found.element.value}"
        of = about(staged[target], sha256) if target in staged else {}
        what = _what(found, of, (target, sha256) in drawn)
        if what is not None:
            yield Task(found.element, what, _parts(of, STAGE_OF[what]))


def _what(found: Finding, of: Staged, drawn: bool) -> What | None:
    if "disputed" in found.extra:
        return What.DECIDE
    if found.verdict is Verdict.UNCLEAR:
        return What.UNCLEAR
    if not of and ground_of(found.verdict, found.defects) is Ground.FAULT:
        return What.FAULTS
    return What.SAMPLE if drawn and not of.keys() - {Stage.FIRST} else None


def _parts(of: Staged, stage: Stage) -> frozenset[str]:
    return frozenset(
        _name(each.by) for at, each in of.items() if at not in (stage, Stage.OBJECTION)
    )


def _name(who: str) -> str:
    return who.strip().casefold()
