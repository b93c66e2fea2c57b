"""The telephone calls and the points given by hand of an assessment, followed: each in its old order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from harness.casebook.assess import call_told
from harness.casebook.book import Book
from harness.casebook.following.kept import Kept
from harness.casebook.following.logs import Followed
from harness.scoring.assessment import Call
from harness.store import log
from harness.store.log import NewCall, Stored
from harness.store.said import first_said

Points = Mapping[str, tuple[str, str]]


def ids_of_calls(book: Book, as_of: date) -> tuple[int, ...]:
    """The rows of the calls that an assessment tells of, in its order."""
    units = {each.id: each for each in book.units}
    return tuple(each.id for each in book.calls if call_told(each.fact, units, as_of))


def calls_on(
    rows: tuple[int, ...], calls: tuple[Call, ...], before: Kept, now: Followed, as_of: date
) -> tuple[tuple[int, ...], tuple[Call, ...], frozenset[str]]:
    """The same of what was moved since, and the units that were called."""
    changed = sorted(now.changed.calls)
    if not changed:
        return rows, calls, frozenset()
    ids, told = list(rows), list(calls)
    olds = [before.calls[row] for row in changed if row in before.calls]
    news = [now.kept.calls[row] for row in changed if row in now.kept.calls]
    for old in olds:
        at = _place(ids, before.calls, old)
        if ids[at : at + 1] == [old.id]:
            del ids[at], told[at]
    known = now.kept.book.find.plan.units
    for new in news:
        unit = known.get(new.fact.unit_id.casefold())
        units = {unit.id: unit} if unit else {}
        one = call_told(new.fact, units, as_of)
        if one is not None:
            at = _place(ids, now.kept.calls, new)
            ids.insert(at, new.id)
            told.insert(at, one)
    return tuple(ids), tuple(told), frozenset(each.fact.unit_id for each in (*olds, *news))


def _place(ids: Sequence[int], calls: Mapping[int, Stored[NewCall]], call: Stored[NewCall]) -> int:
    return bisect_left(ids, log.moment(call), key=lambda id: log.moment(calls[id]))


def points_on(points: Points, now: Followed) -> Points:
    """In the order in which they were first ruled on, the lowest stage first."""
    book = now.kept.book
    units = book.find.plan.units
    told = [each for each in now.targets if each.partition("/")[0].casefold() in units]
    if not told:
        return points
    given = {
        each: (book.rulings[each].value, book.rulings[each].why)
        for each in told
        if each in book.rulings
    }
    whole = {**points, **given}
    for each in told:
        if each not in given:
            whole.pop(each, None)
    if given.keys() <= points.keys():
        return whole
    return dict(sorted(whole.items(), key=lambda each: first_said(book.staged[each[0]])))
