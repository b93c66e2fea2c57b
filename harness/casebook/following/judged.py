"""The assessment of a campaign that is held open: the cases of the applications that were moved are made
anew, each judgement is kept as long as the answer, what is expected and its day are the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from harness.casebook.assess import (
    calls_told,
    given_of,
    judged_cases,
    points_of,
    undecided,
    unsent,
)
from harness.casebook.book import Book
from harness.casebook.cases import cases
from harness.casebook.following.arrivals import moment
from harness.casebook.following.kept import Kept
from harness.casebook.following.logs import Followed, came_for
from harness.casebook.following.spoken import calls_on, ids_of_calls, points_on
from harness.casebook.guides import with_guides
from harness.casebook.ruled.marked_twice import Told, agreeing, marked
from harness.casebook.ruled.people import objections_by, second_marks, terms_of
from harness.checker.check import Judgement
from harness.engine import Engine
from harness.guide.finding import ItemFinding
from harness.scoring.agreement import Compared
from harness.scoring.assessment import Assessment, Case, ReviewItem, with_cases
from harness.store.database import Store
from letters.model import Campaign

Items = tuple[ReviewItem, ...]
Marks = tuple[Told, ...]
T = TypeVar("T", Items, Marks)


@dataclass(frozen=True, slots=True)
class Judging:
    """What cases are judged with. `done` is called after each that was looked at anew."""

    store: Store
    engine: Engine
    done: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Judged:
    """`clocks`: the same before anything was judged."""

    kept: Kept
    clocks: Assessment
    whole: Assessment
    undecided: Mapping[int, ReviewItem]  # arrival -> why a person must look
    unsent: Mapping[str, ReviewItem]  # application, in the order of the letters
    trouble: Mapping[str, Items]  # application -> what judging brought up
    marks: Mapping[str, Marks]  # application -> what was marked twice
    calls: tuple[int, ...]  # the rows of the calls that are told
    guides: Mapping[str, tuple[ItemFinding, ...]]  # 公开指南, by unit
    guide_days: Mapping[str, date]  # when each was taken
    unread: Items  # guides of which nothing can be said


def judged(
    judging: Judging, kept: Kept, campaign: Campaign, as_of: date, before: Judged | None = None
) -> Judged:
    """All cases; of judgements those that were made `before`, where they are the same."""
    book = kept.book
    begun = cases(book, campaign, as_of)
    found = list(_judged(judging, book, begun, _known(before, None, book)))
    whole = tuple(case for case, _ in found)
    calls, points = calls_told(book, as_of), points_of(book)
    clocks = Assessment(campaign, book.units, tuple(begun), calls, (), as_of, points)
    made = Judged(
        kept,
        clocks,
        replace(clocks, cases=whole, samples=book.samples),
        {each.id: undecided(each) for each in book.filed if each.arrival.doubt},
        _unsent(book),
        _put({}, {case.application.id: tuple(items) for case, items in found}),
        _put({}, _marks(book, whole)),
        ids_of_calls(book, as_of),
        *_guides(judging, clocks, book),
    )
    told = {"review": _review(made), "agreements": _agreements(made), **_of_guides(made)}
    told["second_marks"] = second_marks(book)
    whole_made = with_cases(made.whole, {}, calls, (), **told, **_people(made))
    return replace(made, whole=whole_made)


def judged_on(judging: Judging, before: Judged, now: Followed) -> Judged:
    """As it follows from what was moved since."""
    campaign, as_of = before.whole.campaign, before.whole.as_of
    if now.moved is None:
        return judged(judging, now.kept, campaign, as_of, before)
    kept, book = now.kept, now.kept.book
    part = _part(kept, now.moved)
    begun = cases(part, campaign, as_of)
    found = list(_judged(judging, part, begun, _known(before, now.moved, part)))
    cases_now = [case for case, _ in found]
    made = replace(
        before,
        kept=kept,
        undecided=_undecided(before, now),
        unsent=before.unsent if book.letters is before.kept.book.letters else _unsent(book),
        trouble=_put(before.trouble, {one.application.id: tuple(each) for one, each in found}),
        marks=_put(before.marks, _marks(book, cases_now)),
    )
    if book.guides is not before.kept.book.guides:
        guides, days, unread = _guides(judging, before.clocks, book)
        made = replace(made, guides=guides, guide_days=days, unread=unread)
    rows, calls, units = calls_on(before.calls, before.whole.calls, before.kept, now, as_of)
    points = points_on(before.whole.points, now)
    # each is another object, though it may say the same: of what was written a case tells less than
    # there is to know
    at = [kept.places[each.application.id] for each in begun]
    one, other = dict(zip(at, begun, strict=True)), dict(zip(at, cases_now, strict=True))
    return replace(
        made,
        clocks=with_cases(before.clocks, one, calls, units, points=points),
        whole=with_cases(
            before.whole, other, calls, units, points=points, **_besides(made, before)
        ),
        calls=rows,
    )


def _part(kept: Kept, applications: Collection[str]) -> Book:
    """The book, of these applications alone, in the plan's order."""
    some = sorted(applications, key=kept.places.__getitem__)
    return replace(
        kept.book,
        applications=tuple(kept.applications[id] for id in some),
        filed=tuple(came_for(kept, some)),
    )


