"""The book of those applications that were written of, or of which something that came is otherwise now;
put in place of what the whole book says of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, Table

from harness.casebook.book import Book, Filed, bound
from harness.casebook.following.arrivals import (
    Asking,
    Remade,
    in_their_order,
    moment,
    rows_of_some,
)
from harness.casebook.following.changed import Changed
from harness.casebook.following.kept import Kept, moved, spoken_of
from harness.casebook.further_log import CameBack
from harness.casebook.ruled.findings import DATES
from harness.scoring.layered import layered
from harness.store import further, guides, log, objecting, outbox, said, tables
from harness.store.log import NewCall, Stored
from harness.store.said import Ruling, Staged
from harness.store.standing import Said


@dataclass(frozen=True, slots=True)
class Followed:
    """`moved`: the applications whose case may be another; None: any may be, and anything else. The rest:
    the arrivals that are otherwise, and of what was written."""

    kept: Kept
    moved: frozenset[str] | None
    came: frozenset[int] = frozenset()
    changed: Changed = field(default_factory=lambda: Changed(0))
    targets: frozenset[str] = frozenset()


def bound_anew(
    asking: Asking, done: Remade, changed: Changed, rulings: Collection[Ruling]
) -> Followed:
    """`rulings`: only supposed."""
    kept = _with_calls(asking.connection, done.kept, changed.calls)
    staged = _staged(asking.connection, kept, changed.targets, rulings)
    told = {*changed.targets, *(each.target for each in rulings)}
    logs = {*changed.events, *changed.letters, *_spoken_of(done.kept, kept, changed.calls)}
    logs |= {id for each in (*done.before.values(), *done.now.values()) for id in _events(each)}
    logs |= {id for id, _, name in (each.partition("/") for each in told) if name in DATES}
    logs &= kept.applications.keys()
    part = _part(asking, kept, sorted(logs, key=kept.places.__getitem__), staged, told)
    book = _put_in(asking.connection, kept.book, done, part, changed, logs, told)
    book = replace(book, calls=_calls(done.kept, kept, changed.calls))
    find = kept.book.find.on(book.filed, done.before.values(), done.now.values())
    object.__setattr__(book, "find", find)
    moves = {*logs, *(each.partition("/")[0] for each in told)} & kept.applications.keys()
    for each in (*done.before.values(), *done.now.values()):
        if each is not None:
            moves |= {*each.applications, *each.touches, *each.events}
    return Followed(
        replace(kept, version=changed.version, book=book),
        frozenset(moves & kept.applications.keys()),
        frozenset(done.now),
        changed,
        frozenset(told),
    )


def _events(filed: Filed | None) -> Iterable[str]:
    """The applications whose record an arrival is part of."""
    return (*filed.events, *filed.applications) if filed else ()


# --- calls --------------------------------------------------------------------------------------


def _with_calls(connection: Connection, kept: Kept, rows: Collection[int]) -> Kept:
    if not rows:
        return kept
    now = {each.id: each for each in log.calls(connection, rows=rows)}
    moves = [(id, spoken_of(kept.calls.get(id)), spoken_of(now.get(id))) for id in rows]
    return replace(
        kept,
        calls=kept.calls.changed(now, [id for id in rows if id not in now]),
        confirms=moved(kept.confirms, moves),
    )


def _spoken_of(before: Kept, after: Kept, rows: Collection[int]) -> set[str]:
    return {id for row in rows for each in (before, after) for id in spoken_of(each.calls.get(row))}


def _calls(before: Kept, after: Kept, rows: Collection[int]) -> tuple[Stored[NewCall], ...]:
    """In the order in which they were made."""
    if not rows:
        return after.book.calls
    whole = list(after.book.calls)
    for row in rows:
        if row in before.calls:
            del whole[bisect_left(whole, log.moment(before.calls[row]), key=log.moment)]
        if row in after.calls:
            new = after.calls[row]
            whole.insert(bisect_left(whole, log.moment(new), key=log.moment), new)
    return tuple(whole)


# --- what is written of these applications --------------------------------------------------------


def _staged(
    connection: Connection, kept: Kept, targets: Collection[str], supposed: Collection[Ruling]
) -> dict[str, Staged]:
    """What was ruled on these, and is supposed to be."""

    def who(table: Table, rows: Iterable[int]) -> Mapping[str, Said]:
        return kept.firsts.said(connection, table, rows)

    found: dict[str, Staged] = {**said.by_stage(connection, targets, who)}
    for each in supposed:
        before = found.get(each.target) or kept.book.staged.get(each.target, {})
        found[each.target] = dict(sorted({**before, each.stage: each}.items()))
    return found


def _part(
    asking: Asking,
    kept: Kept,
    applications: Collection[str],
    staged: Mapping[str, Staged],
    told: Collection[str],
) -> Book:
    """The book of these applications: with all that came for them, and what was ruled on their days."""
    days = [f"{id}/{name}" for id in applications for name in DATES]
    known = {each: kept.book.staged[each] for each in days if each in kept.book.staged}
    known = {each: of for each, of in known.items() if each not in told}
    rows = rows_of_some(asking, kept, (), applications)
    calls = [kept.calls[row] for id in applications for row in kept.confirms.get(id, ())]
    rows = replace(
        rows,
        calls=tuple(sorted(calls, key=log.moment)),
        call_said=kept.firsts.said(asking.connection, tables.calls, [each.id for each in calls]),
        staged={**known, **staged},
        unsettled=further.perhaps_gone(asking.connection, applications),
    )
    return bound(rows, came_for(kept, applications))


def came_for(kept: Kept, applications: Iterable[str]) -> list[Filed]:
    """What came that does or may concern these, in its order."""
    ids = {id for each in applications for id in kept.concerns.get(each, ())} | kept.wide
    return sorted((kept.filed[id] for id in ids), key=moment)


# --- put in place -------------------------------------------------------------------------------


def _put_in(
    connection: Connection,
    book: Book,
    done: Remade,
    part: Book,
    changed: Changed,
    logs: Collection[str],
    told: Collection[str],
) -> Book:
    stale = {f"{id}/answered_on" for id in logs}
    book = replace(
        book,
        filed=in_their_order(book.filed, done),
        log=layered(book.log).changed(part.log),
        rulings=layered(book.rulings).changed(part.rulings, told),
        letters=_letters(connection, book.letters, changed.letters),
        answers=layered(book.answers).changed(part.answers, logs),
        stale=(book.stale - stale) | part.stale if logs else book.stale,
        unsettled=layered(book.unsettled).changed(part.unsettled, logs),
        staged=layered(book.staged).changed(
            {each: part.staged[each] for each in told if each in part.staged}, told
        ),
        further=layered(book.further).changed(
            {id: each for id, each in part.further.items() if id.partition("/")[0] in logs},
            further.letters(connection, logs),
        ),
        back=_back(book, part, logs),
        guides=guides.guides(connection) if changed.guides else book.guides,
    )
    if not changed.people:
        return book
    return replace(
        book,
        samples=objecting.samples(connection),
        objections=objecting.objections(connection),
        feedbacks=objecting.feedbacks(connection),
    )


def _back(book: Book, part: Book, logs: Collection[str]) -> tuple[CameBack, ...]:
    """In the order of the letters."""
    left = [each for each in book.back if each.letter.application_id not in logs]
    if not part.back and len(left) == len(book.back):
        return book.back

    def in_order(each: CameBack) -> tuple[str, date, str]:
        return each.letter.application_id, each.letter.on, each.letter.id

    return tuple(sorted([*left, *part.back], key=in_order))


def _letters(
    connection: Connection, letters: Mapping[str, outbox.Queued], applications: Collection[str]
) -> Mapping[str, outbox.Queued]:
    """By application, in the order of their numbers; the very same where none is otherwise."""
    if not applications:
        return letters
    now = outbox.letters(connection, applications)
    if now.keys() <= letters.keys():
        return layered(letters).changed(now)
    return dict(sorted({**letters, **now}.items()))
