"""What is held of a campaign beside its book, by which is found what hangs on what.

`Kept` is never changed: of a few rows another is made that shares the rest, so that what is only supposed
can be seen without touching what stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from harness.casebook.book import Book, Filed, Rows
from harness.casebook.matching.index import Desk
from harness.casebook.matching.known_numbers import Come, asks, gives
from harness.scoring.layered import Layered
from harness.store.firsts import Firsts
from harness.store.log import NewCall, Stored
from letters.model import Application

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)
By = Layered[K, tuple[V, ...]]
WIDE = 200  # applications: an arrival that may concern more is looked at for all


@dataclass(frozen=True, slots=True)
class Kept:
    version: int  # the last operation that is in it
    book: Book
    desk: Desk
    desk_key: str
    firsts: Firsts
    applications: Mapping[str, Application]
    places: Mapping[str, int]  # application -> where it stands in the plan
    come: Layered[int, Come]  # arrival -> what the program makes of it alone
    filed: Layered[int, Filed]  # arrival -> as it stands
    whole: Layered[int, Filed]  # before it was held against others of its name, where that told
    concerns: By[str, int]  # application -> the arrivals that do, or may
    wide: frozenset[int]  # arrivals that may concern very many
    gives: By[str, int]  # a number or Message-ID -> the arrivals that give it
    asks: By[str, int]  # and those that may be placed by it
    loose: By[str, int]  # a file's name -> the arrivals that came as one of that name
    calls: Layered[int, Stored[NewCall]]
    confirms: By[str, int]  # application -> the calls in which it was spoken of


def kept_of(
    version: int, rows: Rows, desk: Desk, desk_key: str, firsts: Firsts,
    come: Iterable[Come], whole: Iterable[Filed], book: Book,
) -> Kept:  # fmt: skip
    numbers = {stored.id: one for stored, one in zip(rows.arrivals, come, strict=True)}
    before = zip(whole, book.filed, strict=True)
    return Kept(
        version,
        book,
        desk,
        desk_key,
        firsts,
        book.find.plan.by_id,
        {each.id: at for at, each in enumerate(book.applications)},
        Layered(numbers),
        Layered({each.id: each for each in book.filed}),
        Layered({one.id: one for one, now in before if one is not now}),
        _by((each.id, concerned(each)) for each in book.filed),
        frozenset(each.id for each in book.filed if is_wide(each)),
        _by((id, gives(one)) for id, one in numbers.items()),
        _by((id, asks(one)) for id, one in numbers.items()),
        _by((each.id, loose_name(each)) for each in book.filed),
        Layered({each.id: each for each in book.calls}),
        _by((each.id, spoken_of(each)) for each in book.calls),
    )


def concerned(filed: Filed | None) -> tuple[str, ...]:
    """The applications that an arrival does or may concern; of very many none is named."""
    if filed is None or is_wide(filed):
        return ()
    return tuple(dict.fromkeys((*filed.applications, *filed.touches, *filed.events)))


def is_wide(filed: Filed) -> bool:
    return len(filed.touches) > WIDE


def loose_name(filed: Filed | None) -> tuple[str, ...]:
    """As torso.py looks for what was not copied whole."""
    if filed is None or filed.stored.source != "file" or filed.stored.files:
        return ()
    return (filed.stored.name,)


def spoken_of(call: Stored[NewCall] | None) -> tuple[str, ...]:
    id = call.fact.application_id if call else None
    return (id,) if id else ()


def _by(told: Iterable[tuple[V, Iterable[K]]]) -> By[K, V]:
    found: dict[K, list[V]] = defaultdict(list)
    for value, keys in told:
        for key in keys:
            found[key].append(value)
    return Layered({key: tuple(values) for key, values in found.items()})


def moved(by: By[K, V], moves: Iterable[tuple[V, Iterable[K], Iterable[K]]]) -> By[K, V]:
    """With each value no longer under its first keys, but under the others."""
    now: dict[K, dict[V, None]] = {}
    for value, before, after in moves:
        old, new = set(before), set(after)
        for key in old ^ new:
            here = now.setdefault(key, dict.fromkeys(by.get(key, ())))
            if key in new:
                here[value] = None
            else:
                here.pop(value, None)
    full = {key: tuple(values) for key, values in now.items() if values}
    return by.changed(full, [key for key in now if key not in full])