# --- cases --------------------------------------------------------------------------------------


def _judged(
    judging: Judging,
    book: Book,
    begun: Sequence[Case],
    known: Callable[[Case], Judgement | None],
) -> Iterator[tuple[Case, list[ReviewItem]]]:
    for each in judged_cases(judging.store, book, begun, engine=judging.engine, known=known):
        yield each
        judging.done()


def _known(
    before: Judged | None, applications: Collection[str] | None, book: Book
) -> Callable[[Case], Judgement | None]:
    """What was judged before of an answer: to the same application, given on the same day."""
    if before is None:
        return lambda _: None
    old = before.kept.book if applications is None else _part(before.kept, applications)
    given, was_given = given_of(book), given_of(old)

    def known(case: Case) -> Judgement | None:
        was = before.whole.case_of(case.application.id)
        if was is None or was.answer is None or was.answer != case.answer:
            return None
        same = was.application == case.application and was_given(was) == given(case)
        return (was.machine or was.judgement) if same else None

    return known


# --- what is told beside them -------------------------------------------------------------------


def _unsent(book: Book) -> dict[str, ReviewItem]:
    """Application -> why its letter must be looked at, in the order of the letters."""
    return {
        each.application_id: item
        for each in book.letters.values()
        if each.state != "sent"
        for item in unsent([each])
    }


def _undecided(before: Judged, now: Followed) -> Mapping[int, ReviewItem]:
    filed = now.kept.filed
    told = {id: undecided(filed[id]) for id in now.came if filed[id].arrival.doubt}
    left = {id for id in now.came if id in before.undecided and id not in told}
    if not told and not left:
        return before.undecided
    return {id: each for id, each in {**before.undecided, **told}.items() if id not in left}


def _put(before: Mapping[str, T], now: Mapping[str, T]) -> Mapping[str, T]:
    """With what is now said of these, if anything is; the very same where that is as it was."""
    if all(each == before.get(id, ()) for id, each in now.items()):
        return before
    return {id: each for id, each in {**before, **now}.items() if each}


def _marks(book: Book, whole: Iterable[Case]) -> dict[str, Marks]:
    return {case.application.id: tuple(marked(case, book.staged)) for case in whole}


def _guides(
    judging: Judging, clocks: Assessment, book: Book
) -> tuple[Mapping[str, tuple[ItemFinding, ...]], Mapping[str, date], Items]:
    """What is found in them, when they were taken, and those that a person must look at."""
    found = with_guides(clocks, judging.store, book.guides, judging.engine)
    return found.guides, found.guide_days, found.review


def _of_guides(made: Judged) -> dict[str, Any]:
    return {"guides": made.guides, "guide_days": made.guide_days}


def _besides(made: Judged, before: Judged) -> dict[str, Any]:
    """Of the assessment what is neither a case nor a call; of what has not changed, nothing."""
    found: dict[str, Any] = {}
    if (
        made.undecided is not before.undecided
        or made.unsent is not before.unsent
        or made.trouble is not before.trouble
        or made.unread is not before.unread
    ):
        found["review"] = _review(made)
    if made.marks is not before.marks:
        found["agreements"] = _agreements(made)
    book, old = made.kept.book, before.kept.book
    if book.staged is not old.staged:
        found["second_marks"] = second_marks(book)
    if book.objections is not old.objections or book.feedbacks is not old.feedbacks:
        found |= _people(made)
    return found | {"samples": book.samples, **_of_guides(made)}


def _review(made: Judged) -> Items:
    filed, places = made.kept.filed, made.kept.places
    came = sorted(made.undecided, key=lambda id: moment(filed[id]))
    trouble = (made.trouble[id] for id in sorted(made.trouble, key=places.__getitem__))
    return (
        *(made.undecided[id] for id in came),
        *made.unsent.values(),
        *chain.from_iterable(trouble),
        *made.unread,
    )


def _agreements(made: Judged) -> tuple[Compared, ...]:
    in_order = sorted(made.marks, key=made.kept.places.__getitem__)
    return agreeing(chain.from_iterable(made.marks[id] for id in in_order))


def _people(made: Judged) -> dict[str, Any]:
    terms = terms_of(made.whole.campaign, made.kept.book)
    objections = objections_by(made.whole.as_of, made.kept.book, terms)
    return {"objections": objections, "terms": terms}
