"""Rows kept in order, and counted, as some of them go and others come."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
FEW = 500  # more are put in by sorting all
Key = Callable[[T], Any]
Tell = Callable[[T], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Ordered(Generic[T]):
    """By a key that no two have. `counts`: of whatever each row counts as."""

    rows: Sequence[T]
    counts: Counter[object]


def ordered(rows: Iterable[T], key: Key[T], counted: Tell[T]) -> Ordered[T]:
    whole = sorted(rows, key=key)
    return Ordered(whole, Counter(one for each in whole for one in counted(each)))


def moved(
    before: Ordered[T], gone: Sequence[T], come: Sequence[T], key: Key[T], counted: Tell[T]
) -> Ordered[T]:
    """As `ordered` has all that are left and those that came."""
    rows = list(before.rows)
    if len(gone) + len(come) > FEW:
        lost = {id(each) for each in gone}
        rows = sorted([*(each for each in rows if id(each) not in lost), *come], key=key)
    else:
        for each in gone:
            del rows[bisect_left(rows, key(each), key=key)]
        for each in come:
            insort(rows, each, key=key)
    counts = before.counts.copy()
    for each in gone:
        counts.subtract(counted(each))
    for each in come:
        counts.update(counted(each))
    return Ordered(rows, +counts)
