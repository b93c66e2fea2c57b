"""复核: which letters wait for somebody who marks, and in which order.

First what is unclear, then what was found at fault and nobody has confirmed, then the blind sample,
then what two marks differ on (定评). Within each the order of the plan, which no ruling moves: whoever
goes on from a letter comes to the next one, and never twice to the same.

Nobody has two parts in one mark (parts.py): a letter waits only for those who may still mark it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Literal

from harness.campaign.ruling.drawn import drawn_of, is_drawn
from harness.campaign.ruling.mine import Letters, Lists, Mine
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.staged import about
from harness.checker.finding import Element, Finding, Verdict
from harness.scoring.assessment import Assessment, Case
from harness.scoring.layered import Layered
from harness.scoring.people import Ground, Stage, ground_of
from harness.store.said import Staged
from letters.model import Application


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
        """What of it this person may do. Who decides between two marks reads both, and marks nothing
        of that letter blind."""
        mine = [each for each in letter.tasks if each.waits_for(self.name)]
        if not self.decides:
            mine = [each for each in mine if each.what is not What.DECIDE]
        first = any(STAGE_OF[each.what] is Stage.FIRST for each in mine)
        decides = any(each.what is What.DECIDE for each in mine)
        if first or decides or (letter.case.answer and letter.case.answer.sha256 in self.seen):
            mine = [each for each in mine if each.what is not What.SAMPLE]
        return tuple(mine)

    def group(self, letter: Waiting) -> What | None:
        """The one that stands first."""
        if letter.id in self.asked and not self.decides:
            return None
        mine = {each.what for each in self.tasks(letter)}
        if What.DECIDE in mine:  # two people have been there: it waits for nobody but a third
            return What.DECIDE
        return next((each for each in ORDER if each in mine), None)


Grouped = tuple[What, Waiting]
Wanted = Callable[[Case], bool]
Open = tuple[Case, tuple[tuple[Element, What, str], ...]]  # with the targets
OTHERS: Literal["others"] = "others"
Row = What | Literal["others"]  # in which list of a person's a letter stands
FOR_ALL = frozenset({What.UNCLEAR, What.DECIDE})  # undecided, whoever it waits for


@dataclass(frozen=True, slots=True)
class Queue:
    """The letters that were judged, in the order of the plan. `open`: those of which something may
    wait, by what they say themselves; `answered`: by the answer, of which applications they are."""

    cases: Sequence[Case]
    places: Mapping[str, int]  # application -> its place in the plan
    open: Sequence[Open]
    staged: Mapping[str, Staged]
    answered: Mapping[str, Sequence[str]]
    lists: Lists[Row, Open]

    def letter(self, application: str) -> Waiting | None:
        place = self.places.get(application)
        case = None if place is None else self.cases[place]
        if case is None or case.judgement is None or case.answer is None:
            return None
        at = self._after(place or 0) - 1
        known = self.open[at] if at >= 0 and self.open[at][0] is case else (case, ())
        return self._waiting(known)

    def judged(self, after: str) -> Iterator[Waiting]:
        """All of them, those that follow one."""
        for case in self.cases[self.places.get(after, -1) + 1 :]:
            found = self.letter(case.application.id) if case.judgement is not None else None
            if found is not None:
                yield found

    def _after(self, place: int) -> int:
        """Where among the open ones those begin that follow a place of the plan."""
        return bisect_right(self.open, place, key=lambda one: self.places[one[0].application.id])

    def _waiting(self, one: Open) -> Waiting:
        case, tasks = one
        return Waiting(case, tuple(self._tasks(case, tasks)))

    def _group(self, one: Open, viewer: Viewer) -> What | None:
        """As the viewer's, at once where nobody has marked anything of the letter."""
        case, tasks = one
        if any(target in self.staged for _, _, target in tasks):
            return viewer.group(self._waiting(one))
        if case.application.id in viewer.asked and not viewer.decides:
            return None
        found = min((ORDER.index(what) for _, what, _ in tasks), default=0)
        if ORDER[found] is not What.SAMPLE:
            return ORDER[found]
        return None if case.answer and case.answer.sha256 in viewer.seen else What.SAMPLE

    def _tasks(self, case: Case, tasks: Sequence[tuple[Element, What, str]]) -> Iterator[Task]:
        assert case.answer is not None
        for element, what, target in tasks:
            staged = self.staged.get(target)
            of = about(staged, case.answer.sha256) if staged else {}
            if what is What.FAULTS and Stage.SECOND in of:
                continue
            if what is What.SAMPLE and of.keys() - {Stage.FIRST}:
                continue
            yield Task(element, what, _parts(of, STAGE_OF[what]))

    def _mine(self, viewer: Viewer) -> Mine[Row, Open]:
        letters = Letters(self.open, self._place, self.places, self.answered)
        return self.lists.of(letters, viewer, lambda one: self._row(one, viewer))

    def _row(self, one: Open, viewer: Viewer) -> Row | None:
        group = self._group(one, viewer)
        if group is None and any(what in FOR_ALL for _, what, _ in one[1]):
            return OTHERS
        return group

    def _place(self, one: Open) -> int:
        return self.places[one[0].application.id]

    def _at(self, places: Iterable[int]) -> Iterator[Open]:
        for place in places:
            yield self.open[bisect_left(self.open, place, key=self._place)]

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
        groups, mine = [what] if what else list(ORDER), self._mine(viewer)
        here = self.letter(application)
        began = what or began or (viewer.group(here) if here else None)
        for group in _from(groups, began):
            row = mine.row(group)
            begin = bisect_right(row, self.places.get(application, -1)) if group is began else 0
            for one in self._at(chain(islice(row, begin, None), islice(row, begin))):
                if wanted(one[0]) and one[0].application.id != application:
                    return self._waiting(one)
        return None

    def listed(
        self, viewer: Viewer, what: What | None, wanted: Wanted, after: str = ""
    ) -> Iterator[Grouped]:
        """Group by group; those that follow one of them."""
        mine = self._mine(viewer)
        last = self.letter(after) if after else None
        began = what or (viewer.group(last) if last else None)
        for group in [what] if what else ORDER[ORDER.index(began) if began else 0 :]:
            row = mine.row(group)
            begin = bisect_right(row, self.places[after]) if last and group is began else 0
            for one in self._at(islice(row, begin, None)):
                if wanted(one[0]):
                    yield group, self._waiting(one)

    def counts(self, viewer: Viewer) -> dict[What, int]:
        mine = self._mine(viewer)
        return {group: len(mine.row(group)) for group in ORDER}

    def others(self, viewer: Viewer) -> Iterator[Case]:
        """Those in which something is undecided that is not this person's to decide."""
        for one in self._at(self._mine(viewer).row(OTHERS)):
            yield one[0]


