"""What came, made anew where what was written hangs on it: itself, those that it gives a number to, those
whose application went out on another day, those of its name. All other arrivals are as they were."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Table

from harness.casebook.book import Filed, Rows, come_alone, come_of, with_words
from harness.casebook.following.changed import Changed
from harness.casebook.following.kept import Kept, concerned, is_wide, loose_name, moved
from harness.casebook.matching.known_numbers import Come, asks, gives, known_numbers, placed_by
from harness.casebook.placing import Placement
from harness.casebook.torso import without_torsos
from harness.engine import Engine
from harness.store import further, log, outbox, said, tables
from harness.store.database import Store, paths_of
from harness.store.log import NewArrival, Stored
from harness.store.said import Filing
from harness.store.standing import Said


@dataclass(frozen=True, slots=True)
class Remade:
    """`kept`: with all that is held of them as it is now, but for the book. `before` and `now`: those
    arrivals that are otherwise than they were; None where one was not there."""

    kept: Kept
    before: Mapping[int, Filed | None]
    now: Mapping[int, Filed]


@dataclass(frozen=True, slots=True)
class Asking:
    """What arrivals are made from."""

    store: Store
    connection: Connection
    engine: Engine
    filings: Mapping[int, Filing]  # only supposed


def remade(asking: Asking, kept: Kept, changed: Changed) -> Remade:
    ids = {*changed.arrivals, *changed.filed, *asking.filings}
    come = _come(asking, kept, ids, changed.arrivals)
    numbers = {key for id in ids for key in (*_gives(kept, id), *gives(come[id]))}
    kept = _with_numbers(kept, come)
    again = {*ids, *_of_applications(kept, changed)}
    again |= {id for key in numbers for id in kept.asks.get(key, ())}
    made = _made(asking, kept, again)
    return _held(asking.store, kept, made)


def moment(filed: Filed) -> tuple[date, int]:
    """By which arrivals are in order."""
    return filed.stored.on, filed.id


# --- by itself ----------------------------------------------------------------------------------


def rows_of_some(
    asking: Asking,
    kept: Kept,
    arrivals: Sequence[Stored[NewArrival]],
    applications: Collection[str],
) -> Rows:
    """Of the tables what these arrivals, and these applications, are made from."""
    connection, ids = asking.connection, [each.id for each in arrivals]
    digests = {each.fact.sha256 for each in arrivals}
    digests |= {file.sha256 for each in arrivals for file in each.fact.files}
    events = log.events(connection, applications)

    def who(table: Table, rows: Iterable[int]) -> Mapping[str, Said]:
        return kept.firsts.said(connection, table, rows)

    return Rows(
        kept.book.units,
        tuple(kept.applications[id] for id in applications),
        tuple(arrivals),
        paths_of(connection, sorted(digests)),
        events,
        who(tables.arrivals, ids),
        who(tables.events, [each.id for each in events]),
        (),
        {},
        {**said.filings(connection, ids, who), **asking.filings},
        {},
        outbox.letters(connection, applications),
        further.letters(connection, applications),
        {},
        (),
        (),
        {},
        {},
    )


def _come(
    asking: Asking, kept: Kept, ids: Collection[int], new: Collection[int]
) -> dict[int, Come]:
    """What the program makes of each by itself: of what was only filed, what it made before."""
    arrivals = log.arrivals(asking.connection, ids)
    rows = rows_of_some(asking, kept, arrivals, ())
    alone = [each for each in arrivals if each.id in new]
    looked = come_alone(
        asking.store,
        replace(rows, arrivals=tuple(alone)),
        kept.desk,
        asking.engine,
        key=kept.desk_key,
    )
    found = {each.id: one for each, one in zip(alone, looked, strict=True)}
    for each in arrivals:
        if each.id not in found:
            found[each.id] = come_of(rows, each, kept.come[each.id].placement)
    return found


# --- by numbers that others give ----------------------------------------------------------------


def _with_numbers(kept: Kept, come: Mapping[int, Come]) -> Kept:
    """With the numbers that these give, and ask after."""
    old = kept.come
    return replace(
        kept,
        come=old.changed(come),
        gives=moved(kept.gives, [(id, _gives(kept, id), gives(one)) for id, one in come.items()]),
        asks=moved(
            kept.asks,
            [(id, asks(old[id]) if id in old else (), asks(one)) for id, one in come.items()],
        ),
    )


def _gives(kept: Kept, id: int) -> tuple[str, ...]:
    return gives(kept.come[id]) if id in kept.come else ()


def _placed(kept: Kept, arrivals: Sequence[Stored[NewArrival]]) -> list[Placement]:
    """What is made of each by itself and by the numbers that it asks after."""
    wanted = {key for each in arrivals for key in asks(kept.come[each.id])}
    givers = {id for key in wanted for id in kept.gives.get(key, ())}
    known = known_numbers(
        [kept.come[id] for id in sorted(givers, key=lambda id: (kept.come[id].on, id))]
    )
    return [placed_by(kept.come[each.id], known) for each in arrivals]


# --- as it stands -------------------------------------------------------------------------------


def _of_applications(kept: Kept, changed: Changed) -> set[int]:
    """Those that are placed with an application whose record is another: when it went out first tells
    how early they can be, and what it was that they speak of."""
    touched = {*changed.events, *changed.letters}
    return {
        id
        for application in touched
        for id in (*kept.concerns.get(application, ()), *kept.wide)
        if application in kept.filed[id].applications
    }


def _made(asking: Asking, kept: Kept, ids: Collection[int]) -> list[Filed]:
    arrivals = log.arrivals(asking.connection, ids)
    placed = _placed(kept, arrivals)
    filings = {**said.filings(asking.connection, ids), **asking.filings}
    places = {
        place
        for each, found in zip(arrivals, placed, strict=True)
        for place in (filings[each.id].places if each.id in filings else found.applications)
        if place in kept.applications
    }
    rows = rows_of_some(asking, kept, arrivals, sorted(places))
    return list(with_words(asking.store, rows, placed, asking.engine))


def _held(store: Store, kept: Kept, made: Sequence[Filed]) -> Remade:
    """With what was made, each held against the others of its name."""
    moves = [(each.id, loose_name(kept.filed.get(each.id)), loose_name(each)) for each in made]
    loose = moved(kept.loose, moves)
    alone = {each.id: each for each in made}
    for name in {name for _, old, new in moves for name in (*old, *new)}:
        alone |= {
            id: kept.whole.get(id) or kept.filed[id]
            for id in loose.get(name, ())
            if id not in alone
        }
    held = without_torsos(store.evidence, sorted(alone.values(), key=moment))
    apart = {each.id: alone[each.id] for each in held if each is not alone[each.id]}
    now = {each.id: each for each in held if each != kept.filed.get(each.id)}
    before = {id: kept.filed.get(id) for id in now}
    moves = [(id, concerned(before[id]), concerned(each)) for id, each in now.items()]
    return Remade(
        replace(
            kept,
            filed=kept.filed.changed(now),
            whole=kept.whole.changed(apart, alone.keys() - apart.keys()),
            concerns=moved(kept.concerns, moves),
            wide=(kept.wide - now.keys()) | {id for id, each in now.items() if is_wide(each)},
            loose=loose,
        ),
        before,
        now,
    )


def in_their_order(filed: tuple[Filed, ...], remade: Remade) -> tuple[Filed, ...]:
    """All that came, with those that are otherwise in their place."""
    if not remade.now:
        return filed
    whole = list(filed)
    for id, new in remade.now.items():
        old = remade.before[id]
        if old is not None and moment(old) == moment(new):
            whole[bisect_left(whole, moment(old), key=moment)] = new
            continue
        if old is not None:
            del whole[bisect_left(whole, moment(old), key=moment)]
        whole.insert(bisect_left(whole, moment(new), key=moment), new)
    return tuple(whole)