def _from(groups: list[What], began: What | None) -> Iterator[What]:
    """The groups, beginning with that of the letter at hand."""
    at = groups.index(began) if began in groups else 0
    yield from (*groups[at:], *groups[:at])


def letter_of(book: Book, assessment: Assessment, application: str) -> Waiting | None:
    """What of one letter waits, by itself."""
    case = assessment.case_of(application)
    if case is None:
        return None
    targets = (f"{application}/{each.value}" for each in Element)
    answer = case.answer.sha256 if case.answer else ""
    drawn = frozenset((each, answer) for each in targets if is_drawn(book.samples, each, answer))
    open_ = _open(case, book.samples, drawn)
    one = Queue((case,), {application: 0}, open_, book.staged, {}, Lists())
    return one.letter(application)


def queue_of(workspace: Workspace) -> Queue:
    """As it stands now; of a campaign that is held open only what was moved is looked at anew."""
    book = workspace.book()
    cases = workspace.assess(book).cases
    drawn = workspace.once(drawn_of, book.samples)
    open_ = workspace.flat(_open, cases, book.samples, using=drawn)
    return Queue(
        cases,
        workspace.once(_places, book.applications),
        open_,
        book.staged,
        workspace.along(_answered, _answered_on, open_),
        workspace.once(Lists),
    )


def _answered(open_: Sequence[Open], _: object) -> Layered[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for sha256, id in map(_answer, open_):
        found[sha256] = (*found.get(sha256, ()), id)
    return Layered(found)


def _answered_on(
    before: Layered[str, tuple[str, ...]], _gone: Sequence[Open], come: Sequence[Open], _: object
) -> Layered[str, tuple[str, ...]]:
    """One that is open no more may stand here still: it is asked for its group again, and has none."""
    now: dict[str, tuple[str, ...]] = {}
    for sha256, id in map(_answer, come):
        known = now.get(sha256) or before.get(sha256, ())
        now[sha256] = known if id in known else (*known, id)
    return before.changed(now)


def _answer(one: Open) -> tuple[str, str]:
    case = one[0]
    return case.answer.sha256 if case.answer else "", case.application.id


def _places(applications: Sequence[Application], _: object) -> dict[str, int]:
    return {each.id: place for place, each in enumerate(applications)}


def _open(case: Case, _: object, drawn: Collection[tuple[str, str]]) -> tuple[Open, ...]:
    if case.judgement is None or case.answer is None:
        return ()
    id, sha256 = case.application.id, case.answer.sha256
    found = tuple(
        (each.element, what, target)
        for each in case.judgement.findings
        if (target := f"{id}/{each.element.value}")
        and (what := _what(each, (target, sha256) in drawn)) is not None
    )
    return ((case, found),) if found else ()


def _what(found: Finding, drawn: bool) -> What | None:
    if "disputed" in found.extra:
        return What.DECIDE
    if found.verdict is Verdict.UNCLEAR:
        return What.UNCLEAR
    if "ruled" not in found.extra and ground_of(found.verdict, found.defects) is Ground.FAULT:
        return What.FAULTS
    return What.SAMPLE if drawn else None


def _parts(of: Staged, stage: Stage) -> frozenset[str]:
    return frozenset(
        _name(each.by) for at, each in of.items() if at not in (stage, Stage.OBJECTION)
    )


def _name(who: str) -> str:
    return who.strip().casefold()
